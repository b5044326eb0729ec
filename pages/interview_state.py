"""What the mock interview does when a button is pressed: the one place where it touches the store and the URL."""

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import streamlit as st

from pages import interview_words as w
from pages.shared import learner, mine, shelf, store, zone
from study.debrief import Debrief, debrief, replaced, review
from study.debrief import score as score_of
from study.interview import Event, Setup, State, Turn, What, fold, follow_ups
from study.interview_plan import choose, weight
from study.interviews import Interviews
from study.marking import mark
from study.memory import memory
from study.progress import point_shares
from study.question import Question, Worded
from study.store import StoreError
from study.text import Text

ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
ALIVE = 1.0  # seconds after which a look at the page is a sign of life worth keeping


@dataclass
class InterviewDesk:
    """This session's part of an interview; everything that must survive a reload is in the store."""

    message: Text | None = None
    ending: bool = False  # asked whether to end
    second: str = ""  # the interview on which a second opinion was asked for
    next: str = ""  # the id that the next interview will have: it decides which questions it asks


def desk() -> InterviewDesk:
    return mine(InterviewDesk, InterviewDesk)


def message() -> Text | None:
    said, desk().message = desk().message, None
    return said


def interviews() -> Interviews:
    return Interviews(store().database)


def state(id: str) -> State | None:
    return fold(interviews().events(learner(), id))


def current() -> str | None:
    """The interview that the URL names; an unknown one is said and dropped."""
    id = st.query_params.get("i")
    if id is None or (ID.fullmatch(id) and state(id) is not None):
        return id
    desk().message = w.UNKNOWN
    leave()
    return None


def look(id: str) -> State:
    """Where the interview stands; looking at it is a sign of life."""
    found, now = _state(id), datetime.now(UTC)
    if found.running and (now - found.last).total_seconds() > ALIVE:
        beat(id)
        found = _state(id)
    return found


def beat(id: str) -> None:
    """Somebody is still there."""
    _write(lambda: interviews().add(learner(), id, _event("alive", secrets.token_urlsafe(9))))


def question(found: State) -> Question | None:
    """The question that is on; None when it has left the bank."""
    return shelf().questions.get(found.questions[found.place])


def planned(setup: Setup) -> tuple[str, ...]:
    """What an interview that begins now would ask."""
    desk().next = desk().next or secrets.token_urlsafe(9)
    return choose(desk().next, setup, shelf().questions, shelf().topic_of, _weights())


def _weights() -> dict[str, float]:
    log, now = store().log(learner()), datetime.now(UTC)
    cards = memory(log, now=now)
    points = {id: len(q.points) for id, q in shelf().questions.items() if isinstance(q, Worded)}
    shares = point_shares(log, points)
    return {id: weight(cards.get(id), shares.get(id), now, zone()) for id in shelf().questions}


def begin(setup: Setup) -> None:
    """Begin an interview, and remember the form for the next time."""
    questions, id = planned(setup), desk().next
    data = {"setup": setup.kept(), "questions": list(questions)}

    def work() -> None:
        interviews().add(learner(), id, _event("begun", "begun", **data))
        store().set_setting(learner(), "interview", setup.kept())

    if questions and _write(work):
        desk().next = ""
        open(id)


def last_setup() -> Setup:
    kept = Setup.of(store().setting(learner(), "interview"))
    return Setup(kept.minutes, tuple(t for t in kept.topics if t in shelf().topics), kept.mix, kept.style, kept.kinds)


def open(id: str) -> None:
    desk().ending = False
    st.query_params["i"] = id


def leave() -> None:
    st.query_params.pop("i", None)


def spot(found: State) -> str:
    """Where in the interview something is typed."""
    number = f".{len(found.turn.replies)}" if found.stage == "follow" else ""
    return f"{found.place}.{found.stage}{number}"


def box(id: str, at: str) -> str:
    """The widget key of the text area at a spot."""
    return f"interview.box.{id}.{at}"


def typed(id: str, at: str) -> tuple[str, tuple[str, ...]]:
    """What was typed and ticked at a spot so far."""
    return interviews().typed(learner(), id, at)


def keep(id: str, at: str, text: str, ticked: Iterable[str] | None = None) -> None:
    """Save what is being typed; the ticks stay as they are unless given."""
    old, ticks = typed(id, at)
    new = ticks if ticked is None else tuple(ticked)
    if (text, new) != (old, ticks):
        _write(lambda: interviews().type(learner(), id, at, text, new))


def keep_box(id: str, at: str) -> None:
    if box(id, at) in st.session_state:
        keep(id, at, str(st.session_state[box(id, at)]))


def tick(id: str, at: str, point: str) -> None:
    """Take over a tick on the page of notes."""
    keep_box(id, at)
    text, ticks = typed(id, at)
    keep(id, at, text, [p for p in ticks if p != point] if point in ticks else [*ticks, point])


def submit(id: str, at: str, known: bool = True) -> None:
    """What stands at this spot is the answer. `known` is False when the candidate passes: nothing is asked on."""
    found = _state(id)
    if spot(found) == at and found.stage != "over" and not found.ended:
        keep_box(id, at)
        _add(id, _answer(found, *typed(id, at), known))
        desk().ending = False


def _answer(found: State, text: str, ticked: tuple[str, ...], known: bool) -> Event:
    q = question(found)
    worded = q if isinstance(q, Worded) else None
    by_us = mark(worded, text).hits() if worded else ()
    spoken = found.setup.style == "spoken" and worded is not None
    data: dict[str, Any] = {"place": found.place, "answer": text, "by_us": list(by_us)}
    if found.stage == "follow":
        number = len(found.turn.replies)
        return _event("replied", f"replied.{found.place}.{number}", **data | {"number": number})
    if found.stage == "notes":
        follow = follow_ups(worded, ticked) if worded and ticked else ()
        return _event("noted", f"noted.{found.place}", **data | {"ticked": list(ticked), "follow": list(follow)})
    follow = follow_ups(worded, by_us) if worded and text.strip() and known and not spoken else ()
    return _event("answered", f"answered.{found.place}", **data | {"notes": spoken and known, "follow": list(follow)})


def end(id: str) -> None:
    """End now. What has been typed is an answer; a question without a word is not."""
    found = _state(id)
    at = spot(found)
    if found.stage in ("answer", "notes", "follow"):
        keep_box(id, at)
        text, ticked = typed(id, at)
        if text.strip() or found.stage == "notes":
            _add(id, _answer(found, text, ticked, known=False))
    finish(id)


def finish(id: str) -> None:
    """The answers become reviews, and the interview is over. Doing it again changes nothing."""
    desk().ending = False
    if _write(lambda: _settle(id)):
        _add(id, _event("ended", "ended"))


def ask_to_end(ask: bool) -> None:
    desk().ending = ask


def correct(id: str, place: int, point: str, made: bool | None = None) -> None:
    """Take over the learner's verdict on a point: `made`, or where its box now stands."""
    made = bool(st.session_state[tick_box(id, place, point)]) if made is None else made
    turn = _state(id).turns[place]
    others = [p for p in turn.ticked if p != point]
    if made != (point in turn.ticked):  # else another tab has said so already
        _correct(id, place, turn, [*others, point] if made else others)


def tick_box(id: str, place: int, point: str) -> str:
    """The widget key of a point's box in the debrief."""
    return f"interview.correct.{id}.{place}.{point}"


def ask_second(id: str) -> None:
    """Have the answers of this interview judged once more."""
    desk().second = id


def judged(id: str, credited: Mapping[int, tuple[str, ...]]) -> None:
    """Keep what a second opinion credits at each place, beside our verdict and the learner's own."""
    for place, second in credited.items():
        turn = _state(id).turns[place]
        _correct(id, place, turn, turn.ticked, second=list(second))


def _correct(id: str, place: int, turn: Turn, ticked: Iterable[str], **more: Any) -> None:
    """Add a correction; the review that it comes to replaces the one before."""
    name = f"corrected.{place}.{turn.corrections}"
    if _add(id, _event("corrected", name, place=place, ticked=list(ticked), **more)):
        _write(partial(_settle, id, place))


def _settle(id: str, place: int | None = None) -> None:
    """See that the log holds the reviews that the interview comes to."""
    found = _state(id)
    for row in seen(found).rows:
        if place in (None, row.place):
            store().add(review(learner(), id, found, row))
            if gone := replaced(id, row):
                interviews().withdraw(learner(), gone, datetime.now(UTC))


def seen(found: State) -> Debrief:
    return debrief(found, shelf().questions, shelf().topic_of)


def score(found: State) -> float | None:
    return score_of(found, shelf().questions)


def past() -> list[tuple[str, State]]:
    """The learner's interviews, the newest first, with the time they took left out."""
    folded = ((id, fold(events)) for id, events in interviews().facts(learner()).items())
    # by their own time: those of another machine come in behind what is here
    return sorted(
        ((id, found) for id, found in folded if found is not None), key=lambda one: one[1].begun, reverse=True
    )


def _state(id: str) -> State:
    found = state(id)
    if found is None:
        raise AssertionError("interview: the page asks only for interviews that it has found")
    return found


def _event(what: What, key: str, **data: Any) -> Event:
    return Event(what, datetime.now(UTC), key, data)


def _add(id: str, event: Event) -> bool:
    return _write(lambda: interviews().add(learner(), id, event))


def _write(change: Callable[[], object]) -> bool:
    try:
        change()
    except StoreError as e:
        desk().message = Text(w.NOT_SAVED.zh.format(why=e.said.zh), w.NOT_SAVED.en.format(why=e.said.en))
        return False
    return True
