"""CLAHE in any depth: a clipped histogram and its curve for every tile, blended between tile centres."""

import math
from collections.abc import Iterator

import cv2
import numpy as np

from ops import Pixels
from ops._depth import ends

BINS = 256


def places(gray: Pixels) -> tuple[Pixels, Pixels]:
    """The bin 0..255 of each pixel between black and white, and how far into the bin it lies, 0..1; NaN is black."""
    if gray.dtype == np.uint8:  # a bin for each grey level, which counts in full
        return gray.astype(np.intp), np.ones(gray.shape, np.float32)
    low, high = ends(gray)
    at = np.nan_to_num(np.clip((gray.astype(np.float32) - low) * (BINS / ((high - low) or 1)), 0, BINS))
    bins = np.minimum(at.astype(np.intp), BINS - 1)
    return bins, at - bins


def histograms(bins: Pixels, tiles: int) -> Pixels:
    """Histogram of each tile, (tiles, tiles, 256); the rim is mirrored to fill whole tiles."""
    high, wide = bins.shape
    full = cv2.copyMakeBorder(bins.astype(np.uint8), 0, -high % tiles, 0, -wide % tiles, cv2.BORDER_REFLECT_101)
    tall, broad = full.shape[0] // tiles, full.shape[1] // tiles
    blocks = full.reshape(tiles, tall, tiles, broad).swapaxes(1, 2).reshape(tiles * tiles, -1)
    counts = [np.bincount(block, minlength=BINS) for block in blocks]
    return np.array(counts, np.float64).reshape(tiles, tiles, BINS)


def clipped(counts: Pixels, clip: float) -> Pixels:
    """Counts cut at clip times their average, with what was cut off spread evenly over all bins."""
    total = counts.sum(axis=-1, keepdims=True)
    kept = np.minimum(counts, clip * total / BINS)
    spread: Pixels = kept + (total - kept.sum(axis=-1, keepdims=True)) / BINS
    return spread


def curves(counts: Pixels) -> Pixels:
    """Cumulative share at the 257 edges of the bins, 0..1."""
    total = np.cumsum(counts, axis=-1)
    shares: Pixels = np.concatenate([np.zeros_like(total[..., :1]), total], axis=-1) / total[..., -1:]
    return shares


def blended(gray: Pixels, maps: Pixels, smooth: bool = True) -> Pixels:
    """Each value through the curves of the four nearest tiles, by nearness; or of its own tile alone. float32."""
    low, high = ends(gray)
    bins, into = places(gray)
    starts, steps = maps[..., :-1].astype(np.float32), np.diff(maps, axis=-1).astype(np.float32)
    out = np.empty(gray.shape, np.float32)
    for rows, up, down, v in _bands(gray.shape[0], len(maps), smooth):
        for columns, before, after, h in _bands(gray.shape[1], len(maps), smooth):
            here, far = bins[rows, columns], into[rows, columns]
            a, b, c, d = (starts[t][here] + far * steps[t][here] for i in (up, down) for t in ((i, before), (i, after)))
            out[rows, columns] = (a + h * (b - a)) * (1 - v[:, None]) + (c + h * (d - c)) * v[:, None]
    return low + (high - low) * out


def _bands(size: int, tiles: int, smooth: bool) -> Iterator[tuple[slice, int, int, Pixels]]:
    """Stretches between tile centres: where, the two tiles, and the share of the second for each pixel."""
    tile = math.ceil(size / tiles)
    at = np.arange(size, dtype=np.float32) / tile - 0.5 if smooth else np.arange(size) // tile * np.float32(1)
    first = np.floor(at).astype(int)
    for band in np.unique(first):
        start, end = np.searchsorted(first, [band, band + 1])
        pair = int(np.clip(band, 0, tiles - 1)), int(np.clip(band + 1, 0, tiles - 1))
        yield slice(start, end), *pair, at[start:end] - band
