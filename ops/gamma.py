"""Gamma correction: a power law on values from 0 to 1."""

from typing import Annotated

import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._depth import ends, per_value, saturated

TITLE = Text("伽马校正", "Gamma correction")
GROUP = "intensity"
ORDER = 2
ABOUT = Text(
    "先归一化到 0～1 再取 γ 次方：γ < 1 提亮暗部，γ > 1 压暗；黑白两端不动，灰度次序不变。",
    "A power of the values scaled to 0..1: below 1 lifts the dark, above 1 sinks it; both ends and the order stay.",
)
FORMULA = r"g = f_{\min} + (f_{\max} - f_{\min}) \left( \frac{f - f_{\min}}{f_{\max} - f_{\min}} \right)^{\gamma}"
SOURCE = (
    "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, sec. 3.2 (power-law transformations)"
)
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {"middle": Text("50% 灰变为（%）", "What 50 % grey becomes (%)")}
TRAP = Text(
    "没归一化到 0～1 就取幂：255 的 0.5 次方只有 16，整幅几乎全黑；负的 HU 则直接变成 NaN。",
    "A power of values that nobody scaled to 0..1: 255 to the 0.5 is 16, all but black; and HU below 0 become NaN.",
)


def gamma(
    image: Picture, gamma: Annotated[float, Range(0.1, 5, 0.05), Text("γ", "Gamma")] = 0.5
) -> tuple[Picture, dict[str, float]]:
    """The gamma-th power between black and white; any depth, which is kept.

    Black and white are 0 and 255 on 8 bits, otherwise the lowest and the highest value.
    """
    return _curved(image, gamma), {"middle": round(100 * 0.5**gamma, 2)}


def naive(image: Picture, gamma: float) -> tuple[Picture, dict[str, float]]:
    """Take the power of the grey values as they are."""
    powers = per_value(image, lambda f: saturated(np.power(f.astype(np.float64), gamma), f))
    return powers, {"middle": round(100 * 0.5**gamma, 2)}


def _curved(image: Pixels, gamma: float) -> Pixels:
    low, high = ends(image)
    if not high > low:
        return image
    return per_value(image, lambda f: saturated(low + (high - low) * _power(f, low, high, gamma), f))


def _power(values: Pixels, low: float, high: float, gamma: float) -> Pixels:
    return np.clip((values.astype(np.float64) - low) / (high - low), 0, 1) ** gamma
