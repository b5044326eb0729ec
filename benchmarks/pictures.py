"""Scans to measure with, and the stamp: a grey block in the left upper corner that holds the slider's value.

A peer draws the stamp into what it shows, and the page reads it back; so only the picture of the asked step can end a
measurement, never one that was still on its way.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]


def scene(size: int, color: bool = False, seed: int = 7) -> Pixels:
    """A soft picture with some texture, (size, size) or (size, size, 3) uint8."""
    chance = np.random.default_rng(seed)
    planes = [
        cv2.resize(chance.integers(0, 256, (64, 64)).astype(np.uint8), (size, size)) for _ in range(3 if color else 1)
    ]
    image = np.dstack(planes) if color else planes[0]
    cv2.circle(image, (size // 2, size // 2), size // 4, (200, 120, 60) if color else 200, max(2, size // 100))
    return image


def stamp(image: Pixels, value: int) -> Pixels:
    """The picture with the slider's value in its corner, as a grey block of a 32nd of its width."""
    stamped = image.copy()
    block = max(8, image.shape[1] // 32)
    stamped[:block, :block] = grey(value)
    return stamped


def grey(value: int) -> int:
    """The grey of a value: neighbouring values differ by far more than any encoder blurs."""
    return (value * 53) % 200 + 28


def png(image: Pixels) -> bytes:
    sent = cv2.cvtColor(image, cv2.COLOR_RGB2BGR) if image.ndim == 3 else image
    return cv2.imencode(".png", sent)[1].tobytes()
