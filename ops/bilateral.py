"""Smoothing that weighs neighbours by distance and by likeness."""

from typing import Annotated

import cv2
import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._depth import ends, saturated, span

TITLE = Text("双边滤波", "Bilateral filter")
GROUP = "smoothing"
ORDER = 4
ABOUT = Text(
    "离得近且灰度相近的邻居才有权重：平坦处去噪，跨边缘的像素不参与平均，边缘保住；σ 太大就退化成高斯。",
    "Only neighbours that are near and alike count: flat regions smooth out, edges stay; too large a sigma blurs.",
)
FORMULA = (
    r"g(p) = \frac{1}{W_p} \sum_{q \in S} G_{\sigma_s}(\|p - q\|)\, G_{\sigma_r}(|f(p) - f(q)|)\, f(q), \quad "
    r"W_p = \sum_{q \in S} G_{\sigma_s} G_{\sigma_r}"
)
SOURCE = "Tomasi C., Manduchi R., Bilateral Filtering for Gray and Color Images, Proc. ICCV, pp. 839-846, 1998"
BEST_ON = "us-cyst"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HWd^2)"
FACTS = {"range": Text("σᵣ（图像的单位）", "Sigma of the values (unit of the picture)")}
TRAP = Text(
    "图先归一化到 0～1，σᵣ 却还按 0～255 给：谁和谁都“相近”，双边滤波成了普通高斯，边缘照样糊。",
    "Scaled to 0..1 with a sigma still meant for 0..255, everything is alike: a plain Gaussian, and edges blur.",
)


def bilateral(
    image: Picture,
    diameter: Annotated[int, Range(3, 15, 2, unit="px"), Text("邻域直径 d", "Diameter")] = 9,
    sigma_range: Annotated[float, Range(0.5, 100, 0.5, unit="%"), Text("灰度 σᵣ", "Sigma of the values")] = 25.0,
    sigma_space: Annotated[float, Range(0.5, 10, 0.5, unit="px"), Text("空间 σₛ", "Sigma in space")] = 3.0,
) -> tuple[Picture, dict[str, float]]:
    """Average over a disc, mirrored at the border; any depth, which is kept, and of RGB all channels at once.

    The sigma of the values is in percent of black to white: 255 on 8 bits, otherwise highest minus lowest value.
    """
    scale = sigma_range / 100 * span(image)
    return _filtered(image, diameter, scale, sigma_space), {"range": round(scale, 3)}


def naive(image: Picture, diameter: int, sigma_range: float, sigma_space: float) -> tuple[Picture, dict[str, float]]:
    """Scale the values to 0..1, and leave the sigma as it was."""
    scale = sigma_range / 100 * 255
    low, _ = ends(image)
    unit = (image.astype(np.float32) - np.float32(low)) / np.float32(span(image))
    back = _filtered(unit, diameter, scale, sigma_space) * span(image) + low
    return saturated(back, image), {"range": round(scale, 3)}


def _filtered(image: Pixels, diameter: int, sigma_range: float, sigma_space: float) -> Pixels:
    """By OpenCV, which takes uint8 and float32; values that are not finite stay, and count as the lowest one around."""
    if image.dtype == np.uint8 and diameter > 5:  # on smaller ones OpenCV 5 cuts instead of rounding: half a level dark
        return cv2.bilateralFilter(image, diameter, sigma_range, sigma_space)
    finite = np.isfinite(image)
    low, high = ends(image)
    if not high > low:
        return image
    # from 0 to 1, or single precision would fail on small contrast far from 0
    unit = np.where(finite, (np.where(finite, image, low).astype(np.float64) - low) / (high - low), 0)
    smooth = cv2.bilateralFilter(unit.astype(np.float32), diameter, sigma_range / (high - low), sigma_space)
    return np.where(finite, saturated(low + (high - low) * smooth.astype(np.float64), image), image)
