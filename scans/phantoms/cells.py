"""Fluorescent nuclei under a microscope: uneven brightness, texture, neighbours that touch, haze and shot noise."""

import numpy as np
from numpy.typing import NDArray

from scans.phantoms.draw import Field, Mask, Truth, blurred, cloud, ellipse, inside, wavy

SHAPE = (384, 384)
COUNT = 45
PATCH = 64  # around one nucleus


def cells(seed: int = 14) -> tuple[NDArray[np.uint8], Truth]:
    """384 x 384 uint8; truth: labels (int32, 1 to 45) and foreground."""
    rng = np.random.default_rng(seed)
    labels, light = _nuclei(rng)
    haze = blurred(light, 16) * 0.30 + 9 + 3 * cloud(rng, SHAPE, 70)
    sharp = blurred(light, 1.1) + haze
    counts = rng.poisson(np.clip(sharp * _lamp(), 0.5, None) * 1.1) / 1.1
    noisy = counts + rng.normal(0, 2.2, SHAPE)
    return np.rint(noisy.clip(0, 255)).astype(np.uint8), {"labels": labels, "foreground": labels > 0}


def _lamp() -> Field:
    """The lamp is brighter in the middle of the field."""
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]].astype(np.float32) / SHAPE[0] - 0.5
    out: Field = 1.06 - 0.42 * ((x - 0.05) ** 2 + (y + 0.04) ** 2)
    return out


def _nuclei(rng: np.random.Generator) -> tuple[NDArray[np.int32], Field]:
    """Nuclei one after another, each in a patch of its own; the canvas has a margin so that no patch leaves it."""
    canvas = (SHAPE[0] + 2 * PATCH, SHAPE[1] + 2 * PATCH)
    labels, light = np.zeros(canvas, np.int32), np.zeros(canvas, np.float32)
    texture = 1 + 0.10 * cloud(rng, canvas, 1.8) + 0.13 * cloud(rng, canvas, 4.5)
    places: list[tuple[float, float]] = []
    while labels.max() < COUNT:
        x, y = _place(places, rng)
        left, top, long = int(x) + PATCH // 2, int(y) + PATCH // 2, rng.uniform(13.5, 18.5)
        at, half = (x % 1 + PATCH / 2, y % 1 + PATCH / 2), (long, long * rng.uniform(0.68, 0.95))
        cell = wavy(ellipse((PATCH, PATCH), at, half, rng.uniform(0, 180)), rng, 0.8, 7)
        part = (slice(top, top + PATCH), slice(left, left + PATCH))
        if (labels[part][cell] > 0).mean() > 0.14:
            continue
        places.append((x, y))
        new = cell & (labels[part] == 0)
        labels[part][new] = labels.max() + 1
        light[part][new] = _glow(cell, rng, texture[part])[new]
    seen = (slice(PATCH, -PATCH), slice(PATCH, -PATCH))
    return labels[seen].copy(), light[seen].copy()


def _place(places: list[tuple[float, float]], rng: np.random.Generator) -> tuple[float, float]:
    """Half of the nuclei lie beside another one, as after a division."""
    if places and rng.random() < 0.62:
        x, y = places[int(rng.integers(len(places)))]
        turn, far = rng.uniform(0, 2 * np.pi), rng.uniform(22, 27)
        x, y = x + far * np.cos(turn), y + far * np.sin(turn)
        if 18 < x < SHAPE[1] - 18 and 18 < y < SHAPE[0] - 18:
            return float(x), float(y)
    return float(rng.uniform(18, SHAPE[1] - 18)), float(rng.uniform(18, SHAPE[0] - 18))


def _glow(cell: Mask, rng: np.random.Generator, texture: Field) -> Field:
    """Chromatin in lumps, one to three dark nucleoli, and less light where the nucleus is thin."""
    deep = inside(cell)
    out = rng.uniform(82, 172) * (0.72 + 0.28 * np.minimum(deep / 6, 1)) * texture
    ys, xs = np.nonzero(deep > 5)
    for index in rng.integers(0, len(ys), int(rng.integers(1, 4))):
        out[ellipse((PATCH, PATCH), (float(xs[index]), float(ys[index])), (2.6, 2.2))] *= 0.62
    glow: Field = out.astype(np.float32)
    return glow
