"""A question's face, the same on the quiz page and in the preview of the Banks page."""

from collections.abc import Iterable

import streamlit as st

from pages import quiz_words as w
from pages.shared import say, shelf
from study.question import Code, Picture, Question


def line(q: Question, more: Iterable[str] = ()) -> str:
    """Topic and difficulty in one line."""
    topic = shelf().topics.get(shelf().topic_of.get(q.id, ""))
    code = f" · {say(w.CODE)}" if isinstance(q, Code) else ""
    return " · ".join([*([say(topic)] if topic else []), say(w.DIFFICULTY[q.difficulty]) + code, *more])


def asked(q: Question) -> None:
    """What is asked, as a heading."""
    st.header(say(q.title) if isinstance(q, Picture) else say(q.prompt), anchor=False)
    if isinstance(q, Picture):
        st.markdown(say(q.prompt))
