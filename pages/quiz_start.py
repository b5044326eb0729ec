"""The first screen: where one stopped, what is due, and what to practise."""

import streamlit as st

from pages import quiz_state as state
from pages import quiz_words as w
from pages.links import quiz_link
from pages.shared import lang, say, shelf

FORMS = {"words": w.SPOKEN, "drills": w.DRILLS, "both": w.BOTH}
MODES = {"due": w.DUE, "new": w.NEW, "topic": w.TOPIC, "all": w.ALL}
DOTS = {
    "due": ":orange[:material/schedule:]",
    "known": ":green[:material/check_circle:]",
    "new": ":gray[:material/circle:]",
}


def choose() -> None:
    """Choose a set and start it; below it every question, with a search."""
    number = state.counts()
    st.header(say(w.TODAY), anchor=False)
    if message := state.message():
        st.info(say(message))
    _resume()
    with st.container(horizontal=True, key="numbers"):
        for name, value in ((w.DUE, "due"), (w.NEW, "new"), (w.SEEN, "seen")):
            st.metric(say(name), number[value], border=True)
    with st.container(border=True, key="choose"):
        _form("due" if number["due"] else "new")
    st.subheader(say(w.BROWSE), anchor=False)
    _browse()


def _resume() -> None:
    if open_one := state.open_question():
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="resume"):
            st.markdown(f"{say(w.RESUME)}: **{say(shelf().questions[open_one].title)}**")
            st.space("stretch")
            st.button(
                say(w.CONTINUE),
                type="primary",
                key="quiz.continue",
                shortcut="Alt+Enter",
                on_click=state.go,
                args=(open_one,),
            )


def _form(first: str) -> None:
    st.segmented_control(
        say(w.MODE), list(MODES), default=first, required=True, format_func=lambda m: say(MODES[m]), key="quiz.mode"
    )
    st.segmented_control(
        say(w.FORM), list(FORMS), default="words", required=True, format_func=lambda f: say(FORMS[f]), key="quiz.form"
    )
    topics = shelf().topics
    st.pills(
        say(w.TOPICS), list(topics), selection_mode="multi", format_func=lambda t: topics[t](lang()), key="quiz.topics"
    )
    st.button(
        say(w.START),
        key="quiz.start",
        type="primary",
        icon=":material/play_arrow:",
        shortcut="Mod+Enter",
        on_click=state.start,
    )


@st.fragment
def _browse() -> None:
    wanted = st.text_input(
        say(w.FIND),
        key="quiz.find",
        live=True,
        placeholder=say(w.FIND),
        label_visibility="collapsed",
        icon=":material/search:",
    )
    found = state.search(wanted or "")
    if not found:
        st.caption(say(w.FOUND_NONE))
    known = state.cards()
    for topic, questions in found.items():
        with st.expander(
            f"{say(shelf().topics[topic])} · {len(questions)}", expanded=bool(wanted), key=f"browse_{topic}"
        ):
            for q in questions:
                quiz_link(q.id, label=f"{DOTS[state.standing(q.id, known)]} {say(q.title)}", icon="")
