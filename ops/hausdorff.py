"""The distance between the outlines of two masks."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Color, Gray, Pixels, Text
from ops._overlap import FN, FP, TP, TRUTH, High, Low, Sigma, backdrop, predicted, ratio, true_mask
from ops._second import resized

TITLE = Text("Hausdorff 距离", "Hausdorff distance")
GROUP = "metrics"
ORDER = 6
ABOUT = Text(
    "两条轮廓间最远的最近距离：一个离群小块就能让它飙升，所以常报 95 百分位 HD95。橙为分割，蓝为真值，黄线最远。",
    "The farthest nearest point between outlines: one stray spot decides it, hence HD95. Orange found, blue true.",
)
FORMULA = (
    r"\mathrm{HD}(A, B) = \max\Bigl\{\max_{a \in \partial A} d(a, \partial B),\; "
    r"\max_{b \in \partial B} d(b, \partial A)\Bigr\}, \quad "
    r"\mathrm{HD95} = \max\{P_{95}(d_{A \to B}), P_{95}(d_{B \to A})\}"
)
SOURCE = (
    "Huttenlocher D.P., Klanderman G.A., Rucklidge W.J., Comparing Images Using the Hausdorff Distance, "
    "IEEE TPAMI 15(9):850-863, 1993"
)
BEST_ON = "ct-abdomen"
SECOND_BEST = "ct-abdomen.liver"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "hd": Text("Hausdorff 距离（像素）", "Hausdorff distance (px)"),
    "hd95": Text("HD95（像素）", "HD95 (px)"),
    "mean": Text("平均表面距离（像素）", "Mean surface distance (px)"),
    "there": Text("分割到真值的最远（像素）", "Farthest from found to true (px)"),
    "back": Text("真值到分割的最远（像素）", "Farthest from true to found (px)"),
    "dice": Text("Dice（0～1）", "Dice (0 to 1)"),
    "size": Text("真值掩膜的尺寸（像素）", "Size of the true mask (px)"),
}
MEASURES = {"hd": "length", "hd95": "length", "mean": "length", "there": "length", "back": "length"}
TRAP = Text(
    "只算一个方向：从分割到真值看不见漏掉的部分，全漏掉的病灶也不影响结果；两个方向取大。",
    "One direction only: from found to true, what was missed is never looked at; take the larger of both.",
)
YELLOW = (255, 225, 0)


def hausdorff(
    image: Gray,
    truth: Annotated[Gray, TRUTH],
    low: Low = 90,
    high: High = 150,
    sigma: Sigma = 2.0,
) -> tuple[Color, dict[str, float | str]]:
    """Distances in pixels between the outlines of two masks; (H, W, 3) uint8. Infinite when one mask is empty."""
    found, real = predicted(image, low, high, sigma), true_mask(image, truth)
    there, back = _distances(_rim(found), _rim(real)), _distances(_rim(real), _rim(found))
    one = _farthest(_rim(found), _rim(real)) if _most(there) >= _most(back) else _farthest(_rim(real), _rim(found))
    return _drawn(image, found, real, one), _facts(found, real, there, back) | {"size": resized(image, truth)}


def naive(image: Gray, truth: Gray, low: int, high: int, sigma: float) -> tuple[Color, dict[str, float | str]]:
    """From found to true only."""
    found, real = predicted(image, low, high, sigma), true_mask(image, truth)
    there = _distances(_rim(found), _rim(real))
    facts = _facts(found, real, there, there) | {"size": resized(image, truth)}
    return _drawn(image, found, real, _farthest(_rim(found), _rim(real))), facts


def stages(image: Gray, truth: Gray, low: int, high: int, sigma: float) -> Iterator[tuple[Text, Pixels]]:
    """Both outlines, how far everything is from the true one, the farthest."""
    found, real = predicted(image, low, high, sigma), true_mask(image, truth)
    yield Text("分割的轮廓", "Outline found"), np.where(_rim(found), 255, 0).astype(np.uint8)
    yield Text("真值的轮廓", "True outline"), np.where(_rim(real), 255, 0).astype(np.uint8)
    away = _away(_rim(real))
    yield (
        Text("到真值轮廓的距离", "Distance to the true outline"),
        cv2.convertScaleAbs(away * (255 / (away.max() or 1))),
    )
    yield Text("黄线：最远的一处", "Yellow: where it is farthest"), hausdorff(image, truth, low, high, sigma)[0]


def _rim(mask: Pixels) -> Pixels:
    """Pixels of the mask with a neighbour above, below, left or right that is outside it, or outside the picture."""
    inner = np.pad(mask, 1)
    rim: Pixels = mask & ~(inner[:-2, 1:-1] & inner[2:, 1:-1] & inner[1:-1, :-2] & inner[1:-1, 2:])
    return rim


def _away(rim: Pixels) -> Pixels:
    """Distance of every pixel to the nearest of the rim, (H, W) float64; 0 everywhere when there is no rim."""
    if not rim.any():
        return np.zeros(rim.shape)
    # a border of its own, because a picture of one row or column is not taken
    free = np.pad(~rim, 1, constant_values=True).astype(np.uint8)
    return cv2.distanceTransform(free, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1].astype(np.float64)


def _distances(start: Pixels, end: Pixels) -> Pixels:
    """From every pixel of one rim to the nearest of the other; empty when either is."""
    return _away(end)[start] if end.any() else np.zeros(0)


def _most(distances: Pixels) -> float:
    return float(distances.max(initial=0))


def _farthest(start: Pixels, end: Pixels) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The pixel (x, y) of one rim that is farthest from the other, and the nearest of the other."""
    if not (start.any() and end.any()):
        return None
    row, column = np.unravel_index(int(np.where(start, _away(end), -1).argmax()), start.shape)
    rows, columns = np.nonzero(end)
    near = int(((rows - row) ** 2 + (columns - column) ** 2).argmin())
    return (int(column), int(row)), (int(columns[near]), int(rows[near]))


def _drawn(image: Pixels, found: Pixels, real: Pixels, line: tuple[tuple[int, int], tuple[int, int]] | None) -> Pixels:
    picture = cv2.merge([backdrop(image)] * 3)
    one, other = _rim(found), _rim(real)
    for place, color in ((one, FP), (other, FN), (one & other, TP)):
        picture[place] = color
    if line:
        cv2.line(picture, *line, YELLOW, max(1, min(image.shape) // 250))
    return picture


def _facts(found: Pixels, real: Pixels, there: Pixels, back: Pixels) -> dict[str, float | str]:
    total = int(np.count_nonzero(found)) + int(np.count_nonzero(real))
    overlap = {"dice": ratio(2 * int(np.count_nonzero(found & real)), total)}
    if not (found.any() and real.any()):
        nothing = "∞" if total else "0 / 0"
        return dict.fromkeys(("hd", "hd95", "mean", "there", "back"), nothing) | overlap
    tail = max(float(np.percentile(d, 95)) for d in (there, back))
    mean = float(np.concatenate([there, back]).mean())
    numbers = {"hd": max(_most(there), _most(back)), "hd95": tail, "mean": mean, "there": _most(there)}
    return {name: round(value, 2) for name, value in (numbers | {"back": _most(back)}).items()} | overlap
