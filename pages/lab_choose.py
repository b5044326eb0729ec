"""The top of the lab: which exercise, which scan, and the way in for one's own."""

from collections.abc import Callable

import streamlit as st

from ops import GROUPS, exercises
from pages import lab_state as state
from pages import lab_words as w
from pages.gate import gate
from pages.lab_bench import EARLIER, OVERLAY, UPLOAD
from pages.shared import say, visitor
from scans.planes import PLANES
from scans.samples import masks, samples
from scans.scan import Scan
from study.text import Text


def choose() -> None:
    """Two pickers and the uploader in one row, and how an upload is treated under it."""
    left, middle, right = st.columns([4, 4, 3], gap="small", vertical_alignment="bottom")
    with left:
        _exercise()
    with middle:
        _scan("lab.scan", w.SCAN, state.lab().bench.scan, [*samples(), *state.lab().tokens], state.pick_scan)
    with right:
        _upload()
    bench = state.lab().bench
    if bench.exercise.second is not None:
        what = bench.exercise.second[2]
        label = Text(w.SECOND.zh.format(label=what.zh), w.SECOND.en.format(label=what.en))
        ids = [*samples(), *masks(), *state.lab().tokens, *state.overlays()]
        _scan("lab.second", label, bench.second, ids, state.pick_second)
    st.caption(say(w.PRIVACY))
    failed = state.lab().failed
    if failed is not None:
        st.error(say(failed), icon=":material/broken_image:")


def current(scan: Scan) -> None:
    """One quiet line about the scan, and what it warns of."""
    with st.container(horizontal=True, vertical_alignment="center", key="current"):
        facts = " · ".join(f"{say(name)} {value}" for name, value in scan.facts)
        st.caption(facts or f"{scan.size[1]} × {scan.size[0]}")
        if state.lab().bench.scan == UPLOAD:
            st.button(
                say(w.REMOVE), key="lab.remove", type="tertiary", icon=":material/delete:", on_click=state.drop_upload
            )
    _plane()
    if scan.spacing and scan.tall != 1:
        st.caption(say(w.STRETCHED).format(rows=scan.spacing[0], columns=scan.spacing[1]))
    for warning in scan.warnings:
        st.warning(say(warning), icon=":material/privacy_tip:")


def _plane() -> None:
    if len(state.offered()) > 1:
        st.session_state["lab.plane"] = state.lab().bench.plane
        st.segmented_control(
            say(w.PLANE),
            state.offered(),
            format_func=lambda plane: say(PLANES[plane]),
            key="lab.plane",
            on_change=state.pick_plane,
        )


def _exercise() -> None:
    every = exercises()
    st.session_state["lab.exercise"] = state.lab().bench.exercise.name
    st.selectbox(
        say(w.EXERCISE),
        list(every),
        format_func=lambda name: f"{say(GROUPS[every[name].group])} · {say(every[name].title)}",
        key="lab.exercise",
        on_change=state.pick_exercise,
    )


def _scan(key: str, label: Text, now: str, ids: list[str], pick: Callable[[], None]) -> None:
    st.session_state[key] = now
    st.selectbox(
        say(label),
        list(dict.fromkeys((*ids, now))),  # what is chosen and gone can still be named
        format_func=lambda id: say(_title(id)),
        key=key,
        on_change=pick,
    )


def _title(id: str) -> Text:
    named = {UPLOAD: w.MINE, EARLIER: w.EARLIER}
    named |= {UPLOAD + OVERLAY: w.MY_OVERLAY, EARLIER + OVERLAY: w.EARLIER_OVERLAY}
    return named[id] if id in named else masks()[id] if id in masks() else samples()[id].title


def _upload() -> None:
    if not visitor():
        st.info(say(w.NO_COOKIE))
        return
    key = f"lab.file.{state.lab().uploads}"
    with st.container(key="upload"):
        st.file_uploader(say(w.UPLOAD), None, key=key, on_change=state.take_upload)
        gate(key)
