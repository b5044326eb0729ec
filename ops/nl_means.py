"""Non-local means: averaging pixels whose surroundings look alike."""

import math
from typing import Annotated

import cv2
import numpy as np

from ops import Picture, Pixels, Range, Refused, Text
from ops._depth import span
from ops._luma import brightness

TITLE = Text("非局部均值（NLM）", "Non-local means")
GROUP = "smoothing"
ORDER = 5
ABOUT = Text(
    "在搜索窗里找周围小块长得像的像素来平均：重复的纹理得以保留，代价是很慢；h 应与噪声 σ 同量级。",
    "Averages pixels whose patches look alike within a search window: texture stays, it is slow; h follows the noise.",
)
FORMULA = (
    r"g(p) = \frac{1}{Z_p} \sum_{q \in S} \exp\!\left( -\frac{\overline{|P_p - P_q|^2}}{h^2} \right) f(q), \quad "
    r"Z_p = \sum_{q \in S} \exp\!\left( -\frac{\overline{|P_p - P_q|^2}}{h^2} \right)"
)
SOURCE = (
    "Buades A., Coll B., Morel J.-M., A Non-Local Algorithm for Image Denoising, Proc. CVPR, vol. 2, pp. 60-65, 2005; "
    "Immerkaer J., Fast Noise Variance Estimation, Comput. Vis. Image Underst. 64(2):300-302, 1996 (the noise found)"
)
BEST_ON = "mr-head"
DEPTHS = ("uint8", "uint16", "int16")
COST = "O(HWs^2)"
FACTS = {
    "h": Text("h（图像的单位）", "h (unit of the picture)"),
    "noise": Text("估计的噪声 σ（同单位）", "Noise estimated, sigma (same unit)"),
}
TRAP = Text(
    "h 沿用 OpenCV 的默认值 3：12 位图上噪声 σ 有几十，没有哪两块算“像”，结果几乎原样；h 要跟着噪声走。",
    "h left at OpenCV's default of 3: on 12 bits noise is dozens, no patches are alike, and hardly anything happens.",
)

MOST = 250_000_000  # pixels times positions in the search window: a few seconds


def nl_means(
    image: Picture,
    strength: Annotated[float, Range(0.5, 30, 0.5, unit="%"), Text("强度 h", "Strength h")] = 5.0,
    patch: Annotated[int, Range(3, 9, 2, unit="px"), Text("比较的小块", "Patch")] = 5,
    search: Annotated[int, Range(3, 21, 2, unit="px"), Text("搜索窗", "Search window")] = 7,
) -> tuple[Picture, dict[str, float]]:
    """Average over the search window by likeness of patches; uint8, uint16 or int16, which is kept.

    h is in percent of black to white: 255 on 8 bits, otherwise the highest minus the lowest value. On 16 bits OpenCV
    compares patches by the square of the mean absolute difference.
    """
    positions = round(image.shape[0] * image.shape[1] * (1.8 if image.ndim == 3 else 1)) * search**2
    if positions > MOST:
        fits = max(3, (math.isqrt(MOST * search**2 // positions) - 1) // 2 * 2 + 1)
        raise Refused(
            Text(
                f"这么大的图，搜索窗 {search} 要算好几秒 - 减小到 {fits}，或先裁剪、缩小图像。",
                f"on so large a picture a search window of {search} takes many seconds - use {fits}, or crop first.",
            )
        )
    scale = strength / 100 * span(image)
    return _averaged(image, scale, patch, search), {"h": round(scale, 3), "noise": _noise(image)}


def naive(image: Picture, strength: float, patch: int, search: int) -> tuple[Picture, dict[str, float]]:
    """Leave h at the default."""
    fits = min(search, math.isqrt(MOST // 2 // (image.shape[0] * image.shape[1])) | 1)
    return _averaged(image, 3.0, patch, max(3, fits)), {"h": 3.0, "noise": _noise(image)}


def _averaged(image: Pixels, h: float, patch: int, search: int) -> Pixels:
    if image.dtype == np.uint8:
        return cv2.fastNlMeansDenoising(image, None, h, patch, search)
    # OpenCV takes no negative values, so HU are lifted by a constant, which changes no difference
    lift = int(image.min())
    lifted = (image.astype(np.int32) - lift).astype(np.uint16)
    done = cv2.fastNlMeansDenoising(lifted, [h], None, patch, search, cv2.NORM_L1)
    return (done.astype(np.int32) + lift).astype(image.dtype)


def _noise(image: Pixels) -> float:
    """Standard deviation of the noise, from what a difference of two Laplacians leaves, which no plain slope does."""
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    left = cv2.filter2D(brightness(image).astype(np.float32), -1, kernel)
    return round(math.sqrt(math.pi / 2) / 6 * float(np.abs(left).mean()), 3)
