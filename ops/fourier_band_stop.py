"""Regular stripes taken out where they are a pair of bright spots: in the spectrum."""

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._depth import saturated, span
from ops._spectrum import finite, from_spectrum, in_range, log_picture, mask_picture, passed, radii, spectrum

TITLE = Text("频域带阻滤波", "Band-stop filter in the frequency domain")
GROUP = "frequency"
ORDER = 3
ABOUT = Text(
    "周期性条纹在频谱里是一对亮点，挡住这一圈频率就能去掉；这里先给图像加上条纹，再滤掉。",
    "Periodic stripes are two bright spots in the spectrum; stopping that ring removes them. Stripes are added first.",
)
FORMULA = (
    r"H_\text{ideal} = 1 - [\,|D - C_0| \le \tfrac{W}{2}], \; "
    r"H_\text{Gauss} = 1 - e^{-\left(\frac{D^2 - C_0^2}{D W}\right)^2}, \; "
    r"H_\text{Butterworth} = \frac{1}{1 + \left(\frac{D W}{D^2 - C_0^2}\right)^{2n}}"
)
SOURCE = "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, sec. 4.10 and 5.4"
BEST_ON = "ct-abdomen"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = r"O(HW \log HW)"
FACTS = {
    "energy": Text("保留的能量（%，不计均值）", "Energy kept (%, without the mean)"),
    "before": Text("滤波前与原图的均方根差（图像的单位）", "RMS from the clean picture before (its unit)"),
    "after": Text("滤波后与原图的均方根差（同单位）", "RMS from the clean picture after (same unit)"),
}
TRAP = Text(
    "实数图像的频谱关于中心对称，亮点成对；只挡住一侧，条纹只减弱一半。",
    "The spectrum of a real picture is symmetric and its spots come in pairs: stop one side only and half remains.",
)


def fourier_band_stop(
    image: Gray,
    center: Annotated[int, Range(1, 512), Text("阻带中心（周期数/长边）", "Centre (cycles per longer side)")] = 60,
    width: Annotated[int, Range(1, 200), Text("阻带宽度（同单位）", "Width (same unit)")] = 10,
    shape: Annotated[
        Literal["ideal", "gaussian", "butterworth"],
        Text("滤波器", "Filter"),
        (Text("理想", "Ideal"), Text("高斯", "Gaussian"), Text("巴特沃斯", "Butterworth")),
    ] = "gaussian",
    order: Annotated[int, Range(1, 10), Text("巴特沃斯阶数", "Order of Butterworth")] = 2,
    stripes: Annotated[int, Range(0, 50, unit="%"), Text("加入的条纹强度", "Strength of the stripes")] = 8,
    cycles: Annotated[int, Range(2, 200), Text("条纹频率（周期数/长边）", "Stripes per longer side")] = 60,
) -> tuple[Gray, dict[str, float]]:
    """Add stripes in percent of black to white, then stop a ring of frequencies; (H, W) of any depth, which is kept."""
    mask = _ring(radii(*image.shape), center, width, shape, order)
    return _filtered(image, mask, stripes, cycles)


def naive(
    image: Gray, center: int, width: int, shape: str, order: int, stripes: int, cycles: int
) -> tuple[Gray, dict[str, float]]:
    """Stop one half of the ring."""
    mask = _ring(radii(*image.shape), center, width, shape, order)
    mask[:, : image.shape[1] // 2] = 1
    return _filtered(image, mask, stripes, cycles)


def stages(
    image: Gray, center: int, width: int, shape: str, order: int, stripes: int, cycles: int
) -> Iterator[tuple[Text, Pixels]]:
    """With stripes, the spectrum, the ring, their product, the result."""
    values = _striped(image, stripes, cycles)
    waves, mask = spectrum(values), _ring(radii(*image.shape), center, width, shape, order)
    yield Text("加了条纹的图", "With stripes"), saturated(in_range(values), image)
    yield Text("对数频谱，条纹是一对亮点", "Log spectrum; the stripes are two spots"), log_picture(waves)
    yield Text("滤波器，黑色被挡", "The filter; black is stopped"), mask_picture(mask)
    yield Text("滤波后的频谱", "Filtered spectrum"), log_picture(waves * mask)
    yield Text("反变换", "Back to a picture"), _filtered(image, mask, stripes, cycles)[0]


def _striped(image: Pixels, stripes: int, cycles: int) -> Pixels:
    high, wide = image.shape
    rows, columns = np.arange(high)[:, None], np.arange(wide)
    # 3-4-5: a direction whose sine and cosine are short numbers
    wave = np.sin(2 * np.pi * cycles * (0.8 * columns + 0.6 * rows) / max(high, wide))
    striped: Pixels = finite(image) + stripes / 100 * span(image) * wave
    return striped


def _ring(distance: Pixels, center: int, width: int, shape: str, order: int) -> Pixels:
    kept: Pixels
    off, across = np.absolute(distance**2 - center**2), distance * width
    if shape == "ideal":
        kept = (np.absolute(distance - center) > width / 2).astype(np.float64)
    elif shape == "gaussian":
        kept = 1 - np.exp(-((off / np.maximum(across, 1e-9)) ** 2))
    else:
        share = off / (off + across)  # without it the powers could overflow
        kept = share ** (2 * order) / (share ** (2 * order) + (1 - share) ** (2 * order))
    return kept


def _filtered(image: Pixels, mask: Pixels, stripes: int, cycles: int) -> tuple[Pixels, dict[str, float]]:
    clean, values = finite(image), _striped(image, stripes, cycles)
    waves = spectrum(values)
    out = from_spectrum(waves * mask)
    before, after = (float(f"{np.sqrt(np.mean((v - clean) ** 2)):.5g}") for v in (values, out))
    facts = {"energy": round(passed(waves, mask), 2), "before": before, "after": after}
    return saturated(in_range(out), image), facts
