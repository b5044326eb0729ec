"""A draft is an answer that has not been rated yet: kept in the store, so that a reload gives the words back."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """Where one learner is with one question. Rating it turns it into a Review of the same key."""

    learner: str
    question: str
    key: str  # the review's idempotency key, chosen when the question is first shown
    answer: str
    shown: datetime  # when the question was put on screen
    at: datetime  # when this was last changed
    revealed: datetime | None = None  # when the model answer was shown; None while still answering
    ticked: tuple[str, ...] | None = None  # the learner's verdict on the points; None while untouched

    @property
    def seconds(self) -> float:
        """From showing the question to the reveal, or to the last change before it."""
        return max(0.0, ((self.revealed or self.at) - self.shown).total_seconds())
