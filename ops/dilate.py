"""Dilation: the foreground gains every pixel that the element touches."""

from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Range, Text
from ops._element import SHAPES, Shape, element, ground, moved

TITLE = Text("膨胀", "Dilation")
GROUP = "morphology"
ORDER = 2
ABOUT = Text(
    "结构元碰得到前景的地方都算前景：前景胖一圈，断线接上、小洞填满；灰度图上就是取邻域最大值。",
    "Takes in all that the element touches: the foreground grows, gaps and holes close; on grey, a maximum filter.",
)
FORMULA = r"(f \oplus B)(p) = \max_{b \in B} f(p - b), \quad A \oplus B = \{p : \check{B}_p \cap A \neq \varnothing\}"
SOURCE = (
    "Serra J., Image Analysis and Mathematical Morphology, Academic Press, 1982; "
    "Haralick R.M., Sternberg S.R., Zhuang X., Image Analysis Using Mathematical Morphology, "
    "IEEE TPAMI 9(4):532-550, 1987"
)
COST = r"O(n\,HW\,|B|)"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "element": Text("结构元像素数", "Pixels in the element"),
    "changed": Text("改变的像素（%）", "Pixels changed (%)"),
}
TRAP = Text(
    "偶数大小的核没有中心，锚点偏向右下：每膨胀一次，前景就整体挪半个像素，迭代几次便对不上原图。",
    "An even kernel has no middle and its anchor lies off it: each pass moves the foreground by half a pixel.",
)


def dilate(
    image: Gray,
    shape: Annotated[Shape, Text("结构元形状", "Shape of the element"), SHAPES] = "ellipse",
    size: Annotated[int, Range(1, 31, 2, unit="px"), Text("结构元大小", "Size of the element")] = 5,
    iterations: Annotated[int, Range(1, 10), Text("次数", "Times")] = 2,
    binary: Annotated[bool, Text("先用 Otsu 二值化", "Binarise by Otsu first")] = True,
    invert: Annotated[bool, Text("前景是暗的", "Foreground is dark")] = False,
) -> tuple[Gray, dict[str, float]]:
    """Foreground grown, (H, W) in the depth of the picture; binary: 0 and 255, uint8.

    NaN and infinity count as the least finite value.
    """
    start, kernel = ground(image, binary), element(shape, size)
    grow = cv2.erode if invert else cv2.dilate
    after = grow(start, kernel, iterations=iterations)
    return after, moved(start, after, kernel)


def naive(image: Gray, shape: Shape, size: int, iterations: int, binary: bool, invert: bool) -> Gray:
    """Take a square kernel of the next even size."""
    grow = cv2.erode if invert else cv2.dilate
    return grow(ground(image, binary), np.ones((size + 1, size + 1), np.uint8), iterations=iterations)
