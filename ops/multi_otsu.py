"""Segmentation into several classes by Otsu's criterion."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._draw import curve
from ops._levels import best_cuts, levels

TITLE = Text("多阈值 Otsu", "Multi-level Otsu")
GROUP = "segmentation"
ORDER = 4
ABOUT = Text(
    "把 Otsu 推广到 K 类：同时选 K − 1 个阈值，让类间方差最大；适合空气、软组织、骨这样有几个峰的图。",
    "Otsu's criterion for K classes: K - 1 thresholds at once, for several peaks such as air, tissue and bone.",
)
FORMULA = (
    r"(t_1, \dots, t_{K-1})^* = \arg\max \sum_{k=1}^{K} \omega_k (\mu_k - \mu)^2, \quad "
    r"\eta = \frac{\sigma_B^2}{\sigma^2}"
)
SOURCE = (
    "Otsu N., A Threshold Selection Method from Gray-Level Histograms, IEEE Trans. SMC 9(1):62-66, 1979; "
    "Liao P.-S., Chen T.-S., Chung P.-C., A Fast Algorithm for Multilevel Thresholding, "
    "J. Inf. Sci. Eng. 17(5):713-727, 2001"
)
COST = "O(HW + KL^2)"
BEST_ON = "ct-abdomen"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "thresholds": Text("阈值", "Thresholds"),
    "separability": Text("可分性 η（0 到 1）", "Separability eta (0 to 1)"),
}
TRAP = Text(
    "np.digitize 默认把等于阈值的像素归入上一类，而 Otsu 的阈值属于下面一类：每个边界都错分一级灰度。",
    "np.digitize puts a pixel equal to the threshold above it, Otsu below: one grey level is misfiled at each border.",
)


def multi_otsu(
    image: Gray, classes: Annotated[int, Range(2, 6), Text("类别数 K", "Classes K")] = 3
) -> tuple[Gray, dict[str, float | str]]:
    """Classes as even grey steps from 0 to 255, (H, W) uint8, of a picture of any depth, at 256 levels.

    A picture with fewer levels than classes gets as many classes as it has levels.
    """
    level, low, width = levels(image)
    counts = np.bincount(level.ravel(), minlength=256)
    cuts = best_cuts(counts, classes)
    # a value belongs to the class above when it is larger than the last level below
    borders = [low + (cut + (width != 1 or image.dtype != np.uint8)) * width for cut in cuts]
    facts: dict[str, float | str] = {
        "thresholds": ", ".join(f"{border:g}" for border in borders) or "-",
        "separability": parted(counts, cuts),
    }
    return shades(np.digitize(level, cuts, right=True), len(cuts)), facts


def shades(number: Pixels, last: int) -> Pixels:
    """Class numbers 0..last as grey steps up to 255."""
    return np.rint(number * (255 / max(last, 1))).astype(np.uint8)


def parted(counts: Pixels, cuts: list[int]) -> float:
    """Variance between the classes, as a share of the whole variance."""
    level = np.arange(len(counts))
    share = counts / counts.sum()
    mean = float((share * level).sum())
    between = 0.0
    for part in np.split(level, [cut + 1 for cut in cuts]):
        weight = float(share[part].sum())
        between += (float((share[part] * part).sum()) - weight * mean) ** 2 / weight if weight > 0 else 0
    whole = float((share * (level - mean) ** 2).sum())
    return between / whole if whole > 0 else 1.0


def naive(image: Gray, classes: int) -> Gray:
    """Leave the side on which a threshold belongs to the default."""
    level = levels(image)[0]
    cuts = best_cuts(np.bincount(level.ravel(), minlength=256), classes)
    return shades(np.digitize(level, cuts), len(cuts))


def stages(image: Gray, classes: int) -> Iterator[tuple[Text, Pixels]]:
    """The histogram with its thresholds, what more classes would gain, the classes."""
    level = levels(image)[0]
    counts = np.bincount(level.ravel(), minlength=256)
    drawn = [curve(np.sqrt(counts), cut / 255) for cut in best_cuts(counts, classes) or [255]]
    yield Text("直方图（开方）与各阈值", "Histogram (square root) and thresholds"), np.maximum.reduce(drawn)
    gain = np.repeat([parted(counts, best_cuts(counts, k)) for k in range(1, 8)], 32)
    mark = (classes - 0.5) / 7
    yield Text("1 到 7 类的可分性，竖线是 K", "Separability of 1 to 7 classes; the line is K"), curve(gain, mark)
    yield Text("各类", "Classes"), multi_otsu(image, classes)[0]
