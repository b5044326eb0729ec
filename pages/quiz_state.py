"""What the quiz page does when a button is pressed: the one place where it touches the store and the URL."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import streamlit as st

from pages import own, quiz_plan, second
from pages import quiz_words as w
from pages.shared import learner, mine, shelf, store
from study.draft import Draft
from study.drill import verdict
from study.marking import mark, prepare
from study.memory import SCHEDULER, Card
from study.question import Question, Worded
from study.review import Rating, Review
from study.store import StoreError
from study.text import Text


@dataclass
class Desk:
    """This session's part of a sitting; everything that must survive a reload is in the store."""

    held: dict[str, Question] = field(default_factory=dict)  # a question stays as it was first shown
    shown: dict[str, datetime] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    message: Text | None = None
    revealed: bool = False  # in the run that is under way


def desk() -> Desk:
    return mine(Desk, Desk)


def current() -> str | None:
    """The question that the URL names, if there is one; an unknown one is said and dropped."""
    id = st.query_params.get("q")
    if id is None:
        return None
    if id in shelf().questions or id in desk().held:
        return id
    desk().message = w.UNKNOWN
    del st.query_params["q"]
    return None


def held(id: str) -> Question:
    """The question as this session first saw it: an edit does not change it under the learner's hands."""
    return desk().held.setdefault(id, shelf().questions[id])


def changed(q: Question) -> bool:
    now = shelf().questions.get(q.id)
    return now is not q and now != q


def message() -> Text | None:
    said, desk().message = desk().message, None
    return said


def card(id: str) -> Card | None:
    return own.cards().get(id)


def times(id: str) -> int:
    """How often this question has been answered."""
    return sum(r.question == id for r in own.log())


def draft(q: Question) -> Draft:
    """What the learner has typed for this question, opened now if it was not."""
    now = datetime.now(UTC)
    shown = desk().shown.setdefault(q.id, now)
    return store().draft(learner(), q.id) or Draft(learner(), q.id, secrets.token_urlsafe(18), "", shown, now)


def keep(id: str, text: str) -> None:
    """Save what is being typed."""
    kept = draft(held(id))
    if not kept.revealed and kept.answer != text:
        _save(replace(kept, answer=text))


def keep_box(id: str) -> None:
    keep(id, str(st.session_state.get(f"quiz.answer.{id}", "")))


def ready(q: Worded) -> None:
    """Get the marking ready for this question while its answer is being typed."""
    threading.Thread(target=prepare, args=(q,), name="prepare", daemon=True).start()


def reveal(id: str) -> None:
    """Show the answer; from here on the text stays as it is and the ticks begin with ours."""
    q = held(id)
    if isinstance(q, Worded):
        keep_box(id)
    kept = draft(q)
    _save(replace(kept, revealed=datetime.now(UTC), ticked=by_us(q, kept.answer)))
    desk().revealed = True


def just_revealed() -> bool:
    """Whether this run began with the press that shows the answer; says so once."""
    now, desk().revealed = desk().revealed, False
    return now


def by_us(q: Question, answer: str) -> tuple[str, ...]:
    """The points that the marking credits; an objective question has one, `right`."""
    if isinstance(q, Worded):
        return tuple(m.point for m in mark(q, answer).points if m.state == "hit")
    return ("right",) if verdict(q, answer) else ()


def tick(id: str, ticked: tuple[str, ...]) -> None:
    """Take over the learner's verdict on all points."""
    kept = draft(held(id))
    if kept.revealed:
        _save(replace(kept, ticked=ticked))


def rate(id: str, rating: Rating) -> None:
    """Add the review and go on. The key is the draft's, so pressing twice adds one review."""
    q, kept = held(id), draft(held(id))
    if not kept.revealed:
        return
    review = Review(
        learner=learner(),
        question=id,
        rating=rating,
        at=datetime.now(UTC),
        seconds=kept.seconds,
        answer=kept.answer,
        ticked=kept.ticked or (),
        ticked_by_us=by_us(q, kept.answer),
        scheduler=SCHEDULER,
        key=kept.key,
        second=second.credited(q, kept.answer),
    )
    if write(lambda: store().add(review, drop_draft=True)):
        _forget(id)
        _next()


def undo() -> None:
    """Withdraw the last review; its answer comes back as a draft, still revealed."""
    last = store().last(learner())
    if last is None:
        return
    now = datetime.now(UTC)
    shown = now - timedelta(seconds=last.seconds)
    again = Draft(last.learner, last.question, secrets.token_urlsafe(18), last.answer, shown, now, now, last.ticked)
    if write(lambda: store().withdraw(last, again)):
        _forget(last.question)
        desk().message = w.UNDONE
        go(last.question)


def can_undo() -> bool:
    return store().last(learner()) is not None


def skip(id: str) -> None:
    desk().skipped.add(id)
    _next()


def start() -> None:
    """Begin the sitting that the form describes."""
    chosen = {
        "mode": st.session_state["quiz.mode"],
        "form": st.session_state["quiz.form"],
        "topics": list(st.session_state["quiz.topics"]),
    }
    desk().skipped.clear()
    if write(lambda: store().set_setting(learner(), "sitting", chosen)):
        _next()


def go(id: str) -> None:
    st.query_params["q"] = id


def leave() -> None:
    st.query_params.pop("q", None)


def _next() -> None:
    queue = quiz_plan.queue(desk().skipped)
    if queue:
        go(queue[0])
    else:
        desk().message = w.NOTHING_LEFT
        leave()


def open_question() -> str | None:
    """The question that was left in the middle, if it is still there."""
    return next((d.question for d in store().drafts(learner()) if d.question in shelf().questions), None)


def _forget(id: str) -> None:
    """Let go of what the session holds of a question, so that the next time begins afresh."""
    desk().held.pop(id, None)
    desk().shown.pop(id, None)
    for key in [
        k for k in st.session_state if str(k).startswith(("quiz.answer.", "quiz.number.")) and f".{id}" in str(k)
    ]:
        del st.session_state[key]


def _save(changed: Draft) -> None:
    write(lambda: store().save_draft(replace(changed, at=datetime.now(UTC))))


def write(change: Callable[[], object]) -> bool:
    """Do it, or say why it was not saved."""
    try:
        change()
    except StoreError as e:
        desk().message = Text(w.NOT_SAVED.zh.format(why=e.said.zh), w.NOT_SAVED.en.format(why=e.said.en))
        return False
    return True
