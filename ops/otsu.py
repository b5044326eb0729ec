"""Segmentation by the threshold that Otsu's criterion picks."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Pixels, Text
from ops._draw import curve

TITLE = Text("Otsu 自动阈值", "Otsu's threshold")
GROUP = "segmentation"
ORDER = 2
ABOUT = Text(
    "在直方图上找让两类之间方差最大的阈值；适合双峰直方图，光照不均时会失效。",
    "Finds the threshold that parts the histogram with the largest variance between classes; uneven light defeats it.",
)
FORMULA = r"T^* = \arg\max_T \; \omega_0(T)\,\omega_1(T)\,\bigl[\mu_0(T) - \mu_1(T)\bigr]^2"
SOURCE = "Otsu N., A Threshold Selection Method from Gray-Level Histograms, IEEE Trans. SMC 9(1):62-66, 1979"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16")
COST = "O(HW + L)"
FACTS = {
    "threshold": Text("阈值", "Threshold"),
    "above": Text("高于阈值的像素（%）", "Pixels above the threshold (%)"),
}
TRAP = Text(
    "漏写 + cv2.THRESH_OTSU，传进去的 0 就成了真正的阈值：凡大于 0 的像素全白。",
    "Without + cv2.THRESH_OTSU the 0 passed in is the threshold: every pixel above 0 turns white.",
)


def otsu(
    image: Gray, invert: Annotated[bool, Text("前景是暗的", "Foreground is dark")] = False
) -> tuple[Gray, dict[str, float]]:
    """Mask of 0 and 255, (H, W) uint8, of a uint8, uint16 or int16 picture; the threshold is in the picture's unit."""
    # OpenCV takes no negative values, so HU are lifted by a constant, which moves the threshold along
    lift = -int(image.min()) if image.dtype == np.int16 else 0
    counts = (image.astype(np.int32) + lift).astype(np.uint16) if image.dtype == np.int16 else image
    mode = cv2.THRESH_BINARY_INV if invert else cv2.THRESH_BINARY
    threshold, mask = cv2.threshold(counts, 0, 255, mode + cv2.THRESH_OTSU)
    above = 100 * float((counts > threshold).mean())
    return mask.astype(np.uint8), {"threshold": threshold - lift, "above": above}


def naive(image: Gray, invert: bool) -> Gray:
    """Forget the flag that asks for Otsu."""
    mode = cv2.THRESH_BINARY_INV if invert else cv2.THRESH_BINARY
    return cv2.threshold(image, 0, 255, mode)[1].astype(np.uint8)


def stages(image: Gray, invert: bool) -> Iterator[tuple[Text, Pixels]]:
    """The histogram, the variance between classes for every threshold, the mask."""
    mask, facts = otsu(image, invert)
    counts, edges = np.histogram(image, bins=256)
    mark = float((facts["threshold"] - edges[0]) / (edges[-1] - edges[0]))
    yield Text("直方图，竖线是选中的阈值", "Histogram; the line is the threshold found"), curve(counts, mark)
    yield Text("各阈值的类间方差，取最高点", "Variance between classes; its peak wins"), curve(between(counts), mark)
    yield Text("阈值分割", "Thresholded"), mask


def between(counts: Pixels) -> Pixels:
    """Variance between the classes below and above each bin."""
    share = counts / counts.sum()
    below, moment = np.cumsum(share), np.cumsum(share * np.arange(len(share)))
    spread = below * (1 - below)
    return np.where(spread > 1e-12, (moment[-1] * below - moment) ** 2 / np.maximum(spread, 1e-12), 0)
