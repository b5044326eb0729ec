"""Canny edge detection."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Gray, Pixels, Range, Refused, Text

TITLE = Text("Canny 边缘检测", "Canny edge detection")
GROUP = "edges"
ORDER = 2
ABOUT = Text(
    "先平滑再求梯度，只留梯度脊线：超过高阈值的点，以及与它们相连、超过低阈值的点。",
    "Smooths, then keeps the gradient ridges above the high threshold, and those above the low one that join them.",
)
FORMULA = r"G = |G_x| + |G_y|, \quad E = \{p \in \mathrm{NMS}(G) : G_p > T_h \;\lor\; (G_p > T_l \land p \sim E)\}"
SOURCE = (
    "Canny J., A Computational Approach to Edge Detection, IEEE TPAMI 8(6):679-698, 1986; OpenCV documentation, Canny"
)
BEST_ON = "ct-abdomen"
COST = "O(HW)"
TRAP = Text(
    "cv2.Canny 并不替你做高斯平滑：直接用在有噪声的图上，噪声也被连成了边缘。",
    "cv2.Canny does not smooth for you: fed a noisy picture as it is, it links the noise into edges too.",
)


def canny(
    image: Gray,
    low: Annotated[int, Range(0, 1000), Text("低阈值", "Low threshold")] = 50,
    high: Annotated[int, Range(0, 1000), Text("高阈值", "High threshold")] = 150,
    sigma: Annotated[float, Range(0, 5, 0.1, unit="px"), Text("平滑 σ", "Smoothing sigma")] = 1.0,
    aperture: Annotated[Literal[3, 5, 7], Text("Sobel 核大小", "Sobel kernel")] = 3,
    l2: Annotated[bool, Text("用平方和的根算幅值", "Magnitude by root of squares")] = False,
) -> Gray:
    """Thin edges of (H, W) uint8 as 0 and 255."""
    if low > high:
        raise Refused(
            Text(
                f"低阈值 {low} 不能高于高阈值 {high} - 调低前者或调高后者（OpenCV 会悄悄把两者对调）。",
                f"the low threshold {low} is above the high one {high} - move either (OpenCV swaps them silently).",
            )
        )
    smooth = cv2.GaussianBlur(image, (0, 0), sigma) if sigma > 0 else image
    return cv2.Canny(smooth, low, high, apertureSize=aperture, L2gradient=l2)


def naive(image: Gray, low: int, high: int, sigma: float, aperture: int, l2: bool) -> Gray:
    """Leave the smoothing to OpenCV, which does none."""
    return cv2.Canny(image, low, high, apertureSize=aperture, L2gradient=l2)


def stages(image: Gray, low: int, high: int, sigma: float, aperture: int, l2: bool) -> Iterator[tuple[Text, Pixels]]:
    """The six steps one by one, recomputed in NumPy; the last equals what cv2.Canny gives, pixel for pixel."""
    smooth = cv2.GaussianBlur(image, (0, 0), sigma) if sigma > 0 else image
    yield Text("高斯平滑", "Gaussian smoothing"), smooth
    gx, gy = _gradient(smooth, aperture)
    strength = gx**2 + gy**2 if l2 else np.absolute(gx) + np.absolute(gy)
    yield Text("梯度幅值", "Gradient magnitude"), cv2.convertScaleAbs(np.sqrt(strength) if l2 else strength * 1.0)
    thin = np.where(_is_ridge(strength, gx, gy), strength, 0)
    yield Text("非极大值抑制", "Non-maximum suppression"), cv2.convertScaleAbs(np.sqrt(thin) if l2 else thin * 1.0)
    # OpenCV divides by 16 here as well as in the kernel, or a 7 x 7 gradient would overflow 16 bits
    weak, strong = (thin > np.floor(_limit(t / 16 if aperture == 7 else t, l2)) for t in (low, high))
    yield Text("双阈值：白为强，灰为弱", "Two thresholds: white is strong, grey is weak"), _levels(weak, strong)
    yield Text("滞后连接", "Hysteresis"), _linked(weak, strong)


def _gradient(smooth: Pixels, aperture: int) -> tuple[Pixels, Pixels]:
    scale = 1 / 16 if aperture == 7 else 1
    gx = cv2.Sobel(smooth, cv2.CV_16S, 1, 0, ksize=aperture, scale=scale, borderType=cv2.BORDER_REPLICATE)
    gy = cv2.Sobel(smooth, cv2.CV_16S, 0, 1, ksize=aperture, scale=scale, borderType=cv2.BORDER_REPLICATE)
    return gx.astype(np.int64), gy.astype(np.int64)


def _limit(threshold: float, l2: bool) -> float:
    return threshold**2 if l2 else threshold


def _is_ridge(strength: Pixels, gx: Pixels, gy: Pixels) -> Pixels:
    """Stronger than both neighbours along the gradient, which is taken level, upright or diagonal."""
    around = np.pad(strength, 1)
    up, down, left, right = around[:-2, 1:-1], around[2:, 1:-1], around[1:-1, :-2], around[1:-1, 2:]
    falling = (strength > around[:-2, :-2]) & (strength > around[2:, 2:])
    rising = (strength > around[:-2, 2:]) & (strength > around[2:, :-2])
    x, y = np.absolute(gx), np.absolute(gy)
    # tan(22.5 deg) in 15 fractional bits, as OpenCV has it
    level, upright = (y << 15) < x * 13573, (y << 15) > x * (13573 + (1 << 16))
    diagonal = np.where((gx < 0) == (gy < 0), falling, rising)
    sideways = (strength > left) & (strength >= right)
    return np.where(level, sideways, np.where(upright, (strength > up) & (strength >= down), diagonal))


def _levels(weak: Pixels, strong: Pixels) -> Pixels:
    return np.where(strong, 255, np.where(weak, 128, 0)).astype(np.uint8)


def _linked(weak: Pixels, strong: Pixels) -> Pixels:
    """The weak pixels whose 8-connected piece holds a strong one."""
    labels = cv2.connectedComponents(weak.astype(np.uint8), connectivity=8)[1]
    kept = np.unique(labels[strong])
    return (np.isin(labels, kept) & weak).astype(np.uint8) * 255
