"""The gradient by Roberts' crossed differences."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Gray, Pixels, Text
from ops._gradient import Fit, clean, eight_bits, signed

TITLE = Text("Roberts 交叉梯度", "Roberts cross")
GROUP = "edges"
ORDER = 5
ABOUT = Text(
    "只用 2×2 个像素，沿两条对角线求差：定位细、几乎不平滑，所以噪声全数通过，结果还偏半个像素。",
    "Differences along the diagonals of 2 x 2 pixels: fine, hardly smoothed, so noise passes; it sits half a px aside.",
)
FORMULA = r"G_1 = I(x, y) - I(x{+}1, y{+}1), \quad G_2 = I(x{+}1, y) - I(x, y{+}1), \quad |G| = \sqrt{G_1^2 + G_2^2}"
SOURCE = "Roberts L.G., Machine Perception of Three-Dimensional Solids, PhD thesis, MIT, 1963"
COST = "O(HW)"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "largest": Text("最大梯度（灰度级）", "Largest gradient (grey levels)"),
    "over": Text("超过 255 的像素（%）", "Pixels above 255 (%)"),
}
TRAP = Text(
    "cv2.subtract 把负差截成 0：每条对角线上只剩一侧的边缘，物体轮廓缺了一块。",
    "cv2.subtract cuts negative differences to 0: only one side of an object keeps its outline.",
)
Diagonal = Literal["both", "falling", "rising"]


def roberts(
    image: Gray,
    direction: Annotated[
        Diagonal,
        Text("方向", "Direction"),
        (
            Text("两条对角线的幅值", "Magnitude of both"),
            Text("左上到右下的差", "From upper left to lower right"),
            Text("右上到左下的差", "From upper right to lower left"),
        ),
    ] = "both",
    fit: Annotated[
        Fit,
        Text("转成 8 位", "To eight bits"),
        (Text("超过 255 的算 255", "Clip at 255"), Text("最大值拉到 255", "Stretch the largest to 255")),
    ] = "stretch",
) -> tuple[Gray, dict[str, float]]:
    """Absolute gradient of (H, W) in any depth, as (H, W) uint8; NaN and infinity count as no gradient."""
    falling, rising = crossed(image)
    size = {"both": np.hypot(falling, rising), "falling": np.absolute(falling), "rising": np.absolute(rising)}
    return eight_bits(size[direction], fit)


def crossed(image: Pixels) -> tuple[Pixels, Pixels]:
    """Both diagonal differences, (H, W) float64; the last row and column are repeated."""
    wide = cv2.copyMakeBorder(image, 0, 1, 0, 1, cv2.BORDER_REPLICATE).astype(np.float64)
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        return clean(wide[:-1, :-1] - wide[1:, 1:]), clean(wide[:-1, 1:] - wide[1:, :-1])


def naive(image: Gray, direction: Diagonal, fit: Fit) -> Gray:
    """Let OpenCV subtract, in the depth of the picture."""
    wide = cv2.copyMakeBorder(image, 0, 1, 0, 1, cv2.BORDER_REPLICATE)
    falling = cv2.subtract(wide[:-1, :-1], wide[1:, 1:])
    rising = cv2.subtract(wide[:-1, 1:], wide[1:, :-1])
    if direction != "both":
        return eight_bits(clean(falling if direction == "falling" else rising), fit)[0]
    return eight_bits(clean(np.hypot(falling.astype(np.float64), rising)), fit)[0]


def stages(image: Gray, direction: Diagonal, fit: Fit) -> Iterator[tuple[Text, Pixels]]:
    """Both differences with their sign, then the result."""
    falling, rising = crossed(image)
    yield Text("左上减右下（灰色为零）", "Upper left minus lower right (grey is zero)"), signed(falling)
    yield Text("右上减左下（灰色为零）", "Upper right minus lower left (grey is zero)"), signed(rising)
    yield Text("取幅值，转成 8 位", "Magnitude, in eight bits"), roberts(image, direction, fit)[0]
