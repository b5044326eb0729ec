"""Smoothing by the plain average of a square neighbourhood."""

from typing import Annotated

import cv2
import numpy as np

from ops import Picture, Range, Text

TITLE = Text("均值滤波", "Mean filter")
GROUP = "smoothing"
ORDER = 1
ABOUT = Text(
    "每个像素换成邻域的平均值；噪声变小，边缘和细节也一起变糊。",
    "Replaces each pixel by the average around it: less noise, and edges and detail blur along with it.",
)
FORMULA = r"g(x, y) = \frac{1}{k^2} \sum_{i,j=-r}^{r} f(x + i, y + j), \quad k = 2r + 1"
SOURCE = (
    "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, ch. 3; OpenCV documentation, blur"
)
BEST_ON = "us-cyst"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
LOCAL = True
TRAP = Text(
    "核里全是 1，却忘了除以 k²：求的是和不是平均，8 位图几乎全白。",
    "A kernel of ones that nobody divided by k squared sums instead of averaging: eight bits go white.",
)


def mean_filter(
    image: Picture, ksize: Annotated[int, Range(1, 31, 2, unit="px"), Text("核大小", "Kernel size")] = 5
) -> Picture:
    """Box average of ksize by ksize pixels, mirrored at the border; any depth, which is kept."""
    return cv2.blur(image, (ksize, ksize))


def naive(image: Picture, ksize: int) -> Picture:
    """Convolve with ones."""
    return cv2.filter2D(image, -1, np.ones((ksize, ksize)))
