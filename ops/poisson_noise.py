"""Poisson noise: counting a finite number of photons."""

from typing import Annotated

import numpy as np

from ops import Picture, Range, Text
from ops._depth import ends, saturated

TITLE = Text("加泊松噪声", "Poisson noise")
GROUP = "noise"
ORDER = 3
ABOUT = Text(
    "探测到的光子数服从泊松分布：方差等于均值，剂量加到四倍，信噪比才翻一倍；X 光、CT、核医学都受它限制。",
    "Photon counts are Poisson, variance equal to mean: four times the dose doubles the SNR of X-ray, CT or PET.",
)
FORMULA = (
    r"k \sim \operatorname{Poisson}\!\left( N \frac{f - f_{\min}}{f_{\max} - f_{\min}} \right), \quad "
    r"g = f_{\min} + (f_{\max} - f_{\min}) \frac{k}{N}, \quad \mathrm{SNR} = \sqrt{\mathbb{E}[k]}"
)
SOURCE = (
    "Bushberg J.T. et al., The Essential Physics of Medical Imaging, 3rd ed., Lippincott Williams & Wilkins, 2012, "
    "ch. 4 (image quality)"
)
BEST_ON = "cr-chest"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {"snr": Text("最亮处的信噪比", "SNR where it is brightest")}
TRAP = Text(
    "直接把灰度当光子数：噪声大小由位深决定，12 位图几乎看不见噪声，负的 HU 则直接报错。",
    "Grey values taken for photon counts: the depth decides the noise, 12 bits show hardly any, and HU below 0 crash.",
)


def poisson_noise(
    image: Picture,
    photons: Annotated[int, Range(1, 1000), Text("最亮处的光子数 N", "Photons where it is brightest")] = 40,
    seed: Annotated[int, Range(0, 99), Text("随机种子", "Seed")] = 0,
) -> tuple[Picture, dict[str, float]]:
    """Count photons in proportion to the values, cut to the depth, which is kept; NaN stays NaN.

    No photons are 0 on 8 bits, otherwise the lowest value; all of them are 255, otherwise the highest value.
    """
    low, high = ends(image)
    facts = {"snr": round(float(np.sqrt(photons)), 3)}
    if not high > low:
        return image, facts
    share = np.clip((image.astype(np.float64) - low) / (high - low), 0, 1)
    counts = np.random.default_rng(seed).poisson(photons * np.nan_to_num(share)) / photons
    return saturated(np.where(np.isnan(share), np.nan, low + (high - low) * counts), image), facts


def naive(image: Picture, photons: int, seed: int) -> tuple[Picture, dict[str, float]]:
    """Each grey value is its own number of photons."""
    counts = np.random.default_rng(seed).poisson(image)
    brightest = max(0.0, float(np.nanmax(image)))
    return saturated(counts.astype(np.float64), image), {"snr": round(brightest**0.5, 3)}
