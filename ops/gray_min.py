"""Grey as the weakest of the three channels."""

import cv2

from ops import Color, Gray, Text

TITLE = Text("最小值灰度化", "Minimum grey")
GROUP = "gray"
ORDER = 4
ABOUT = Text(
    "取三个通道里最小的一个；整体偏暗，颜色越鲜艳的地方越黑。",
    "Takes the smallest of the three channels: dark overall, and darkest where the colour is most vivid.",
)
FORMULA = r"Y = \min(R, G, B)"
SOURCE = "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, ch. 6: I - S I in the HSI model"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
LOCAL = True


def gray_min(image: Color) -> Gray:
    """The smallest of R, G and B: (H, W, 3) to (H, W), same depth."""
    red, green, blue = cv2.split(image)
    return cv2.min(cv2.min(red, green), blue)
