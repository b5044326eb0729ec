"""Speckle: noise that multiplies."""

from typing import Annotated

import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._depth import ends, saturated

TITLE = Text("加斑点噪声", "Speckle noise")
GROUP = "noise"
ORDER = 4
ABOUT = Text(
    "乘性噪声：越亮的地方噪声越大，相干成像（超声、SAR、OCT）特有；取对数就变成加性，再用普通滤波。",
    "Noise that multiplies: the brighter, the noisier, as in ultrasound, SAR and OCT; a logarithm makes it additive.",
)
FORMULA = r"g = f\,(1 + n), \quad n \sim \mathcal{N}(0, \sigma^2), \quad \log g = \log f + \log(1 + n)"
SOURCE = (
    "Goodman J.W., Some Fundamental Properties of Speckle, J. Opt. Soc. Am. 66(11):1145-1150, 1976; scikit-image "
    "documentation, util.random_noise (mode speckle)"
)
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {"looks": Text("等效视数 1/σ²", "Equivalent number of looks, 1 over sigma squared")}
TRAP = Text(
    "在 uint8 里相乘再相加会回绕：亮处的亮斑变成黑点；要在浮点里算，最后截断到 0～255。",
    "In uint8 the sum wraps: bright specks in bright regions turn black; calculate in float, then clip.",
)


def speckle_noise(
    image: Picture,
    sigma: Annotated[float, Range(0.02, 1, 0.02), Text("相对标准差 σ", "Relative standard deviation")] = 0.5,
    seed: Annotated[int, Range(0, 99), Text("随机种子", "Seed")] = 0,
) -> tuple[Picture, dict[str, float]]:
    """Multiply by 1 + n, cut to the depth, which is kept; each channel has its own noise.

    What is multiplied is the distance from black: 0 on 8 bits, otherwise the lowest value, for HU have no zero signal.
    """
    noise = sigma * np.random.default_rng(seed).standard_normal(image.shape, dtype=np.float32)
    signal = image.astype(np.float32) - np.float32(_black(image))
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        out = saturated(image + signal * noise, image)
    return out, {"looks": round(1 / sigma**2, 3)}


def naive(image: Picture, sigma: float, seed: int) -> tuple[Picture, dict[str, float]]:
    """Cast the product to the depth of the picture, then add."""
    noise = sigma * np.random.default_rng(seed).standard_normal(image.shape, dtype=np.float32)
    product = (image.astype(np.float32) - np.float32(_black(image))) * noise
    # through int64, or what a negative number becomes would depend on the machine
    out = image + (product if image.dtype.kind == "f" else product.astype(np.int64)).astype(image.dtype)
    return out, {"looks": round(1 / sigma**2, 3)}


def _black(image: Pixels) -> float:
    return ends(image)[0]
