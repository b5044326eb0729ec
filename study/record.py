"""Everything that is kept of one learner, as one value: what an export takes along and an import adds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from study.draft import Draft
from study.review import Review


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That the review with this key was taken back."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """`reviews` are in the order in which they were given, those withdrawn among them."""

    reviews: tuple[Review, ...]
    withdrawals: tuple[Withdrawal, ...]
    drafts: tuple[Draft, ...]
    settings: Mapping[str, Any]  # anything that JSON holds, by name


@dataclass(frozen=True, slots=True)
class Added:
    """How much of a record was new to the store that it was added to."""

    reviews: int = 0
    withdrawals: int = 0
    drafts: int = 0
    settings: int = 0
    known: int = 0  # reviews that were there already
