"""The lab: a scan, an exercise, its knobs; live while dragging, and the call, script and link that reproduce it."""

import streamlit as st

from pages import lab_state as state
from pages import lab_words as w
from pages.lab_beside import beside
from pages.lab_choose import choose, current
from pages.shared import icon, say
from pages.viewer import viewer

st.set_page_config(page_title=f"{say(w.TITLE)} · ScanPrep", page_icon=icon(), layout="wide")
state.arrive()


@st.fragment
def page() -> None:
    """The whole page is one fragment: letting go of a knob reruns this and nothing else."""
    with st.container(key="lab"):
        choose()
        bench = state.lab().bench
        scan = state.scan(bench.scan)
        if scan is None:
            st.warning(say(w.GONE), icon=":material/hourglass_disabled:")
            return
        current(scan)
        st.markdown(say(bench.exercise.about))
        viewer(bench, scan)
        beside(bench, scan)


page()
