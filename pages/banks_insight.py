"""How learners fare with each question, and which aliases their corrections ask for."""

from collections.abc import Sequence

import streamlit as st

from pages import banks_state as state
from pages import banks_words as w
from pages.shared import plural, say, shelf, store
from study.numbers import Numbers
from study.question import Worded
from study.suggestion import Candidate, Suggestion


def figures() -> None:
    """A table of every question that was answered, and the points of the chosen one."""
    found = {id: n for id, n in state.figures().items() if id in shelf().questions}
    if not found:
        st.info(say(w.NONE_ASKED), icon=":material/monitoring:")
        return
    learners = len({r.learner for r in state.log()})
    st.caption(say(w.NUMBERS_SAID).format(answers=len(state.log()), learners=learners))
    ordered = sorted(found.values(), key=lambda n: (-n.forgotten, -n.times, n.question))
    reported = [r.question for r in store().reports.all() if r.settled is None]
    chosen = st.dataframe(
        [_row(n, reported.count(n.question)) for n in ordered],
        key="banks.numbers",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={say(w.COLUMNS["title"]): st.column_config.TextColumn(width="large")},
    )
    rows = chosen["selection"]["rows"] or [0]
    if rows[0] < len(ordered):
        _points(ordered[rows[0]])


def _row(n: Numbers, reports: int) -> dict[str, object]:
    values = [say(shelf().questions[n.question].title), n.times, *n.ratings, round(n.seconds), n.corrected, reports]
    return dict(zip((say(c) for c in w.COLUMNS.values()), values, strict=True))


def _points(n: Numbers) -> None:
    q = shelf().questions[n.question]
    with st.container(border=True, key="numbers_points"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{say(q.title)}** :gray[{state.where(q.id)}]")
            st.button(say(w.SEE), key="banks.to", type="tertiary", on_click=state.show, args=(q.id,))
        if not isinstance(q, Worded):
            st.caption(say(w.NO_POINTS))
            return
        head = f"| {say(w.POINT)} | {say(w.MISSED)} | {say(w.ADDED)} | {say(w.REMOVED)} |\n|---|--:|--:|--:|\n"
        points = sorted(q.points, key=lambda p: -n.missed[p.id])
        rows = [
            f"| {_cell(say(p.text))} | {n.missed[p.id]} / {n.times} | {n.added[p.id]} | {n.removed[p.id]} |"
            for p in points
        ]
        st.markdown(head + "\n".join(rows))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def suggestions() -> None:
    """What learners ticked and we did not find, with their words where these may be shown."""
    found = state.suggested()
    if not found:
        st.info(say(w.NO_SUGGESTIONS), icon=":material/lightbulb:")
        return
    st.caption(say(w.SUGGESTIONS_SAID))
    for suggestion in found[:40]:
        _suggestion(suggestion)


def _suggestion(s: Suggestion) -> None:
    q = shelf().questions[s.question]
    if not isinstance(q, Worded):
        return
    point = next(p for p in q.points if p.id == s.point)
    with st.container(border=True, gap="small", key=f"suggestion_{s.question}_{s.point}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{say(q.title)}** · {s.point} :gray[{state.where(q.id)}]")
            st.button(
                say(w.SEE),
                key=f"banks.to.{s.question}.{s.point}",
                type="tertiary",
                on_click=state.show,
                args=(q.id,),
            )
        st.markdown(say(point.text))
        if s.missed:
            st.caption(plural(w.SUGGESTED, s.missed))
            _words(s.candidates)
        if s.wrong:
            st.caption(say(w.TOO_WIDE))
            _words(s.wrong)


def _words(candidates: Sequence[Candidate]) -> None:
    if state.open_here():
        # a code block copies with one click and shows whatever a learner typed as it is
        st.code("\n".join(say(w.TIMES).format(words=c.words, n=c.answers) for c in candidates), None)
    else:
        st.caption(say(w.WORDS_HIDDEN).format(n=len(candidates)))
