"""What is this learner's own: preferences, memory, the way to the interview, remarks beside questions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from pages.shared import learner, shelf, store, zone
from study import remark
from study.countdown import Countdown
from study.memory import Card, day, memory
from study.preference import Preferences
from study.remark import Remark
from study.review import Review


def preferences() -> Preferences:
    return Preferences.of(store().setting(learner(), "preferences"))


def prefer(**changed: Any) -> None:
    """Raises StoreError."""
    store().change_setting(
        learner(), "preferences", lambda now: Preferences.of(Preferences.of(now).kept() | changed).kept()
    )


def log() -> list[Review]:
    return store().log(learner())


def cards() -> dict[str, Card]:
    """The memory of every question that is still in a bank."""
    now = datetime.now(UTC)
    return {id: c for id, c in memory(log(), preferences().retention, now).items() if id in shelf().questions}


def today() -> date:
    return day(datetime.now(UTC), zone())


def countdown() -> Countdown | None:
    """The way to the interview, when the learner has named a day."""
    if (interview := preferences().interview) is None:
        return None
    first = next(iter(log()), None)
    return Countdown(interview, today(), day(first.at, zone()) if first else today())


def remarks() -> dict[str, Remark]:
    return remark.remarks(store().setting(learner(), remark.NAME))


def change_remark(id: str, **changed: Any) -> None:
    """Raises StoreError."""
    store().change_setting(learner(), remark.NAME, _changing(id, changed))


def _changing(id: str, changed: dict[str, Any]) -> Callable[[Any], Any]:
    def change(now: Any) -> Any:
        there = remark.remarks(now)
        return remark.kept(there | {id: replace(there.get(id, Remark()), **changed)})

    return change
