"""The Dice coefficient of a mask against the truth."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from ops import Color, Gray, Pixels, Text
from ops._overlap import TRUTH, High, Low, Sigma, black_white, confusion, predicted, ratio, true_mask
from ops._second import resized, same_labels

TITLE = Text("Dice 系数", "Dice coefficient")
GROUP = "metrics"
ORDER = 4
ABOUT = Text(
    "用灰度范围分割，再与真值比重叠：绿为命中，橙为误报，蓝为漏报；Dice 就是 F1，不看真阴性。",
    "A mask cut by values against the true one: green hits, orange false alarms, blue misses. Dice is F1: no TN in it.",
)
FORMULA = (
    r"\mathrm{Dice} = \frac{2|A \cap B|}{|A| + |B|} = \frac{2\,\mathrm{TP}}{2\,\mathrm{TP} + \mathrm{FP} + \mathrm{FN}}"
    r" = \frac{2\,\mathrm{IoU}}{1 + \mathrm{IoU}}"
)
SOURCE = "Dice L.R., Measures of the Amount of Ecologic Association Between Species, Ecology 26(3):297-302, 1945"
BEST_ON = "ct-abdomen"
SECOND_BEST = "ct-abdomen.bone"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "dice": Text("Dice（0～1）", "Dice (0 to 1)"),
    "iou": Text("IoU（0～1）", "IoU (0 to 1)"),
    "precision": Text("精确率（0～1）", "Precision (0 to 1)"),
    "recall": Text("召回率（0～1）", "Recall (0 to 1)"),
    "tp": Text("命中 TP，绿（像素）", "Hits TP, green (px)"),
    "fp": Text("误报 FP，橙（像素）", "False alarms FP, orange (px)"),
    "fn": Text("漏报 FN，蓝（像素）", "Misses FN, blue (px)"),
    "size": Text("真值掩膜的尺寸（像素）", "Size of the true mask (px)"),
}
TRAP = Text(
    "预测是 0/1、真值是 0/255，用 == 比较：前景没有一个像素相等，全对也是 0；先都转成布尔。",
    "A mask of 0/1 compared by == with one of 0/255: no foreground pixel is equal, perfection scores 0; use booleans.",
)


def dice(
    image: Gray,
    truth: Annotated[Gray, TRUTH],
    low: Low = 200,
    high: High = 3000,
    sigma: Sigma = 0.0,
) -> tuple[Color, dict[str, float | str]]:
    """Mask of the values low..high of any depth against all of truth above 0; (H, W, 3) uint8.

    Of two empty masks the Dice is 0 / 0: some call that 1, some leave the case out, and the mean depends on it.
    """
    found, real = predicted(image, low, high, sigma), true_mask(image, truth)
    return confusion(image, found, real), _facts(found & real, found, real) | {"size": resized(image, truth)}


def naive(image: Gray, truth: Gray, low: int, high: int, sigma: float) -> tuple[Color, dict[str, float | str]]:
    """Compare 1 with 255."""
    found, labels = predicted(image, low, high, sigma), same_labels(image, truth)
    hits = (found.astype(np.uint8) == labels) & found
    # what is no hit shows as both an alarm and a miss; the miss is painted last
    picture = confusion(image, found & (hits | ~(labels > 0)), hits | ((labels > 0) & ~hits))
    return picture, _facts(hits, found, labels > 0) | {"size": resized(image, truth)}


def stages(image: Gray, truth: Gray, low: int, high: int, sigma: float) -> Iterator[tuple[Text, Pixels]]:
    """The mask, the truth, one over the other."""
    found, real = predicted(image, low, high, sigma), true_mask(image, truth)
    yield Text("按灰度范围分割", "Cut by values"), black_white(found)
    yield Text("真值", "Truth"), black_white(real)
    yield Text("交集", "Both"), black_white(found & real)
    yield Text("绿命中、橙误报、蓝漏报", "Green hits, orange false alarms, blue misses"), confusion(image, found, real)


def _facts(hits: Pixels, found: Pixels, real: Pixels) -> dict[str, float | str]:
    tp, all_found, all_real = (int(np.count_nonzero(m)) for m in (hits, found, real))
    fp, fn = all_found - tp, all_real - tp
    shares = {"dice": ratio(2 * tp, 2 * tp + fp + fn), "iou": ratio(tp, tp + fp + fn)}
    more = {"precision": ratio(tp, all_found), "recall": ratio(tp, all_real)}
    return shares | more | {"tp": tp, "fp": fp, "fn": fn}
