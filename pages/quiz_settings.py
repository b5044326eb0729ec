"""Settings of the plan, and the line that says what an interview changes in it."""

from datetime import timedelta

import streamlit as st

from pages import own, quiz_plan, quiz_second
from pages import quiz_state as state
from pages import quiz_words as w
from pages.shared import say, shelf
from study.preference import MOST, NEW, RETENTIONS
from study.text import Text


def plan_line() -> None:
    """What the day of the interview changes today, and why."""
    if way := own.countdown():
        seen = own.cards()
        unseen = sum(quiz_plan.fits(q, "words") and id not in seen for id, q in shelf().questions.items())
        st.info(say(way.said(unseen, own.preferences().new_per_day)), icon=":material/event:")


def settings() -> None:
    """Saved as they are changed; everything that is shown follows at once."""
    now = own.preferences()
    with st.expander(say(w.SETTINGS), icon=":material/tune:", key="settings"):
        # a date cannot be cleared by keyboard in the widget itself, so there is a button for it
        with st.container(horizontal=True, vertical_alignment="bottom", key="interview_day"):
            st.session_state["quiz.set.interview"] = now.interview
            st.date_input(
                say(w.INTERVIEW_DAY),
                key="quiz.set.interview",
                min_value=own.today() - timedelta(days=1 if now.interview is None else 400),
                max_value=own.today() + timedelta(days=730),
                format="YYYY-MM-DD",
                on_change=_interview,
                help=say(w.INTERVIEW_HELP),
            )
            if now.interview:
                st.button(say(w.NO_INTERVIEW), key="quiz.set.none", on_click=_no_interview)
        _slider("new_per_day", w.NEW_A_DAY, NEW, now.new_per_day)
        _slider("most_per_day", w.MOST_A_DAY, MOST, now.most_per_day)
        st.session_state["quiz.set.retention"] = round(now.retention * 100)
        st.slider(
            say(w.RETENTION),
            round(RETENTIONS[0] * 100),
            round(RETENTIONS[1] * 100),
            key="quiz.set.retention",
            format="%d%%",
            on_change=_retention,
            help=say(w.RETENTION_HELP),
        )
        quiz_second.switch()


def _slider(name: str, label: Text, span: tuple[int, int], value: int) -> None:
    key = f"quiz.set.{name}"
    st.session_state[key] = value
    st.slider(
        say(label),
        span[0],
        span[1],
        key=key,
        on_change=_chosen,
        args=(name, key),
    )


def _chosen(name: str, key: str) -> None:
    state.write(lambda: own.prefer(**{name: st.session_state[key]}))


def _retention() -> None:
    state.write(lambda: own.prefer(retention=st.session_state["quiz.set.retention"] / 100))


def _interview() -> None:
    chosen = st.session_state["quiz.set.interview"]
    if chosen:
        state.write(lambda: own.prefer(interview=chosen.isoformat()))


def _no_interview() -> None:
    state.write(lambda: own.prefer(interview=None))
