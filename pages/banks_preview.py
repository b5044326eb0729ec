"""Finding any question, and seeing it exactly as a learner does, trial answer and marking included."""

from typing import assert_never

import streamlit as st

from pages import banks_state as state
from pages import banks_words as w
from pages import quiz_drill, quiz_face, quiz_reveal
from pages import quiz_words as qw
from pages.links import quiz_link
from pages.shared import say, shelf
from study.marking import mark
from study.question import Choice, Code, Number, Open, Order, Picture, Question, Worded

SHOWN = 40


def preview() -> None:
    """The question that the URL names, or the search."""
    id = st.query_params.get("q")
    if id and id in shelf().questions:
        _question(shelf().questions[id])
        return
    if id:
        st.warning(say(w.NOT_THERE).format(id=f"`{id[:64]}`"), icon=":material/search_off:")
    _search()


@st.fragment
def _search() -> None:
    if st.query_params.get("q") in shelf().questions:
        st.rerun()  # one was chosen: the whole page turns to it
    wanted = st.text_input(say(w.FIND), key="banks.find", live=True, icon=":material/search:")
    found = state.search(wanted or "")
    st.caption(say(w.FOUND).format(n=len(found)) if found else say(w.FOUND_NONE))
    with st.container(key="options", gap=None):
        for q in found[:SHOWN]:
            st.button(
                f"{say(q.title)} :gray[· {say(w.KINDS[q.kind])} · {state.where(q.id)}]",
                key=f"banks.show.{q.id}",
                type="tertiary",
                on_click=state.show,
                args=(q.id,),
            )
    if len(found) > SHOWN:
        st.caption(say(w.MORE_FOUND).format(n=SHOWN))


@st.fragment
def _question(q: Question) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="preview_head"):
        st.button(say(w.BACK), key="banks.back", type="tertiary", icon=":material/arrow_back:", on_click=state.unshow)
        st.caption(f"{say(w.PREVIEW)} · `{state.where(q.id)}` · `{q.id}`")
        st.space("stretch")
        quiz_link(q.id, say(w.IN_QUIZ))
    if "q" not in st.query_params:
        st.rerun()
    with st.container(border=True, key="preview"):
        st.caption(quiz_face.line(q))
        quiz_face.asked(q)
        match q:
            case Open() | Code():
                _worded(q)
            case Choice() | Order() | Number() | Picture():
                _objective(q)
            case _:
                assert_never(q)


def _worded(q: Worded) -> None:
    shown = f"banks.shown.{q.id}"
    box = f"banks.trial.{q.id}"
    if shown not in st.session_state:
        st.session_state.setdefault(box, st.session_state.get(f"{box}.kept", ""))
        st.text_area(say(qw.ANSWER), key=box, height=200, placeholder=say(qw.HOW), max_chars=10_000)
        with st.container(horizontal=True):
            st.button(
                say(w.TRIAL), key="banks.mark", type="primary", shortcut="Mod+Enter", on_click=_mark, args=(q.id,)
            )
            st.button(say(w.MODEL_IN), key="banks.model", on_click=_fill, args=(q.id, say(q.answer)))
        return
    answer = st.session_state[shown]
    marking = mark(q, answer)
    st.button(say(w.TRIAL_AGAIN), key="banks.again", icon=":material/edit:", on_click=_again, args=(q.id,))
    kept = f"banks.ticked.{q.id}"
    ticked = frozenset(st.session_state.get(kept, marking.hits()))
    quiz_reveal.reveal(
        q,
        answer,
        marking,
        ticked,
        lambda ticked: st.session_state.__setitem__(kept, ticked),
        id=f"{q.id} {st.session_state['banks.trials']}",
    )
    quiz_reveal.ways_on(q)


def _mark(id: str) -> None:
    said = str(st.session_state.get(f"banks.trial.{id}", ""))
    st.session_state[f"banks.shown.{id}"] = st.session_state[f"banks.trial.{id}.kept"] = said
    st.session_state["banks.trials"] = st.session_state.get("banks.trials", 0) + 1
    st.session_state.pop(f"banks.ticked.{id}", None)


def _fill(id: str, text: str) -> None:
    st.session_state[f"banks.trial.{id}"] = text


def _again(id: str) -> None:
    del st.session_state[f"banks.shown.{id}"]


def _objective(q: Choice | Order | Number | Picture) -> None:
    key, shown = f"banks.reply.{q.id}", f"banks.shown.{q.id}"
    reply = str(st.session_state.get(key, ""))

    def change(text: str) -> None:
        st.session_state[key] = text

    if shown not in st.session_state:
        quiz_drill.ask(q, reply, 0, change)
        st.button(
            say(qw.CHECK),
            key="banks.mark",
            type="primary",
            shortcut="Mod+Enter",
            on_click=st.session_state.__setitem__,
            args=(shown, reply),
        )
        return
    st.button(say(w.TRIAL_AGAIN), key="banks.again", icon=":material/edit:", on_click=_again, args=(q.id,))
    quiz_drill.reveal(q, reply)
    st.markdown(f"**{say(qw.TRAINS)}**")
    quiz_link(q.trains)
