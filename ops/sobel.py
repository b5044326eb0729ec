"""The gradient by Sobel's kernels."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Gray, Pixels, Text

TITLE = Text("Sobel 梯度", "Sobel gradient")
GROUP = "edges"
ORDER = 1
ABOUT = Text(
    "一个方向求差分、另一个方向做平滑；得到的是梯度强弱图，还不是细化后的边缘。",
    "Differences along one axis, smoothing along the other: a map of gradient strength, not yet thin edges.",
)
FORMULA = (
    r"G_x = \begin{bmatrix}-1&0&1\\-2&0&2\\-1&0&1\end{bmatrix} * I, \quad G_y = G_x^{\top}, \quad |G| = "
    r"\sqrt{G_x^2 + G_y^2}"
)
SOURCE = "Sobel I., Feldman G., 1968, in Duda R., Hart P., Pattern Classification and Scene Analysis, Wiley, 1973"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HWk)"
FACTS = {
    "largest": Text("最大梯度", "Largest gradient"),
    "over": Text("超过 255 的像素（%）", "Pixels above 255 (%)"),
}
TRAP = Text(
    "np.uint8() 不做饱和：幅值 256 变成 0，最强的边缘反而发黑（x86 上按 256 回绕，C 标准里是未定义行为）。",
    "np.uint8() does not saturate: 256 becomes 0 and the strongest edges go dark (x86 wraps; C leaves it undefined).",
)

Direction = Literal["both", "x", "y"]
Size = Literal[3, 5, 7]
Fit = Literal["clip", "stretch"]


def sobel(
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
    ksize: Annotated[Size, Text("核大小", "Kernel size")] = 3,
    fit: Annotated[
        Fit,
        Text("转成 8 位", "To eight bits"),
        (Text("超过 255 的算 255", "Clip at 255"), Text("最大值拉到 255", "Stretch the largest to 255")),
    ] = "clip",
) -> tuple[Gray, dict[str, float]]:
    """Absolute gradient of (H, W) in any depth, as (H, W) uint8."""
    # a signed, wide depth: CV_8U would lose every falling edge
    gx = cv2.Sobel(image, cv2.CV_64F, 1, 0, ksize=ksize)
    gy = cv2.Sobel(image, cv2.CV_64F, 0, 1, ksize=ksize)
    gradient = {"both": cv2.magnitude(gx, gy), "x": np.absolute(gx), "y": np.absolute(gy)}[direction]
    largest = float(np.nanmax(gradient, initial=0))
    factor = 255 / largest if fit == "stretch" and largest > 0 else 1
    over = 100 * float((gradient > 255).mean())
    return cv2.convertScaleAbs(gradient, alpha=factor), {"largest": largest, "over": over}


def naive(image: Gray, direction: Direction, ksize: Size, fit: Fit) -> Gray:
    """Cast the gradient straight to eight bits."""
    gx = cv2.Sobel(image, cv2.CV_64F, 1, 0, ksize=ksize)
    gy = cv2.Sobel(image, cv2.CV_64F, 0, 1, ksize=ksize)
    gradient = {"both": cv2.magnitude(gx, gy), "x": np.absolute(gx), "y": np.absolute(gy)}[direction]
    return np.uint8(gradient)  # type: ignore[return-value]  # an array, though the stubs say scalar


def stages(image: Gray, direction: Direction, ksize: Size, fit: Fit) -> Iterator[tuple[Text, Pixels]]:
    """Both derivatives with their sign (grey is zero), then the result."""
    gx = cv2.Sobel(image, cv2.CV_64F, 1, 0, ksize=ksize)
    gy = cv2.Sobel(image, cv2.CV_64F, 0, 1, ksize=ksize)
    yield Text("x 方向导数（灰色为零）", "Derivative along x (grey is zero)"), _signed(gx)
    yield Text("y 方向导数（灰色为零）", "Derivative along y (grey is zero)"), _signed(gy)
    yield (
        Text("取绝对值或幅值，转成 8 位", "Absolute value or magnitude, in eight bits"),
        sobel(image, direction, ksize, fit)[0],
    )


def _signed(gradient: Pixels) -> Pixels:
    largest = float(np.nanmax(np.absolute(gradient), initial=0)) or 1.0
    return np.nan_to_num(128 + 127 * gradient / largest).astype(np.uint8)
