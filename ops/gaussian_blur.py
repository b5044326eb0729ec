"""Smoothing by a bell-shaped average."""

from typing import Annotated

import cv2

from ops import Picture, Range, Text

TITLE = Text("高斯滤波", "Gaussian blur")
GROUP = "smoothing"
ORDER = 2
ABOUT = Text(
    "离得越近权重越大的加权平均；平滑高斯噪声的首选，但同样会磨掉边缘。",
    "An average in which near pixels count most: the first choice against Gaussian noise, though edges soften too.",
)
FORMULA = r"G(x, y) = \frac{1}{2\pi\sigma^2} \exp\!\left(-\frac{x^2 + y^2}{2\sigma^2}\right)"
SOURCE = (
    "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, ch. 3; OpenCV documentation, "
    "GaussianBlur and getGaussianKernel"
)
BEST_ON = "us-cyst"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HWk)"
LOCAL = True
TRAP = Text(
    "手写卷积常在图外补 0：四周一圈被拉暗，对 CT 这样的负值则被拉亮。OpenCV 默认是镜像。",
    "Hand-written convolution tends to pad with 0, which darkens the rim (or lifts it, below 0 HU). OpenCV mirrors.",
)


def gaussian_blur(
    image: Picture,
    ksize: Annotated[int, Range(1, 61, 2, unit="px"), Text("核大小", "Kernel size")] = 9,
    sigma: Annotated[float, Range(0, 10, 0.1, unit="px"), Text("标准差 σ（0 为自动）", "Sigma (0: automatic)")] = 0.0,
) -> Picture:
    """Gaussian average of ksize by ksize pixels, mirrored at the border; any depth, which is kept."""
    # 0 makes OpenCV derive sigma from ksize: 0.3 * ((ksize - 1) * 0.5 - 1) + 0.8; up to 9 its kernels come from a table
    return cv2.GaussianBlur(image, (ksize, ksize), sigma)


def naive(image: Picture, ksize: int, sigma: float) -> Picture:
    """Take what lies outside for 0."""
    return cv2.GaussianBlur(image, (ksize, ksize), sigma, borderType=cv2.BORDER_CONSTANT)
