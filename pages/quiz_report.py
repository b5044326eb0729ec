"""Saying that something is wrong with a question; the list stands on the Banks page."""

import secrets
from datetime import UTC, datetime

import streamlit as st

from pages import quiz_words as w
from pages.shared import learner, say, store
from study.question import Question
from study.report import ABOUTS, LONGEST, Report
from study.store import StoreError
from study.text import Text


def report(q: Question) -> None:
    """A small form that opens on demand. What is typed stays when sending fails."""
    if not learner():
        return
    with st.popover(say(w.REPORT), icon=":material/flag:", type="tertiary", key="quiz.report"):
        if st.session_state.get(_key(q, "sent")):
            st.success(say(w.REPORTED))
            return
        st.radio(say(w.REPORT_ABOUT), ABOUTS, format_func=lambda about: say(w.ABOUTS[about]), key=_key(q, "about"))
        st.text_area(say(w.REPORT_TEXT), key=text_box(q), max_chars=LONGEST, height=110)
        if failed := st.session_state.pop(_key(q, "failed"), None):
            st.error(say(failed))
        st.button(say(w.REPORT_SEND), key=_key(q, "send"), on_click=_send, args=(q,))


def text_box(q: Question) -> str:
    """The widget key of the report's text area."""
    return _key(q, "text")


def keep_text(q: Question, text: str) -> None:
    """Take over what stood in the report's text area when it was closed."""
    st.session_state[text_box(q)] = text[:LONGEST]


def _send(q: Question) -> None:
    # the key belongs to the form, so that a second press adds nothing
    key = st.session_state.setdefault(_key(q, "key"), secrets.token_urlsafe(18))
    text, about = str(st.session_state[text_box(q)]).strip(), st.session_state[_key(q, "about")]
    said: Text | None = None if text or about != "other" else w.REPORT_EMPTY
    try:
        if said is None and not store().reports.add(Report(learner(), q.id, about, text, datetime.now(UTC), key)):
            said = w.REPORT_TOO_MANY
    except StoreError as e:
        said = Text(w.NOT_SENT.zh.format(why=e.said.zh), w.NOT_SENT.en.format(why=e.said.en))
    st.session_state[_key(q, "failed" if said else "sent")] = said or True


def _key(q: Question, part: str) -> str:
    return f"quiz.report.{part}.{q.id}"
