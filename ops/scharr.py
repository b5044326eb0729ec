"""The gradient by Scharr's kernels."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Pixels, Text
from ops._gradient import Direction, Fit, clean, eight_bits, signed, strength

TITLE = Text("Scharr 梯度", "Scharr gradient")
GROUP = "edges"
ORDER = 3
ABOUT = Text(
    "与 Sobel 一样是 3×3 差分加平滑，但权重 3、10、3 让梯度方向的误差最小，斜边不再被低估。",
    "3 x 3 like Sobel's, but the weights 3, 10, 3 keep the error of direction small: slanted edges get their due.",
)
FORMULA = (
    r"G_x = \begin{bmatrix}-3&0&3\\-10&0&10\\-3&0&3\end{bmatrix} * I, \quad G_y = G_x^{\top}, \quad |G| = "
    r"\sqrt{G_x^2 + G_y^2}"
)
SOURCE = (
    "Scharr H., Optimale Operatoren in der Digitalen Bildverarbeitung, PhD thesis, Universität Heidelberg, 2000; "
    "OpenCV documentation, Scharr"
)
COST = "O(HW)"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "largest": Text("最大梯度（灰度级 × 32/像素）", "Largest gradient (grey levels x 32 per px)"),
    "over": Text("超过 255 的像素（%）", "Pixels above 255 (%)"),
}
TRAP = Text(
    "先各自截到 8 位再各取一半相加：水平和竖直的边缘最多只有 127，与 45° 的边缘不再可比。",
    "Each half cut to 8 bits, then averaged: level and upright edges stop at 127 and no longer compare with slanted.",
)


def scharr(
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
    # a signed, wide depth: CV_8U would lose every falling edge
    gx = clean(cv2.Scharr(image, cv2.CV_64F, 1, 0))
    gy = clean(cv2.Scharr(image, cv2.CV_64F, 0, 1))
    return eight_bits(strength(gx, gy, direction), fit)


def naive(image: Gray, direction: Direction, fit: Fit) -> Gray:
    """Cut both derivatives to eight bits and average them."""
    x = cv2.convertScaleAbs(cv2.Scharr(image, cv2.CV_64F, 1, 0))
    y = cv2.convertScaleAbs(cv2.Scharr(image, cv2.CV_64F, 0, 1))
    half = cv2.addWeighted(x, 0.5, y, 0.5, 0) if direction == "both" else {"x": x, "y": y}[direction]
    return eight_bits(np.asarray(half, np.float64), fit)[0]


def stages(image: Gray, direction: Direction, fit: Fit) -> Iterator[tuple[Text, Pixels]]:
    """Both derivatives with their sign, then the result."""
    yield Text("x 方向导数（灰色为零）", "Derivative along x (grey is zero)"), _along(image, 1, 0)
    yield Text("y 方向导数（灰色为零）", "Derivative along y (grey is zero)"), _along(image, 0, 1)
    yield Text("取幅值，转成 8 位", "Magnitude, in eight bits"), scharr(image, direction, fit)[0]


def _along(image: Pixels, x: int, y: int) -> Pixels:
    return signed(clean(cv2.Scharr(image, cv2.CV_64F, x, y)))
