"""The top of the lab: which exercise, which scan, and the way in for one's own."""

import streamlit as st

from ops import GROUPS, exercises
from pages import lab_state as state
from pages import lab_words as w
from pages.lab_state import UPLOAD, Bench, Held
from pages.paste import paste
from pages.shared import mine, say, visitor
from scans.samples import samples
from scans.scan import Scan

TYPES = ["png", "jpg", "jpeg", "tif", "tiff", "bmp", "webp", "dcm", "dicom", "ima", "nii", "gz"]


def choose(bench: Bench) -> None:
    every, held = exercises(), mine(Held, Held)
    st.session_state["lab.exercise"] = bench.exercise.name
    st.session_state["lab.scan"] = bench.scan
    left, right = st.columns([1, 1], gap="medium")
    left.selectbox(
        say(w.EXERCISE),
        list(every),
        format_func=lambda n: f"{say(GROUPS[every[n].group])} · {say(every[n].title)}",
        key="lab.exercise",
        on_change=state.pick_exercise,
    )
    right.selectbox(
        say(w.SCAN),
        [*samples(), *([UPLOAD] if held.token else [])],
        format_func=lambda id: say(w.MINE if id == UPLOAD else samples()[id].title),
        key="lab.scan",
        on_change=state.pick_scan,
    )
    if held.token and bench.scan == UPLOAD:
        return
    if not visitor():
        st.info(say(w.NO_COOKIE))
        return
    key = f"lab.file.{held.version}"
    with st.container(key="upload"):
        st.file_uploader(say(w.UPLOAD), None, key=key, help=say(w.UPLOAD_HELP), on_change=state.take_upload)
        paste(key)
    if held.failed:
        st.error(say(held.failed), icon=":material/broken_image:")


def current(bench: Bench, scan: Scan) -> None:
    """One quiet line about the scan, what it warns of, and how it is treated."""
    with st.container(horizontal=True, vertical_alignment="center", key="current"):
        facts = " · ".join(f"{say(name)} {value}" for name, value in scan.facts)
        st.caption(facts or f"{scan.size[1]} × {scan.size[0]}")
        if bench.scan == UPLOAD:
            st.button(
                say(w.REMOVE), key="lab.remove", type="tertiary", icon=":material/delete:", on_click=state.drop_upload
            )
    for warning in scan.warnings:
        st.warning(say(warning), icon=":material/privacy_tip:")
