"""The place where a marked answer appears: one component, there before the answer is, so that nothing has to load."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from pages.shared import HERE

FOLDER = HERE / "reveal"
KEY = "reveal"
HEARD = "reveal.heard"  # which ticks of the browser the last run has taken over: (answer, number)
_component = st.components.v2.component(
    "scanprep_reveal",
    html='<div class="sp-reveal"></div>',
    css=(FOLDER / "reveal.css").read_text("utf-8"),
    js=(FOLDER / "reveal.js").read_text("utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Shown:
    """What the browser is told. `html` has a tick for each of `points`; `beside` and `order` change under the hand."""

    answer: str = ""  # an id of this answering: ticks that come for another one are dropped
    html: str = ""
    credited: str = ""  # with {hit}
    points: Sequence[str] = ()
    ticked: Collection[str] = ()
    beside: Mapping[str, str] = field(default_factory=dict)  # point -> HTML
    order: Sequence[int] = ()  # of the follow-ups


def place(shown: Shown = Shown(), take: Callable[[tuple[str, ...]], None] = lambda ticked: None) -> None:
    """Show it (nothing by default); `take` is called with all ticked points when the learner changes one."""

    def ticks() -> None:
        said = (st.session_state.get(KEY) or {}).get("ticks")
        if not isinstance(said, dict) or said.get("id") != shown.answer:
            return
        ticked, n = said.get("ticked"), said.get("n")
        if isinstance(ticked, list) and isinstance(n, int):
            st.session_state[HEARD] = (shown.answer, n)
            take(tuple(p for p in shown.points if p in ticked))

    answer, n = st.session_state.get(HEARD, ("", 0))
    data = {
        "id": shown.answer,
        "html": shown.html,
        "credited": shown.credited,
        "ticked": [p for p in shown.points if p in shown.ticked],
        "beside": dict(shown.beside),
        "order": list(shown.order),
        "heard": n if answer == shown.answer else 0,
    }
    _component(key=KEY, data=data, on_ticks_change=ticks)
