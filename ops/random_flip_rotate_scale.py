"""Augmentation by a random flip, rotation, scale and shift, of picture and labels together."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Picture, Pixels, Range, Text
from ops._labels import change, traced
from ops._second import same_labels
from ops._warp import emptiness

TITLE = Text("随机翻转、旋转、缩放", "Random flip, rotation and scale")
GROUP = "augmentation"
ORDER = 1
ABOUT = Text(
    "每个种子抽一组翻转、角度、缩放和平移，图像与标注用同一组；亮线是随之变换的标注轮廓。",
    "Each seed draws one flip, angle, scale and shift for picture and labels alike; the bright line is their outline.",
)
FORMULA = (
    r"p' = c + s\,R(\theta)\,F(p - c) + t, \quad \theta \sim U(-\Theta, \Theta), \; s = 2^{u}, \; "
    r"u \sim U(-\log_2(1 + S), \log_2(1 + S)), \; t \sim U(-T, T)^2, \; F \in \{1, \text{flip}\}"
)
SOURCE = (
    "Shorten C., Khoshgoftaar T.M., A Survey on Image Data Augmentation for Deep Learning, Journal of Big Data 6:60, "
    "2019"
)
BEST_ON = "ct-abdomen"
SECOND_BEST = "ct-abdomen.liver"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "flipped": Text("左右翻转（1 是，0 否）", "Flipped left to right (1 yes, 0 no)"),
    "angle": Text("角度（°，逆时针）", "Angle (°, counter-clockwise)"),
    "scale": Text("缩放倍数", "Scale"),
    "shift": Text("平移 x / y（占宽、高的 %）", "Shift x / y (% of width, height)"),
    "labels": Text("标签种类：前 → 后", "Labels: before → after"),
    "area": Text("标注面积（像素）：前 → 后", "Labelled area (px): before → after"),
}
TRAP = Text(
    "图像和掩膜各抽各的随机数：掩膜不再对着器官，网络学的是错误标注。",
    "Drawing anew for the mask: it no longer lies on the organ, and the network learns wrong labels.",
)


def random_flip_rotate_scale(
    image: Picture,
    labels: Annotated[Gray, Text("标注（掩膜）", "Labels (mask)")],
    seed: Annotated[int, Range(0, 999), Text("随机种子", "Seed")] = 7,
    flip: Annotated[bool, Text("允许左右翻转", "Left-right flips allowed")] = False,
    angle: Annotated[int, Range(0, 180, unit="°"), Text("最大角度 Θ", "Largest angle")] = 25,
    scale: Annotated[int, Range(0, 100, unit="%"), Text("最大缩放 S", "Largest scaling")] = 20,
    shift: Annotated[int, Range(0, 50, unit="%"), Text("最大平移 T", "Largest shift")] = 5,
) -> tuple[Picture, dict[str, float | str]]:
    """One random view of a picture of any depth, which is kept: bilinear for the picture, nearest for the labels."""
    drawn = _drawn(seed, flip, angle, scale, shift)
    before = same_labels(image, labels)
    picture, after = _moved(image, drawn, cv2.INTER_LINEAR), _moved(before, drawn, cv2.INTER_NEAREST)
    return traced(picture, after), _said(drawn) | change(before, after)


def naive(
    image: Picture, labels: Gray, seed: int, flip: bool, angle: int, scale: int, shift: int
) -> tuple[Picture, dict[str, float | str]]:
    """Draw once for the picture and once more for the labels."""
    drawn, again = _drawn(seed, flip, angle, scale, shift), _drawn(seed + 1, flip, angle, scale, shift)
    before = same_labels(image, labels)
    picture, after = _moved(image, drawn, cv2.INTER_LINEAR), _moved(before, again, cv2.INTER_NEAREST)
    return traced(picture, after), _said(drawn) | change(before, after)


def stages(
    image: Picture, labels: Gray, seed: int, flip: bool, angle: int, scale: int, shift: int
) -> Iterator[tuple[Text, Pixels]]:
    """Before, after one step after the other."""
    drawn, before = _drawn(seed, flip, angle, scale, shift), same_labels(image, labels)
    yield Text("原图与标注", "The picture and its labels"), traced(image, before)
    steps = [
        (Text("翻转", "Flip"), (drawn[0], 0.0, 1.0, 0.0, 0.0)),
        (Text("再旋转", "And rotation"), (*drawn[:2], 1.0, 0.0, 0.0)),
        (Text("再缩放", "And scale"), (*drawn[:3], 0.0, 0.0)),
        (Text("再平移", "And shift"), drawn),
    ]
    for said, some in steps:
        yield said, traced(_moved(image, some, cv2.INTER_LINEAR), _moved(before, some, cv2.INTER_NEAREST))


def _drawn(seed: int, flip: bool, angle: int, scale: int, shift: int) -> tuple[bool, float, float, float, float]:
    """Flipped or not, degrees, factor, shift in percent of width and of height. A knob turned leaves the others be."""
    coin, turn, size, right, down = np.random.default_rng(seed).uniform(-1, 1, 5)
    factor = (1 + scale / 100) ** size
    return flip and coin < 0, float(turn * angle), float(factor), float(right * shift), float(down * shift)


def _moved(image: Pixels, drawn: tuple[bool, float, float, float, float], interpolation: int) -> Pixels:
    flipped, angle, factor, right, down = drawn
    high, wide = image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((wide - 1) / 2, (high - 1) / 2), angle, factor)
    matrix[:, 2] += (right / 100 * wide, down / 100 * high)
    if flipped:
        matrix[:, 2] += matrix[:, 0] * (wide - 1)
        matrix[:, 0] *= -1
    fill = emptiness(image)
    return cv2.warpAffine(image, matrix, (wide, high), flags=interpolation, borderValue=(fill, fill, fill))


def _said(drawn: tuple[bool, float, float, float, float]) -> dict[str, float | str]:
    flipped, angle, factor, right, down = drawn
    facts: dict[str, float | str] = {"flipped": int(flipped), "angle": round(angle, 2), "scale": round(factor, 3)}
    return facts | {"shift": f"{right:.1f} / {down:.1f}"}
