"""Histogram equalisation: the cumulative histogram as the mapping."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._chart import columns, mapping
from ops._depth import ends, saturated
from ops._luma import brightness, on_luma

TITLE = Text("直方图均衡化", "Histogram equalisation")
GROUP = "intensity"
ORDER = 4
ABOUT = Text(
    "用累积直方图当映射曲线，常见的灰度被拉开、罕见的被合并；全图一条曲线，大片背景会把噪声也拉起来。",
    "The cumulative histogram as the curve: common values spread, rare ones merge; a large background lifts its noise.",
)
FORMULA = (
    r"g = f_{\min} + (f_{\max} - f_{\min})\, \frac{C(f) - C_{\min}}{HW - C_{\min}}, \quad C(v) = \#\{p : f(p) \le v\}"
)
SOURCE = (
    "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, sec. 3.3; OpenCV documentation, "
    "equalizeHist"
)
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16")
COST = "O(HW + L)"
FACTS = {
    "levels_before": Text("之前用到的灰度级", "Grey levels in use before"),
    "levels_after": Text("之后用到的灰度级", "Grey levels in use after"),
}
TRAP = Text(
    "红绿蓝三个通道各做各的均衡：三条曲线不同，颜色就变了；应只动亮度，色度不动。",
    "Red, green and blue equalised one by one get three different curves, and colours shift; touch the luma only.",
)


def histogram_equalisation(
    image: Picture,
    strength: Annotated[int, Range(0, 100, unit="%"), Text("强度", "Strength")] = 100,
) -> tuple[Picture, dict[str, int]]:
    """Equalise the luma of uint8, uint16 or int16, which is kept; at less than 100 % mixed with the original.

    Deep pictures keep their lowest and highest value: 12 bits in 16 are not blown up to 16.
    """
    out = on_luma(image, lambda gray: _equalised(gray, strength))
    return out, _levels(image, out)


def naive(image: Picture, strength: int) -> tuple[Picture, dict[str, int]]:
    """Equalise whatever channels there are, one by one."""
    planes = [image] if image.ndim == 2 else [image[..., i] for i in range(3)]
    done = [_equalised(plane, strength) for plane in planes]
    out = done[0] if image.ndim == 2 else np.dstack(done)
    return out, _levels(image, out)


def stages(image: Picture, strength: int) -> Iterator[tuple[Text, Pixels]]:
    """The histogram, the curve that comes of it, the histogram after, the picture."""
    out = histogram_equalisation(image, strength)[0]
    gray = brightness(image)
    low, high = ends(gray)
    yield Text("亮度直方图", "Histogram of the luma"), columns(_spread(gray, low, high))
    shares = (_curve(gray, strength) - low) / (high - low) if high > low else np.linspace(0, 1, 2)
    yield Text("累积直方图就是映射曲线", "The cumulative histogram is the mapping"), mapping(shares)
    yield (
        Text("均衡后的直方图：拉开，但不平", "Histogram after: spread out, yet not flat"),
        columns(_spread(brightness(out), low, high)),
    )
    yield Text("均衡结果", "Equalised"), out


def _equalised(gray: Pixels, strength: int) -> Pixels:
    start = int(ends(gray)[0])
    return saturated(_curve(gray, strength), gray)[gray.astype(np.int32) - start]


def _curve(gray: Pixels, strength: int) -> Pixels:
    """What every value from black to white becomes, in the unit of the picture, not rounded."""
    low, high = (int(end) for end in ends(gray))
    same = np.arange(low, high + 1, dtype=np.float64)
    total = np.cumsum(np.bincount(gray.astype(np.int32).ravel() - low, minlength=high - low + 1))
    first = total[total > 0][0]
    if first == gray.size:  # one value only, nothing to spread
        return same
    even: Pixels = low + (high - low) * np.maximum(total - first, 0) / (gray.size - first)
    mixed: Pixels = same + strength / 100 * (even - same)
    return mixed


def _spread(gray: Pixels, low: float, high: float) -> Pixels:
    return np.histogram(gray, bins=256, range=(low, high if high > low else low + 1))[0]


def _levels(before: Pixels, after: Pixels) -> dict[str, int]:
    used = [int(np.count_nonzero(np.bincount(brightness(i).astype(np.int32).ravel() + 32768))) for i in (before, after)]
    return {"levels_before": used[0], "levels_after": used[1]}
