"""What stands on the page after an answer in words: the learner's text, the points, the model answer, ways on.

All but the links is one piece of HTML: each element of Streamlit's own costs time before the answer is on screen.
"""

from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType

import streamlit as st

from pages import quiz_words as w
from pages.links import lab_link, quiz_link
from pages.reveal import Shown, place
from pages.shared import lang, say
from study.highlight import pieces
from study.history import Standing
from study.marking import Mark, Marking
from study.prose import phrase, prose
from study.question import Pitfall, Point, Worded
from study.text import Text

SIGNS = {"hit": "✓", "maybe": "?", "miss": "○"}
NEVER: Mapping[str, Standing] = MappingProxyType({})
NOTHING: Mapping[str, str] = MappingProxyType({})


def reveal(
    q: Worded,
    answer: str,
    marking: Marking,
    ticked: frozenset[str],
    take: Callable[[tuple[str, ...]], None],
    *,
    id: str,
    before: Mapping[str, Standing] = NEVER,
    beside: Mapping[str, str] = NOTHING,
) -> None:
    """Both sides: what was said on the left, what a good answer says on the right.

    `take` gets the ticked points when one is changed; `id` tells this answering from another of the same question.
    `before`: how points stood; `beside`: HTML of what else there is to say of a point.
    """
    place(
        Shown(
            answer=id,
            html=f"<section>{_said(q, answer, marking, before)}</section><section>{_model(q, marking)}</section>",
            credited=say(w.CREDITED).format(hit="{hit}", all=len(q.points)),
            points=[p.id for p in q.points],
            ticked=ticked,
            beside=beside,
            # What was missed is what an interviewer digs into: those follow-ups come first.
            order=sorted(range(len(q.follow_ups)), key=lambda i: not set(q.follow_ups[i].missed).difference(ticked)),
        ),
        take,
    )


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


def _said(q: Worded, answer: str, marking: Marking, before: Mapping[str, Standing]) -> str:
    marks = {m.point: m for m in marking.points}
    notes = "".join(f'<p class="sp-small">{escape(say(note))}</p>' for note in marking.notes)
    points = "".join(_point(n, p, marks[p.id], before.get(p.id)) for n, p in enumerate(q.points, 1))
    return (
        f"<h3>{_word(w.ANSWER)}</h3>{own_words(q, answer, marking)}{notes}"
        f'<h3>{_word(w.POINTS)} · <span data-credited aria-live="polite"></span></h3>'
        f'<p class="sp-small">{_word(w.CORRECT_US)}</p><ul class="sp-points">{points}</ul>'
    )


def _point(number: int, point: Point, mark: Mark, before: Standing | None) -> str:
    bonus = f'<em class="sp-badge">{_word(w.EXPERT)}</em>' if point.level == "expert" else ""
    again = f'<em class="sp-badge sp-again">{_word(w.MISSED_LAST)}</em>' if before and before.missed_last else ""
    why = [say(mark.why)] if mark.state == "maybe" and mark.why else []
    why += [say(point.hint)] if mark.state != "hit" and point.hint else []
    state = f'<span aria-hidden="true">{SIGNS[mark.state]}</span> {_word(w.STATES[mark.state])}'
    return (
        f'<li><label><input type="checkbox" data-point="{escape(point.id)}" aria-describedby="sp-why-{number}">'
        f"<span>{number}. {phrase(say(point.text))}{bonus}{again}</span></label>"
        f'<p class="sp-small" id="sp-why-{number}"><span class="sp-state sp-{mark.state}">{state}</span>'
        f'{"".join(f" · {phrase(line)}" for line in why)}</p><div data-beside="{escape(point.id)}"></div></li>'
    )


def _model(q: Worded, marking: Marking) -> str:
    found = {t.pitfall for t in marking.pitfalls}
    said_wrong = "".join(
        f'<div class="sp-card sp-mistake" data-pitfall="{escape(p.id)}"><strong>✗ {_word(w.SAID_WRONG)}</strong>'
        f"{_pitfall(p)}</div>"
        for p in q.pitfalls
        if p.id in found
    )
    rest = [_pitfall(p) for p in q.pitfalls if p.id not in found]
    asked = [
        f'<div data-follow-up="{i}"><p><strong>{phrase(say(f.ask))}</strong></p>{prose(say(f.answer))}</div>'
        for i, f in enumerate(q.follow_ups)
    ]
    return (
        f'{said_wrong}<div class="sp-card sp-model"><h3>{_word(w.MODEL)}</h3><div>{prose(say(q.answer))}</div></div>'
        + _fold(say(w.PITFALLS), rest)
        + _fold(say(w.FOLLOW_UPS), asked, " data-order")
    )


def _pitfall(pitfall: Pitfall) -> str:
    return (
        f"<div><p><strong>{_word(w.CLAIM)}</strong> {phrase(say(pitfall.claim))}</p>"
        f"<p><strong>{_word(w.TRUTH)}</strong> {phrase(say(pitfall.truth))}</p>"
        f'<p class="sp-small">{_word(w.REFERENCE)}: {phrase(pitfall.reference)}</p></div>'
    )


def _fold(title: str, parts: list[str], attribute: str = "") -> str:
    if not parts:
        return ""
    return f"<details><summary>{escape(title)} · {len(parts)}</summary><div{attribute}>{''.join(parts)}</div></details>"


def _word(text: Text) -> str:
    return escape(say(text))


def ways_on(q: Worded) -> None:
    """Links into the lab and to related questions."""
    with st.container(horizontal=True, gap="large", key="ways"):
        _ways_on(q)


def _ways_on(q: Worded) -> None:
    if q.tries:
        with st.container(key="tries", width="content", gap="small"):
            st.markdown(f"**{say(w.TRY)}**")
            for t in q.tries:
                lab_link(t, lang())
    if q.similar:
        with st.container(key="similar", width="content", gap="small"):
            st.markdown(f"**{say(w.SIMILAR)}**")
            for id in q.similar:
                quiz_link(id)
