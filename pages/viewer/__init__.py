"""The lab's picture: one inline component that owns its knobs and its canvas and talks to /live while they move."""

from typing import Any

import streamlit as st

from ops import Exercise, Knob
from pages import lab_state as state
from pages.lab_bench import Bench
from pages.shared import HERE, lang, say
from pages.viewer import words as w
from pages.viewer.letters import answered, arrived
from scans.scan import Scan

FOLDER = HERE / "viewer"
# One script for the browser, cut into files by what they are about; the last one holds the export.
SCRIPTS = ("socket.js", "letters.js", "picture.js", "panel.js", "place.js", "viewer.js")


def _read(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


_viewer = st.components.v2.component(
    "scanprep_viewer", html=_read("viewer.html"), css=_read("viewer.css"), js="\n".join(map(_read, SCRIPTS))
)


def viewer(bench: Bench, scan: Scan) -> None:
    """Show the exercise on the scan; on release state.turned() takes over where everything stands."""
    _viewer(
        key="viewer",
        data={
            "id": state.lab().version,
            "token": state.token(bench.scan),
            "second": (state.token(bench.second) or None) if bench.second else None,
            "exercise": _exercise(bench.exercise),
            "values": dict(bench.knobs),
            "frame": bench.frame,
            "window": list(bench.window) if bench.window else None,
            "bake": bench.bake,
            "overlaid": scan.overlay is not None,
            "overlay": bench.overlay,
            "size": [scan.size[1], scan.size[0]],
            "tall": scan.tall,
            "frames": scan.frames,
            "unit": scan.unit,
            "deep": scan.pixels.dtype.name != "uint8",
            "windows": [{"name": say(v.name), "center": v.center, "width": v.width} for v in scan.windows],
            "reach": list(scan.reach()),
            "inverted": scan.inverted,
            "lang": lang(),
            "answer": answered(),
            "words": {name: say(text) for name, text in w.WORDS.items()},
        },
        on_state_change=state.turned,
        on_road_change=arrived,
        on_letter_change=arrived,
    )


def _exercise(exercise: Exercise) -> dict[str, Any]:
    return {
        "name": exercise.name,
        "title": say(exercise.title),
        "knobs": [_knob(knob) for knob in exercise.knobs],
        "naive": exercise.naive is not None,
        "trap": say(exercise.trap) if exercise.trap else None,
        "stages": exercise.stages is not None,
    }


def _knob(knob: Knob) -> dict[str, Any]:
    said: dict[str, Any] = {"name": knob.name, "label": say(knob.label), "default": knob.default}
    if isinstance(knob.default, bool):
        return said | {"kind": "switch"}
    if knob.strokes is not None:
        return said | {"kind": "strokes"}
    if knob.range is None:
        names = [say(name) for name in knob.names] or [str(choice) for choice in knob.choices]
        choices = [{"value": v, "label": n} for v, n in zip(knob.choices, names, strict=True)]
        return said | {"kind": "choice", "choices": choices}
    r = knob.range
    return said | {"kind": "range", "low": r.low, "high": r.high, "step": r.step, "unit": r.unit}
