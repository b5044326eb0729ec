"""What stands on the page after an answer in words: the learner's text, the points, the model answer, ways on."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import MappingProxyType

import streamlit as st

from pages import quiz_words as w
from pages.links import lab_link, quiz_link
from pages.shared import lang, say
from study.highlight import pieces
from study.history import Standing
from study.marking import Mark, Marking
from study.question import Pitfall, Point, Worded
from study.text import Text

ICONS = {"hit": ":material/check_circle:", "maybe": ":material/help:", "miss": ":material/radio_button_unchecked:"}
NEVER: Mapping[str, Standing] = MappingProxyType({})
COLORS = {"hit": "green", "maybe": "orange", "miss": "gray"}


def reveal(
    q: Worded,
    answer: str,
    marking: Marking,
    ticked: frozenset[str],
    tick: Callable[[str], None],
    before: Mapping[str, Standing] = NEVER,
    beside: Callable[[str], None] = lambda point: None,
) -> None:
    """Both sides: what was said on the left, what a good answer says on the right.

    `before`: how points stood; `beside` draws what else there is to say of a point.
    """
    said, model = st.columns([6, 7], gap="large")
    with said:
        _own_words(q, answer, marking)
        _points(q, marking, ticked, tick, before, beside)
    with model:
        _mistakes(q, marking)
        with st.container(border=True, key="model_answer"):
            st.subheader(say(w.MODEL), anchor=False)
            st.markdown(say(q.answer))
        _pitfalls(q, marking)
        _follow_ups(q, ticked)
        _ways_on(q)


def _own_words(q: Worded, answer: str, marking: Marking) -> None:
    st.subheader(say(w.ANSWER), anchor=False)
    st.html(own_words(q, answer, marking))
    for note in marking.notes:
        st.caption(say(note))


def own_words(q: Worded, answer: str, marking: Marking) -> str:
    """The learner's text as HTML, every character of it escaped, with the words that counted marked and numbered."""
    number = {p.id: str(i) for i, p in enumerate(q.points, 1)}
    state = {m.point: m.state for m in marking.points}
    spans = [(s, e, m.point) for m in marking.points if m.state != "miss" for s, e in m.spans]
    spans += [(s, e, f"!{t.pitfall}") for t in marking.pitfalls for s, e in t.spans]
    out = []
    for piece in pieces(answer, spans):
        text = escape(piece.text).replace("\n", "<br>")
        if not piece.marks:
            out.append(text)
            continue
        wrong = any(m.startswith("!") for m in piece.marks)
        kind = "wrong" if wrong else "hit" if any(state.get(m) == "hit" for m in piece.marks) else "maybe"
        tags = "".join(f"<sup>{number[m]}</sup>" for m in piece.marks if m in number)
        out.append(f'<mark class="sp-{kind}">{text}{tags}</mark>')
    body = "".join(out) or f"<i>{escape(say(w.EMPTY))}</i>"
    return f'<div class="sp-answer" lang="und">{body}</div>'


def plain_words(text: str, nothing: Text = w.EMPTY) -> str:
    """The learner's text as HTML with nothing marked; `nothing` stands for an empty one."""
    body = escape(text).replace("\n", "<br>") if text.strip() else f"<i>{escape(say(nothing))}</i>"
    return f'<div class="sp-answer" lang="und">{body}</div>'


def _points(
    q: Worded,
    marking: Marking,
    ticked: frozenset[str],
    tick: Callable[[str], None],
    before: Mapping[str, Standing],
    beside: Callable[[str], None],
) -> None:
    st.subheader(f"{say(w.POINTS)} · {say(w.CREDITED).format(hit=len(ticked), all=len(q.points))}", anchor=False)
    st.caption(say(w.CORRECT_US))
    marks = {m.point: m for m in marking.points}
    # one container for all: each element that the server sends costs time before the answer is on screen
    with st.container(key="points", gap=None):
        for number, point in enumerate(q.points, 1):
            _point(number, q, point, marks[point.id], point.id in ticked, tick, before.get(point.id))
            beside(point.id)


def _point(
    number: int,
    q: Worded,
    point: Point,
    mark: Mark,
    on: bool,
    tick: Callable[[str], None],
    before: Standing | None,
) -> None:
    key = f"quiz.tick.{q.id}.{point.id}"
    st.session_state.setdefault(key, on)
    bonus = f" :gray-badge[{say(w.EXPERT)}]" if point.level == "expert" else ""
    again = f" :orange-badge[{say(w.MISSED_LAST)}]" if before and before.missed_last else ""
    st.checkbox(f"{number}. {say(point.text)}{bonus}{again}", key=key, on_change=tick, args=(point.id,))
    line = f":{COLORS[mark.state]}[{ICONS[mark.state]} {say(w.STATES[mark.state])}]"
    if mark.state == "maybe" and mark.why:
        line += f" · {say(mark.why)}"
    if mark.state != "hit" and point.hint:
        line += f" · {say(point.hint)}"
    st.caption(line)


def _mistakes(q: Worded, marking: Marking) -> None:
    found = {t.pitfall for t in marking.pitfalls}
    for pitfall in q.pitfalls:
        if pitfall.id in found:
            with st.container(border=True, key=f"said_wrong_{pitfall.id}"):
                st.markdown(f"**:red[:material/error: {say(w.SAID_WRONG)}]**")
                _pitfall(pitfall)


def _pitfalls(q: Worded, marking: Marking) -> None:
    found = {t.pitfall for t in marking.pitfalls}
    if rest := [p for p in q.pitfalls if p.id not in found]:
        with st.expander(f"{say(w.PITFALLS)} · {len(rest)}", icon=":material/warning:"):
            for pitfall in rest:
                _pitfall(pitfall)


def _pitfall(pitfall: Pitfall) -> None:
    st.markdown(f"**{say(w.CLAIM)}** {say(pitfall.claim)}\n\n**{say(w.TRUTH)}** {say(pitfall.truth)}")
    st.caption(f"{say(w.REFERENCE)}: {pitfall.reference}")


def _follow_ups(q: Worded, ticked: frozenset[str]) -> None:
    # What was missed is what an interviewer digs into: those follow-ups come first.
    order: Sequence[int] = sorted(
        range(len(q.follow_ups)), key=lambda i: not set(q.follow_ups[i].missed).difference(ticked)
    )
    if order:
        with st.expander(f"{say(w.FOLLOW_UPS)} · {len(order)}", icon=":material/forum:"):
            for i in order:
                st.markdown(f"**{say(q.follow_ups[i].ask)}**\n\n{say(q.follow_ups[i].answer)}")


def _ways_on(q: Worded) -> None:
    if q.tries:
        with st.container(key="tries"):
            st.markdown(f"**{say(w.TRY)}**")
            for t in q.tries:
                lab_link(t, lang())
    if q.similar:
        with st.container(key="similar"):
            st.markdown(f"**{say(w.SIMILAR)}**")
            for id in q.similar:
                quiz_link(id)
