"""Reviews for tests: only what a test is about has to be said."""

from datetime import UTC, datetime, timedelta
from itertools import count

from study.review import Rating, Review

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_keys = count()


def review(
    question: str = "q1",
    rating: Rating = Rating.GOOD,
    at: datetime | float = NOON,
    ticked: tuple[str, ...] = (),
    learner: str = "ada",
    key: str | None = None,
    answer: str = "answer",
) -> Review:
    """A review; `at` may be a number of days after noon of 2 March 2026."""
    at = at if isinstance(at, datetime) else NOON + timedelta(days=at)
    key = f"k{next(_keys)}" if key is None else key
    return Review(learner, question, rating, at, 30.0, answer, ticked, (), "fsrs-6.3.2", key)
