"""Structural similarity to a reference."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._depth import span
from ops._second import check_depths, degraded, five, resized, same_size

TITLE = Text("结构相似性 SSIM", "Structural similarity (SSIM)")
GROUP = "metrics"
ORDER = 3
ABOUT = Text(
    "在滑动窗里比较亮度、对比度和结构，再取平均：整体变亮几乎不扣分，模糊扣分很多。图中白色为完全一致。",
    "Compares light, contrast and structure in a sliding window: brightness costs little, blur much. White is alike.",
)
FORMULA = (
    r"\mathrm{SSIM} = \frac{(2\mu_f\mu_r + C_1)(2\sigma_{fr} + C_2)}"
    r"{(\mu_f^2 + \mu_r^2 + C_1)(\sigma_f^2 + \sigma_r^2 + C_2)}, \quad C_1 = (0.01 L)^2, \; C_2 = (0.03 L)^2"
)
SOURCE = (
    "Wang Z., Bovik A.C., Sheikh H.R., Simoncelli E.P., Image Quality Assessment: From Error Visibility to "
    "Structural Similarity, IEEE Trans. Image Processing 13(4):600-612, 2004"
)
BEST_ON = "mr-head"
SECOND_BEST = "mr-head"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = r"O(HW\,\sigma)"
FACTS = {
    "ssim": Text("平均 SSIM（-1～1）", "Mean SSIM (-1 to 1)"),
    "lowest": Text("最低的一处", "Lowest place"),
    "psnr": Text("PSNR（dB）", "PSNR (dB)"),
    "range": Text("动态范围 L（图像的单位）", "Range L (unit of the picture)"),
    "size": Text("参考图的尺寸（像素）", "Size of the reference (px)"),
}
TRAP = Text(
    "不给 data_range、一律按 255：0～1 的浮点图里 C1、C2 压倒一切，什么都像；16 位图则刚好相反。",
    "Without data_range, 255 is assumed: on floats from 0 to 1 the constants drown all and anything looks alike.",
)


def ssim(
    image: Gray,
    reference: Annotated[Gray, Text("参考图", "Reference")],
    sigma: Annotated[float, Range(0.5, 5, 0.5, unit="px"), Text("窗的 σ", "Sigma of the window")] = 1.5,
    noise: Annotated[float, Range(0, 50, 0.5, unit="%"), Text("先给第一张图加噪声 σ", "Noise added first")] = 0.0,
    blur: Annotated[float, Range(0, 10, 0.1, unit="px"), Text("先模糊第一张图 σ", "Blur done first")] = 2.0,
    offset: Annotated[float, Range(-50, 50, 0.5, unit="%"), Text("先整体加亮", "Brightness added first")] = 0.0,
) -> tuple[Gray, dict[str, float | str]]:
    """The map of (H, W) of any depth, 0 or less black and 1 white, uint8.

    L is 255 on 8 bits, otherwise the highest minus the lowest value of the reference. The mean leaves out the rim
    that the window cannot fill, as scikit-image does.
    """
    check_depths(image, reference)
    return _compared(image, reference, degraded(image, noise, blur, offset), sigma, span(reference))


def naive(
    image: Gray, reference: Gray, sigma: float, noise: float, blur: float, offset: float
) -> tuple[Gray, dict[str, float | str]]:
    """Take 255 for the range."""
    check_depths(image, reference)
    return _compared(image, reference, degraded(image, noise, blur, offset), sigma, 255.0)


def stages(
    image: Gray, reference: Gray, sigma: float, noise: float, blur: float, offset: float
) -> Iterator[tuple[Text, Pixels]]:
    """The picture made worse, likeness of light, likeness of contrast and structure, their product."""
    worse = degraded(image, noise, blur, offset)
    light, structure = _factors(worse.astype(np.float64), same_size(image, reference), sigma, span(reference))
    yield Text("变差后的图", "The picture made worse"), worse
    yield Text("亮度相似", "Likeness of light"), _shown(light)
    yield Text("对比度与结构相似", "Likeness of contrast and structure"), _shown(structure)
    yield Text("SSIM 图", "SSIM map"), _shown(light * structure)


def _factors(first: Pixels, second: Pixels, sigma: float, peak: float) -> tuple[Pixels, Pixels]:
    c1, c2 = (0.01 * peak) ** 2, (0.03 * peak) ** 2
    mean1, mean2 = _mean(first, sigma), _mean(second, sigma)
    both = _mean(first * second, sigma) - mean1 * mean2
    # rounding can leave a variance a little below zero
    own1 = np.maximum(_mean(first**2, sigma) - mean1**2, 0)
    own2 = np.maximum(_mean(second**2, sigma) - mean2**2, 0)
    return (2 * mean1 * mean2 + c1) / (mean1**2 + mean2**2 + c1), (2 * both + c2) / (own1 + own2 + c2)


def _mean(values: Pixels, sigma: float) -> Pixels:
    side = 2 * _reach(sigma) + 1
    return cv2.GaussianBlur(values, (side, side), sigma, borderType=cv2.BORDER_REFLECT)


def _reach(sigma: float) -> int:
    return int(3.5 * sigma + 0.5)


def _shown(likeness: Pixels) -> Pixels:
    shown: Pixels = np.rint(255 * np.clip(likeness, 0, 1)).astype(np.uint8)
    return shown


def _compared(
    image: Pixels, reference: Pixels, worse: Pixels, sigma: float, peak: float
) -> tuple[Pixels, dict[str, float | str]]:
    first, second = worse.astype(np.float64), same_size(image, reference)
    light, structure = _factors(first, second, sigma, peak)
    likeness, rim = light * structure, _reach(sigma)
    inner = likeness[rim:-rim, rim:-rim] if min(likeness.shape) > 2 * rim else likeness
    error = float(((first - second) ** 2).mean())
    facts = {"ssim": round(float(inner.mean()), 4), "lowest": round(float(inner.min()), 4)}
    decibels = round(float(10 * np.log10(peak**2 / error)), 2) if error > 0 else "∞"
    return _shown(likeness), facts | {"psnr": decibels, "range": five(peak), "size": resized(image, reference)}
