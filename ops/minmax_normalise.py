"""Scaling values to 0..1 between two percentiles."""

from typing import Annotated

import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._chart import eight

TITLE = Text("最小-最大归一化", "Min-max normalisation")
GROUP = "intensity"
ORDER = 6
ABOUT = Text(
    "把两个百分位之间的值线性缩放到 0～1（显示为黑到白），两头截断；最小、最大只由两个像素决定，最怕离群值。",
    "Scales what lies between two percentiles to 0..1, shown black to white; plain min and max hang on two pixels.",
)
FORMULA = r"g = \operatorname{clip}\!\left( \frac{f - P_{p}}{P_{100 - p} - P_{p}},\; 0,\; 1 \right)"
SOURCE = (
    "Han J., Kamber M., Pei J., Data Mining: Concepts and Techniques, 3rd ed., Morgan Kaufmann, 2012, sec. 3.5.2; "
    "Isensee F. et al., nnU-Net, Nature Methods 18:203-211, 2021 (clipping at the 0.5 and 99.5 percentiles)"
)
BEST_ON = "mr-head"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "low": Text("变成 0 的值", "The value that becomes 0"),
    "high": Text("变成 1 的值", "The value that becomes 1"),
    "cut": Text("被截断的像素值（%）", "Values cut off (%)"),
}
TRAP = Text(
    "直接用最小、最大值：一颗金属钉或一个坏点就占去大半范围，其余组织挤在几级灰度里。",
    "Plain minimum and maximum: one metal pin or dead pixel takes most of the range, and tissue is left a few levels.",
)


def minmax_normalise(
    image: Picture,
    percentile: Annotated[float, Range(0, 10, 0.1, unit="%"), Text("两头各截去", "Cut off at each end")] = 0.5,
) -> tuple[Picture, dict[str, float]]:
    """0..1 as uint8 0..255, from values of any depth; all channels share their limits. NaN becomes 0."""
    finite = image[np.isfinite(image)]
    low, high = np.percentile(finite, (percentile, 100 - percentile)) if finite.size else (0.0, 0.0)
    return _scaled(image, float(low), float(high))


def naive(image: Picture, percentile: float) -> tuple[Picture, dict[str, float]]:
    """From the lowest value to the highest."""
    finite = image[np.isfinite(image)]
    return _scaled(image, float(finite.min()), float(finite.max()))


def _scaled(image: Pixels, low: float, high: float) -> tuple[Pixels, dict[str, float]]:
    cut = 100 * float(np.mean((image < low) | (image > high)))
    return eight(image, low, high), {"low": round(low, 3), "high": round(high, 3), "cut": cut}
