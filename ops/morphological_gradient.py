"""Morphological gradient: dilation minus erosion."""

from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._element import SHAPES, Shape, element, finite, minus

TITLE = Text("形态学梯度", "Morphological gradient")
GROUP = "morphology"
ORDER = 5
ABOUT = Text(
    "膨胀减腐蚀：邻域里最大与最小之差，各方向一样灵敏的边缘强度；内梯度、外梯度各取一侧。",
    "Dilation minus erosion: an edge strength alike in every direction; inner and outer gradients take one side.",
)
FORMULA = r"\rho_B(f) = (f \oplus B) - (f \ominus B), \quad \rho^- = f - (f \ominus B), \quad \rho^+ = (f \oplus B) - f"
SOURCE = (
    "Rivest J.-F., Soille P., Beucher S., Morphological Gradients, Journal of Electronic Imaging 2(4):326-336, 1993"
)
COST = r"O(HW\,|B|)"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
LOCAL = True
FACTS = {
    "element": Text("结构元像素数", "Pixels in the element"),
    "largest": Text("最大值（原图单位）", "Largest value, in the picture's unit"),
}
TRAP = Text(
    "核取偶数（2×2、4×4）：锚点不在正中，边缘的两侧不对称，整幅梯度图偏了半个像素。",
    "An even kernel (2 by 2, 4 by 4) has its anchor off the middle: the whole gradient lies half a pixel away.",
)
Side = Literal["both", "inner", "outer"]


def morphological_gradient(
    image: Gray,
    shape: Annotated[Shape, Text("结构元形状", "Shape of the element"), SHAPES] = "ellipse",
    size: Annotated[int, Range(1, 31, 2, unit="px"), Text("结构元大小", "Size of the element")] = 5,
    side: Annotated[
        Side,
        Text("哪一侧", "Side"),
        (Text("两侧", "Both"), Text("内梯度", "Inner"), Text("外梯度", "Outer")),
    ] = "both",
) -> tuple[Gray, dict[str, float]]:
    """Dilation minus erosion, or the picture in place of one of them; (H, W) in the depth of the picture.

    int16 saturates; NaN and infinity count as the least finite value.
    """
    kernel = element(shape, size)
    found = between(finite(image), kernel, side)
    return found, {"element": int(kernel.sum()), "largest": float(found.max())}


def between(start: Pixels, kernel: Pixels, side: Side) -> Pixels:
    """The gradient by any kernel."""
    upper = start if side == "inner" else cv2.dilate(start, kernel)
    return minus(upper, start if side == "outer" else cv2.erode(start, kernel))


def naive(image: Gray, shape: Shape, size: int, side: Side) -> Gray:
    """Take a square kernel of the next even size."""
    return between(finite(image), np.ones((size + 1, size + 1), np.uint8), side)
