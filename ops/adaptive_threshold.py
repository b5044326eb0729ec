"""Segmentation by a threshold of its own for every pixel."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Gray, Pixels, Range, Text

TITLE = Text("自适应阈值分割", "Adaptive threshold")
GROUP = "segmentation"
ORDER = 3
ABOUT = Text(
    "每个像素与自己邻域的平均值比较，不怕光照不均；窗口要比目标大，否则目标内部会被掏空。",
    "Compares each pixel with the average around it, so uneven light is harmless; too small a window hollows objects.",
)
FORMULA = r"g(x, y) = \begin{cases}255 & f(x, y) > m(x, y) - C\\0 & \text{otherwise}\end{cases}"
SOURCE = "OpenCV documentation, adaptiveThreshold; Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., ch. 10"
BEST_ON = "retina-vessels"
COST = "O(HWk)"
LOCAL = True
TRAP = Text(
    "m − C 在 uint8 里减成负数就绕到 255 附近：暗处本该是前景，却全判成了背景。",
    "m - C below 0 wraps to about 255 in uint8: dark places that belong to the foreground fall to the background.",
)

FLAGS = {"mean": cv2.ADAPTIVE_THRESH_MEAN_C, "gaussian": cv2.ADAPTIVE_THRESH_GAUSSIAN_C}
Weights = Literal["mean", "gaussian"]


def adaptive_threshold(
    image: Gray,
    block: Annotated[int, Range(3, 99, 2, unit="px"), Text("窗口大小", "Window size")] = 31,
    c: Annotated[int, Range(-30, 30), Text("偏移 C", "Offset C")] = 5,
    weights: Annotated[
        Weights,
        Text("窗口内的权重", "Weights in the window"),
        (Text("相同", "Equal"), Text("高斯", "Gaussian")),
    ] = "mean",
) -> Gray:
    """Mask of 0 and 255, (H, W) uint8."""
    return cv2.adaptiveThreshold(image, 255, FLAGS[weights], cv2.THRESH_BINARY, block, c)


def naive(image: Gray, block: int, c: int, weights: Weights) -> Gray:
    """Subtract in the depth of the picture."""
    return (image > local_mean(image, block, weights) - c).astype(np.uint8) * 255


def stages(image: Gray, block: int, c: int, weights: Weights) -> Iterator[tuple[Text, Pixels]]:
    """The local average, the difference from the threshold, the comparison."""
    mean = local_mean(image, block, weights)
    yield Text("邻域平均 m", "Average around each pixel, m"), mean
    above = image.astype(np.int16) - mean + c
    yield (
        Text("f − (m − C)，灰色为零", "f - (m - C), grey is zero"),
        np.clip(128 + 2 * above, 0, 255).astype(np.uint8),
    )
    yield Text("与 m − C 比较", "Compared with m - C"), adaptive_threshold(image, block, c, weights)


def local_mean(image: Pixels, block: int, weights: Weights) -> Pixels:
    """What OpenCV compares with: uint8, border repeated."""
    if weights == "mean":
        return cv2.blur(image, (block, block), borderType=cv2.BORDER_REPLICATE)
    exact = cv2.GaussianBlur(image.astype(np.float32), (block, block), 0, borderType=cv2.BORDER_REPLICATE)
    return cv2.convertScaleAbs(exact)
