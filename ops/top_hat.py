"""White top-hat: the picture minus its opening."""

from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Range, Text
from ops._element import KEPT, SHAPES, Kept, Shape, element, finite, kept, minus

TITLE = Text("顶帽", "Top-hat")
GROUP = "morphology"
ORDER = 6
ABOUT = Text(
    "原图减开运算：只剩比结构元小的亮目标，缓慢变化的背景和光照不均被一并减掉。",
    "The picture minus its opening: bright things smaller than the element stay, slow background and shading go.",
)
FORMULA = r"T_w(f) = f - (f \circ B) \ge 0"
SOURCE = (
    "Meyer F., Contrast Feature Extraction, in: Quantitative Analysis of Microstructures in Materials Sciences, "
    "Biology and Medicine, Riederer-Verlag, 1978; Serra J., Image Analysis and Mathematical Morphology, 1982"
)
COST = r"O(HW\,|B|)"
BEST_ON = "cr-chest"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "element": Text("结构元像素数", "Pixels in the element"),
    "largest": Text("最大值（原图单位）", "Largest value, in the picture's unit"),
}
TRAP = Text(
    "结构元取得比目标还小（默认 3×3）：开运算没把目标去掉，一减目标也没了，只剩噪声。",
    "An element smaller than the target (3 by 3): the opening keeps the target, so the difference is only noise.",
)


def top_hat(
    image: Gray,
    shape: Annotated[Shape, Text("结构元形状", "Shape of the element"), SHAPES] = "ellipse",
    size: Annotated[int, Range(1, 31, 2, unit="px"), Text("结构元大小", "Size of the element")] = 31,
    fit: Annotated[Kept, Text("显示", "Shown"), KEPT] = "stretch",
) -> tuple[Gray, dict[str, float]]:
    """Picture minus opening, (H, W), in the depth of the picture (int16 saturates) or stretched to uint8.

    NaN and infinity count as the least finite value.
    """
    start, kernel = finite(image), element(shape, size)
    shown, largest = kept(minus(start, cv2.morphologyEx(start, cv2.MORPH_OPEN, kernel)), fit)
    return shown, {"element": int(kernel.sum()), "largest": largest}


def naive(image: Gray, shape: Shape, size: int, fit: Kept) -> Gray:
    """Leave the element at 3 by 3."""
    start = finite(image)
    return kept(cv2.morphologyEx(start, cv2.MORPH_TOPHAT, np.ones((3, 3), np.uint8)), fit)[0]
