"""Erosion: the foreground loses every pixel where the element does not fit."""

from typing import Annotated

import cv2

from ops import Gray, Range, Text
from ops._element import SHAPES, Shape, element, ground, moved

TITLE = Text("腐蚀", "Erosion")
GROUP = "morphology"
ORDER = 1
ABOUT = Text(
    "结构元完全放得下的地方才留下：前景缩一圈，细线和小点消失；灰度图上就是取邻域最小值。",
    "Keeps only where the element fits: the foreground shrinks and thin parts vanish; on grey, a minimum filter.",
)
FORMULA = r"(f \ominus B)(p) = \min_{b \in B} f(p + b), \quad A \ominus B = \{p : B_p \subseteq A\}"
SOURCE = (
    "Serra J., Image Analysis and Mathematical Morphology, Academic Press, 1982; "
    "Haralick R.M., Sternberg S.R., Zhuang X., Image Analysis Using Mathematical Morphology, "
    "IEEE TPAMI 9(4):532-550, 1987"
)
COST = r"O(n\,HW\,|B|)"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "element": Text("结构元像素数", "Pixels in the element"),
    "changed": Text("改变的像素（%）", "Pixels changed (%)"),
}
TRAP = Text(
    "cv2.erode 缩小的是亮的部分：前景是暗的（囊肿、血管、黑字）还照样用，目标反而变胖。",
    "cv2.erode shrinks what is bright: on dark foreground (cysts, vessels, black print) it fattens the target.",
)


def erode(
    image: Gray,
    shape: Annotated[Shape, Text("结构元形状", "Shape of the element"), SHAPES] = "ellipse",
    size: Annotated[int, Range(1, 31, 2, unit="px"), Text("结构元大小", "Size of the element")] = 9,
    iterations: Annotated[int, Range(1, 10), Text("次数", "Times")] = 1,
    binary: Annotated[bool, Text("先用 Otsu 二值化", "Binarise by Otsu first")] = False,
    invert: Annotated[bool, Text("前景是暗的", "Foreground is dark")] = True,
) -> tuple[Gray, dict[str, float]]:
    """Foreground shrunk, (H, W) in the depth of the picture; binary: 0 and 255, uint8. Nothing grows in at the border.

    NaN and infinity count as the least finite value.
    """
    start, kernel = ground(image, binary), element(shape, size)
    shrink = cv2.dilate if invert else cv2.erode
    after = shrink(start, kernel, iterations=iterations)
    return after, moved(start, after, kernel)


def naive(image: Gray, shape: Shape, size: int, iterations: int, binary: bool, invert: bool) -> Gray:
    """Call cv2.erode whatever the foreground is."""
    return cv2.erode(ground(image, binary), element(shape, size), iterations=iterations)
