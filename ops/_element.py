"""Structuring elements, and the picture or mask that morphology starts from."""

from typing import Literal

import cv2
import numpy as np

from ops import Pixels, Text
from ops._levels import best_cuts, levels

Shape = Literal["rect", "ellipse", "cross"]
SHAPES = (Text("矩形", "Rectangle"), Text("椭圆", "Ellipse"), Text("十字", "Cross"))
Kept = Literal["keep", "stretch"]
KEPT = (Text("保持原位深和单位", "As it is, in the picture's unit"), Text("拉伸到 0…255", "Stretched to 0..255"))


def element(shape: Shape, size: int) -> Pixels:
    """The element, size by size uint8 of 0 and 1, its origin in the middle."""
    kinds = {"rect": cv2.MORPH_RECT, "ellipse": cv2.MORPH_ELLIPSE, "cross": cv2.MORPH_CROSS}
    return cv2.getStructuringElement(kinds[shape], (size, size))


def finite(image: Pixels) -> Pixels:
    """The picture with its least finite value wherever it was NaN or infinite; minimum and maximum need an order."""
    if image.dtype != np.float32:
        return image
    known = np.isfinite(image)
    low = float(image[known].min()) if known.any() else 0.0
    return np.where(known, image, np.float32(low))


def ground(image: Pixels, binary: bool) -> Pixels:
    """The picture itself, or 255 above the threshold of Otsu and 0 elsewhere (uint8)."""
    if not binary:
        return finite(image)
    level = levels(image)[0]
    cut = (best_cuts(np.bincount(level.ravel(), minlength=256), 2) or [255])[0]
    return np.where(level > cut, 255, 0).astype(np.uint8)


def minus(upper: Pixels, lower: Pixels) -> Pixels:
    """The difference in the same depth, saturated where it does not fit."""
    if upper.dtype != np.float32:
        return cv2.subtract(upper, lower)
    wide = upper.astype(np.float64) - lower.astype(np.float64)
    return np.minimum(wide, float(np.finfo(np.float32).max)).astype(np.float32)


def kept(difference: Pixels, fit: Kept) -> tuple[Pixels, float]:
    """A difference that is nowhere negative as it is or stretched to 0..255 (uint8), and its largest value."""
    largest = float(difference.max())
    if fit == "keep":
        return difference, largest
    factor = 255 / largest if largest > 0 else 0
    return np.rint(difference.astype(np.float64) * factor).astype(np.uint8), largest


def moved(before: Pixels, after: Pixels, kernel: Pixels) -> dict[str, float]:
    """The facts: pixels of the element, and the share of pixels that changed, in percent."""
    return {"element": int(kernel.sum()), "changed": 100 * float((before != after).mean())}
