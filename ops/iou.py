"""Intersection over union of a mask and the truth."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from ops import Color, Gray, Pixels, Text
from ops._overlap import TRUTH, High, Low, Sigma, black_white, confusion, predicted, ratio, true_mask
from ops._second import resized

TITLE = Text("交并比 IoU", "Intersection over union (IoU)")
GROUP = "metrics"
ORDER = 5
ABOUT = Text(
    "交集除以并集（Jaccard 指数）：绿为命中，橙为误报，蓝为漏报；同一结果 IoU 总不高于 Dice。",
    "Intersection over union, the Jaccard index: green hits, orange false alarms, blue misses; never above Dice.",
)
FORMULA = (
    r"\mathrm{IoU} = \frac{|A \cap B|}{|A \cup B|} = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FP} + \mathrm{FN}} "
    r"= \frac{\mathrm{Dice}}{2 - \mathrm{Dice}}"
)
SOURCE = "Jaccard P., The Distribution of the Flora in the Alpine Zone, New Phytologist 11(2):37-50, 1912"
BEST_ON = "mr-head"
SECOND_BEST = "mr-head.tumour"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "iou": Text("IoU（0～1）", "IoU (0 to 1)"),
    "dice": Text("Dice（0～1）", "Dice (0 to 1)"),
    "accuracy": Text("像素准确率（0～1）", "Pixel accuracy (0 to 1)"),
    "both": Text("交集，绿（像素）", "Intersection, green (px)"),
    "either": Text("并集（像素）", "Union (px)"),
    "size": Text("真值掩膜的尺寸（像素）", "Size of the true mask (px)"),
}
TRAP = Text(
    "把背景也算命中：肿瘤只占百分之一，全判为背景也有 99% 的“准确率”。",
    "Counting agreement on the background: a tumour is one percent, so finding nothing at all scores 99 %.",
)


def iou(
    image: Gray,
    truth: Annotated[Gray, TRUTH],
    low: Low = 900,
    high: High = 3000,
    sigma: Sigma = 2.0,
) -> tuple[Color, dict[str, float | str]]:
    """Mask of the values low..high of any depth against all of truth above 0; (H, W, 3) uint8. Two empty: 0 / 0."""
    found, real = predicted(image, low, high, sigma), true_mask(image, truth)
    return confusion(image, found, real), _facts(found & real, found, real) | {"size": resized(image, truth)}


def naive(image: Gray, truth: Gray, low: int, high: int, sigma: float) -> tuple[Color, dict[str, float | str]]:
    """Count every pixel on which the two agree, over all pixels."""
    found, real = predicted(image, low, high, sigma), true_mask(image, truth)
    same = found == real
    facts = _facts(found & real, found, real)
    facts |= {"iou": ratio(int(same.sum()), same.size), "both": int(same.sum()), "either": same.size}
    return confusion(image, found | same, real | same), facts | {"size": resized(image, truth)}


def stages(image: Gray, truth: Gray, low: int, high: int, sigma: float) -> Iterator[tuple[Text, Pixels]]:
    """Intersection, union, the picture of both."""
    found, real = predicted(image, low, high, sigma), true_mask(image, truth)
    yield Text("按灰度范围分割", "Cut by values"), black_white(found)
    yield Text("交集", "Intersection"), black_white(found & real)
    yield Text("并集", "Union"), black_white(found | real)
    yield Text("绿命中、橙误报、蓝漏报", "Green hits, orange false alarms, blue misses"), confusion(image, found, real)


def _facts(hits: Pixels, found: Pixels, real: Pixels) -> dict[str, float | str]:
    both, either = int(np.count_nonzero(hits)), int(np.count_nonzero(found | real))
    total = int(np.count_nonzero(found)) + int(np.count_nonzero(real))
    right = ratio(int(np.count_nonzero(found == real)), found.size)
    shares = {"iou": ratio(both, either), "dice": ratio(2 * both, total), "accuracy": right}
    return shares | {"both": both, "either": either}
