"""One state of the lab as a value: what a link to it holds, and how a link is read."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ops import Exercise, exercises
from scans.planes import PLANES, Plane
from scans.samples import masks, samples

FIRST = "canny"
UPLOAD, EARLIER = "upload", "earlier"  # the newest upload, and the one before it
OVERLAY = ".overlay"  # behind either: its overlay, as a mask
OVERLAYS = (UPLOAD + OVERLAY, EARLIER + OVERLAY)
FARTHEST = 1e6  # no window lies beyond


@dataclass(frozen=True)
class Bench:
    """Exercise, scan, knobs and how the scan is seen; everything a link must hold, and nothing that it must not."""

    exercise: Exercise
    scan: str  # a sample's id, or "upload"
    knobs: Mapping[str, Any]
    frame: int = 0
    window: tuple[float, float] | None = None  # None: the scan's own
    bake: bool = False
    second: str = ""  # a sample's or a mask's id, an upload or its overlay, for an exercise that takes two pictures
    plane: Plane = "axial"  # along which an uploaded volume is cut, and an uploaded second one with it
    overlay: bool = False  # drawn over the picture before

    def query(self) -> dict[str, str]:
        """As the URL holds it: what stands at its default is left out, an upload is not named."""
        said = {"exercise": self.exercise.name}
        said |= {name: id for name, id in (("scan", self.scan), ("second", self.second)) if named(id)}
        defaults = {k.name: k.default for k in self.exercise.knobs}
        said |= {name: str(value) for name, value in self.knobs.items() if value != defaults[name]}
        said |= {"plane": self.plane} if self.plane != "axial" else {}
        said |= {"frame": str(self.frame)} if self.frame else {}
        said |= {"wc": f"{self.window[0]:g}", "ww": f"{self.window[1]:g}"} if self.window else {}
        said |= {"overlay": "1"} if self.overlay else {}
        return said | ({"bake": "1"} if self.bake else {})


def read(said: Mapping[str, str], scan: str | None = None) -> Bench:
    """The state that a URL describes; what is wrong in it is passed over. `scan`: when the URL names none."""
    exercise = exercises().get(said.get("exercise", "")) or exercises()[FIRST]
    asked, second = said.get("scan", ""), said.get("second", "")
    id = asked if asked in samples() else scan or exercise.best_on
    return Bench(
        exercise,
        id,
        exercise.turn(said),
        whole(said.get("frame")),
        window(said.get("wc"), said.get("ww")),
        said.get("bake") == "1",
        second_for(exercise, second),
        plane(said.get("plane")) if id in (UPLOAD, EARLIER) else "axial",
        said.get("overlay") == "1",
    )


def second_for(exercise: Exercise, asked: str = "") -> str:
    """The second picture asked for, a sample that suits when it is none, "" for an exercise that takes one picture."""
    if exercise.second is None:
        return ""
    return asked if named(asked) or asked in (UPLOAD, EARLIER, *OVERLAYS) else exercise.second_best or exercise.best_on


def plane(said: object) -> Plane:
    """A plane, axial for anything else."""
    return next((p for p in PLANES if p == said), "axial")


def named(id: str) -> bool:
    """Whether a link may name this picture."""
    return id in samples() or id in masks()


def whole(said: object) -> int:
    """A frame number, 0 for anything else."""
    text = str(said)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def window(center: object, width: object) -> tuple[float, float] | None:
    """A window, None for anything else."""
    try:
        pair = float(str(center)), float(str(width))
    except ValueError:
        return None
    good = all(math.isfinite(v) and abs(v) <= FARTHEST for v in pair) and pair[1] > 0
    return pair if good else None
