"""Numbers beside the picture are written as people write them."""

import numpy as np

from scans.scan import Scan, Window
from server.drawn import Drawn, Place
from server.found import summary


def ends(pixels: np.ndarray, window: tuple[float, float]) -> list[float]:
    scan = Scan(pixels[None], (Window(*window),))
    said = summary(Drawn(pixels, Place(), measured=True), scan, None)
    return [said["low"], said["high"], *said["axis"]]


def test_what_arithmetic_leaves_behind_is_not_shown() -> None:
    deep = np.array([[0, 59999]], np.uint16)
    assert ends(deep, (29999.5, 59429.01)) == [0, 59999, 284.995, 59714]
    fine = np.array([[0.1, 0.7]], np.float32)
    assert ends(fine, (0.4, 0.6000000000000001)) == [0.1, 0.7, 0.1, 0.7]


def test_large_whole_numbers_keep_every_digit() -> None:
    large = np.array([[-12345678, 87654321]], np.int32)
    assert ends(large, (0.0, 2 * 12345678.0)) == [-12345678, 87654321, -12345678, 12345678]
