"""Where a result lies on the scan."""

import pytest

from server.view import contain


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
