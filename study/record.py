"""Everything that is kept of one learner, as one value: what an export takes along and an import adds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from study.draft import Draft
from study.interview import Event
from study.report import Report
from study.review import Review


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That the review with this key was taken back."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """`reviews` are in the order in which they were given, those withdrawn among them; so are the events of each
    interview, under its id."""

    reviews: tuple[Review, ...]
    withdrawals: tuple[Withdrawal, ...]
    drafts: tuple[Draft, ...]
    settings: Mapping[str, Any]  # anything that JSON holds, by name
    reports: tuple[Report, ...] = ()
    interviews: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Added:
    """How much of a record was new to the store that it was added to."""

    reviews: int = 0
    withdrawals: int = 0
    drafts: int = 0
    settings: int = 0
    reports: int = 0
    interviews: int = 0  # of which something was new
    known: int = 0  # reviews that were there already
