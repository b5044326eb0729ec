"""How much too large or too small a mask is."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from ops import Color, Gray, Pixels, Text
from ops._overlap import TRUTH, High, Low, Sigma, black_white, confusion, predicted, ratio, true_mask
from ops._second import resized

TITLE = Text("体积误差", "Volume error")
GROUP = "metrics"
ORDER = 7
ABOUT = Text(
    "只比多少、不比位置：橙色误报与蓝色漏报会互相抵消，体积误差为 0 时也可能毫无重叠。",
    "Compares how much, not where: orange false alarms and blue misses cancel; 0 % may mean no overlap at all.",
)
FORMULA = r"\mathrm{VE} = \frac{|A| - |B|}{|B|} = \frac{\mathrm{FP} - \mathrm{FN}}{\mathrm{TP} + \mathrm{FN}}"
SOURCE = (
    "Taha A.A., Hanbury A., Metrics for Evaluating 3D Medical Image Segmentation: Analysis, Selection, and Tool, "
    "BMC Medical Imaging 15:29, 2015"
)
BEST_ON = "cells"
SECOND_BEST = "cells.foreground"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "error": Text("体积误差（%，正为偏大）", "Volume error (%, positive is too large)"),
    "found": Text("分割面积（像素）", "Area found (px)"),
    "real": Text("真值面积（像素）", "True area (px)"),
    "fp": Text("误报 FP，橙（像素）", "False alarms FP, orange (px)"),
    "fn": Text("漏报 FN，蓝（像素）", "Misses FN, blue (px)"),
    "dice": Text("Dice（0～1）", "Dice (0 to 1)"),
    "size": Text("真值掩膜的尺寸（像素）", "Size of the true mask (px)"),
}
MEASURES = {"found": "area", "real": "area", "fp": "area", "fn": "area"}
TRAP = Text(
    "两个 uint8 掩膜相减：漏报处 0 - 1 得 255，每个漏报都变成了 255 个误报。",
    "Subtracting masks of uint8: a miss is 0 - 1 = 255, so each of them counts as 255 false alarms.",
)


def volume_error(
    image: Gray,
    truth: Annotated[Gray, TRUTH],
    low: Low = 90,
    high: High = 3000,
    sigma: Sigma = 1.0,
) -> tuple[Color, dict[str, float | str]]:
    """Area of the values low..high of any depth against the area of truth above 0; (H, W, 3) uint8."""
    found, real = predicted(image, low, high, sigma), true_mask(image, truth)
    return confusion(image, found, real), _facts(found, real) | {"size": resized(image, truth)}


def naive(image: Gray, truth: Gray, low: int, high: int, sigma: float) -> tuple[Color, dict[str, float | str]]:
    """Subtract unsigned masks."""
    found, real = predicted(image, low, high, sigma), true_mask(image, truth)
    more = found.astype(np.uint8) - real.astype(np.uint8)
    facts = _facts(found, real) | {"fp": int(more.sum()), "fn": 0}
    facts |= {"error": _percent(int(more.sum()), int(real.sum())), "size": resized(image, truth)}
    return confusion(image, (more > 0) | (found & real), found & real), facts


def stages(image: Gray, truth: Gray, low: int, high: int, sigma: float) -> Iterator[tuple[Text, Pixels]]:
    """What is too much, what is missing, both."""
    found, real = predicted(image, low, high, sigma), true_mask(image, truth)
    yield Text("按灰度范围分割", "Cut by values"), black_white(found)
    yield Text("多出来的", "Too much"), black_white(found & ~real)
    yield Text("缺少的", "Missing"), black_white(real & ~found)
    yield Text("绿命中、橙误报、蓝漏报", "Green hits, orange false alarms, blue misses"), confusion(image, found, real)


def _percent(more: int, real: int) -> float | str:
    return round(100 * more / real, 2) if real else f"{more} / 0"


def _facts(found: Pixels, real: Pixels) -> dict[str, float | str]:
    tp, area, true_area = (int(np.count_nonzero(m)) for m in (found & real, found, real))
    facts = {"error": _percent(area - true_area, true_area), "found": area, "real": true_area}
    return facts | {"fp": area - tp, "fn": true_area - tp, "dice": ratio(2 * tp, area + true_area)}
