"""Numbers for the separate pieces of a mask."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Color, Gray, Pixels, Range, Text
from ops._levels import best_cuts, levels
from ops._paint import painted

TITLE = Text("连通域标记", "Connected components")
GROUP = "segmentation"
ORDER = 7
ABOUT = Text(
    "给二值掩膜里每一块相连的像素编号，数个数、量面积、去掉太小的；粘连的物体会算成一个。",
    "Numbers each connected piece of a mask, to count, measure and drop small ones; what touches counts as one.",
)
FORMULA = (
    r"p \sim q \iff \exists\, p = p_0, \dots, p_n = q \in M : p_{i+1} \in N(p_i), \quad "
    r"L : M / {\sim} \to \{1, \dots, n\}"
)
SOURCE = "Rosenfeld A., Pfaltz J.L., Sequential Operations in Digital Picture Processing, J. ACM 13(4):471-494, 1966"
COST = r"O(HW\,\alpha(HW))"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "count": Text("物体数", "Objects"),
    "dropped": Text("去掉的小块数", "Small pieces dropped"),
    "largest": Text("最大面积（像素）", "Largest area (px)"),
    "median": Text("面积中位数（像素）", "Median area (px)"),
    "smallest": Text("最小面积（像素）", "Smallest area (px)"),
}
MEASURES = {"largest": "area", "median": "area", "smallest": "area"}
TRAP = Text(
    "标号 0 是背景，却也算在返回的个数里：直接拿来当物体数就多 1，背景也成了一个“物体”。",
    "Label 0 is the background and is counted in what comes back: one object too many, and the background is it.",
)


def connected_components(
    image: Gray,
    diagonal: Annotated[bool, Text("对角也算相连（8 连通）", "Diagonals connect too")] = True,
    least: Annotated[
        int, Range(0, 100, 1, unit="px"), Text("最小等效直径（更小的去掉）", "Least equivalent diameter")
    ] = 8,
    invert: Annotated[bool, Text("前景是暗的", "Foreground is dark")] = False,
) -> tuple[Color, dict[str, float]]:
    """Pieces of the mask by Otsu's threshold (of a mask: the mask itself) in colours, (H, W, 3) uint8."""
    labels, areas = pieces(image, diagonal, invert)
    kept = np.flatnonzero(areas >= smallest(least))
    kept = kept[kept > 0]
    number = np.zeros(len(areas), np.int32)
    number[kept] = np.arange(1, len(kept) + 1)
    sizes = areas[kept] if len(kept) else np.zeros(1, int)
    facts = {"count": len(kept), "dropped": len(areas) - 1 - len(kept), "largest": int(sizes.max())}
    return painted(number[labels]), facts | {"median": float(np.median(sizes)), "smallest": int(sizes.min())}


def smallest(least: int) -> float:
    """The area of a disc of that diameter."""
    return np.pi / 4 * least**2


def foreground(image: Pixels, invert: bool) -> Pixels:
    """Mask of 0 and 1, (H, W) uint8."""
    level = levels(image)[0]
    cut = (best_cuts(np.bincount(level.ravel(), minlength=256), 2) or [255])[0]
    return np.where((level > cut) != invert, 1, 0).astype(np.uint8)


def pieces(image: Pixels, diagonal: bool, invert: bool) -> tuple[Pixels, Pixels]:
    """Labels (H, W) int32 with 0 for the background, and the area of every label."""
    count, labels = cv2.connectedComponents(foreground(image, invert), connectivity=8 if diagonal else 4)
    return labels, np.bincount(labels.ravel(), minlength=count)


def naive(image: Gray, diagonal: bool, least: int, invert: bool) -> tuple[Color, dict[str, float]]:
    """Take every label for an object."""
    labels, areas = pieces(image, diagonal, invert)
    facts = {"count": len(areas), "dropped": 0, "largest": int(areas.max())}
    return painted(labels + 1), facts | {"median": float(np.median(areas)), "smallest": int(areas.min())}


def stages(image: Gray, diagonal: bool, least: int, invert: bool) -> Iterator[tuple[Text, Pixels]]:
    """The mask, every piece, those that are large enough."""
    yield Text("Otsu 掩膜", "Mask by Otsu"), foreground(image, invert) * np.uint8(255)
    yield Text("所有连通域", "Every piece"), painted(pieces(image, diagonal, invert)[0])
    yield Text("去掉太小的", "Without the small ones"), connected_components(image, diagonal, least, invert)[0]
