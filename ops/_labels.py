"""Label maps that go along with a picture: their outline on it, and what became of their areas."""

import numpy as np

from ops import Pixels


def traced(image: Pixels, labels: Pixels) -> Pixels:
    """The picture with a line in its highest value wherever one label meets another; depth and channels are kept."""
    line = np.zeros(labels.shape, bool)
    for near, far in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        meets = labels[near] != labels[far]
        line[near] |= meets
        line[far] |= meets
    picture = image.copy()
    picture[line] = 255 if image.dtype == np.uint8 else _highest(image)
    return picture


def change(before: Pixels, after: Pixels) -> dict[str, str]:
    """How many labels there were and are, and how many pixels are above 0; infinity and NaN are no labels."""
    counts = [np.unique(m[m > 0]).size for m in (before, after)]
    areas = [np.count_nonzero(m > 0) for m in (before, after)]
    return {"labels": " → ".join(map(str, counts)), "area": " → ".join(map(str, areas))}


def _highest(image: Pixels) -> float:
    finite = image[np.isfinite(image)]
    return float(finite.max()) if finite.size else 0.0
