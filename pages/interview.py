"""The mock interview: set it up, answer on the clock, then see everything side by side."""

import streamlit as st

from pages import interview_ask, interview_debrief, interview_start
from pages import interview_state as state
from pages import interview_words as w
from pages.shared import icon, say, shelf

st.set_page_config(page_title=f"{say(w.TITLE)} · ScanPrep", page_icon=icon(), layout="wide")

if not shelf().questions:
    st.warning(say(w.NO_BANKS), icon=":material/menu_book:")
elif (id := state.current()) is None:
    interview_start.setup()
elif state.look(id).ended:
    interview_debrief.debrief(id)
else:
    interview_ask.interview(id)
