"""One question of the interview on the page, with the clock; nothing here says how good an answer was."""

from datetime import UTC, datetime
from typing import assert_never

import streamlit as st

from pages import interview_state as state
from pages import interview_words as w
from pages import quiz_drill
from pages.clock import Reading, clock
from pages.keeper import keeper
from pages.shared import say
from study.interview import State
from study.interview_plan import minutes
from study.question import Picture, Question, Worded
from study.text import Text


@st.fragment
def interview(id: str) -> None:
    """The question that is on; an answer leads to the next one without a new page."""
    found = state.look(id)
    if found.stage == "over" and not found.ended:
        state.finish(id)
    if "i" not in st.query_params or found.ended or found.stage == "over":
        st.rerun()  # the whole page: the debrief, or the first screen
    with st.container(key="interview"):
        _clock(id, found)
        _head(id, found)
        q = state.question(found)
        if q is None:
            st.warning(say(w.GONE))
            _next(id, found, say(w.PASS))
        else:
            _ask(id, found, q)


def _clock(id: str, found: State) -> None:
    def read() -> Reading:
        now, at = datetime.now(UTC), state.state(id) or found
        q = state.question(at)
        return Reading(
            spot=state.spot(at),
            remaining=at.remaining(now),
            total=at.seconds,
            used=at.used(now),
            planned=60 * minutes(q) if q else 0.0,
            running=at.running,
        )

    with st.container(key="clock"):
        clock(read, lambda: state.beat(id))


def _head(id: str, found: State) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="interview_head"):
        st.caption(say(w.QUESTION_N).format(n=found.place + 1, all=len(found.questions)))
        st.space("stretch")
        if found.stage == "answer" and state.question(found) is not None:
            st.button(
                say(w.PASS),
                key="interview.pass",
                type="tertiary",
                icon=":material/skip_next:",
                shortcut="Alt+N",
                on_click=state.submit,
                args=(id, state.spot(found), False),
            )
        st.button(
            say(w.END),
            key="interview.end",
            type="tertiary",
            icon=":material/stop_circle:",
            shortcut="Alt+X",
            on_click=state.ask_to_end,
            args=(not state.desk().ending,),
        )
    if state.desk().ending:
        _sure(id)
    if message := state.message():
        st.info(say(message))
    if found.spent >= found.seconds:
        st.warning(say(w.BELL), icon=":material/notifications:")


def _sure(id: str) -> None:
    with st.container(border=True, key="interview_sure"):
        st.markdown(say(w.END_SURE))
        with st.container(horizontal=True):
            st.button(
                say(w.END_YES),
                key="interview.end.yes",
                type="primary",
                shortcut="Alt+Enter",
                on_click=state.end,
                args=(id,),
            )
            st.button(say(w.END_NO), key="interview.end.no", on_click=state.ask_to_end, args=(False,))


def _ask(id: str, found: State, q: Question) -> None:
    spoken = found.setup.style == "spoken" and isinstance(q, Worded)
    match found.stage:
        case "answer":
            _prompt(q)
            if isinstance(q, Worded):
                _say_it(w.SPEAK) if spoken else _box(id, found)
            else:
                at = state.spot(found)
                quiz_drill.ask(q, state.typed(id, at)[0], found.place, lambda text: state.keep(id, at, text))
            _next(id, found, say(w.SPOKEN if spoken else w.NEXT))
        case "follow":
            _follow_up(found, q)
            _say_it(w.SPEAK_AGAIN) if spoken else _box(id, found)
            _next(id, found, say(w.SPOKEN if spoken else w.NEXT))
        case "notes":
            _notes(id, found, q)
            _next(id, found, say(w.NOTES_NEXT))
        case "over":
            pass
        case _:
            assert_never(found.stage)


def _prompt(q: Question) -> None:
    st.header(say(q.title) if isinstance(q, Picture) else say(q.prompt), anchor=False)
    if isinstance(q, Picture):
        st.markdown(say(q.prompt))


def _follow_up(found: State, q: Question) -> None:
    number = found.turn.follow[len(found.turn.replies)]
    st.caption(f":blue-badge[{say(w.FOLLOW_UP)}] {say(q.prompt)}")
    if isinstance(q, Worded) and number < len(q.follow_ups):
        st.header(say(q.follow_ups[number].ask), anchor=False)


def _say_it(text: Text) -> None:
    with st.container(border=True, key="speak"):
        st.markdown(f":material/mic: {say(text)}")


def _box(id: str, found: State, label: str | None = None, height: int = 240) -> None:
    at = state.spot(found)
    box = state.box(id, at)
    st.session_state.setdefault(box, state.typed(id, at)[0])
    st.text_area(
        label or say(w.ANSWER),
        key=box,
        height=height,
        placeholder=say(w.HOW) if label is None else None,
        max_chars=10_000,
        on_change=state.keep_box,
        args=(id, at),
    )
    keeper(at, box, lambda spot, text: state.keep(id, spot, text))


def _notes(id: str, found: State, q: Question) -> None:
    at = state.spot(found)
    st.header(say(w.NOTES_TITLE), anchor=False)
    st.caption(f"{say(q.prompt)} · {say(w.NOTES_SAID)}")
    ticked = state.typed(id, at)[1]
    with st.container(key="notes_points"):
        for number, point in enumerate(q.points if isinstance(q, Worded) else (), 1):
            key = f"interview.tick.{id}.{at}.{point.id}"
            st.session_state.setdefault(key, point.id in ticked)
            st.checkbox(f"{number}. {say(point.text)}", key=key, on_change=state.tick, args=(id, at, point.id))
    _box(id, found, say(w.NOTES), 120)


def _next(id: str, found: State, label: str) -> None:
    st.button(
        label,
        key="interview.next",
        type="primary",
        shortcut="Mod+Enter",
        on_click=state.submit,
        args=(id, state.spot(found)),
    )
