"""Keeps what is being typed: saves a draft while the learner types, and puts the cursor where it belongs."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.shared import HERE

_keeper = st.components.v2.component("scanprep_keeper", js=(HERE / "keeper" / "keeper.js").read_text("utf-8"))

_leaving = st.components.v2.component("scanprep_leaving", js=(HERE / "keeper" / "leaving.js").read_text("utf-8"))


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


def leaving(boxes: Mapping[str, Callable[[str], None]]) -> None:
    """Call the function of a text area (by its widget key) with what was typed when its popover closes over it."""

    def left() -> None:
        said = (st.session_state.get("leaving") or {}).get("left")
        if isinstance(said, dict) and said.get("box") in boxes and isinstance(said.get("text"), str):
            boxes[said["box"]](said["text"])

    with st.container(key="leaving_boxes"):
        _leaving(key="leaving", data={"boxes": list(boxes)}, on_left_change=left, height=1)
