"""The words and numbers beside an exact result: ranges, histograms, what the exercise found, how naive differs."""

import math
from dataclasses import asdict
from typing import Any

import cv2
import numpy as np

from ops import Exercise, Measure, Pixels, Refused
from ops._ribbon import ribbon
from scans.scan import Scan
from server.difference import share
from server.drawn import Drawn, finish
from server.scene import Scene
from server.source import window_of
from server.studio import Studio
from study.text import Text

MANY = 4_000_000  # a histogram of a larger deep picture counts every n-th pixel
SUMMARY = 20_000  # bytes that a summary takes in memory, and more
PATIENCE = 0.15  # seconds that a comparison with the naive version may take when nobody asked for it


def found(studio: Studio, scene: Scene) -> dict[str, Any]:
    """What stands beside the picture, ready for JSON. Raises Refused."""
    ask, scan = scene.ask, scene.scan
    result, source = studio.result(scene), studio.source(scene)
    return {
        "n": ask.n,
        "facts": [_fact(ask.exercise, name, value, scan.spacing) for name, value in result.facts.items()],
        "ms": round(result.seconds * 1000, 1),
        "size": [int(result.image.shape[1]), int(result.image.shape[0])],
        "note": said(source.note),
        "before": _before(studio, scene),
        "after": summary(result, scan, ask.window),
        "differs": _differs(studio, scene, result),
    }


def _before(studio: Studio, scene: Scene) -> dict[str, Any]:
    """The summary of the scan itself, which stays the same however its knobs are turned."""
    ask = scene.ask
    key = ("before", ask.token, ask.frame, ask.window)
    return studio.once(key, lambda: summary(studio.before(scene), scene.scan, ask.window), SUMMARY)


def said(text: Text | None) -> dict[str, str] | None:
    """A text in both languages, for JSON."""
    return None if text is None else asdict(text)


def summary(drawn: Drawn, scan: Scan, window: tuple[float, float] | None) -> dict[str, Any]:
    """Range, mean and histogram of a picture; counts are of shown values, from black to white."""
    image = drawn.image
    line = ribbon(image)
    shown = finish(drawn, scan, window)
    sparse = max(1, math.isqrt(image.shape[0] * image.shape[1] // MANY)) if image.dtype != np.uint8 else 1
    return {
        "depth": line.depth,
        "low": _plain(line.low),
        "high": _plain(line.high),
        "mean": _mean(image),
        "ribbon": said(line.said()),
        "axis": _axis(drawn, scan, window),
        "counts": _counts(shown(image[::sparse, ::sparse])),
    }


def _axis(drawn: Drawn, scan: Scan, window: tuple[float, float] | None) -> list[float]:
    if drawn.image.dtype == np.uint8:
        return [0, 255]
    return [_plain(edge) for edge in window_of(scan, window).edges]


def _plain(value: float) -> float:
    """As people write it: whole numbers as they are, others with the six digits that say something."""
    return value if float(value).is_integer() else float(f"{value:.6g}")


def _counts(image: Pixels) -> list[list[int]]:
    planes = [image] if image.ndim == 2 else list(cv2.split(image))
    return [[int(n) for n in cv2.calcHist([p], [0], None, [256], [0, 256]).ravel()] for p in planes]


def _mean(image: Pixels) -> float:
    channels = 1 if image.ndim == 2 else 3
    mean = sum(cv2.mean(image)[:channels]) / channels
    return round(mean, 3) if math.isfinite(mean) else 0.0


def _fact(
    exercise: Exercise, name: str, value: float | int | str, spacing: tuple[float, float] | None
) -> dict[str, Any]:
    number = f"{value:.6g}" if isinstance(value, float) else str(value)
    return {
        "name": name,
        "label": said(exercise.facts.get(name, Text(name, name))),
        "value": number + metric(value, exercise.measures.get(name), spacing),
    }


def metric(value: float | int | str, measure: Measure | None, spacing: tuple[float, float] | None) -> str:
    """The same in millimetres, behind a sign of equality; empty where it has no meaning or no spacing is known.

    `spacing`: mm between rows and between columns. A length in no known direction needs square pixels.
    """
    if measure is None or spacing is None or isinstance(value, str) or not math.isfinite(value):
        return ""
    rows, columns = spacing
    if measure == "area":
        return f" = {value * rows * columns:.4g} mm²"
    return f" = {value * rows:.4g} mm" if abs(rows - columns) <= 0.01 * rows else ""


def _differs(studio: Studio, scene: Scene, result: Drawn) -> float | None:
    asked = scene.ask.show in ("naive", "diff")
    if scene.ask.exercise.naive is None or not (asked or studio.expected(scene, naive=True) < PATIENCE):
        return None
    try:
        wrong = studio.result(scene, naive=True)
    except Refused:
        return None
    return share(result.image, wrong.image)
