"""Lines that a person drew on the picture, kept as text so that a link, a script and a test can hold them."""

import re
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

MOST_STROKES, MOST_POINTS, MOST_TEXT = 40, 64, 4000
EXAMPLE = "f 40,40 60,60;b 5,5 5,95"
POINT = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,9})?),(-?[0-9]{1,6}(?:\.[0-9]{1,9})?)")


@dataclass(frozen=True, slots=True)
class Strokes:
    """A knob that is drawn. Its value is a text such as "f 12.5,30 13.1,31.2;b 5,5 6,6", "" for nothing drawn.

    Strokes are parted by semicolons. The letter is f (foreground) or b (background), then come points x,y in percent
    of width and height with at most one decimal, parted by blanks. One point is a dot.
    """


def tidy(value: object) -> str:
    """The legal text nearest to what was asked for: broken strokes and points dropped, the rest clamped to 0..100.

    At most 40 strokes of 64 points and 4,000 characters; what is beyond is dropped.
    """
    kept: list[str] = []
    room = MOST_TEXT
    for part in _whole(value).split(";"):
        letter, *words = part.split() or [""]
        points = [f"{_percent(m[1])},{_percent(m[2])}" for m in map(POINT.fullmatch, words) if m][:MOST_POINTS]
        stroke = " ".join([letter, *points])
        if letter in ("f", "b") and points and len(stroke) < room and len(kept) < MOST_STROKES:
            kept.append(stroke)
            room -= len(stroke) + 1
    return ";".join(kept)


def _whole(value: object) -> str:
    """The text; of one that is too long, what comes before the last point that fits."""
    said = value if isinstance(value, str) else ""
    if len(said) <= MOST_TEXT:
        return said
    said = said[:MOST_TEXT]
    return said[: max(said.rfind(" "), said.rfind(";"), 0)]


def _percent(digits: str) -> str:
    return f"{round(min(max(float(digits), 0.0), 100.0), 1) + 0.0:g}"


def lines(strokes: str, letter: str, height: int, width: int) -> list[NDArray[Any]]:
    """The strokes with this letter as (n, 2) int32 pixel positions, x before y, inside a picture of that size."""
    last = np.array([width - 1, height - 1])
    drawn = [part.split() for part in strokes.split(";") if part.startswith(letter)]
    percent = [np.array([point.split(",") for point in words[1:]], np.float64) for words in drawn]
    return [np.minimum(np.floor(p * [width / 100, height / 100]), last).astype(np.int32) for p in percent]


def markers(strokes: str, letter: str, height: int, width: int, thick: int = 1) -> NDArray[Any]:
    """The strokes with this letter drawn into a picture of zeros: 1 for the first, 2 for the next. (H, W) int32."""
    picture = np.zeros((height, width), np.int32)
    for number, line in enumerate(lines(strokes, letter, height, width), 1):
        # a lone point is drawn as a line to itself
        cv2.polylines(picture, [np.vstack([line, line[-1:]]).reshape(-1, 1, 2)], False, number, thick)
    return picture
