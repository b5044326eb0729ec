"""Beside a question: flag, put aside, note; what was missed before; and all one's own answers to it."""

from collections.abc import Mapping

import streamlit as st

from pages import own
from pages import quiz_state as state
from pages import quiz_words as w
from pages.quiz_reveal import own_words
from pages.shared import say, zone
from study.drill import readable
from study.history import Standing, answers, standings
from study.marking import Marking, mark
from study.question import Question, Worded
from study.remark import NOTE, Remark
from study.review import Review

SHOWN = 20  # answers


def known(q: Question | Worded) -> dict[str, Standing]:
    """How each point of the question stood before now."""
    return standings(own.log(), q.id, (p.id for p in q.points)) if isinstance(q, Worded) else {}


def missed_before(q: Worded) -> None:
    """Points that the last answer missed are asked first: their hints are questions."""
    before = known(q)
    asked = [p for p in q.points if p.hint and p.id in before and before[p.id].missed_last]
    if asked:
        with st.expander(
            say(w.MISSED_BEFORE).format(n=len(asked)), icon=":material/target:", key="missed_before", expanded=True
        ):
            for p in sorted(asked, key=lambda p: before[p.id].made / before[p.id].of)[:4]:
                if p.hint:
                    st.markdown(f"- {say(p.hint)}")


def tools(q: Question) -> None:
    """Flag, put aside, and the note."""
    now = own.remarks().get(q.id, Remark())
    st.button(
        say(w.UNFLAG if now.flagged else w.FLAG),
        key="quiz.flag",
        type="tertiary",
        icon=":material/bookmark_remove:" if now.flagged else ":material/bookmark_add:",
        shortcut="Alt+F",
        on_click=_change,
        args=(q.id, {"flagged": not now.flagged}),
    )
    st.button(
        say(w.RESUME_ASKING if now.suspended else w.SUSPEND),
        key="quiz.suspend",
        type="tertiary",
        icon=":material/play_arrow:" if now.suspended else ":material/pause:",
        help=say(w.SUSPEND_HELP),
        on_click=_change,
        args=(q.id, {"suspended": not now.suspended}),
    )
    with st.popover(say(w.NOTE), icon=":material/edit_note:", type="tertiary", key="quiz.note"):
        box = note_box(q)
        st.session_state.setdefault(box, now.note)
        st.text_area(
            say(w.NOTE_HELP),
            key=box,
            max_chars=NOTE,
            height=140,
            on_change=lambda: _change(q.id, {"note": st.session_state[box]}),
        )


def note_box(q: Question) -> str:
    """The widget key of the note's text area."""
    return f"quiz.note.{q.id}"


def keep_note(q: Question, text: str) -> None:
    """Take over what stood in the note's text area when it was closed."""
    st.session_state[note_box(q)] = text[:NOTE]
    _change(q.id, {"note": text[:NOTE]})


def note(q: Question) -> None:
    """The note as it stands, as plain text."""
    if (now := own.remarks().get(q.id)) and now.note:
        st.text(now.note)


def _change(id: str, changed: Mapping[str, object]) -> None:
    state.write(lambda: own.change_remark(id, **changed))


def past(q: Question) -> None:
    """All one's own answers, newest first, as they were ticked then and as they would be marked now."""
    given = answers(own.log(), q.id)
    if not given:
        return
    title = say(w.PAST).format(n=len(given))
    with st.expander(title, icon=":material/history:", key="past", on_change="rerun") as fold:
        if not fold.open:  # each answer is marked anew, which nobody should wait for who does not look
            return
        if isinstance(q, Worded):
            _standings(q)
        for review in given[:SHOWN]:
            _answer(q, review)


def _standings(q: Worded) -> None:
    found = known(q)
    lines = [f"- {say(p.text)} :gray[{found[p.id].made} / {found[p.id].of}]" for p in q.points if p.id in found]
    st.markdown("\n".join(lines))


def _answer(q: Question, review: Review) -> None:
    when = f"{review.at.astimezone(zone()):%Y-%m-%d %H:%M}"
    with st.container(border=True, gap="small"):
        st.caption(f"{when} · {say(w.RATINGS[review.rating])} · {say(w.SECONDS).format(n=round(review.seconds))}")
        if isinstance(q, Worded):
            marking = mark(q, review.answer)
            st.html(own_words(q, review.answer, marking))
            st.caption(_then_and_now(q, review, marking))
        else:
            st.text(readable(q, review.answer, say))


def _then_and_now(q: Worded, review: Review, marking: Marking) -> str:
    there = [p.id for p in q.points]
    then, now = (sum(id in ids for id in there) for ids in (review.ticked, marking.hits()))
    said = say(w.THEN_AND_NOW).format(then=then, now=now, all=len(there))
    if review.second is None:
        return said
    return said + say(w.SECOND_THEN).format(n=sum(id in review.second for id in there), all=len(there))
