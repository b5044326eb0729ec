"""Smoothing by taking the high frequencies away."""

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._depth import ends, saturated, span
from ops._spectrum import finite, from_spectrum, in_range, log_picture, low_mask, mask_picture, passed, radii, spectrum

TITLE = Text("频域低通滤波", "Low-pass filter in the frequency domain")
GROUP = "frequency"
ORDER = 1
ABOUT = Text(
    "只留频谱中心附近的低频：图像变平滑；理想滤波器一刀切，边缘旁会出现一圈圈振铃。",
    "Keeps only frequencies near the centre of the spectrum: smooth; the ideal filter's sharp cut rings at every edge.",
)
FORMULA = (
    r"g = \mathcal{F}^{-1}\{H \cdot \mathcal{F}\{f\}\}, \quad "
    r"H_\text{ideal} = [D \le D_0], \; H_\text{Gauss} = e^{-D^2 / 2D_0^2}, \; "
    r"H_\text{Butterworth} = \frac{1}{1 + (D / D_0)^{2n}}"
)
SOURCE = "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, sec. 4.8"
BEST_ON = "ct-abdomen"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = r"O(HW \log HW)"
FACTS = {
    "period": Text("截止频率对应的周期（像素）", "Period at the cutoff (px)"),
    "energy": Text("保留的能量（%，不计均值）", "Energy kept (%, without the mean)"),
    "overshoot": Text("振铃：超出原灰度范围（%）", "Ringing: beyond the old range (%)"),
}
TRAP = Text(
    "忘了 fftshift：零频还在左上角，居中的掩膜留下的恰是最高频，低通成了高通。",
    "Without fftshift zero frequency is in the corner: a mask about the middle keeps the highest frequencies instead.",
)


def fourier_low_pass(
    image: Gray,
    cutoff: Annotated[int, Range(1, 512), Text("截止频率（周期数/长边）", "Cutoff (cycles per longer side)")] = 30,
    shape: Annotated[
        Literal["ideal", "gaussian", "butterworth"],
        Text("滤波器", "Filter"),
        (Text("理想", "Ideal"), Text("高斯", "Gaussian"), Text("巴特沃斯", "Butterworth")),
    ] = "ideal",
    order: Annotated[int, Range(1, 10), Text("巴特沃斯阶数", "Order of Butterworth")] = 2,
) -> tuple[Gray, dict[str, float]]:
    """Keep the low frequencies of (H, W); any depth, which is kept. The picture counts as one period of a pattern."""
    values = finite(image)
    waves, mask = spectrum(values), low_mask(radii(*image.shape), cutoff, shape, order)
    smooth = in_range(from_spectrum(waves * mask))
    return saturated(smooth, image), _facts(image, cutoff, passed(waves, mask), values, smooth)


def naive(image: Gray, cutoff: int, shape: str, order: int) -> tuple[Gray, dict[str, float]]:
    """Forget to shift zero frequency into the middle."""
    values = finite(image)
    waves, mask = np.fft.fft2(values), low_mask(radii(*image.shape), cutoff, shape, order)
    found = in_range(np.fft.ifft2(waves * mask).real)
    return saturated(found, image), _facts(image, cutoff, passed(np.fft.fftshift(waves), mask), values, found)


def stages(image: Gray, cutoff: int, shape: str, order: int) -> Iterator[tuple[Text, Pixels]]:
    """The spectrum, the mask, their product, the result."""
    waves, mask = spectrum(finite(image)), low_mask(radii(*image.shape), cutoff, shape, order)
    yield Text("对数频谱，零频居中", "Log spectrum, zero frequency in the middle"), log_picture(waves)
    yield Text("滤波器，白色通过", "The filter; white passes"), mask_picture(mask)
    yield Text("滤波后的频谱", "Filtered spectrum"), log_picture(waves * mask)
    yield Text("反变换", "Back to a picture"), saturated(in_range(from_spectrum(waves * mask)), image)


def _facts(image: Pixels, cutoff: int, energy: float, before: Pixels, after: Pixels) -> dict[str, float]:
    beyond = max(float(after.max() - before.max()), float(before.min() - after.min()), 0.0)
    shown = round(100 * beyond / span(image), 2) if ends(image)[1] > ends(image)[0] else 0.0
    return {"period": round(max(image.shape) / cutoff, 2), "energy": round(energy, 2), "overshoot": shown}
