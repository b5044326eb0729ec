"""The quiz: choose what to practise, say an answer, see what was missing, rate it, go on."""

import streamlit as st

from pages import quiz_ask, quiz_start
from pages import quiz_words as w
from pages.quiz_state import current
from pages.shared import icon, say, shelf

st.set_page_config(page_title=f"{say(w.TITLE)} · ScanPrep", page_icon=icon(), layout="wide")

if not shelf().questions:
    st.warning(say(w.NO_BANKS), icon=":material/menu_book:")
elif current():
    quiz_ask.question()
else:
    quiz_start.choose()
