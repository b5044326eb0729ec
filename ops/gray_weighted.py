"""Grey as the weighted sum that television settled on."""

import cv2

from ops import Color, Gray, Text

TITLE = Text("加权平均灰度化", "Weighted grey")
GROUP = "gray"
ORDER = 1
ABOUT = Text(
    "按人眼对三原色的敏感度加权：绿色最重，蓝色最轻。",
    "Weighs the three primaries the way the eye does: green counts most, blue least.",
)
FORMULA = r"Y = 0.299\,R + 0.587\,G + 0.114\,B"
SOURCE = "ITU-R Recommendation BT.601-7, section 2.5.1; OpenCV documentation, Color conversions, RGB <-> GRAY"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "float32")
COST = "O(HW)"
LOCAL = True
TRAP = Text(
    "cv2.imread 读出的是 BGR；通道顺序弄反，红与蓝的权重就对调了，而且不会报错。",
    "cv2.imread gives BGR; with the order mixed up, red and blue swap their weights and nothing complains.",
)


def gray_weighted(image: Color) -> Gray:
    """Luma of Rec. 601: (H, W, 3) RGB in uint8, uint16 or float32 to (H, W) of the same depth."""
    return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)


def naive(image: Color) -> Gray:
    """Take the picture for BGR although it is RGB."""
    return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
