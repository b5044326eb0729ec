"""One ask with its scans at hand, and what follows from both: keys, knobs, sizes and places."""

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from ops import Exercise, Pixels, Result
from scans.scan import Scan
from server.ask import Ask
from server.drawn import Drawn
from server.source import feed, sees_window, smaller
from server.view import Place, contain

HALO = 48  # pixels around a crop that a neighbourhood may reach into


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One ask with its scans at hand."""

    ask: Ask
    scan: Scan
    second: Scan | None


def origin(scene: Scene) -> tuple[Hashable, ...]:
    """What decides the pixels that an exercise sees."""
    ask = scene.ask
    window = ask.window if sees_window(scene.scan, ask.exercise, ask.bake) else None
    return (ask.token, ask.frame, window, ask.bake)


def key_of(scene: Scene, naive: bool) -> tuple[Hashable, ...]:
    """Everything that decides an exact result."""
    ask = scene.ask
    return ("result", naive, ask.exercise.name, ask.knobs, ask.second, *origin(scene))


def pace_name(exercise: Exercise, naive: bool) -> str:
    """Under which its pace is known."""
    return f"{exercise.name} (naive)" if naive else exercise.name


def level(k: int, image: Pixels) -> int:
    """A k by which the picture can be made smaller."""
    return max(1, min(k, int(image.shape[0]), int(image.shape[1])))


def knobs_at(ask: Ask, k: int) -> dict[str, Any]:
    """The knobs for a picture made k times smaller: lengths in pixels shrink with it."""
    lengths = {knob.name for knob in ask.exercise.knobs if knob.range is not None and knob.range.unit == "px"}
    return ask.exercise.turn({name: value / k if name in lengths else value for name, value in ask.knobs})


def pictures_at(scene: Scene, k: int) -> dict[str, Pixels]:
    """The second picture by its parameter's name, for an exercise that takes one."""
    exercise = scene.ask.exercise
    if exercise.second is None or scene.second is None:
        return {}
    at = beside(scene.scan, scene.second, scene.ask.frame)
    fed = feed(scene.second, exercise, at, scene.second.windows[0], scene.ask.bake, second=True)
    return {exercise.second[0]: smaller(fed.image, level(k, fed.image))}


def beside(scan: Scan, second: Scan, frame: int) -> int:
    """The frame of a second picture: the same slice of a volume with as many, the first of any other."""
    return frame if scan.frames == second.frames else 0


def placed(result: Result, scene: Scene, fed: Pixels, k: int) -> Drawn:
    """A result of the shape of what was fed lies on it pixel by pixel; any other is fitted into the scan's frame."""
    size = result.image.shape[:2]
    place = Place(step=k) if size == fed.shape[:2] else contain((size[0], size[1]), scene.scan.size)
    return Drawn(result.image, place, k == 1, k, result.facts)


def crop(image: Pixels, scene: Scene, k: int) -> tuple[int, int, Pixels]:
    """What is in view and a margin, with its left upper corner."""
    view, (high, wide) = scene.ask.view, image.shape[:2]
    margin = HALO * k
    left, top = (max(math.floor(v) - margin, 0) for v in (min(view.x, wide - 1), min(view.y, high - 1)))
    right, bottom = math.ceil(view.x + view.w) + margin, math.ceil(view.y + view.h) + margin
    return left, top, image[top : max(bottom, top + 1), left : max(right, left + 1)]
