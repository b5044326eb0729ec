"""Sharpening by subtracting the Laplacian."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._chart import eight
from ops._depth import at_limits, saturated

TITLE = Text("拉普拉斯锐化", "Laplacian sharpening")
GROUP = "sharpening"
ORDER = 2
ABOUT = Text(
    "二阶导数在边缘两侧一正一负，从原图减去它，过渡就变陡；对噪声极敏感，宜先平滑。",
    "The second derivative changes sign across an edge; subtracting it steepens the edge, and noise most of all.",
)
FORMULA = (
    r"g = f - a \nabla^2 f, \quad \nabla^2_4 = \begin{pmatrix} 0 & 1 & 0 \\ 1 & -4 & 1 \\ 0 & 1 & 0 \end{pmatrix}, \;"
    r"\nabla^2_8 = \begin{pmatrix} 1 & 1 & 1 \\ 1 & -8 & 1 \\ 1 & 1 & 1 \end{pmatrix}"
)
SOURCE = "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, sec. 3.6 (the Laplacian)"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
LOCAL = True
COST = "O(HW)"
FACTS = {"limits": Text("在位深上下限的值（%）", "Values at the limits of the depth (%)")}
TRAP = Text(
    "cv2.Laplacian 输出取 uint8 时负值全成 0：只剩边缘暗侧的一半，亮侧没有锐化。",
    "cv2.Laplacian into uint8 cuts all negative values to 0: only the dark side of each edge is sharpened.",
)

KERNELS = {
    4: np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]], np.float32),
    8: np.array([[1, 1, 1], [1, -8, 1], [1, 1, 1]], np.float32),
}


def laplacian_sharpen(
    image: Picture,
    amount: Annotated[float, Range(0, 3, 0.1), Text("强度 a", "Amount")] = 2.0,
    neighbours: Annotated[Literal[4, 8], Text("邻域", "Neighbours")] = 4,
) -> tuple[Picture, dict[str, float]]:
    """f minus a times its Laplacian, channel by channel, rounded and cut to the depth, which is kept."""
    with np.errstate(invalid="ignore"):  # infinity times 0
        out = saturated(image - amount * _laplacian(image, neighbours), image)
    return out, {"limits": at_limits(out)}


def naive(image: Picture, amount: float, neighbours: int) -> tuple[Picture, dict[str, float]]:
    """Let the Laplacian have the depth of the picture."""
    cut = cv2.filter2D(image, -1, KERNELS[neighbours])
    out = saturated(image - amount * cut.astype(np.float32), image)
    return out, {"limits": at_limits(out)}


def stages(image: Picture, amount: float, neighbours: Literal[4, 8]) -> Iterator[tuple[Text, Pixels]]:
    """The Laplacian about mid-grey, sharpened."""
    second = _laplacian(image, neighbours)
    reach = float(np.abs(np.where(np.isfinite(second), second, 0)).max())
    yield Text("拉普拉斯 ∇²f（中灰为 0）", "Laplacian (mid-grey is 0)"), eight(second, -reach or -1, reach or 1)
    yield Text("原图减去它", "Subtracted from the original"), laplacian_sharpen(image, amount, neighbours)[0]


def _laplacian(image: Pixels, neighbours: int) -> Pixels:
    return cv2.filter2D(image.astype(np.float32), -1, KERNELS[neighbours])
