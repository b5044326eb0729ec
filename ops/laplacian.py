"""The sum of the second derivatives."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._gradient import Fit, clean, eight_bits, signed

TITLE = Text("Laplacian 算子", "Laplacian")
GROUP = "edges"
ORDER = 6
ABOUT = Text(
    "二阶导数之和：没有方向，一条边缘两侧一正一负；对噪声极敏感，先平滑再用。",
    "The sum of second derivatives: no direction, plus and minus on the two sides of an edge; smooth it first.",
)
FORMULA = r"\nabla^2 I = \frac{\partial^2 I}{\partial x^2} + \frac{\partial^2 I}{\partial y^2}"
SOURCE = (
    "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, section 3.6; "
    "OpenCV documentation, Laplacian"
)
COST = r"O(HW(k^2 + \sigma))"
BEST_ON = "mr-head"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "largest": Text("最大绝对值", "Largest absolute value"),
    "negative": Text("负值像素（%）", "Pixels below 0 (%)"),
}
TRAP = Text(
    "输出位深写 CV_8U（或 -1）：负的二阶导数全变 0，每条边缘只剩一侧。",
    "With CV_8U (or -1) as output depth every negative second derivative is 0: one side of each edge is lost.",
)
Size = Literal[1, 3, 5, 7]
Shown = Literal["absolute", "signed"]


def laplacian(
    image: Gray,
    sigma: Annotated[float, Range(0, 5, 0.1, unit="px"), Text("先平滑 σ", "Smoothing sigma first")] = 1.5,
    ksize: Annotated[Size, Text("核大小", "Kernel size")] = 1,
    shown: Annotated[
        Shown,
        Text("显示", "Shown"),
        (Text("绝对值", "Absolute value"), Text("带符号，灰色为零", "With its sign, grey is zero")),
    ] = "absolute",
    fit: Annotated[
        Fit,
        Text("转成 8 位", "To eight bits"),
        (Text("超过 255 的算 255", "Clip at 255"), Text("最大值拉到 255", "Stretch the largest to 255")),
    ] = "stretch",
) -> tuple[Gray, dict[str, float]]:
    """Second derivative of (H, W) in any depth, as (H, W) uint8; NaN and infinity count as flat."""
    second = clean(cv2.Laplacian(smoothed(image, sigma), cv2.CV_64F, ksize=ksize))
    picture, facts = eight_bits(np.absolute(second), fit)
    negative = 100 * float((second < 0).mean())
    return signed(second) if shown == "signed" else picture, {"largest": facts["largest"], "negative": negative}


def smoothed(image: Pixels, sigma: float) -> Pixels:
    """The picture as float64, so that rounding makes no second derivatives of its own."""
    exact = image.astype(np.float64)
    return cv2.GaussianBlur(exact, (0, 0), sigma) if sigma > 0 else exact


def naive(image: Gray, sigma: float, ksize: Size, shown: Shown, fit: Fit) -> Gray:
    """Keep the depth of the picture."""
    smooth = cv2.GaussianBlur(image, (0, 0), sigma) if sigma > 0 else image
    second = clean(cv2.Laplacian(smooth, -1, ksize=ksize).astype(np.float64))
    return signed(second) if shown == "signed" else eight_bits(np.absolute(second), fit)[0]


def stages(image: Gray, sigma: float, ksize: Size, shown: Shown, fit: Fit) -> Iterator[tuple[Text, Pixels]]:
    """Both second derivatives, their sum, the result."""
    smooth = smoothed(image, sigma)
    size = max(ksize, 3)
    along = (clean(cv2.Sobel(smooth, cv2.CV_64F, *order, ksize=size)) for order in ((2, 0), (0, 2)))
    yield Text("x 方向二阶导数（灰色为零）", "Second derivative along x (grey is zero)"), signed(next(along))
    yield Text("y 方向二阶导数（灰色为零）", "Second derivative along y (grey is zero)"), signed(next(along))
    second = clean(cv2.Laplacian(smooth, cv2.CV_64F, ksize=ksize))
    yield Text("两者之和（灰色为零）", "Their sum (grey is zero)"), signed(second)
    yield Text("转成 8 位", "In eight bits"), laplacian(image, sigma, ksize, shown, fit)[0]
