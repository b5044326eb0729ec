"""From a picture to the bytes that one canvas needs: the visible part, made small by a whole number, encoded."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from ops import Pixels
from server.ask import View
from server.ink import inked

QUALITY = 90  # JPEG
RAW = 1_000_000  # bytes that are sent as they are to a browser on this machine: coding them would take longer
LOSSLESS = 512  # up to this many pixels each way an exact view is sent as it is
MOST = 6_000_000  # pixels in one frame


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture lies on the scan: its left upper corner and the length of its pixels, in pixels of the scan."""

    x: float = 0.0
    y: float = 0.0
    step: float = 1.0


@dataclass(frozen=True, slots=True)
class Shot:
    """An encoded piece of a picture and the rectangle (x, y, w, h) of the scan that it covers.

    "raw" is uint8, row by row, grey or RGB, of the size (width, height).
    """

    kind: Literal["jpeg", "png", "raw"]
    data: bytes
    size: tuple[int, int]
    rect: tuple[float, float, float, float]
    shrunk: int  # this many pixels became one, each way


def contain(size: tuple[int, int], scan: tuple[int, int]) -> Place:
    """Where a picture of `size` (height, width) lies when it is fitted into the scan's frame, centered.

    A result of the same shape at another size lies exactly over the scan, so that both can be compared.
    """
    step = min(scan[0] / size[0], scan[1] / size[1])
    return Place((scan[1] - size[1] * step) / 2, (scan[0] - size[0] * step) / 2, step)


def shoot(
    image: Pixels,
    place: Place,
    view: View,
    exact: bool,
    finish: Callable[[Pixels], Pixels] = lambda piece: piece,
    near: bool = False,
    over: Pixels | None = None,
) -> Shot | None:
    """The part of image (H, W) or (H, W, 3) RGB that is in view; None when nothing of it is.

    exact: no JPEG where it would be seen at 1:1 or closer. finish: makes the small piece uint8. near: no network lies
    between, so that bytes cost less than coding them. over: an overlay of the size of the image.
    """
    piece = _visible(image, place, view)
    if piece is None:
        return None
    x, y, w, h = piece
    k = _factor(view.scale * place.step, w * h, finer=exact)
    # a multiple of k, or INTER_AREA would take its slow path
    k = min(k, w, h)
    w, h = w // k * k, h // k * k
    small = image[y : y + h, x : x + w]
    if k > 1:
        small = cv2.resize(small, (w // k, h // k), interpolation=cv2.INTER_AREA)
    eight = finish(small)
    if over is not None:
        eight = inked(eight, over[y : y + h, x : x + w], k)
    kind, data = _raw(eight) if near and eight.nbytes <= RAW else _encode(eight, lossless=exact and k == 1)
    step = place.step
    return Shot(
        kind, data, (eight.shape[1], eight.shape[0]), (place.x + x * step, place.y + y * step, w * step, h * step), k
    )


def _visible(image: Pixels, place: Place, view: View) -> tuple[int, int, int, int] | None:
    high, wide = image.shape[:2]
    left = max(math.floor((view.x - place.x) / place.step), 0)
    top = max(math.floor((view.y - place.y) / place.step), 0)
    right = min(math.ceil((view.x + view.w - place.x) / place.step), wide)
    bottom = min(math.ceil((view.y + view.h - place.y) / place.step), high)
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def _factor(scale: float, pixels: int, finer: bool) -> int:
    """How many pixels become one: at most what the canvas can show, rounded to the finer or to the quicker side."""
    k = max(1, math.floor(1 / scale + 1e-6) if finer else math.ceil(1 / scale - 0.25))
    while pixels / (k * k) > MOST:
        k += 1
    return k


def _raw(image: Pixels) -> tuple[Literal["raw"], bytes]:
    return "raw", image.tobytes()


def _encode(image: Pixels, lossless: bool) -> tuple[Literal["jpeg", "png"], bytes]:
    colored = image.ndim == 3
    if not colored and _is_binary(image):
        options = [cv2.IMWRITE_PNG_BILEVEL, 1, cv2.IMWRITE_PNG_COMPRESSION, 1]
        return "png", cv2.imencode(".png", image, options)[1].tobytes()
    sent = cv2.cvtColor(image, cv2.COLOR_RGB2BGR) if colored else np.ascontiguousarray(image)
    if lossless and max(image.shape[:2]) <= LOSSLESS:
        return "png", cv2.imencode(".png", sent, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
    return "jpeg", cv2.imencode(".jpg", sent, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()


def _is_binary(image: Pixels) -> bool:
    """Whether every pixel is 0 or 255; a sparse look first, because most pictures fail it."""
    return _two(image[::17, ::13]) and _two(image)


def _two(image: Pixels) -> bool:
    return bool(np.all((image == 0) | (image == 255)))
