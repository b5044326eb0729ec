"""What a learner says is wrong with a question."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

About = Literal["answer", "marking", "wording", "other"]
ABOUTS: tuple[About, ...] = get_args(About)
LONGEST = 1000  # characters of a report that are kept


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `settled` is when an instructor dealt with it."""

    learner: str
    question: str
    about: About
    text: str
    at: datetime  # timezone.utc
    key: str  # one per form: sending twice adds one
    settled: datetime | None = None
