"""Grey as the plain average of the three channels."""

import cv2
import numpy as np

from ops import Color, Gray, Text

TITLE = Text("平均值灰度化", "Average grey")
GROUP = "gray"
ORDER = 2
ABOUT = Text(
    "三个通道一视同仁地求平均；简单，但蓝色会显得过亮，绿色过暗。",
    "Averages the channels as equals: simple, but blue comes out too bright and green too dark.",
)
FORMULA = r"Y = \frac{R + G + B}{3}"
SOURCE = "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, ch. 6: the I of the HSI model"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
LOCAL = True
TRAP = Text(
    "uint8 相加到 256 就归零重来：(200 + 200 + 200) // 3 算出来是 29，而不是 200。",
    "uint8 starts again from 0 at 256: (200 + 200 + 200) // 3 comes out as 29, not 200.",
)


def gray_mean(image: Color) -> Gray:
    """Mean of R, G and B, rounded: (H, W, 3) to (H, W), same depth."""
    # transform sums in floating point and saturates, so that nothing can wrap
    return cv2.transform(image, np.full((1, 3), 1 / 3))


def naive(image: Color) -> Gray:
    """Add the channels in their own depth."""
    return (image[..., 0] + image[..., 1] + image[..., 2]) // 3
