"""What the log says about a learner: every figure on the progress page is a function of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from statistics import fmean

from study.memory import Card, day, is_due, retrievability
from study.review import Rating, Review

KNOWN = 0.9  # a question counts as known while the chance of recall is at least this


@dataclass(frozen=True, slots=True)
class Topic:
    """How one topic stands. Means are over the questions that have been seen; None where there are none."""

    topic: str
    total: int
    seen: int
    known: int
    due: int
    recall: float | None  # mean chance of recall now, 0..1
    points: float | None  # mean share of points ticked in the latest answer, 0..1


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    reviews: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with a review. Today may still be empty without breaking it."""

    current: int
    longest: int


@dataclass(frozen=True, slots=True)
class Weak:
    question: str
    recall: float
    lapses: int
    points: float | None


@dataclass(frozen=True, slots=True)
class Retention:
    """Of the reviews that came a day or more after the one before: how many were remembered."""

    passed: int
    failed: int

    @property
    def share(self) -> float | None:
        asked = self.passed + self.failed
        return self.passed / asked if asked else None


def by_topic(
    log: Iterable[Review],
    cards: Mapping[str, Card],
    questions: Mapping[str, str],
    points: Mapping[str, int],
    now: datetime,
    zone: tzinfo = UTC,
) -> tuple[Topic, ...]:
    """Every topic in the order of the banks. `questions`: id to topic; `points`: id to the number of its points."""
    shares = point_shares(log, points)
    members: dict[str, list[str]] = defaultdict(list)
    for id, topic in questions.items():
        members[topic].append(id)
    return tuple(_topic(topic, ids, cards, shares, now, zone) for topic, ids in members.items())


def _topic(
    topic: str, ids: Sequence[str], cards: Mapping[str, Card], shares: Mapping[str, float], now: datetime, zone: tzinfo
) -> Topic:
    seen = [cards[id] for id in ids if id in cards]
    recall = [retrievability(card, now) for card in seen]
    hit = [shares[id] for id in ids if id in shares]
    return Topic(
        topic=topic,
        total=len(ids),
        seen=len(seen),
        known=sum(r >= KNOWN for r in recall),
        due=sum(is_due(card, now, zone) for card in seen),
        recall=fmean(recall) if recall else None,
        points=fmean(hit) if hit else None,
    )


def point_shares(log: Iterable[Review], points: Mapping[str, int]) -> dict[str, float]:
    """The share of points (0..1) ticked in the latest answer to each question that has points."""
    return {r.question: min(1.0, len(r.ticked) / points[r.question]) for r in log if points.get(r.question)}


def days(log: Iterable[Review], zone: tzinfo = UTC) -> tuple[Day, ...]:
    """Every day with a review, oldest first."""
    count: Counter[date] = Counter()
    seconds: dict[date, float] = defaultdict(float)
    for review in log:
        on = day(review.at, zone)
        count[on] += 1
        seconds[on] += review.seconds
    return tuple(Day(on, count[on], seconds[on]) for on in sorted(count))


def calendar(log: Iterable[Review], first: date, last: date, zone: tzinfo = UTC) -> tuple[Day, ...]:
    """Every day from first to last, also those without a review."""
    with_reviews = {d.day: d for d in days(log, zone)}
    span = [first + timedelta(n) for n in range((last - first).days + 1)]
    return tuple(with_reviews.get(on, Day(on, 0, 0.0)) for on in span)


def streak(log: Iterable[Review], today: date, zone: tzinfo = UTC) -> Streak:
    runs: dict[date, int] = {}
    for d in days(log, zone):
        runs[d.day] = runs.get(d.day - timedelta(1), 0) + 1
    return Streak(runs.get(today, runs.get(today - timedelta(1), 0)), max(runs.values(), default=0))


def weakest(
    log: Iterable[Review], cards: Mapping[str, Card], points: Mapping[str, int], now: datetime, most: int = 10
) -> tuple[Weak, ...]:
    """The questions most likely to be missed now, weakest first."""
    shares = point_shares(log, points)
    all = (Weak(c.question, retrievability(c, now), c.lapses, shares.get(c.question)) for c in cards.values())
    return tuple(sorted(all, key=lambda w: (w.recall * (1 if w.points is None else w.points), w.question))[:most])


def true_retention(log: Iterable[Review], zone: tzinfo = UTC, since: date = date.min) -> Retention:
    """How much was remembered when it was asked again, from the day `since` on."""
    last: dict[str, date] = {}
    passed = failed = 0
    for review in log:
        on = day(review.at, zone)
        # A second try on the same day says nothing about memory.
        if last.get(review.question, on) < on and on >= since:
            passed += review.rating is not Rating.AGAIN
            failed += review.rating is Rating.AGAIN
        last[review.question] = max(on, last.get(review.question, on))
    return Retention(passed, failed)
