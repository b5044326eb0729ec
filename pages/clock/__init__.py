"""The interview's clock: ticks in the browser, and tells us every few seconds that somebody is still there."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.clock import words as w
from pages.shared import HERE, say
from study.interview import BEAT, GRACE

FOLDER = HERE / "clock"


def _read(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


_clock = st.components.v2.component(
    "scanprep_clock", html=_read("clock.html"), css=_read("clock.css"), js=_read("clock.js")
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock shows; all times in seconds. `spot` changes when another question is on."""

    spot: str
    remaining: float
    total: float
    used: float  # on this question
    planned: float  # for this question
    running: bool


@st.fragment
def clock(read: Callable[[], Reading], beat: Callable[[], None]) -> None:
    """Show the clock; `beat` is called every few seconds while it runs.

    A fragment of its own, so that a sign of life reruns nothing that the learner sees.
    """
    now = read()
    _clock(
        key="interview_clock",
        data={
            "spot": now.spot,
            "remaining": now.remaining,
            "total": now.total,
            "used": now.used,
            "planned": now.planned,
            "running": now.running,
            "beat": BEAT,
            "grace": GRACE,
            "words": {name: say(text) for name, text in w.WORDS.items()},
        },
        on_beat_change=beat,
    )
