"""Segmentation by flooding from markers."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np
from skimage.segmentation import watershed as flood

from ops import Color, Gray, Pixels, Range, Strokes, Text
from ops._gradient import eight_bits
from ops._levels import best_cuts, levels
from ops._paint import painted
from ops._reduced import enlarged, reduced
from ops._strokes import markers

TITLE = Text("分水岭", "Watershed")
GROUP = "segmentation"
ORDER = 8
ABOUT = Text(
    "把灰度当地形，从标记处灌水，水相遇处筑坝；用距离变换的峰作标记，就能分开粘连的细胞。",
    "Floods a landscape from markers, with dams where waters meet; peaks of the distance part touching cells.",
)
FORMULA = (
    r"D(p) = \min_{q \notin M} \lVert p - q \rVert, \quad "
    r"L(p) = \arg\min_i \; \min_{\gamma: m_i \to p} \; \max_{q \in \gamma} \bigl[-D(q)\bigr]"
)
SOURCE = (
    "Vincent L., Soille P., Watersheds in Digital Spaces, IEEE TPAMI 13(6):583-598, 1991; "
    "Meyer F., Topographic Distance and Watershed Lines, Signal Processing 38(1):113-125, 1994"
)
COST = r"O(HW \log HW)"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "objects": Text("物体数", "Objects"),
    "median": Text("面积中位数（像素）", "Median area (px)"),
    "factor": Text("内部缩小倍数（超过 100 万像素时）", "Computed at 1/n of the size (above 1 Mpx)"),
}
MEASURES = {"median": "area"}
TRAP = Text(
    "不给标记、直接淹没梯度图：每个噪声小坑都成了一个盆地，一个细胞碎成几十块。",
    "Without markers, flooding the bare gradient: every dent of noise is a basin, and a cell falls into dozens.",
)
MOST = 1 << 20  # pixels: above that the flooding would take more than about a second


def watershed(
    image: Gray,
    apart: Annotated[int, Range(1, 61, 2, unit="px"), Text("标记间最小距离", "Markers at least apart")] = 13,
    sigma: Annotated[float, Range(0, 5, 0.1, unit="px"), Text("先平滑 σ", "Smoothing sigma first")] = 2.5,
    invert: Annotated[bool, Text("前景是暗的", "Foreground is dark")] = False,
    strokes: Annotated[str, Strokes(), Text("手画标记（空为自动）", "Markers by hand (none: automatic)")] = "",
) -> tuple[Color, dict[str, float]]:
    """Objects in colours with white lines between, (H, W, 3) uint8, of a picture of any depth.

    Automatic markers are the peaks of the distance to the background (Otsu). Drawn ones: each foreground stroke is an
    object, all background strokes are background, and the gradient is flooded.
    """
    small, factor = reduced(levels(image)[0], MOST)
    smooth = smoothed(small, sigma / factor)
    labels = by_hand(smooth, strokes)[1] if strokes else touching(smooth, invert, apart / factor)[3]
    labels = enlarged(labels, *image.shape)
    areas = np.bincount(labels.ravel())[1:]
    areas = areas[areas > 0]
    median = float(np.median(areas)) if areas.size else 0.0
    return painted(labels, lines=True), {"objects": int(areas.size), "median": median, "factor": factor}


def smoothed(image: Pixels, sigma: float) -> Pixels:
    """By a Gaussian, uint8."""
    return cv2.GaussianBlur(image, (0, 0), sigma) if sigma > 0.05 else image


def slope(smooth: Pixels) -> Pixels:
    """Gradient magnitude, float64."""
    return cv2.magnitude(cv2.Sobel(smooth, cv2.CV_64F, 1, 0), cv2.Sobel(smooth, cv2.CV_64F, 0, 1))


def by_hand(smooth: Pixels, strokes: str) -> tuple[Pixels, Pixels]:
    """The drawn markers and the labels flooded from them, int32; 0 is background."""
    height, width = smooth.shape
    drawn = markers(strokes, "f", height, width, thick=2)
    last = int(drawn.max()) + 1
    drawn[markers(strokes, "b", height, width, thick=2) > 0] = last
    labels = flood(slope(smooth), drawn)
    return drawn, np.where(labels == last, 0, labels).astype(np.int32)


def touching(smooth: Pixels, invert: bool, apart: float) -> tuple[Pixels, Pixels, Pixels, Pixels]:
    """Mask (uint8), distance to the background (float32), markers and labels (int32)."""
    cut = (best_cuts(np.bincount(smooth.ravel(), minlength=256), 2) or [255])[0]
    mask = ((smooth > cut) != invert).astype(np.uint8)
    far = cv2.distanceTransform(mask, cv2.DIST_L2, 5) if not mask.all() else mask.astype(np.float32)
    size = 2 * max(round(apart / 2), 1) + 1
    peaks = (far >= cv2.dilate(far, np.ones((size, size), np.uint8))) & (mask > 0)
    seeds = cv2.connectedComponents(peaks.astype(np.uint8), connectivity=8)[1]
    seeds = with_lonely(seeds, mask)
    return mask, far, seeds, flood(-far, seeds, mask=mask > 0).astype(np.int32)


def with_lonely(seeds: Pixels, mask: Pixels) -> Pixels:
    """A small object beside a large one has no peak of its own: all of it becomes a marker."""
    pieces = cv2.connectedComponents(mask, connectivity=8)[1]
    seen = np.zeros(int(pieces.max()) + 1, bool)
    seen[pieces[seeds > 0]] = True
    return np.where((mask > 0) & ~seen[pieces], pieces + int(seeds.max()), seeds).astype(np.int32)


def naive(image: Gray, apart: int, sigma: float, invert: bool, strokes: str) -> Color:
    """Flood the gradient from each of its minima."""
    small, factor = reduced(levels(image)[0], MOST)
    labels = flood(slope(smoothed(small, sigma / factor)))
    return painted(enlarged(labels, *image.shape), lines=True)


def stages(image: Gray, apart: int, sigma: float, invert: bool, strokes: str) -> Iterator[tuple[Text, Pixels]]:
    """Mask, distance and markers, or gradient and drawn markers; then the flood."""
    small, factor = reduced(levels(image)[0], MOST)
    smooth = smoothed(small, sigma / factor)
    yield Text("平滑", "Smoothed"), smooth
    if strokes:
        yield Text("梯度：淹没它", "Gradient, to be flooded"), eight_bits(slope(smooth), "stretch")[0]
        yield Text("手画的标记", "Markers by hand"), painted(thick(by_hand(smooth, strokes)[0]))
    else:
        mask, far, seeds, _ = touching(smooth, invert, apart / factor)
        yield Text("Otsu 掩膜", "Mask by Otsu"), mask * np.uint8(255)
        yield Text("到背景的距离", "Distance to the background"), eight_bits(far.astype(np.float64), "stretch")[0]
        yield Text("距离的峰作标记", "Its peaks are the markers"), painted(thick(seeds))
    yield Text("灌水的结果", "After the flood"), watershed(image, apart, sigma, invert, strokes)[0]


def thick(drawn: Pixels) -> Pixels:
    """Markers wide enough to be seen."""
    return cv2.dilate(drawn.astype(np.float32), np.ones((5, 5), np.uint8)).astype(np.int32)
