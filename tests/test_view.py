"""Where a result lies on the scan."""

import numpy as np
import pytest

from server.ask import View
from server.view import Place, contain, shoot


@pytest.mark.parametrize("size", [(100, 100), (50, 400), (400, 50), (7, 9), (512, 512), (256, 300)])
@pytest.mark.parametrize("scan", [(512, 512), (1024, 300), (300, 1024)])
def test_a_result_of_any_shape_lies_inside_the_scans_frame_and_touches_it(
    size: tuple[int, int], scan: tuple[int, int]
) -> None:
    place = contain(size, scan)
    high, wide = size[0] * place.step, size[1] * place.step
    assert place.x >= -1e-9
    assert place.y >= -1e-9
    assert place.x + wide <= scan[1] + 1e-9
    assert place.y + high <= scan[0] + 1e-9
    assert high == pytest.approx(scan[0]) or wide == pytest.approx(scan[1])


def test_where_pixels_are_not_square_the_way_that_shows_more_of_them_decides() -> None:
    image, stretched = np.zeros((400, 400), np.uint8), View(0, 0, 400, 400, 100, 400)
    assert stretched.scale == 1
    shot = shoot(image, Place(), stretched, exact=True)
    assert shot is not None
    assert (shot.shrunk, shot.size) == (1, (400, 400))  # no row is lost to the narrow columns
    assert View(0, 0, 400, 400, 400, 100).scale == 1


def test_a_canvas_of_whole_pixels_shrinks_a_square_scan_as_before() -> None:
    rounded = View(0, 0, 1000, 1001, 500, 501)  # 0.5 across, a little more down
    assert rounded.scale == 0.5
