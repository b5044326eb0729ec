"""What an exercise gets to see of a scan: the measured values where it can take them, eight bits where it cannot."""

from dataclasses import dataclass

import cv2
import numpy as np

from ops import Exercise, Pixels
from ops._input import EXACT, fit
from scans.scan import Scan, Window
from study.text import Text

BAKED = Text("先按当前窗宽窗位转成 8 位", "turned into 8 bits by the window first")


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The picture as an exercise takes it, full size, read-only, and what was done to it on the way."""

    image: Pixels
    note: Text | None


def window_of(scan: Scan, asked: tuple[float, float] | None) -> Window:
    """The window asked for, which may be one of the scan's own with its name and its edges; the first by default."""
    if asked is None:
        return scan.windows[0]
    return next((w for w in scan.windows if (w.center, w.width) == asked), Window(*asked))


def sees_window(scan: Scan, exercise: Exercise, bake: bool) -> bool:
    """Whether the window decides what the exercise computes, and not only how it is shown."""
    depth = scan.pixels.dtype.name
    kept = depth in exercise.depths or ("float32" in exercise.depths and depth in EXACT)
    return bake or not kept


def feed(scan: Scan, exercise: Exercise, frame: int, window: Window, bake: bool, second: bool = False) -> Source:
    """One frame in a depth and with the channels that the exercise (or its second slot) takes."""
    plane = scan.plane(frame)
    deep = plane.dtype != np.uint8
    if bake or (scan.inverted and not deep):
        plane = scan.color(window, frame) if scan.colored else scan.gray(window, frame)
    image, note = fit(plane, exercise, window.edges, second)
    if scan.inverted and plane.dtype != np.uint8 and image.dtype == np.uint8:
        image = 255 - image
    image = np.ascontiguousarray(image)
    image.setflags(write=False)
    return Source(image, BAKED if bake and deep else note)


def smaller(image: Pixels, k: int) -> Pixels:
    """The mean of k x k pixels, over the part that is a multiple of k; read-only."""
    if k == 1:
        return image
    high, wide = image.shape[0] // k, image.shape[1] // k
    small = cv2.resize(image[: high * k, : wide * k], (wide, high), interpolation=cv2.INTER_AREA)
    small.setflags(write=False)
    return small
