"""A smaller picture to compute on when the whole would take too long, and the way back."""

import cv2
import numpy as np

from ops import Pixels


def reduced(image: Pixels, most: int) -> tuple[Pixels, float]:
    """The picture averaged down to about `most` pixels, and by what factor (1: it is the picture itself)."""
    height, width = image.shape[:2]
    factor = max(1.0, (height * width / most) ** 0.5)
    if factor == 1:
        return image, 1.0
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA), factor


def enlarged(small: Pixels, height: int, width: int) -> Pixels:
    """Each pixel of the full size takes the value of the small pixel it lies in; any dtype, so labels stay labels."""
    rows = np.arange(height) * small.shape[0] // height
    columns = np.arange(width) * small.shape[1] // width
    return np.ascontiguousarray(small[rows[:, None], columns])


def smoothly(mask: Pixels, height: int, width: int) -> Pixels:
    """A mask of 0 and 255 at full size, its outline without the steps of the small pixels; (H, W) uint8."""
    if mask.shape == (height, width):
        return mask
    return np.where(cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR) > 127, 255, 0).astype(np.uint8)
