"""A picture cut into a mask, and that mask against a true one: where they agree, and in which colours it is shown."""

from typing import Annotated

import cv2
import numpy as np

from ops import Pixels, Range, Refused, Text
from ops._second import same_labels
from ops._spectrum import finite

Low = Annotated[int, Range(-1024, 4095), Text("前景下限（含）", "Foreground from")]
High = Annotated[int, Range(-1024, 4095), Text("前景上限（含）", "Foreground to")]
Sigma = Annotated[float, Range(0, 10, 0.5, unit="px"), Text("先平滑 σ", "Smoothing before")]
TRUTH = Text("真值掩膜", "True mask")

TP, FP, FN = (60, 200, 90), (240, 110, 40), (70, 130, 255)  # green, orange, blue: also apart for the colour-blind


def predicted(image: Pixels, low: int, high: int, sigma: float) -> Pixels:
    """Values from low to high, both included, in the unit of the picture; (H, W) bool."""
    if low > high:
        raise Refused(
            Text(
                f"下限 {low} 高于上限 {high}，什么也选不中 - 调低前者或调高后者。",
                f"from {low} to {high} there is nothing - lower the first or raise the second.",
            )
        )
    values = finite(image)
    if sigma > 0:
        values = cv2.GaussianBlur(values, (0, 0), sigma)
    return (values >= low) & (values <= high)


def true_mask(image: Pixels, truth: Pixels) -> Pixels:
    """Everything above 0 of the second picture, at the size of the first by nearest neighbour; (H, W) bool."""
    return same_labels(image, truth) > 0


def ratio(part: float, whole: float) -> float | str:
    """Four decimals; 0 / 0 is said as such, for two empty masks agree and yet have no Dice."""
    return round(part / whole, 4) if whole else "0 / 0"


def confusion(image: Pixels, found: Pixels, truth: Pixels) -> Pixels:
    """The picture in grey, hits in green, false positives in orange, misses in blue; (H, W, 3) uint8."""
    picture = cv2.merge([backdrop(image)] * 3)
    for place, color in ((found & truth, TP), (found & ~truth, FP), (~found & truth, FN)):
        picture[place] = picture[place] * 0.4 + np.array(color) * 0.6
    return picture


def backdrop(image: Pixels) -> Pixels:
    """Any depth as grey levels: 8 bits as they are, otherwise from the 2nd to the 99.5th percentile; (H, W) uint8."""
    if image.dtype == np.uint8:
        return image
    values = finite(image)
    low, high = (float(v) for v in np.percentile(values, (2, 99.5)))
    return np.rint(np.clip((values - low) * (255 / ((high - low) or 1.0)), 0, 255)).astype(np.uint8)


def black_white(mask: Pixels) -> Pixels:
    """The mask as 0 and 255, uint8."""
    return np.where(mask, 255, 0).astype(np.uint8)
