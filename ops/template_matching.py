"""Finding a small picture in a large one, place by place."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Color, Gray, Pixels, Range, Text
from ops._marks import GREEN, RED, YELLOW, canvas, grey, peaks, thickness

TITLE = Text("模板匹配", "Template matching")
GROUP = "features"
ORDER = 3
ABOUT = Text(
    "用框从图里剪一块模板，滑过每个位置算相似度；黄框是模板，绿框是最佳匹配，红框是其余过阈值的。",
    "Slides a template, cut out by the yellow box, over every place; green is the best match, red the others.",
)
FORMULA = (
    r"R_{SQ} = \frac{\sum (T - I)^2}{\sqrt{\sum T^2 \sum I^2}}, \quad "
    r"R_{NCC} = \frac{\sum (T - \bar T)(I - \bar I)}{\sqrt{\sum (T - \bar T)^2 \sum (I - \bar I)^2}}"
)
SOURCE = "Lewis J.P., Fast Normalized Cross-Correlation, Vision Interface 95, 120-123, 1995"
COST = r"O(HW \log HW)"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "best": Text("最佳匹配的 R", "R of the best match"),
    "x": Text("最佳匹配的左边（像素）", "Left side of the best match (px)"),
    "y": Text("最佳匹配的上边（像素）", "Upper side of the best match (px)"),
    "away": Text("离模板原处（像素）", "Distance from where the template was cut (px)"),
    "matches": Text("过阈值的匹配数", "Matches above the threshold"),
}
TRAP = Text(
    "TM_SQDIFF 是差的平方，越小越像：照别的方法取 max_loc，找到的恰是最不像的地方。",
    "TM_SQDIFF is a squared difference, so the smallest wins: max_loc finds the place that is least alike.",
)
Method = Literal["sqdiff", "ccorr", "ccoeff"]
METHODS = (
    Text("SQDIFF：归一化差平方", "SQDIFF: squared difference"),
    Text("CCORR：归一化互相关", "CCORR: cross-correlation"),
    Text("CCOEFF：减均值再相关（NCC）", "CCOEFF: without the means (NCC)"),
)
MOST = 200  # matches drawn


def template_matching(
    image: Gray,
    left: Annotated[float, Range(0, 100, 0.5, unit="%x"), Text("模板左边", "Template, left")] = 59.5,
    top: Annotated[float, Range(0, 100, 0.5, unit="%y"), Text("模板上边", "Template, top")] = 31.0,
    right: Annotated[float, Range(0, 100, 0.5, unit="%x"), Text("模板右边", "Template, right")] = 67.5,
    bottom: Annotated[float, Range(0, 100, 0.5, unit="%y"), Text("模板下边", "Template, bottom")] = 39.5,
    method: Annotated[Method, Text("相似度", "Measure"), METHODS] = "sqdiff",
    lift: Annotated[int, Range(-100, 100, 5), Text("模板加亮（灰度）", "Template brightened by")] = 0,
    least: Annotated[int, Range(50, 100, 1, unit="%"), Text("阈值（满分 100）", "Threshold, of a perfect 100")] = 80,
) -> tuple[Color, dict[str, float]]:
    """The picture with the boxes, (H, W, 3) uint8; values are scaled to 0..255 first. Sides may come in any order."""
    box = cut(image, left, top, right, bottom)
    answer = response(image, box, method, lift)
    score = liking(answer, method)
    row, column = (int(n) for n in np.unravel_index(int(score.argmax()), score.shape))
    rows, columns = peaks(score, min(box[2] - box[0], box[3] - box[1]), least / 100)
    others = [(int(x), int(y)) for x, y in zip(columns[:MOST], rows[:MOST], strict=True)]
    away = float(np.hypot(column - box[0], row - box[1]))
    facts = {"best": float(answer[row, column]), "x": column, "y": row, "away": away, "matches": len(rows)}
    return drawn(image, box, (column, row), others), facts


def cut(image: Pixels, left: float, top: float, right: float, bottom: float) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in pixels, the last two not included; at least one pixel, within the picture."""
    height, width = image.shape
    x0, x1 = (round(width * side / 100) for side in sorted((left, right)))
    y0, y1 = (round(height * side / 100) for side in sorted((top, bottom)))
    x0, y0 = min(x0, width - 1), min(y0, height - 1)
    return x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)


def response(image: Pixels, box: tuple[int, int, int, int], method: Method, lift: int) -> Pixels:
    """R for every place of the template's upper left pixel, float32; 0 where it is not defined."""
    ways = {"sqdiff": cv2.TM_SQDIFF_NORMED, "ccorr": cv2.TM_CCORR_NORMED, "ccoeff": cv2.TM_CCOEFF_NORMED}
    values = grey(image)
    template = values[box[1] : box[3], box[0] : box[2]] + np.float32(lift)
    answer = cv2.matchTemplate(values, template, ways[method])
    return np.clip(np.nan_to_num(answer), -1, 1)


def liking(answer: Pixels, method: Method) -> Pixels:
    """1 for a perfect match, whatever the method."""
    return 1 - answer if method == "sqdiff" else answer


def drawn(
    image: Pixels, box: tuple[int, int, int, int], best: tuple[int, int], others: list[tuple[int, int]]
) -> Pixels:
    """Red for all, green for the best, yellow (thinner, outside) for the template."""
    picture, thick = canvas(image, 0.8), thickness(image)
    wide, high = box[2] - box[0] - 1, box[3] - box[1] - 1
    for x, y in others:
        cv2.rectangle(picture, (x, y), (x + wide, y + high), RED, thick)
    x, y = best
    cv2.rectangle(picture, (x, y), (x + wide, y + high), GREEN, 2 * thick)
    gap = 2 * thick + 1
    cv2.rectangle(picture, (box[0] - gap, box[1] - gap), (box[2] - 1 + gap, box[3] - 1 + gap), YELLOW, thick)
    return picture


def naive(
    image: Gray, left: float, top: float, right: float, bottom: float, method: Method, lift: int, least: int
) -> tuple[Color, dict[str, float]]:
    """Take the largest R, whatever the method."""
    box = cut(image, left, top, right, bottom)
    answer = response(image, box, method, lift)
    row, column = (int(n) for n in np.unravel_index(int(answer.argmax()), answer.shape))
    facts = {"best": float(answer[row, column]), "x": column, "y": row}
    facts |= {"away": float(np.hypot(column - box[0], row - box[1])), "matches": 1}
    return drawn(image, box, (column, row), []), facts


def stages(
    image: Gray, left: float, top: float, right: float, bottom: float, method: Method, lift: int, least: int
) -> Iterator[tuple[Text, Pixels]]:
    """The template, the response, the matches."""
    box = cut(image, left, top, right, bottom)
    template = grey(image)[box[1] : box[3], box[0] : box[2]] + np.float32(lift)
    yield Text("模板", "Template"), np.clip(template, 0, 255).astype(np.uint8)
    answer = response(image, box, method, lift)
    low, high = float(answer.min()), float(answer.max())
    shown = np.zeros(image.shape, np.uint8)
    row, column = (box[3] - box[1]) // 2, (box[2] - box[0]) // 2
    part = (answer - low) * (255 / (high - low) if high > low else 0)
    shown[row : row + answer.shape[0], column : column + answer.shape[1]] = part
    yield Text("响应图：每点是模板中心放在那里的 R", "Response: R with the middle of the template there"), shown
    yield Text("匹配结果", "Matches"), template_matching(image, left, top, right, bottom, method, lift, least)[0]
