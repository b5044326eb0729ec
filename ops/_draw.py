"""Numbers as pictures, for the stages of an exercise."""

import cv2
import numpy as np

from ops import Pixels

SIZE = (200, 256)  # rows, columns


def curve(values: Pixels, mark: float) -> Pixels:
    """Values as filled columns, their largest at the top; a bright line at mark (0..1 of the width). uint8."""
    rows, columns = SIZE
    heights = np.interp(np.linspace(0, len(values) - 1, columns), np.arange(len(values)), values)
    tops = rows - rows * heights / (heights.max() or 1)
    picture = np.where(np.arange(rows)[:, None] >= tops, 150, 20).astype(np.uint8)
    at = round(min(max(mark, 0.0), 1.0) * (columns - 1))
    return cv2.line(picture, (at, 0), (at, rows - 1), 255)
