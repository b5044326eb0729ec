"""Where the lab stands: exercise, scan, knobs, window. Read from the URL, kept there, changed by callbacks."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import cv2
import streamlit as st

from ops import Exercise, exercises
from pages.shared import mine, visitor
from scans.decode import read
from scans.samples import samples
from scans.scan import Scan, ScanError, shown
from server.pictures import SAMPLE, pictures
from server.source import feed, window_of
from study.text import Text

FIRST = "canny"
UPLOAD = "upload"


@dataclass(frozen=True)
class Bench:
    """One state of the lab; everything a link must hold, and nothing that it must not."""

    exercise: Exercise
    scan: str  # a sample's id, or "upload"
    knobs: Mapping[str, Any]
    frame: int = 0
    window: tuple[float, float] | None = None
    bake: bool = False
    second: str = ""

    @property
    def id(self) -> str:
        """Changes when the viewer must take over what Python says, and not when it only told Python."""
        return f"{self.exercise.name}|{self.scan}|{self.second}|{mine(Held, Held).version}"

    def start(self) -> dict[str, Any]:
        window = list(self.window) if self.window else None
        return {"id": self.id, "knobs": dict(self.knobs), "frame": self.frame, "window": window, "bake": self.bake}

    def query(self) -> dict[str, str]:
        """As the URL holds it: what stands at its default is left out, an upload is not named."""
        said = {"exercise": self.exercise.name}
        if self.scan != UPLOAD:
            said["scan"] = self.scan
        if self.second and self.second != UPLOAD:
            said["second"] = self.second
        defaults = {k.name: k.default for k in self.exercise.knobs}
        said |= {name: str(value) for name, value in self.knobs.items() if value != defaults[name]}
        if self.frame:
            said["frame"] = str(self.frame)
        if self.window:
            said |= {"wc": f"{self.window[0]:g}", "ww": f"{self.window[1]:g}"}
        return said | ({"bake": "1"} if self.bake else {})


@dataclass
class Held:
    """This session's upload, and what the URL said last."""

    token: str = ""
    version: int = 0
    failed: Text | None = None
    last: dict[str, str] = field(default_factory=dict)


def bench() -> Bench:
    """The state that the URL describes; what is wrong in it is passed over."""
    said = st.query_params.to_dict()
    held = mine(Held, Held)
    known = exercises()
    exercise = known.get(said.get("exercise", ""), known[FIRST])
    scan = said.get("scan", UPLOAD if held.token else exercise.best_on)
    if scan not in samples() and not (scan == UPLOAD and held.token):
        scan = exercise.best_on
    now = {k: v for k, v in said.items() if k != "lang"}
    if now != held.last:  # somebody else moved: Back, Forward, a pasted link
        held.version += 1
        held.last = now
    return Bench(
        exercise,
        scan,
        exercise.turn(said),
        _whole(said.get("frame")),
        _window(said),
        said.get("bake") == "1",
        said.get("second", "") if exercise.second else "",
    )


def go(new: Bench) -> None:
    """Make the URL say this state."""
    held = mine(Held, Held)
    wanted = new.query()
    held.last = wanted
    for name in [n for n in st.query_params if n not in wanted and n != "lang"]:
        del st.query_params[name]
    for name, value in wanted.items():
        if st.query_params.get(name) != value:
            st.query_params[name] = value


def turned() -> None:
    """The viewer let go of a knob: take over where everything stands, each value made legal again."""
    said = (st.session_state.get("viewer") or {}).get("state")
    now = bench()
    if not isinstance(said, dict) or said.get("of") != now.id:
        return
    given = said.get("knobs")
    knobs: dict[str, object] = given if isinstance(given, dict) else {}
    window = said.get("window")
    pair = [str(v) for v in window] if isinstance(window, list) and len(window) == 2 else []
    asked = dict(zip(("wc", "ww"), pair, strict=False))
    frame = _whole(str(said.get("frame", 0)))
    bake = said.get("bake") is True
    go(Bench(now.exercise, now.scan, now.exercise.turn(knobs), frame, _window(asked), bake, now.second))


def pick_exercise() -> None:
    exercise = exercises()[st.session_state["lab.exercise"]]
    now = bench()
    go(
        Bench(
            exercise,
            now.scan,
            exercise.turn({}),
            now.frame,
            now.window,
            second=exercise.best_on if exercise.second else "",
        )
    )


def pick_scan() -> None:
    now = bench()
    go(Bench(now.exercise, st.session_state["lab.scan"], now.knobs, second=now.second))


def take_upload() -> None:
    """Decode what was uploaded, hold it for this visitor, and let go of the uploader with its file name."""
    held = mine(Held, Held)
    key = f"lab.file.{held.version}"
    file = st.session_state.get(key)
    if file is None:
        return
    held.failed = None
    try:
        scan = read(file.getvalue())
        held.token = pictures().hold(scan, visitor())
    except ScanError as problem:
        held.failed = problem.said
    held.version += 1
    if held.failed is None:
        now = bench()
        go(Bench(now.exercise, UPLOAD, now.knobs, second=now.second))


def drop_upload() -> None:
    held = mine(Held, Held)
    pictures().drop(held.token)
    held.token = ""
    now = bench()
    go(Bench(now.exercise, now.exercise.best_on, now.knobs, second=now.second))


def token(now: Bench) -> str:
    return mine(Held, Held).token if now.scan == UPLOAD else SAMPLE + now.scan


def second(now: Bench) -> str | None:
    return SAMPLE + now.second if now.second in samples() else None


def scan(now: Bench) -> Scan | None:
    return pictures().find(token(now), visitor())


def result_png(now: Bench) -> bytes:
    """The exact result at full size as PNG, nothing of the file it came from with it."""
    found = scan(now)
    if found is None:
        return b""
    window = window_of(found, now.window)
    source = feed(found, now.exercise, now.frame, window, now.bake)
    image = now.exercise.apply(source.image, now.knobs).image
    if image.dtype.name not in ("uint8", "uint16"):
        image = shown(image, window, found.inverted)
    sent = cv2.cvtColor(image, cv2.COLOR_RGB2BGR) if image.ndim == 3 else image
    return cv2.imencode(".png", sent)[1].tobytes()


def _whole(said: str | None) -> int:
    return min(int(said), 100_000) if said and said.isdecimal() and len(said) < 9 else 0


def _window(said: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        center, width = float(said["wc"]), float(said["ww"])
    except (KeyError, ValueError):
        return None
    good = math.isfinite(center) and math.isfinite(width) and abs(center) <= 1e6 and 0 < width <= 1e6
    return (center, width) if good else None
