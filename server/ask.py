"""What a browser may ask of the live picture. Everything in a message is checked here and nowhere else."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ops import Exercise, exercises

LONGEST = 8192  # characters in a message
VIEWPORT = 2560  # device pixels of a canvas, each way
FAR = 1e7  # no coordinate and no window lies beyond

Show = Literal["result", "naive", "diff", "stages"]
SHOWS: tuple[Show, ...] = ("result", "naive", "diff", "stages")


class BadAsk(ValueError):
    """A message that our page would never send."""


@dataclass(frozen=True, slots=True)
class View:
    """The rectangle of the scan that is on screen, in pixels of the scan, and the size of the canvas it fills."""

    x: float
    y: float
    w: float
    h: float
    wide: int  # device pixels
    high: int

    @property
    def scale(self) -> float:
        """Device pixels per pixel of the scan, the way that shows more: a scan's pixels need not be square."""
        across, down = self.wide / self.w, self.high / self.h
        # a canvas has whole pixels, so that both are never quite the same
        return across if down < 1.01 * across else down


@dataclass(frozen=True, slots=True)
class Ask:
    """What to show."""

    n: int
    token: str
    second: str | None
    exercise: Exercise
    knobs: tuple[tuple[str, Any], ...]
    frame: int
    window: tuple[float, float] | None  # center, width
    bake: bool  # put the window into the pixels before the exercise sees them
    view: View
    drag: bool  # a finger is on a knob: quick before exact
    show: Show
    stage: int
    overlay: bool = False  # draw the overlay over the scan itself; nothing is computed from it

    @property
    def what(self) -> tuple[object, ...]:
        """Everything that the exact result depends on."""
        return (self.exercise.name, self.knobs, *self.source, self.second)

    @property
    def source(self) -> tuple[object, ...]:
        """Everything that the picture before depends on."""
        return (self.token, self.frame, self.window, self.bake)


@dataclass(frozen=True, slots=True)
class Probe:
    """Which values lie at this pixel of the scan?"""

    x: int
    y: int


def read(text: str) -> Ask | Probe:
    """Read a message. Raises BadAsk; numbers out of range are clamped, knobs through Exercise.turn."""
    if len(text) > LONGEST:
        raise BadAsk(f"message: must have at most {LONGEST} characters, got {len(text)}")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadAsk("message: must be JSON") from problem
    if not isinstance(said, dict):
        raise BadAsk(f"message: must be an object, got {type(said).__name__}")
    if "probe" in said:
        x, y = _numbers(said["probe"], 2)
        return Probe(math.floor(x), math.floor(y))
    return _ask(said)


def _ask(said: Mapping[str, object]) -> Ask:
    exercise = exercises().get(str(said.get("exercise")))
    if exercise is None:
        raise BadAsk("exercise: must be one we have")
    knobs, show, second = said.get("knobs"), said.get("show"), said.get("second")
    if show not in SHOWS:
        raise BadAsk(f"show: must be one of {', '.join(SHOWS)}")
    lacking = exercise.stages if show == "stages" else exercise.naive
    show = "result" if lacking is None else show
    turned = exercise.turn(knobs if isinstance(knobs, dict) else {})
    return Ask(
        n=_whole(said.get("n"), 1 << 53),
        token=_token(said.get("token")),
        second=_token(second) if exercise.second and second is not None else None,
        exercise=exercise,
        knobs=tuple(turned.items()),
        frame=_whole(said.get("frame", 0), 100_000),
        window=_window(said.get("window")),
        bake=said.get("bake") is True,
        view=_view(said.get("view")),
        drag=said.get("mode") == "drag",
        show=show,
        stage=_whole(said.get("stage", 0), 100),
        overlay=said.get("overlay") is True,
    )


def exactly(ask: Ask) -> Ask:
    """The same, but not in a hurry."""
    return replace(ask, drag=False)


def _token(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 64:
        raise BadAsk("token: must be a text of 1 to 64 characters")
    return value


def _whole(value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadAsk(f"number: must be whole, got {type(value).__name__}")
    return min(max(value, 0), most)


def _numbers(value: object, count: int) -> list[float]:
    if not isinstance(value, list) or len(value) != count:
        raise BadAsk(f"numbers: must be a list of {count}")
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in value):
        raise BadAsk("numbers: must be numbers")
    if not all(abs(v) <= FAR for v in value):  # NaN fails this too
        raise BadAsk(f"numbers: must lie within {FAR:g}")
    return [float(v) for v in value]


def _window(value: object) -> tuple[float, float] | None:
    if value is None:
        return None
    center, width = _numbers(value, 2)
    return center, max(width, 1e-3)


def _view(value: object) -> View:
    x, y, w, h, wide, high = _numbers(value, 6)
    return View(x, y, max(w, 1.0), max(h, 1.0), *(min(max(int(s), 1), VIEWPORT) for s in (wide, high)))
