"""What stands around the viewer: the idea and the formula, the call, the script, the link, the questions."""

from functools import partial
from urllib.parse import urlencode

import streamlit as st

from ops import Exercise
from ops._script import call, script
from pages import lab_state as state
from pages import lab_words as w
from pages.lab_state import UPLOAD, Bench
from pages.links import quiz_link
from pages.shared import lang, say, shelf
from scans.scan import Scan


def explanation(exercise: Exercise) -> None:
    st.markdown(say(exercise.about))


def beside(bench: Bench, scan: Scan) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown(f"**{say(w.CALL)}**")
        st.code(call(bench.exercise, bench.knobs), "python", wrap_lines=True)
        with st.expander(say(w.SCRIPT), icon=":material/code:"):
            text = script(bench.exercise, bench.knobs, lang=lang())
            st.download_button(
                say(w.GET_SCRIPT),
                text,
                f"{bench.exercise.name}.py",
                "text/x-python",
                key="lab.script",
                on_click="ignore",
            )
            st.code(text, "python")
        st.download_button(
            say(w.GET_PNG),
            partial(state.result_png, bench),
            f"{bench.exercise.name}.png",
            "image/png",
            key="lab.png",
            icon=":material/download:",
            on_click="ignore",
        )
    with right:
        if bench.exercise.formula:
            st.markdown(f"**{say(w.FORMULA)}**")
            st.latex(bench.exercise.formula)
            st.caption(bench.exercise.source)
        _link(bench)
        _questions(bench.exercise)
    st.caption(say(w.PRIVACY))


def _link(bench: Bench) -> None:
    st.markdown(f"**{say(w.LINK)}**")
    st.code("/lab?" + urlencode(bench.query() | {"lang": lang()}), None, wrap_lines=True)
    if bench.scan == UPLOAD:
        st.caption(say(w.LINK_UPLOAD))


def _questions(exercise: Exercise) -> None:
    about = [q for q in shelf().questions.values() if any(t.exercise == exercise.name for t in q.tries)]
    if about:
        st.markdown(f"**{say(w.QUESTIONS)}**")
        for q in about[:6]:
            quiz_link(q.id)
