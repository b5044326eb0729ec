"""What a depth can hold, and which values a picture spans: so that one formula serves 8 bits, 16 bits and HU."""

from collections.abc import Callable

import numpy as np

from ops import Pixels


def saturated(values: Pixels, like: Pixels) -> Pixels:
    """Values rounded and cut to what the depth of `like` can hold; float32 is neither. NaN becomes 0."""
    if like.dtype.kind == "f":
        return values.astype(like.dtype)
    limits = np.iinfo(like.dtype)
    kept = np.clip(np.rint(values), limits.min, limits.max)
    return (kept if values.dtype.kind != "f" else np.nan_to_num(kept)).astype(like.dtype)


def per_value(image: Pixels, change: Callable[[Pixels], Pixels]) -> Pixels:
    """change(image), by a table of all values where these are whole numbers, which is several times faster."""
    if image.dtype.kind == "f":
        return change(image)
    unsigned = f"u{image.dtype.itemsize}"
    every = np.arange(1 << 8 * image.dtype.itemsize).astype(unsigned).view(image.dtype)
    return np.take(change(every), image.view(unsigned))


def ends(image: Pixels) -> tuple[float, float]:
    """Black and white: 0 and 255 on 8 bits, otherwise the lowest and the highest finite value of the picture."""
    if image.dtype == np.uint8:
        return 0.0, 255.0
    finite = image[np.isfinite(image)] if image.dtype.kind == "f" else image
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def span(image: Pixels) -> float:
    """White minus black, so that a strength in percent means the same in every depth; 1 when there is no contrast."""
    low, high = ends(image)
    return high - low if high > low else 1.0


def at_limits(image: Pixels) -> float:
    """Percent of all values at the lowest or the highest that the depth can hold; 0 for float32, which has no such."""
    if image.dtype.kind == "f":
        return 0.0
    limits = np.iinfo(image.dtype)
    return 100 * float(np.count_nonzero(image == limits.min) + np.count_nonzero(image == limits.max)) / image.size
