"""From signed derivatives to eight bits, for the exercises on edges."""

from typing import Literal

import numpy as np

from ops import Pixels

Direction = Literal["both", "x", "y"]
Fit = Literal["clip", "stretch"]


def clean(derivative: Pixels) -> Pixels:
    """Zero wherever a NaN or an infinity of the picture reached."""
    return np.where(np.isfinite(derivative), derivative, 0.0)


def strength(gx: Pixels, gy: Pixels, direction: Direction) -> Pixels:
    """Root of the squares, or the absolute derivative along one axis."""
    if direction == "both":
        return np.hypot(gx, gy)
    return np.absolute(gx if direction == "x" else gy)


def eight_bits(gradient: Pixels, fit: Fit) -> tuple[Pixels, dict[str, float]]:
    """Strength as uint8, clipped at 255 or stretched; with its largest value and the share above 255 in percent."""
    largest = float(gradient.max(initial=0))
    factor = 255 / largest if fit == "stretch" and largest > 0 else 1
    over = 100 * float((gradient > 255).mean())
    return np.rint(np.minimum(gradient * factor, 255)).astype(np.uint8), {"largest": largest, "over": over}


def signed(derivative: Pixels) -> Pixels:
    """Grey 128 is zero, black and white are the largest value with either sign. uint8."""
    largest = float(np.absolute(derivative).max(initial=0)) or 1.0
    return (128 + 127 * (derivative / largest)).astype(np.uint8)
