"""Keeps what is being typed: saves a draft while the learner types, and puts the cursor where it belongs."""

from collections.abc import Callable

import streamlit as st

from pages.shared import HERE

_keeper = st.components.v2.component("scanprep_keeper", js=(HERE / "keeper" / "keeper.js").read_text("utf-8"))


@st.fragment
def keeper(question: str, box: str, save: Callable[[str, str], None]) -> None:
    """Watch the text area with the widget key `box`; half a second after the last key call save(question, text).

    A fragment of its own, so that saving reruns nothing that the learner sees.
    """

    def typed() -> None:
        said = st.session_state.get("keeper") or {}
        draft = said.get("typed") or {}
        if draft.get("question") == question and isinstance(draft.get("text"), str):
            save(question, draft["text"])

    with st.container(key="keeping"):
        _keeper(key="keeper", data={"question": question, "box": box}, on_typed_change=typed, height=1)
