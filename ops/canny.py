"""Canny edge detection."""

from typing import Annotated

import cv2

from ops import Gray, Range, Text

TITLE = Text("Canny 边缘检测", "Canny edge detection")
GROUP = "edges"
ABOUT = Text(
    "保留梯度脊线上超过高阈值的点，以及与它们相连、超过低阈值的点。",
    "Keeps thin ridges of the gradient that reach the high threshold, and whatever above the low one touches them.",
)


def canny(
    image: Gray,
    low: Annotated[int, Range(0, 255), Text("低阈值", "Low threshold")] = 50,
    high: Annotated[int, Range(0, 255), Text("高阈值", "High threshold")] = 150,
) -> Gray:
    """Keep thin ridges of the gradient that reach the high threshold, and what is connected to them."""
    return cv2.Canny(image, low, high)
