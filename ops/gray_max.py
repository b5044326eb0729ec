"""Grey as the strongest of the three channels."""

import cv2

from ops import Color, Gray, Text

TITLE = Text("最大值灰度化", "Maximum grey")
GROUP = "gray"
ORDER = 3
ABOUT = Text(
    "取三个通道里最大的一个；整体偏亮，得到的并不是人眼感受到的亮度。",
    "Takes the largest of the three channels: bright overall, and not the brightness an eye perceives.",
)
FORMULA = r"Y = \max(R, G, B)"
SOURCE = "Smith A.R., Color Gamut Transform Pairs, SIGGRAPH 1978: the value V of the hexcone model"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
LOCAL = True


def gray_max(image: Color) -> Gray:
    """The V of HSV: (H, W, 3) to (H, W), same depth."""
    red, green, blue = cv2.split(image)
    return cv2.max(cv2.max(red, green), blue)
