"""Outlines of the pieces of a mask, with area and perimeter."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Color, Gray, Pixels, Range, Text
from ops._element import ground
from ops._levels import levels
from ops._marks import GREEN, RED, canvas, thickness
from ops._reduced import reduced

TITLE = Text("轮廓", "Contours")
GROUP = "features"
ORDER = 8
ABOUT = Text(
    "沿二值掩膜的边界走一圈，得到点列：可量面积、周长和圆度；绿色为外轮廓，红色为孔。",
    "Walks round the border of each piece of a mask: area, perimeter, roundness; outer ones green, holes red.",
)
FORMULA = (
    r"A = \tfrac{1}{2}\Bigl|\sum_i (x_i y_{i+1} - x_{i+1} y_i)\Bigr|, \quad "
    r"P = \sum_i \lVert p_{i+1} - p_i \rVert, \quad C = \frac{4\pi A}{P^2}"
)
SOURCE = (
    "Suzuki S., Abe K., Topological Structural Analysis of Digitized Binary Images by Border Following, "
    "CVGIP 30(1):32-46, 1985"
)
COST = "O(HW)"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "count": Text("外轮廓数", "Outer contours"),
    "holes": Text("孔数", "Holes"),
    "area": Text("最大面积（像素²，已减孔）", "Largest area, less its holes (px²)"),
    "perimeter": Text("它的周长（像素）", "Its perimeter (px)"),
    "roundness": Text("它的圆度（圆为 1）", "Its roundness (1: a circle)"),
    "points": Text("全部轮廓的点数", "Points of all contours"),
    "factor": Text("内部缩小倍数（超过 100 万像素时）", "Traced at 1/n of the size (above 1 Mpx)"),
}
MEASURES = {"area": "area", "perimeter": "length"}
TRAP = Text(
    "没二值化就找轮廓，又用 RETR_LIST：凡非零都算前景，连成一大片；孔也被当成物体计数。",
    "Tracing without a threshold and by RETR_LIST: all that is not 0 is one piece, and holes count as objects.",
)
MOST = 1 << 20  # pixels: noise has a contour for every seventh of them


def contours(
    image: Gray,
    sigma: Annotated[float, Range(0, 5, 0.1, unit="px"), Text("先平滑 σ", "Smoothing sigma first")] = 1.0,
    least: Annotated[
        int, Range(0, 100, 1, unit="px"), Text("最小等效直径（更小的去掉）", "Least equivalent diameter")
    ] = 8,
    simpler: Annotated[float, Range(0, 20, 0.5, unit="px"), Text("多边形近似误差", "Error of the polygon")] = 0.0,
    invert: Annotated[bool, Text("前景是暗的", "Foreground is dark")] = False,
) -> tuple[Color, dict[str, float]]:
    """Contours of the mask by Otsu's threshold on the darkened picture, (H, W, 3) uint8.

    A contour runs through the middles of the border pixels, so its area is smaller than the number of its pixels.
    """
    mask, factor = masked(image, sigma, invert)
    outer, holes, inside = traced(mask, least, simpler, factor)
    areas = [
        cv2.contourArea(one) - sum(map(cv2.contourArea, within)) for one, within in zip(outer, inside, strict=True)
    ]
    best = int(np.argmax(areas)) if areas else -1
    around = float(cv2.arcLength(outer[best], True)) if areas else 0.0
    full = float(cv2.contourArea(outer[best])) if areas else 0.0
    facts = {"count": len(outer), "holes": len(holes), "area": float(areas[best]) if areas else 0.0}
    facts |= {"perimeter": around, "roundness": 4 * np.pi * full / around**2 if around else 0.0}
    return drawn(image, outer, holes), facts | {"points": sum(map(len, outer + holes)), "factor": factor}


def masked(image: Pixels, sigma: float, invert: bool) -> tuple[Pixels, float]:
    """Mask of 0 and 255, uint8, of the reduced picture, and the factor of reduction."""
    small, factor = reduced(levels(image)[0], MOST)
    smooth = cv2.GaussianBlur(small, (0, 0), sigma / factor) if sigma / factor > 0.05 else small
    mask = ground(smooth, binary=True)
    return 255 - mask if invert else mask, factor


def traced(
    mask: Pixels, least: float, simpler: float, factor: float = 1
) -> tuple[list[Pixels], list[Pixels], list[list[Pixels]]]:
    """Outer contours, holes, and the holes of each outer contour, in pixels of the full picture.

    Those of smaller area than a disc of that diameter are left out.
    """
    found, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if factor > 1:
        found = [np.rint((one + 0.5) * factor - 0.5).astype(np.int32) for one in found]
    shapes = [cv2.approxPolyDP(one, simpler, True) if simpler > 0 else one for one in found]
    parents = tree.reshape(-1, 4)[:, 3].tolist() if tree is not None else []
    area = np.pi / 4 * least**2
    kept = [cv2.contourArea(one) >= area for one in found]
    inside: dict[int, list[Pixels]] = {i: [] for i, parent in enumerate(parents) if parent < 0 and kept[i]}
    for i, parent in enumerate(parents):
        if parent in inside and kept[i]:
            inside[parent].append(shapes[i])
    return [shapes[i] for i in inside], [one for some in inside.values() for one in some], list(inside.values())


def drawn(image: Pixels, outer: list[Pixels], holes: list[Pixels]) -> Pixels:
    """Outer contours in green and holes in red."""
    picture = canvas(image, 0.6)
    cv2.drawContours(picture, outer, -1, GREEN, thickness(image))
    cv2.drawContours(picture, holes, -1, RED, thickness(image))
    return picture


def naive(image: Gray, sigma: float, least: int, simpler: float, invert: bool) -> tuple[Color, dict[str, float]]:
    """Trace the grey picture, and count all that comes back."""
    found = cv2.findContours(levels(image)[0], cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)[0]
    sizes = [float(cv2.contourArea(one)) for one in found]
    best = int(np.argmax(sizes)) if sizes else -1
    around = float(cv2.arcLength(found[best], True)) if sizes else 0.0
    facts = {"count": len(found), "holes": 0, "area": sizes[best] if sizes else 0.0, "perimeter": around}
    facts |= {"roundness": 4 * np.pi * sizes[best] / around**2 if around else 0.0}
    return drawn(image, list(found), []), facts | {"points": sum(map(len, found)), "factor": 1.0}


def stages(image: Gray, sigma: float, least: int, simpler: float, invert: bool) -> Iterator[tuple[Text, Pixels]]:
    """Threshold, every contour, those that are large enough."""
    mask, factor = masked(image, sigma, invert)
    yield Text("阈值分割（Otsu）", "Threshold (Otsu)"), mask
    outer, holes, _ = traced(mask, 0, 0, factor)
    yield Text("描出全部轮廓", "Every contour traced"), drawn(image, outer, holes)
    yield Text("够大的轮廓，化简之后", "Large ones, simplified"), contours(image, sigma, least, simpler, invert)[0]
