"""Edges and texture by taking the low frequencies away."""

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._gradient import signed
from ops._spectrum import finite, from_spectrum, log_picture, low_mask, mask_picture, passed, radii, spectrum

TITLE = Text("频域高通滤波", "High-pass filter in the frequency domain")
GROUP = "frequency"
ORDER = 2
ABOUT = Text(
    "去掉低频，留下边缘、纹理和噪声；均值（零频）也没了，结果有正有负，显示时以中灰为零。",
    "Drops low frequencies, leaving edges, texture and noise; the mean goes too, so values are signed: mid-grey is 0.",
)
FORMULA = (
    r"H_\text{high}(u, v) = 1 - H_\text{low}(u, v), \quad g = \mathcal{F}^{-1}\{H_\text{high} \cdot \mathcal{F}\{f\}\}"
)
SOURCE = "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, sec. 4.9"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = r"O(HW \log HW)"
FACTS = {
    "period": Text("截止频率对应的周期（像素）", "Period at the cutoff (px)"),
    "energy": Text("保留的能量（%，不计均值）", "Energy kept (%, without the mean)"),
    "largest": Text("最大幅度（图像的单位）", "Largest value (unit of the picture)"),
}
TRAP = Text(
    "对结果取绝对值：正负不分，一条边缘成了两条亮线，暗血管也变成亮的。",
    "The absolute value loses the sign: an edge becomes two bright lines, and dark vessels turn bright.",
)


def fourier_high_pass(
    image: Gray,
    cutoff: Annotated[int, Range(1, 512), Text("截止频率（周期数/长边）", "Cutoff (cycles per longer side)")] = 12,
    shape: Annotated[
        Literal["ideal", "gaussian", "butterworth"],
        Text("滤波器", "Filter"),
        (Text("理想", "Ideal"), Text("高斯", "Gaussian"), Text("巴特沃斯", "Butterworth")),
    ] = "gaussian",
    order: Annotated[int, Range(1, 10), Text("巴特沃斯阶数", "Order of Butterworth")] = 2,
) -> tuple[Gray, dict[str, float]]:
    """Keep the high frequencies of (H, W) of any depth; uint8, 128 is zero and the largest value with a sign an end."""
    details, facts = _high(image, cutoff, shape, order)
    return signed(details), facts


def naive(image: Gray, cutoff: int, shape: str, order: int) -> tuple[Gray, dict[str, float]]:
    """Show the absolute value."""
    details, facts = _high(image, cutoff, shape, order)
    size = np.absolute(details)
    return np.rint(size * (255 / (float(size.max()) or 1.0))).astype(np.uint8), facts


def stages(image: Gray, cutoff: int, shape: str, order: int) -> Iterator[tuple[Text, Pixels]]:
    """The spectrum, the mask, their product, the result."""
    waves, mask = spectrum(finite(image)), 1 - low_mask(radii(*image.shape), cutoff, shape, order)
    yield Text("对数频谱，零频居中", "Log spectrum, zero frequency in the middle"), log_picture(waves)
    yield Text("滤波器，白色通过", "The filter; white passes"), mask_picture(mask)
    yield Text("滤波后的频谱", "Filtered spectrum"), log_picture(waves * mask)
    yield Text("反变换，中灰为零", "Back to a picture; mid-grey is zero"), signed(_high(image, cutoff, shape, order)[0])


def _high(image: Pixels, cutoff: int, shape: str, order: int) -> tuple[Pixels, dict[str, float]]:
    values = finite(image)
    waves, mask = spectrum(values), 1 - low_mask(radii(*image.shape), cutoff, shape, order)
    details = from_spectrum(waves * mask)
    # what rounding leaves of an even picture must not be stretched to black and white
    details[np.absolute(details) <= 1e-9 * float(np.absolute(values).max())] = 0
    facts = {"period": round(max(image.shape) / cutoff, 2), "energy": round(passed(waves, mask), 2)}
    return details, facts | {"largest": float(f"{float(np.absolute(details).max()):.5g}")}
