"""Opening: erosion, then dilation with the same element."""

from typing import Annotated

import cv2

from ops import Gray, Range, Text
from ops._element import SHAPES, Shape, element, ground, moved

TITLE = Text("开运算", "Opening")
GROUP = "morphology"
ORDER = 3
ABOUT = Text(
    "先腐蚀后膨胀：去掉比结构元小的亮点和毛刺、断开细桥，大物体的大小基本不变。",
    "Erosion, then dilation: bright specks and bridges smaller than the element go, large objects keep their size.",
)
FORMULA = r"f \circ B = (f \ominus B) \oplus B \le f, \quad (f \circ B) \circ B = f \circ B"
SOURCE = "Serra J., Image Analysis and Mathematical Morphology, Academic Press, 1982, ch. II"
COST = r"O(n\,HW\,|B|)"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "element": Text("结构元像素数", "Pixels in the element"),
    "changed": Text("改变的像素（%）", "Pixels changed (%)"),
}
TRAP = Text(
    "和闭运算记反了：先膨胀后腐蚀，亮噪点一个没少，本该断开的细桥反而更粗。",
    "Mixed up with closing: dilation first leaves every bright speck and widens the bridges it should cut.",
)


def opening(
    image: Gray,
    shape: Annotated[Shape, Text("结构元形状", "Shape of the element"), SHAPES] = "ellipse",
    size: Annotated[int, Range(1, 31, 2, unit="px"), Text("结构元大小", "Size of the element")] = 15,
    iterations: Annotated[int, Range(1, 10), Text("次数", "Times")] = 1,
    binary: Annotated[bool, Text("先用 Otsu 二值化", "Binarise by Otsu first")] = True,
) -> tuple[Gray, dict[str, float]]:
    """Erosion n times, then dilation n times: (H, W) in the depth of the picture; binary: 0 and 255, uint8.

    NaN and infinity count as the least finite value.
    """
    start, kernel = ground(image, binary), element(shape, size)
    after = cv2.dilate(cv2.erode(start, kernel, iterations=iterations), kernel, iterations=iterations)
    return after, moved(start, after, kernel)


def naive(image: Gray, shape: Shape, size: int, iterations: int, binary: bool) -> Gray:
    """Dilate first."""
    start, kernel = ground(image, binary), element(shape, size)
    return cv2.erode(cv2.dilate(start, kernel, iterations=iterations), kernel, iterations=iterations)
