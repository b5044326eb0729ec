"""What a learner says is wrong with a question."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

About = Literal["answer", "marking", "wording", "other"]
ABOUTS: tuple[About, ...] = get_args(About)
LONGEST = 1000  # characters of a report that are kept
MOST = 20  # reports that one learner can send in a day
MOST_IN_ALL = 1000  # to which an import can bring them
DAY = timedelta(days=1)


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
