"""A grey picture of any depth to compute features on, and one to draw them on."""

import cv2
import numpy as np

from ops import Pixels
from ops._levels import levels

RED, GREEN, YELLOW = (255, 60, 60), (60, 230, 90), (255, 220, 0)


def grey(image: Pixels) -> Pixels:
    """Values 0..255 as float32: of an 8-bit picture its own, of others the finite range stretched; NaN becomes 0."""
    if image.dtype == np.uint8:
        return image.astype(np.float32)
    known = np.isfinite(image)
    values = image[known].astype(np.float64)
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    factor = 255 / (high - low) if high > low else 0.0
    return ((np.where(known, image, low).astype(np.float64) - low) * factor).astype(np.float32)


def canvas(image: Pixels, dim: float = 1.0) -> Pixels:
    """The picture in 256 levels, darkened, as RGB to draw on. uint8."""
    return cv2.merge([(levels(image)[0] * dim).astype(np.uint8)] * 3)


def thickness(image: Pixels) -> int:
    """Of a line that can be seen when the whole picture fills a screen, in pixels."""
    return max(1, round(int(max(image.shape[:2])) / 700))


def peaks(values: Pixels, apart: float, least: float) -> tuple[Pixels, Pixels]:
    """Rows and columns of the maxima within `apart` pixels of `least` or more, strongest first; one a plateau."""
    size = 2 * max(round(apart / 2), 1) + 1
    top = (values >= cv2.dilate(values, np.ones((size, size), np.uint8))) & (values >= least) & (values > 0)
    number, labels = cv2.connectedComponents(top.astype(np.uint8), connectivity=8)
    rows, columns = np.nonzero(top)
    first = np.unique(labels[rows, columns], return_index=True)[1] if number > 1 else np.zeros(0, int)
    rows, columns = rows[first], columns[first]
    order = np.argsort(-values[rows, columns], kind="stable")
    return rows[order], columns[order]
