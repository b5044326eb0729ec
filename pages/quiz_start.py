"""The first screen: where one stopped, what is due, and what to practise."""

import streamlit as st

from pages import own, quiz_settings
from pages import quiz_plan as plan
from pages import quiz_state as state
from pages import quiz_words as w
from pages.links import quiz_link
from pages.shared import lang, say, shelf
from study.remark import Remark

FORMS = {"words": w.SPOKEN, "drills": w.DRILLS, "both": w.BOTH}
MODES = {"due": w.DUE, "new": w.NEW, "topic": w.TOPIC, "all": w.ALL}
ONLY = {"flagged": w.FLAGGED, "suspended": w.SUSPENDED, "noted": w.NOTED}
DOTS = {
    "due": ":orange[:material/schedule:]",
    "known": ":green[:material/check_circle:]",
    "new": ":gray[:material/circle:]",
}


def choose() -> None:
    """Choose a set and start it; below it every question, with a search."""
    number = plan.counts()
    st.header(say(w.TODAY), anchor=False)
    if message := state.message():
        st.info(say(message))
    _resume()
    with st.container(horizontal=True, key="start_numbers"):
        for name, value in ((w.DUE, "due"), (w.NEW, "new"), (w.SEEN, "seen")):
            st.metric(say(name), number[value], border=True)
    quiz_settings.plan_line()
    with st.container(border=True, key="choose"):
        _form("due" if number["due"] else "new")
    quiz_settings.settings()
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
    remarks = own.remarks()
    only = st.pills(
        say(w.ONLY), list(ONLY), format_func=lambda o: say(ONLY[o]), key="quiz.only", label_visibility="collapsed"
    )
    found = {
        topic: kept
        for topic, questions in plan.search(wanted or "").items()
        if (kept := [q for q in questions if _wanted(remarks.get(q.id, Remark()), only)])
    }
    if not found:
        st.caption(say(w.FOUND_NONE))
    known = own.cards()
    for topic, questions in found.items():
        with st.expander(
            f"{say(shelf().topics[topic])} · {len(questions)}", expanded=bool(wanted or only), key=f"browse_{topic}"
        ):
            for q in questions:
                kept_aside = _signs(remarks.get(q.id, Remark()))
                quiz_link(q.id, label=f"{DOTS[plan.standing(q.id, known)]} {say(q.title)}{kept_aside}", icon="")


def _wanted(remark: Remark, only: str | None) -> bool:
    match only:
        case "flagged":
            return remark.flagged
        case "suspended":
            return remark.suspended
        case "noted":
            return bool(remark.note)
        case _:
            return True


def _signs(remark: Remark) -> str:
    """What the learner keeps beside a question, as icons."""
    signs = ((remark.flagged, "bookmark"), (remark.suspended, "pause_circle"), (bool(remark.note), "edit_note"))
    return "".join(f" :material/{icon}:" for there, icon in signs if there)
