"""Charts as pictures: columns for a histogram, a line for a mapping. uint8, bright on dark."""

import cv2
import numpy as np

from ops import Pixels

HIGH, WIDE = 200, 256


def columns(counts: Pixels) -> Pixels:
    """Counts as columns, the highest at the top; so many that one would hide all others are cut to the rest."""
    counts = counts.astype(np.float64)
    # a CT is a third air: shown in full, that column would leave nothing of the others
    most = min(counts.max(), 4 * np.sort(counts)[-max(2, len(counts) // 50)] or counts.max())
    heights = np.minimum(counts, most)[np.arange(WIDE) * len(counts) // WIDE] * (HIGH / (most or 1))
    return np.where(np.arange(HIGH)[:, None] >= HIGH - heights, 170, 20).astype(np.uint8)


def mapping(outputs: Pixels) -> Pixels:
    """Outputs 0..1 for inputs from black to white, as a line over the diagonal that would change nothing."""
    chart = np.full((WIDE, WIDE), 20, np.uint8)
    cv2.line(chart, (0, WIDE - 1), (WIDE - 1, 0), 70)
    heights = np.interp(np.linspace(0, len(outputs) - 1, WIDE), np.arange(len(outputs)), outputs)
    rows = np.rint((1 - np.clip(heights, 0, 1)) * (WIDE - 1))
    points = np.column_stack([np.arange(WIDE), rows]).astype(np.int32)
    cv2.polylines(chart, [points], False, 255, 2)
    return chart


def eight(image: Pixels, low: float, high: float) -> Pixels:
    """Values from low to high as 0 to 255, for a stage that must be seen whatever the depth."""
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = (image.astype(np.float32) - low) * (255 / (high - low) if high > low else 0)
    levels: Pixels = np.rint(np.nan_to_num(np.clip(scaled, 0, 255))).astype(np.uint8)
    return levels
