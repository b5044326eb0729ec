"""A review is an event: one question answered once by one learner. Never edited, only added."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Rating(IntEnum):
    """How well it went, by the learner's own judgement; the numbers are FSRS's."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Review:
    """One answer. `ticked` is the learner's verdict on the points, `ticked_by_us` the marking's; both stay.

    `second` is what a second opinion credits; None when none was asked for, or none came.
    """

    learner: str
    question: str  # the question's id
    rating: Rating
    at: datetime  # timezone.utc
    seconds: float  # from showing the question to the reveal
    answer: str
    ticked: tuple[str, ...]  # point ids
    ticked_by_us: tuple[str, ...]
    scheduler: str  # name and version of what planned the next date, e.g. "fsrs-6.3.2"
    key: str  # one per answer: adding the same key twice adds it once
    second: tuple[str, ...] | None = None  # point ids
