"""The gradient by Prewitt's kernels."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Pixels, Text
from ops._gradient import Direction, Fit, clean, eight_bits, signed, strength

TITLE = Text("Prewitt 梯度", "Prewitt gradient")
GROUP = "edges"
ORDER = 4
ABOUT = Text(
    "三行差分取和，权重全为 1：最简单的 3×3 梯度，平滑是等权的，比 Sobel 更容易受噪声影响。",
    "Three rows of differences with equal weights: the plainest 3 x 3 gradient; its box smoothing passes more noise.",
)
FORMULA = (
    r"G_x = \begin{bmatrix}-1&0&1\\-1&0&1\\-1&0&1\end{bmatrix} * I, \quad G_y = G_x^{\top}, \quad |G| = "
    r"\sqrt{G_x^2 + G_y^2}"
)
SOURCE = (
    "Prewitt J.M.S., Object Enhancement and Extraction, in Lipkin B.S., Rosenfeld A. (eds.), "
    "Picture Processing and Psychopictorics, Academic Press, 1970, pp. 75-149"
)
COST = "O(HW)"
BEST_ON = "mr-head"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "largest": Text("最大梯度（灰度级 × 6/像素）", "Largest gradient (grey levels x 6 per px)"),
    "over": Text("超过 255 的像素（%）", "Pixels above 255 (%)"),
}
TRAP = Text(
    "在原来的位深里用切片相减：uint8 的 10 − 200 得 66，暗到亮和亮到暗的边缘全乱了。",
    "Slices subtracted in the picture's own depth: 10 - 200 is 66 in uint8, and falling edges turn into nonsense.",
)

ALONG, ACROSS = np.array([-1.0, 0, 1]), np.ones(3)


def prewitt(
    image: Gray,
    direction: Annotated[
        Direction,
        Text("方向", "Direction"),
        (
            Text("两个方向的幅值", "Magnitude of both"),
            Text("x 方向（竖直走向的边缘）", "Along x (upright edges)"),
            Text("y 方向（水平走向的边缘）", "Along y (level edges)"),
        ),
    ] = "both",
    fit: Annotated[
        Fit,
        Text("转成 8 位", "To eight bits"),
        (Text("超过 255 的算 255", "Clip at 255"), Text("最大值拉到 255", "Stretch the largest to 255")),
    ] = "stretch",
) -> tuple[Gray, dict[str, float]]:
    """Absolute gradient of (H, W) in any depth, as (H, W) uint8; NaN and infinity count as no gradient."""
    gx = clean(cv2.sepFilter2D(image, cv2.CV_64F, ALONG, ACROSS))
    gy = clean(cv2.sepFilter2D(image, cv2.CV_64F, ACROSS, ALONG))
    return eight_bits(strength(gx, gy, direction), fit)


def naive(image: Gray, direction: Direction, fit: Fit) -> Gray:
    """Add and subtract slices without leaving the depth of the picture."""
    around = cv2.copyMakeBorder(image, 1, 1, 1, 1, cv2.BORDER_REFLECT_101)
    columns = around[:-2] + around[1:-1] + around[2:]
    rows = around[:, :-2] + around[:, 1:-1] + around[:, 2:]
    gx, gy = columns[:, 2:] - columns[:, :-2], rows[2:] - rows[:-2]
    return eight_bits(clean(strength(gx.astype(np.float64), gy.astype(np.float64), direction)), fit)[0]


def stages(image: Gray, direction: Direction, fit: Fit) -> Iterator[tuple[Text, Pixels]]:
    """Both derivatives with their sign, then the result."""
    gx = clean(cv2.sepFilter2D(image, cv2.CV_64F, ALONG, ACROSS))
    gy = clean(cv2.sepFilter2D(image, cv2.CV_64F, ACROSS, ALONG))
    yield Text("x 方向导数（灰色为零）", "Derivative along x (grey is zero)"), signed(gx)
    yield Text("y 方向导数（灰色为零）", "Derivative along y (grey is zero)"), signed(gy)
    yield Text("取幅值，转成 8 位", "Magnitude, in eight bits"), prewitt(image, direction, fit)[0]
