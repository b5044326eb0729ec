"""A second picture brought to the size of the first, and what the first becomes on purpose before they are compared."""

import cv2
import numpy as np

from ops import Pixels, Refused, Text
from ops._depth import saturated, span
from ops._spectrum import finite, in_range


def same_size(image: Pixels, other: Pixels) -> Pixels:
    """A picture of measured values at the height and width of image: averaged when smaller, else bilinear. float64."""
    values = finite(other)
    if image.shape[:2] == other.shape[:2]:
        return values
    shrinks = other.shape[0] * other.shape[1] > image.shape[0] * image.shape[1]
    size = (image.shape[1], image.shape[0])
    return cv2.resize(values, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


def same_labels(image: Pixels, labels: Pixels) -> Pixels:
    """A label map at the height and width of image by nearest neighbour: between labels 1 and 3 there is no 2."""
    high, wide = image.shape[:2]
    if (high, wide) == labels.shape[:2]:
        return labels
    rows = np.arange(high) * labels.shape[0] // high
    columns = np.arange(wide) * labels.shape[1] // wide
    return np.ascontiguousarray(labels[rows[:, None], columns])


def resized(image: Pixels, other: Pixels) -> str:
    """The size of the second picture, and to what it was resized if it was."""
    had, has = (f"{p.shape[1]} × {p.shape[0]}" for p in (other, image))
    return had if had == has else f"{had} → {has}"


def check_depths(image: Pixels, reference: Pixels) -> None:
    """Refuses a picture of 8 bits against one of more: their numbers mean different things."""
    if (image.dtype == np.uint8) != (reference.dtype == np.uint8):
        raise Refused(
            Text(
                f"两张图的位深不同（{image.dtype} 与 {reference.dtype}），数值没法比 - "
                "换一张参考图，或勾选“先按窗转成 8 位再处理”。",
                f"the pictures have unlike depths ({image.dtype} and {reference.dtype}), so values cannot be compared "
                "- choose another reference, or turn both into 8 bits by the window first.",
            )
        )


def degraded(image: Pixels, noise: float, blur: float, offset: float) -> Pixels:
    """Blurred (sigma in px), shifted and with Gaussian noise, both in percent of black to white; same depth."""
    values = finite(image)
    if blur > 0:
        values = cv2.GaussianBlur(values, (0, 0), blur)
    values = values + offset / 100 * span(image)
    if noise > 0:
        values = values + noise / 100 * span(image) * np.random.default_rng(0).standard_normal(image.shape)
    return saturated(in_range(values), image)


def five(value: float) -> float:
    """Five significant digits."""
    return float(f"{value:.5g}")
