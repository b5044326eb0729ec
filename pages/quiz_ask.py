"""One question on the page: before the answer is shown, and after."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import assert_never

import streamlit as st

from pages import (
    own,
    quiz_drill,
    quiz_face,
    quiz_past,
    quiz_plan,
    quiz_report,
    quiz_reveal,
    quiz_second,
    reveal,
    second,
)
from pages import quiz_state as state
from pages import quiz_words as w
from pages.keeper import keeper, leaving
from pages.links import quiz_link
from pages.quiz_past import known
from pages.shared import say
from study.asking import Opinion
from study.draft import Draft
from study.drill import verdict
from study.marking import mark, suggest
from study.memory import intervals
from study.question import Choice, Code, Number, Open, Order, Picture, Question, Worded
from study.review import Rating
from study.span import span

# Seconds between the marked answer and the rest. Sent together, a browser draws all of it at once, at the end: the
# answer then stands there in 1.5 times an empty rerun, and with this in 1.3 times.
DRAW = 0.03
KEYS = {Rating.AGAIN: "1", Rating.HARD: "2", Rating.GOOD: "3", Rating.EASY: "4"}


@st.fragment
def question() -> None:
    """The question that the URL names; a rating moves on to the next one without a new page."""
    if "q" not in st.query_params:
        st.rerun()  # the sitting is over: the whole page goes back to its first screen
    q = state.held(st.query_params["q"])
    draft = state.draft(q)
    with st.container(key="quiz"):
        top = st.container(key="quiz_top")
        # first of all, for it is what the learner waits for
        opinion = _answered(q, draft) if isinstance(q, Worded) else None
        # all that has to be looked up, before anything more is sent: the browser draws the answer meanwhile
        left, undo, nexts = quiz_plan.left(state.desk().skipped), state.can_undo(), _nexts(q, draft)
        if state.just_revealed():
            time.sleep(DRAW)
        with top:
            _head(q, draft, left, undo)
        if draft.revealed:
            _after(q, draft, opinion, nexts)
        else:
            _before(q, draft)
        with st.container(horizontal=True, vertical_alignment="center", key="tools"):
            quiz_past.tools(q)
            quiz_report.report(q)
            leaving(
                {
                    quiz_past.note_box(q): lambda text: quiz_past.keep_note(q, text),
                    quiz_report.text_box(q): lambda text: quiz_report.keep_text(q, text),
                }
            )
        quiz_past.note(q)


def _answered(q: Worded, draft: Draft) -> Opinion | None:
    """The answer as it was marked; before it is shown an empty place, loaded, so that only the words have to come.

    Gives the second opinion as it stood at this moment: the whole run shows the same.
    """
    if not draft.revealed:
        reveal.place()
        return None
    opinion = second.opinion(q, draft.answer)
    ticked = frozenset(draft.ticked or ())
    quiz_reveal.reveal(
        q,
        draft.answer,
        mark(q, draft.answer),
        ticked,
        lambda ticked: state.tick(q.id, ticked),
        id=draft.key,
        before=known(q),
        beside=quiz_second.beside(q, opinion, ticked),
    )
    return opinion


def _head(q: Question, draft: Draft, left: int, undo: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="quiz_head"):
        st.caption(quiz_face.line(q, [say(w.LEFT).format(n=left)] if left else []))
        st.space("stretch")
        if undo:
            st.button(
                say(w.UNDO),
                key="quiz.undo",
                type="tertiary",
                icon=":material/undo:",
                shortcut="Alt+U",
                on_click=state.undo,
            )
        if not draft.revealed:
            st.button(
                say(w.SKIP),
                key="quiz.skip",
                type="tertiary",
                icon=":material/skip_next:",
                shortcut="Alt+N",
                on_click=state.skip,
                args=(q.id,),
            )
        st.button(say(w.LEAVE), key="quiz.leave", type="tertiary", icon=":material/close:", on_click=state.leave)
    if message := state.message():
        st.info(say(message))
    quiz_face.asked(q)


def _before(q: Question, draft: Draft) -> None:
    match q:
        case Open() | Code():
            state.ready(q)
            quiz_past.missed_before(q)
            box = f"quiz.answer.{q.id}"
            st.session_state.setdefault(box, draft.answer)
            st.text_area(
                say(w.ANSWER),
                key=box,
                height=240,
                placeholder=say(w.HOW),
                max_chars=10_000,
                on_change=state.keep_box,
                args=(q.id,),
            )
            keeper(q.id, box, state.keep)
        case Choice() | Order() | Number() | Picture():
            quiz_drill.ask(q, draft.answer, state.times(q.id), lambda text: state.keep(q.id, text))
        case _:
            assert_never(q)
    label = say(w.REVEAL) if isinstance(q, Worded) else say(w.CHECK)
    st.button(label, key="quiz.reveal", type="primary", shortcut="Mod+Enter", on_click=state.reveal, args=(q.id,))
    if isinstance(q, Worded):
        quiz_second.will_send()
    if state.changed(q):
        # below the box, so that nothing moves under a hand that is typing
        st.info(say(w.CHANGED), icon=":material/sync:")


def _after(q: Question, draft: Draft, opinion: Opinion | None, nexts: Mapping[Rating, timedelta]) -> None:
    match q:
        case Open() | Code():
            quiz_second.line(q, draft.answer, opinion)
            quiz_reveal.ways_on(q)
            suggested = suggest(q, frozenset(draft.ticked or ()), mark(q, draft.answer))
        case Choice() | Order() | Number() | Picture():
            quiz_drill.reveal(q, draft.answer)
            suggested = Rating.GOOD if verdict(q, draft.answer) else Rating.AGAIN
            st.markdown(f"**{say(w.TRAINS)}**")
            quiz_link(q.trains)
        case _:
            assert_never(q)
    quiz_past.past(q)
    _rate(q, suggested, nexts)


def _nexts(q: Question, draft: Draft) -> dict[Rating, timedelta]:
    """When the question would come back after each rating; nothing while it is being answered."""
    if not draft.revealed:
        return {}
    return intervals(state.card(q.id), datetime.now(UTC), own.preferences().retention)


def _rate(q: Question, suggested: Rating, nexts: Mapping[Rating, timedelta]) -> None:
    with st.container(border=True, key="rate"):
        st.markdown(f"**{say(w.RATE)}** :gray[{say(w.SUGGESTED).format(rating=say(w.RATINGS[suggested]))}]")
        with st.container(horizontal=True, key="rate_buttons"):
            for rating, word in w.RATINGS.items():
                st.button(
                    f"{say(word)} · {say(span(nexts[rating]))}",
                    key=f"quiz.rate.{rating.name}",
                    type="primary" if rating is suggested else "secondary",
                    shortcut=KEYS[rating],
                    width="stretch",
                    on_click=state.rate,
                    args=(q.id, rating),
                )
