"""The banks: which files are live, what is wrong in them, how each question looks and how learners fare with it."""

import streamlit as st

from pages import banks_files, banks_insight, banks_out, banks_preview, banks_reports
from pages import banks_state as state
from pages import banks_words as w
from pages.shared import icon, say
from study import home

st.set_page_config(page_title=f"{say(w.TITLE)} · ScanPrep", page_icon=icon(), layout="wide")

with st.container(key="banks"):
    st.header(say(w.TITLE), anchor=False)
    folder = f"`{home.library().folder.name}/`"
    st.caption(say(w.LEAD).format(folder=folder))
    if not state.open_here():
        st.info(say(w.READ_ONLY), icon=":material/visibility:")
    # By hand and not by bind=, which would write the words of one language into the URL.
    st.session_state["banks.view"] = view = state.view()
    st.segmented_control(
        say(w.VIEW),
        list(w.VIEWS),
        required=True,
        format_func=lambda v: say(w.VIEWS[v]),
        key="banks.view",
        on_change=state.turn,
        label_visibility="collapsed",
    )
    match view:
        case "preview":
            banks_preview.preview()
        case "numbers":
            banks_insight.figures()
        case "suggestions":
            banks_insight.suggestions()
        case "reports":
            banks_reports.reports()
        case "export":
            banks_out.export()
        case _:
            banks_files.files()
