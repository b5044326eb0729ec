"""What the log of all learners says about a question, for whoever edits the banks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from study.review import Rating, Review


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of one question. The counters go from point id to the number of answers."""

    question: str
    times: int  # answers
    learners: int
    ratings: tuple[int, int, int, int]  # again, hard, good, easy
    seconds: float  # median time from question to reveal
    missed: Counter[str] = field(default_factory=Counter)  # the learner left the point unticked
    added: Counter[str] = field(default_factory=Counter)  # ticked by the learner, not by us
    removed: Counter[str] = field(default_factory=Counter)  # ticked by us, not by the learner

    @property
    def forgotten(self) -> float:
        """Share (0..1) of the answers that were rated AGAIN."""
        return self.ratings[0] / self.times

    @property
    def corrected(self) -> int:
        return self.added.total() + self.removed.total()


def numbers(log: Iterable[Review], points: dict[str, tuple[str, ...]]) -> dict[str, Numbers]:
    """The numbers of every question in the log. `points`: question id to the ids of its points."""
    by_question: dict[str, list[Review]] = {}
    for review in log:
        by_question.setdefault(review.question, []).append(review)
    return {id: _numbers(id, reviews, points.get(id, ())) for id, reviews in by_question.items()}


def _numbers(id: str, reviews: list[Review], points: tuple[str, ...]) -> Numbers:
    ratings = Counter(r.rating for r in reviews)
    return Numbers(
        id,
        len(reviews),
        len({r.learner for r in reviews}),
        (ratings[Rating.AGAIN], ratings[Rating.HARD], ratings[Rating.GOOD], ratings[Rating.EASY]),
        median(r.seconds for r in reviews),
        Counter(p for r in reviews for p in points if p not in r.ticked),
        Counter(p for r in reviews for p in r.ticked if p in points and p not in r.ticked_by_us),
        Counter(p for r in reviews for p in r.ticked_by_us if p in points and p not in r.ticked),
    )
