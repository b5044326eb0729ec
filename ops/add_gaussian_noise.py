"""Additive Gaussian noise."""

from typing import Annotated

import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._depth import saturated, span

TITLE = Text("加高斯噪声", "Gaussian noise")
GROUP = "noise"
ORDER = 1
ABOUT = Text(
    "每个像素独立地加一个零均值正态随机数；电子热噪声如此，CT 重建图近似如此，但 CT 噪声在空间上相关。",
    "Adds a normal random number to each pixel: as electronics do, and roughly CT, whose noise is correlated though.",
)
FORMULA = r"g = f + n, \quad n \sim \mathcal{N}(0, \sigma^2)"
SOURCE = "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, sec. 5.2 (noise models)"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "sigma": Text("σ（图像的单位）", "Sigma (unit of the picture)"),
    "rms": Text("实际改变的均方根（同单位）", "Root mean square of the change (same unit)"),
}
TRAP = Text(
    "噪声转成 uint8 再相加会回绕：黑底上冒白点，亮处冒黑点；应在浮点里相加，再截断到 0～255。",
    "Noise cast to uint8 and added wraps: white specks on black, black ones on white; add in float, then clip.",
)


def add_gaussian_noise(
    image: Picture,
    sigma: Annotated[float, Range(0, 50, 0.5, unit="%"), Text("标准差 σ", "Standard deviation")] = 10.0,
    seed: Annotated[int, Range(0, 99), Text("随机种子", "Seed")] = 0,
) -> tuple[Picture, dict[str, float]]:
    """Add noise, rounded and cut to the depth, which is kept; each channel has its own.

    Sigma is in percent of black to white: 255 on 8 bits, otherwise the highest minus the lowest value.
    """
    scale = sigma / 100 * span(image)
    out = saturated(image + scale * _normal(image, seed), image)
    return out, {"sigma": round(scale, 3), "rms": _rms(out, image)}


def naive(image: Picture, sigma: float, seed: int) -> tuple[Picture, dict[str, float]]:
    """Cast the noise to the depth of the picture, then add."""
    scale = sigma / 100 * span(image)
    noise = scale * _normal(image, seed)
    # through int64, or what a negative number becomes would depend on the machine
    out = image + (noise if image.dtype.kind == "f" else noise.astype(np.int64)).astype(image.dtype)
    return out, {"sigma": round(scale, 3), "rms": _rms(out, image)}


def _rms(after: Pixels, before: Pixels) -> float:
    """Root mean square of the change over the finite pixels."""
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        change = after.astype(np.float64) - before.astype(np.float64)
    change = change[np.isfinite(change)]
    return round(float(np.sqrt(np.mean(change**2))), 3) if change.size else 0.0


def _normal(image: Pixels, seed: int) -> Pixels:
    return np.random.default_rng(seed).standard_normal(image.shape, dtype=np.float32)
