"""Segmentation by the threshold farthest from the flank of a histogram with one peak."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Pixels, Text
from ops._draw import curve
from ops._levels import levels

TITLE = Text("三角法阈值", "Triangle threshold")
GROUP = "segmentation"
ORDER = 5
ABOUT = Text(
    "从直方图的主峰到长尾的末端连一条线，取离线最远的灰度作阈值；适合背景一个大峰、目标很少的图。",
    "Draws a line from the peak to the far end and takes the level farthest below: for one big peak and few objects.",
)
FORMULA = (
    r"T^* = \arg\max_{i} \frac{\lvert (h_p - h_e)(i - e) - (p - e)(h_i - h_e) \rvert}"
    r"{\sqrt{(h_p - h_e)^2 + (p - e)^2}}"
)
SOURCE = (
    "Zack G.W., Rogers W.E., Latt S.A., Automatic Measurement of Sister Chromatid Exchange Frequency, "
    "J. Histochem. Cytochem. 25(7):741-753, 1977"
)
COST = "O(HW + L)"
BEST_ON = "mr-head"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "threshold": Text("阈值", "Threshold"),
    "above": Text("高于阈值的像素（%）", "Pixels above the threshold (%)"),
}
TRAP = Text(
    "OpenCV 的三角法只收 8 位图；拿 astype(np.uint8) 硬转 16 位数据会按 256 取模，直方图被折叠，阈值毫无意义。",
    "OpenCV's takes eight bits; astype(np.uint8) on deeper data keeps the value modulo 256 and folds the histogram.",
)


def triangle(
    image: Gray, invert: Annotated[bool, Text("前景是暗的", "Foreground is dark")] = False
) -> tuple[Gray, dict[str, float]]:
    """Mask of 0 and 255, (H, W) uint8, of a picture of any depth, at 256 levels."""
    level, low, width = levels(image)
    cut = farthest(np.bincount(level.ravel(), minlength=256))[0]
    bright = level > cut
    threshold = float(cut) if image.dtype == np.uint8 else low + (cut + 1) * width
    return np.where(bright != invert, 255, 0).astype(np.uint8), {"threshold": threshold, "above": share(bright)}


def share(mask: Pixels) -> float:
    """Of all pixels, in percent."""
    return 100 * float(mask.mean())


def farthest(counts: Pixels) -> tuple[int, Pixels]:
    """The last level below the threshold, and how far below the line each level is (0 beyond the line's ends)."""
    used = np.flatnonzero(counts)
    # the line ends one level outside, where the count is zero
    first, last = max(int(used[0]) - 1, 0), min(int(used[-1]) + 1, len(counts) - 1)
    peak = int(counts.argmax())
    end = first if peak - first > last - peak else last
    at = np.arange(len(counts))
    below = (counts[peak] - counts[end]) * np.absolute(at - end) - abs(peak - end) * (counts - counts[end])
    between = (at >= min(peak, end)) & (at <= max(peak, end))
    below = np.where(between, np.maximum(below, 0), 0)
    if not below.any():
        return peak, below
    # one level on towards the tail, as in OpenCV
    cut = int(below.argmax()) - 1 if end < peak else int(len(at) - below[::-1].argmax())
    return min(max(cut, 0), len(at) - 1), below


def naive(image: Gray, invert: bool) -> Gray:
    """Cast to eight bits for OpenCV."""
    mode = cv2.THRESH_BINARY_INV if invert else cv2.THRESH_BINARY
    return cv2.threshold(image.astype(np.uint8), 0, 255, mode + cv2.THRESH_TRIANGLE)[1]


def stages(image: Gray, invert: bool) -> Iterator[tuple[Text, Pixels]]:
    """The histogram, the distance from the line, the mask."""
    counts = np.bincount(levels(image)[0].ravel(), minlength=256)
    cut, below = farthest(counts)
    yield Text("直方图，竖线是选中的阈值", "Histogram; the line is the threshold found"), curve(counts, cut / 255)
    yield Text("各灰度在连线之下多远", "How far below the line each level is"), curve(below, cut / 255)
    yield Text("阈值分割", "Thresholded"), triangle(image, invert)[0]
