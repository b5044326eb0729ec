"""The lab: a scan, an exercise, its knobs; live while dragging, and the call, script and link that reproduce it."""

import streamlit as st

from pages import lab_state as state
from pages import lab_words as w
from pages.lab_beside import beside, explanation
from pages.lab_choose import choose, current
from pages.shared import HERE, say
from pages.viewer import viewer

st.set_page_config(page_title=f"{say(w.TITLE)} · ScanPrep", page_icon=str(HERE / "icon.png"), layout="wide")


@st.fragment
def lab() -> None:
    """The whole page is one fragment: a release reruns this and nothing else."""
    with st.container(key="lab"):
        bench = state.bench()
        choose(bench)
        bench = state.bench()
        scan = state.scan(bench)
        if scan is None:
            st.warning(say(w.GONE), icon=":material/hourglass_disabled:")
            return
        current(bench, scan)
        explanation(bench.exercise)
        viewer(bench.exercise, scan, state.token(bench), state.second(bench), bench.start(), state.turned)
        beside(bench, scan)


lab()
