"""The second opinion on a whole interview: asked for at the debrief with one press, a few answers at a time."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from pages import interview_state as state
from pages import quiz_second as qs
from pages import second
from pages.shared import say
from study.asking import WORKERS, Opinion
from study.debrief import Debrief, Row
from study.grader import Second
from study.question import Point, Worded
from study.text import Text

ASK = Text("求第二意见（{n} 个回答）", "Ask for a second opinion on {n} answer{s}")
SENDS = Text(
    "按下后，这 {n} 道题的题目、要点和你的回答会发到 `{address}`；追问的回答不发。",
    "This sends {n} question{s} with points and your answer{s} to `{address}`; not what you said to follow-ups.",
)
WAITING = Text(
    "第二意见：已答复 {done} / {all}，等待 `{address}`…",
    "Second opinion: {done} of {all} came, waiting for `{address}`…",
)
CAME = Text(
    "第二意见来自 `{address}`：{came} / {all} 个回答有答复，逐点列在下面，勾选由你决定。",
    "Second opinion from `{address}` on {came} of {all} answer{s}, beside each point below; the ticks are yours.",
)
THEN = {
    True: Text("第二意见当时判为：说到了", "The second opinion then: made"),
    False: Text("第二意见当时判为：没有说到", "The second opinion then: not made"),
}


def offer(id: str, seen: Debrief) -> None:
    """The button, then how far it is; nothing when the learner has not agreed to an address."""
    rows = [row for row in seen.rows if _asks(row)]
    if not rows or not second.wanted():
        return
    fill = {"n": len(rows), "s": "" if len(rows) == 1 else "s", "address": second.address()}
    if state.desk().second != id and not all(at_hand(row) for row in rows):
        st.button(
            say(ASK).format(**fill),
            key="interview.second",
            icon=":material/forum:",
            on_click=state.ask_second,
            args=(id,),
        )
        st.caption(say(SENDS).format(**fill))
        return
    opinions = _opinions(rows)
    if any(opinion.waiting for opinion in opinions):
        st.fragment(_wait, run_every=qs.TURN)(rows)
    else:
        came = [(row, found.second.hits()) for row, found in zip(rows, opinions, strict=True) if found.second]
        state.judged(id, {row.place: hits for row, hits in came if row.turn.second != hits})
        st.caption(say(CAME if came else qs.NONE).format(came=len(came), all=len(rows), **fill))


def beside(id: str, row: Row, point: Point, opinion: Second | None) -> None:
    """What the opinion says of a point, with a button where the ticks say otherwise."""
    ticked = point in row.hit
    if opinion is not None:
        verdict = next(v for v in opinion.verdicts if v.point == point.id)
        text, made = qs.said(verdict), qs.other(verdict, ticked)
    elif row.turn.second is not None:
        then = point.id in row.turn.second
        text, made = say(THEN[then]), None if then == ticked else then
    else:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"second_{row.place}_{point.id}"):
        st.html(f'<span class="sp-second">{escape(text)}</span>', width="content")
        if made is not None:
            key = f"interview.adopt.{id}.{row.place}.{point.id}"
            adopted = (id, row.place, point.id, made)
            st.button(say(qs.ADOPT), key=key, type="tertiary", on_click=state.correct, args=adopted)


def _asks(row: Row) -> bool:
    return isinstance(row.question, Worded) and bool((row.turn.answer or "").strip())


def at_hand(row: Row) -> Second | None:
    """The opinion on an answer if it has come; asks nobody."""
    return second.at_hand(row.question, row.turn.answer or "")


def _opinions(rows: Iterable[Row]) -> list[Opinion]:
    """How each stands; only a few are sent at a time, for a whole interview at once would time out in the queue."""
    found: list[Opinion] = []
    for row in rows:
        busy = sum(opinion.waiting for opinion in found)
        q = row.question
        asked = second.opinion(q, row.turn.answer or "") if busy < WORKERS and isinstance(q, Worded) else None
        found.append(asked or Opinion(waiting=True))
    return found


def _wait(rows: Sequence[Row]) -> None:
    if not second.wanted():  # turned off in another tab
        st.rerun()
    opinions = _opinions(rows)
    waiting = sum(opinion.waiting for opinion in opinions)
    if not waiting:
        st.rerun()  # the whole page once more, without the timer
    st.caption(say(WAITING).format(done=len(rows) - waiting, all=len(rows), address=second.address()))
