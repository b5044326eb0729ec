"""Closing: dilation, then erosion with the same element."""

from typing import Annotated

import cv2

from ops import Gray, Range, Text
from ops._element import SHAPES, Shape, element, ground, moved

TITLE = Text("闭运算", "Closing")
GROUP = "morphology"
ORDER = 4
ABOUT = Text(
    "先膨胀后腐蚀：填上比结构元小的暗洞和缝、接上断线，大物体的大小基本不变。",
    "Dilation, then erosion: dark holes and gaps smaller than the element fill up, large objects keep their size.",
)
FORMULA = r"f \bullet B = (f \oplus B) \ominus B \ge f, \quad f \bullet B = \lnot(\lnot f \circ \check{B})"
SOURCE = "Serra J., Image Analysis and Mathematical Morphology, Academic Press, 1982, ch. II"
COST = r"O(n\,HW\,|B|)"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "element": Text("结构元像素数", "Pixels in the element"),
    "changed": Text("改变的像素（%）", "Pixels changed (%)"),
}
TRAP = Text(
    "图外按 0 补边再腐蚀（scipy 的 binary_closing 默认如此）：贴着图边的物体被啃掉一圈，闭运算竟然比原图小。",
    "Zeros outside the picture (SciPy's default) eat what touches the border: a closing smaller than its input.",
)


def closing(
    image: Gray,
    shape: Annotated[Shape, Text("结构元形状", "Shape of the element"), SHAPES] = "ellipse",
    size: Annotated[int, Range(1, 31, 2, unit="px"), Text("结构元大小", "Size of the element")] = 15,
    iterations: Annotated[int, Range(1, 10), Text("次数", "Times")] = 1,
    binary: Annotated[bool, Text("先用 Otsu 二值化", "Binarise by Otsu first")] = True,
) -> tuple[Gray, dict[str, float]]:
    """Dilation n times, then erosion n times: (H, W) in the depth of the picture; binary: 0 and 255, uint8.

    NaN and infinity count as the least finite value.
    """
    start, kernel = ground(image, binary), element(shape, size)
    after = cv2.erode(cv2.dilate(start, kernel, iterations=iterations), kernel, iterations=iterations)
    return after, moved(start, after, kernel)


def naive(image: Gray, shape: Shape, size: int, iterations: int, binary: bool) -> Gray:
    """Erode as if all around the picture were 0."""
    start, kernel = ground(image, binary), element(shape, size)
    grown = cv2.dilate(start, kernel, iterations=iterations)
    return cv2.erode(grown, kernel, iterations=iterations, borderType=cv2.BORDER_CONSTANT, borderValue=0)
