"""Peak signal-to-noise ratio against a reference."""

import math
from collections.abc import Iterator
from typing import Annotated

import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._depth import span
from ops._second import check_depths, degraded, five, resized, same_size

TITLE = Text("峰值信噪比 PSNR", "Peak signal-to-noise ratio (PSNR)")
GROUP = "metrics"
ORDER = 2
ABOUT = Text(
    "动态范围的平方与 MSE 之比，以分贝计；每多 6 dB 误差减半，却未必等于看上去更好。图中白色为误差达到范围的四分之一。",
    "The squared range over the MSE, in decibels: 6 dB more halve the error, unseen or not. White: a quarter of range.",
)
FORMULA = r"\mathrm{PSNR} = 10 \log_{10} \frac{L^2}{\mathrm{MSE}}\;\mathrm{dB}, \quad L = \text{range of the reference}"
SOURCE = (
    "Huynh-Thu Q., Ghanbari M., Scope of Validity of PSNR in Image/Video Quality Assessment, "
    "Electronics Letters 44(13):800-801, 2008"
)
BEST_ON = "mr-head"
SECOND_BEST = "mr-head"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "psnr": Text("PSNR（dB）", "PSNR (dB)"),
    "rmse": Text("RMSE（图像的单位）", "RMSE (unit of the picture)"),
    "range": Text("动态范围 L（同单位）", "Range L (same unit)"),
    "size": Text("参考图的尺寸（像素）", "Size of the reference (px)"),
}
TRAP = Text(
    "不管什么位深都把 L 当 255：16 位图或 HU 的 PSNR 会低得离谱，0～1 浮点图则高得离谱。",
    "Taking L = 255 in every depth: far too low for 16 bits or HU, far too high for floats from 0 to 1.",
)


def psnr(
    image: Gray,
    reference: Annotated[Gray, Text("参考图", "Reference")],
    noise: Annotated[float, Range(0, 50, 0.5, unit="%"), Text("先给第一张图加噪声 σ", "Noise added first")] = 5.0,
    blur: Annotated[float, Range(0, 10, 0.1, unit="px"), Text("先模糊第一张图 σ", "Blur done first")] = 0.0,
    offset: Annotated[float, Range(-50, 50, 0.5, unit="%"), Text("先整体加亮", "Brightness added first")] = 0.0,
) -> tuple[Gray, dict[str, float | str]]:
    """Absolute error of (H, W) of any depth, white at a quarter of the range, uint8.

    L is 255 on 8 bits, otherwise the highest minus the lowest value of the reference.
    """
    check_depths(image, reference)
    return _compared(image, reference, degraded(image, noise, blur, offset), span(reference))


def naive(
    image: Gray, reference: Gray, noise: float, blur: float, offset: float
) -> tuple[Gray, dict[str, float | str]]:
    """Take 255 for the range, as cv2.PSNR does by default."""
    check_depths(image, reference)
    return _compared(image, reference, degraded(image, noise, blur, offset), 255.0)


def stages(image: Gray, reference: Gray, noise: float, blur: float, offset: float) -> Iterator[tuple[Text, Pixels]]:
    """The picture made worse, the error as a share of the range."""
    worse = degraded(image, noise, blur, offset)
    yield Text("变差后的图", "The picture made worse"), worse
    yield (
        Text("误差占范围的比例", "Error as a share of the range"),
        _compared(image, reference, worse, span(reference))[0],
    )


def _compared(image: Pixels, reference: Pixels, worse: Pixels, peak: float) -> tuple[Pixels, dict[str, float | str]]:
    error = np.absolute(worse.astype(np.float64) - same_size(image, reference))
    rmse = math.sqrt(float((error**2).mean()))
    shown = np.rint(np.minimum(error * (4 * 255 / peak), 255)).astype(np.uint8)
    decibels = round(20 * math.log10(peak / rmse), 2) if rmse > 0 else "∞"
    return shown, {"psnr": decibels, "rmse": five(rmse), "range": five(peak), "size": resized(image, reference)}
