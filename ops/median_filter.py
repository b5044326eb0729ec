"""Smoothing by the middle value of a square neighbourhood."""

from typing import Annotated

import cv2

from ops import Picture, Range, Refused, Text

TITLE = Text("中值滤波", "Median filter")
GROUP = "smoothing"
ORDER = 3
ABOUT = Text(
    "邻域排序取中间值；椒盐噪声一扫而光，边缘基本保住，但比核半径还细的线会消失。",
    "Sorts the neighbourhood and takes the middle: salt and pepper vanish and edges stay, but so do thin lines go.",
)
FORMULA = r"g(x, y) = \operatorname{median}\{f(x + i, y + j) : -r \le i, j \le r\}"
SOURCE = (
    "Tukey J.W., Exploratory Data Analysis, Addison-Wesley, 1977; Huang T. et al., IEEE Trans. ASSP 27(1):13-18, 1979"
)
BEST_ON = "us-cyst"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
LOCAL = True


def median_filter(
    image: Picture, ksize: Annotated[int, Range(1, 31, 2, unit="px"), Text("核大小", "Kernel size")] = 5
) -> Picture:
    """Median of ksize by ksize pixels, channel by channel, border repeated; any depth up to 5, uint8 beyond."""
    if ksize > 5 and image.dtype != "uint8":
        raise Refused(
            Text(
                f"{image.dtype} 图像的核最大为 5，现在是 {ksize} - 减小核，或先转成 8 位。",
                f"on {image.dtype} the kernel must be 5 at most, got {ksize} - take a smaller one or 8 bits first.",
            )
        )
    return cv2.medianBlur(image, ksize)
