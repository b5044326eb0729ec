"""256 levels of a picture of any depth, and the thresholds that part their histogram best."""

import numpy as np

from ops import Pixels


def levels(image: Pixels) -> tuple[Pixels, float, float]:
    """Levels 0..255 (H, W) uint8, the value at which level 0 starts, and how many values a level holds.

    An 8-bit picture is its own levels. Any other depth is cut into 256 equal parts from its least to its largest
    finite value; NaN and infinity become level 0.
    """
    if image.dtype == np.uint8:
        return image, 0.0, 1.0
    finite = np.isfinite(image)
    values = image[finite]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    if not low < high:
        return np.zeros(image.shape, np.uint8), low, 1.0
    width = (high - low) / 256
    parts = (np.where(finite, image, low).astype(np.float64) - low) / width
    return np.minimum(parts, 255).astype(np.uint8), low, width


def best_cuts(counts: Pixels, classes: int) -> list[int]:
    """The last level of every class but the highest, so that the variance between the classes is largest.

    Exact, by dynamic programming over the 256 counts; fewer cuts when fewer levels are in use.
    """
    used = np.flatnonzero(counts)
    part = np.concatenate([[0], counts[used] / max(counts.sum(), 1)])
    share, moment = np.cumsum(part), np.cumsum(part * np.concatenate([[0], used]))
    weight = share[None, :] - share[:, None]  # of the levels from the row up to, but without, the column
    gain = np.where(weight > 0, (moment[None, :] - moment[:, None]) ** 2 / np.where(weight > 0, weight, 1), -np.inf)
    best, origin = gain[0], []
    for _ in range(min(classes, len(used)) - 1):
        total = best[:, None] + gain
        origin.append(total.argmax(axis=0))
        best = total.max(axis=0)
    cuts, end = [], len(used)
    for back in reversed(origin):
        end = int(back[end])
        cuts.append(int(used[end - 1]))
    return cuts[::-1]
