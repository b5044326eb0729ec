"""What the geometric exercises share: interpolation by name, and what to put where the picture has nothing."""

import cv2
import numpy as np

from ops import Pixels

FLAGS = {"nearest": cv2.INTER_NEAREST, "linear": cv2.INTER_LINEAR, "cubic": cv2.INTER_CUBIC}
MOST = 40_000_000  # output pixels


def emptiness(image: Pixels) -> float:
    """What stands for nothing: 0, or the lowest value where that is below 0, because 0 HU is water and not air."""
    lowest = float(np.nanmin(image)) if image.dtype.kind == "f" and not np.isnan(image).all() else 0.0
    if image.dtype == np.int16:
        lowest = float(image.min())
    return min(0.0, lowest) if np.isfinite(lowest) else 0.0


def warped(image: Pixels, matrix: Pixels, size: tuple[int, int], interpolation: str) -> Pixels:
    """The picture under a 2 x 3 matrix from input to output pixels (x, y), in a size of (width, height)."""
    fill = emptiness(image)
    return cv2.warpAffine(image, matrix, size, flags=FLAGS[interpolation], borderValue=(fill, fill, fill))
