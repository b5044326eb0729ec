"""Shapes, curves, textures and noise that the phantoms are drawn with. Coordinates are (x, y) in pixels."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[Any]  # float32 (H, W)
Line = NDArray[Any]  # float64 (N, 2)
Mask = NDArray[np.bool_]
Pixels = NDArray[Any]
Truth = dict[str, Pixels]
Points = Sequence[tuple[float, float]]

_SUB = 4  # binary digits of a subpixel


def grid(height: int, width: int) -> tuple[Field, Field]:
    """The x and the y of every pixel, each (H, W)."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    return x, y


def cloud(rng: np.random.Generator, shape: tuple[int, int], grain: float) -> Field:
    """Smooth noise (H, W) of mean 0 and deviation 1; `grain` is the radius of its blobs in pixels."""
    step = max(1, int(grain // 3))
    small = rng.standard_normal((-(-shape[0] // step) + 2, -(-shape[1] // step) + 2), np.float32)
    field = cv2.GaussianBlur(small, (0, 0), grain / step)
    if step > 1:
        field = cv2.resize(field, None, fx=step, fy=step, interpolation=cv2.INTER_CUBIC)
    field = field[: shape[0], : shape[1]]
    out: Field = (field - field.mean()) / field.std()
    return out


def blurred(field: NDArray[np.generic], sigma: float) -> Field:
    """A Gaussian blur of any numbers or a mask, as floats."""
    out: Field = cv2.GaussianBlur(field.astype(np.float32), (0, 0), sigma)
    return out


def ellipse(shape: tuple[int, int], center: tuple[float, float], axes: tuple[float, float], turn: float = 0) -> Mask:
    """A filled ellipse: center and half axes, turned clockwise in degrees."""
    mask = np.zeros(shape, np.uint8)
    at, half = (tuple(round(v * 2**_SUB) for v in pair) for pair in (center, axes))
    cv2.ellipse(mask, at, half, turn, 0, 360, 1, -1, cv2.LINE_8, _SUB)
    return mask.astype(bool)


def curve(points: Points, closed: bool = False, steps: int = 24) -> Line:
    """A smooth line (N, 2) through the points: Catmull-Rom."""
    p = np.asarray(points, float)
    around = np.vstack([p[-1:], p, p[:2]]) if closed else np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False):
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*parts, *([] if closed else [p[-1:]])])


def blob(shape: tuple[int, int], points: Points) -> Mask:
    """What a smooth closed line through the points surrounds."""
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [_fixed(curve(points, closed=True))], 1, cv2.LINE_8, _SUB)
    return mask.astype(bool)


def stroke(shape: tuple[int, int], line: Line, start: float, end: float) -> Mask:
    """A line (N, 2) whose width goes from start to end."""
    mask = np.zeros(shape, np.uint8)
    for index, width in enumerate(np.linspace(start, end, len(line) - 1)):
        pair = _fixed(line[index : index + 2])
        cv2.line(mask, tuple(pair[0].tolist()), tuple(pair[1].tolist()), 1, max(1, round(width)), cv2.LINE_8, _SUB)
    return mask.astype(bool)


def _fixed(line: Line) -> NDArray[np.int32]:
    return np.asarray(np.rint(line * 2**_SUB), np.int32)


def inside(mask: Mask) -> Field:
    """How far inside the mask a pixel lies, 0 outside; only around the mask is anything computed."""
    out = np.zeros(mask.shape, np.float32)
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if len(ys):
        part = (slice(max(ys[0] - 1, 0), ys[-1] + 2), slice(max(xs[0] - 1, 0), xs[-1] + 2))
        out[part] = np.maximum(cv2.distanceTransform(mask[part].astype(np.uint8), cv2.DIST_L2, 5) - 0.5, 0)
        out[part] *= mask[part]
    return out


def depth(mask: Mask) -> Field:
    """How far inside the mask a pixel lies; negative outside."""
    outside = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5)
    out: Field = np.where(mask, inside(mask), np.float32(0.5) - outside)
    return out


def wavy(mask: Mask, rng: np.random.Generator, much: float, grain: float) -> Mask:
    """The mask with its border moved in and out by smooth noise of `much` pixels."""
    moved: Mask = depth(mask) + much * cloud(rng, (mask.shape[0], mask.shape[1]), grain) > 0
    return moved
