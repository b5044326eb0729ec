"""Mirroring a picture."""

from typing import Annotated, Literal

import cv2

from ops import Picture, Text

TITLE = Text("图像翻转", "Flipping")
GROUP = "geometry"
ORDER = 3
ABOUT = Text(
    "按列、按行或两者倒序，像素值一个不变；但左右翻转把左肺变成右肺、心脏翻到右侧，做数据增强前先想清侧别。",
    "Reverses columns, rows or both and changes no value; yet left to right swaps the lungs: mind the side.",
)
FORMULA = r"g(x, y) = f(W - 1 - x,\, y) \;\text{(horizontal)}, \quad g(x, y) = f(x,\, H - 1 - y) \;\text{(vertical)}"
SOURCE = "OpenCV documentation, flip; DICOM PS3.3 C.7.6.1.1.1 (Patient Orientation) for what left means in a scan"
BEST_ON = "cr-chest"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
TRAP = Text(
    "cv2.flip 的 0 是绕水平轴，上下颠倒；左右翻转要写 1：两者弄反，胸片就倒了过来。",
    "In cv2.flip 0 is about the horizontal axis, upside down; left to right is 1: mixed up, a chest is on its head.",
)

CODES = {"horizontal": 1, "vertical": 0, "both": -1}
MIXED_UP = {"horizontal": 0, "vertical": 1, "both": -1}


def flip(
    image: Picture,
    direction: Annotated[
        Literal["horizontal", "vertical", "both"],
        Text("方向", "Direction"),
        (
            Text("左右（水平）", "Left to right"),
            Text("上下（垂直）", "Top to bottom"),
            Text("两者（旋转 180°）", "Both (a half turn)"),
        ),
    ] = "horizontal",
) -> Picture:
    """Mirror columns, rows or both; any depth, no value changes."""
    return cv2.flip(image, CODES[direction])


def naive(image: Picture, direction: str) -> Picture:
    """Take the code for the direction in which things move, which it is not."""
    return cv2.flip(image, MIXED_UP[direction])
