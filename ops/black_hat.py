"""Black-hat: the closing of a picture minus the picture."""

from typing import Annotated

import cv2

from ops import Gray, Range, Text
from ops._element import KEPT, SHAPES, Kept, Shape, element, finite, kept, minus
from ops._levels import levels

TITLE = Text("黑帽", "Black-hat")
GROUP = "morphology"
ORDER = 7
ABOUT = Text(
    "闭运算减原图：只剩比结构元小的暗目标，例如眼底血管，背景亮度的起伏被减掉。",
    "The closing minus the picture: dark things smaller than the element stay, such as vessels of the retina.",
)
FORMULA = r"T_b(f) = (f \bullet B) - f \ge 0"
SOURCE = (
    "Meyer F., Contrast Feature Extraction, in: Quantitative Analysis of Microstructures in Materials Sciences, "
    "Biology and Medicine, Riederer-Verlag, 1978; Serra J., Image Analysis and Mathematical Morphology, 1982"
)
COST = r"O(HW\,|B|)"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "element": Text("结构元像素数", "Pixels in the element"),
    "largest": Text("最大值（原图单位）", "Largest value, in the picture's unit"),
}
TRAP = Text(
    "减反了：uint8 的 image - closing 全是负数，绕回成 256 - 差值：噪声最亮，越清楚的血管反而越暗。",
    "Subtracted the wrong way round: image - closing is negative and wraps in uint8, so noise shines brightest.",
)


def black_hat(
    image: Gray,
    shape: Annotated[Shape, Text("结构元形状", "Shape of the element"), SHAPES] = "ellipse",
    size: Annotated[int, Range(1, 31, 2, unit="px"), Text("结构元大小", "Size of the element")] = 15,
    fit: Annotated[Kept, Text("显示", "Shown"), KEPT] = "stretch",
) -> tuple[Gray, dict[str, float]]:
    """Closing minus picture, (H, W), in the depth of the picture (int16 saturates) or stretched to uint8.

    NaN and infinity count as the least finite value.
    """
    start, kernel = finite(image), element(shape, size)
    shown, largest = kept(minus(cv2.morphologyEx(start, cv2.MORPH_CLOSE, kernel), start), fit)
    return shown, {"element": int(kernel.sum()), "largest": largest}


def naive(image: Gray, shape: Shape, size: int, fit: Kept) -> Gray:
    """Subtract the closing from the picture, in eight bits."""
    level = levels(image)[0]
    return level - cv2.morphologyEx(level, cv2.MORPH_CLOSE, element(shape, size))
