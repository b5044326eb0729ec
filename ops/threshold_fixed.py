"""Segmentation by one fixed threshold."""

from typing import Annotated, Literal

import cv2

from ops import Color, Gray, Range, Text

TITLE = Text("固定阈值分割", "Fixed threshold")
GROUP = "segmentation"
ORDER = 1
ABOUT = Text(
    "灰度严格大于阈值的算前景；简单直接，但曝光一变，阈值就得重选。",
    "What is strictly above the threshold is foreground: simple, and wrong again as soon as the exposure changes.",
)
FORMULA = r"g(x, y) = \begin{cases}255 & f(x, y) > T\\0 & \text{otherwise}\end{cases}"
SOURCE = "OpenCV documentation, threshold; Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., 2018, ch. 10"
BEST_ON = "retina-vessels"
COST = "O(HW)"
LOCAL = True
FACTS = {"above": Text("高于阈值的像素（%）", "Pixels above the threshold (%)")}
TRAP = Text(
    "对彩色图直接 cv2.threshold 是逐通道比较：得到最多 8 种颜色，不是黑白二值图。",
    "cv2.threshold on a colour picture compares channel by channel: up to 8 colours, not black and white.",
)

FLAGS = {
    "binary": cv2.THRESH_BINARY,
    "inverse": cv2.THRESH_BINARY_INV,
    "truncate": cv2.THRESH_TRUNC,
    "to_zero": cv2.THRESH_TOZERO,
    "to_zero_inverse": cv2.THRESH_TOZERO_INV,
}


def threshold_fixed(
    image: Color,
    threshold: Annotated[int, Range(0, 255), Text("阈值", "Threshold")] = 90,
    mode: Annotated[
        Literal["binary", "inverse", "truncate", "to_zero", "to_zero_inverse"],
        Text("方式", "Mode"),
        (
            Text("二值", "Binary"),
            Text("反二值", "Binary, inverted"),
            Text("截断到阈值", "Cut down to the threshold"),
            Text("低于阈值置零", "Zero below"),
            Text("高于阈值置零", "Zero above"),
        ),
    ] = "binary",
) -> tuple[Gray, dict[str, float]]:
    """Grey first, then compare: (H, W, 3) uint8 RGB to (H, W) uint8."""
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    above = 100 * float((gray > threshold).mean())
    return cv2.threshold(gray, threshold, 255, FLAGS[mode])[1], {"above": above}


def naive(image: Color, threshold: int, mode: str) -> Color:
    """Compare without going to grey."""
    return cv2.threshold(image, threshold, 255, FLAGS[mode])[1]
