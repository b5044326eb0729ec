"""What stands under the viewer: the call and the script, the result to take away, the formula, the link, questions."""

from urllib.parse import urlencode

import streamlit as st

from ops import Refused
from ops._script import call, script
from pages import lab_state as state
from pages import lab_words as w
from pages.lab_bench import EARLIER, OVERLAYS, UPLOAD, Bench
from pages.links import quiz_link
from pages.shared import lang, say, shelf
from scans.scan import Scan
from server.saved import result_png

MOST = 6  # questions named


def beside(bench: Bench, scan: Scan) -> None:
    """Two columns: what to take away, and what to understand."""
    left, right = st.columns(2, gap="large")
    with left:
        _code(bench)
        _result(bench, scan)
        _link(bench)
    with right:
        _idea(bench)
        _questions(bench)


def _code(bench: Bench) -> None:
    st.markdown(f"**{say(w.CALL)}**")
    st.code(call(bench.exercise, bench.knobs), "python", wrap_lines=True)
    with st.expander(say(w.SCRIPT), icon=":material/code:"):
        text = script(bench.exercise, bench.knobs, lang=lang())
        name = f"{bench.exercise.name}.py"
        st.download_button(say(w.GET_SCRIPT), text, name, "text/x-python", key="lab.script", on_click="ignore")
        st.code(text, "python")


def _result(bench: Bench, scan: Scan) -> None:
    def png() -> bytes:
        second = state.scan(bench.second)
        try:
            return result_png(bench.exercise, dict(bench.knobs), scan, second, bench.frame, bench.window, bench.bake)
        except Refused:
            return b""  # why is written over the picture

    name = f"{bench.exercise.name}.png"
    st.download_button(
        say(w.GET_PNG), png, name, "image/png", key="lab.png", icon=":material/download:", on_click="ignore"
    )


def _link(bench: Bench) -> None:
    st.markdown(f"**{say(w.LINK)}**")
    st.code("/lab?" + urlencode(bench.query() | {"lang": lang()}), None, wrap_lines=True)
    if {UPLOAD, EARLIER, *OVERLAYS} & {bench.scan, bench.second}:
        st.caption(say(w.LINK_UPLOAD))


def _idea(bench: Bench) -> None:
    if bench.exercise.formula:
        st.markdown(f"**{say(w.FORMULA)}**")
        st.latex(bench.exercise.formula.replace(r", \quad", r", \\[.5em]"))  # a line for each part
        st.caption(bench.exercise.source)
    if bench.exercise.cost:
        st.caption(f"{say(w.COST)} ${bench.exercise.cost}$")
    if bench.exercise.trap is not None:
        st.markdown(f"**{say(w.TRAP)}**")
        st.markdown(say(bench.exercise.trap))


def _questions(bench: Bench) -> None:
    about = [q for q in shelf().questions.values() if any(t.exercise == bench.exercise.name for t in q.tries)]
    if about:
        st.markdown(f"**{say(w.QUESTIONS)}**")
        for question in about[:MOST]:
            quiz_link(question.id)
