"""CLAHE in any depth: a clipped histogram and its curve for every tile, blended between tile centres."""

import math

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
    (up, down, v), (before, after, h) = (_between(size, len(maps), smooth) for size in gray.shape)
    corners = [
        starts.take(at) + into * steps.take(at)
        for at in (bins + BINS * (len(maps) * r[:, None] + c) for r in (up, down) for c in (before, after))
    ]
    upper, lower = (corners[n] * (1 - h) + corners[n + 1] * h for n in (0, 2))
    out: Pixels = low + (high - low) * (upper * (1 - v[:, None]) + lower * v[:, None])
    return out


def _between(size: int, tiles: int, smooth: bool) -> tuple[Pixels, Pixels, Pixels]:
    """For each row or column: the two tiles between whose centres it lies, and the share of the second."""
    tile = math.ceil(size / tiles)
    at = np.arange(size, dtype=np.float32) / tile - 0.5 if smooth else np.arange(size) // tile * np.float32(1)
    first = np.floor(at)
    one, other = (np.clip(n, 0, tiles - 1).astype(np.intp) for n in (first, first + 1))
    return one, other, (at - first).astype(np.float32)
