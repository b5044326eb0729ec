"""Does a learner's own rating tell the truth? Rating against points made against what was recalled the next time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from statistics import fmean, median

from study.memory import day
from study.review import Rating, Review


@dataclass(frozen=True, slots=True)
class Rated:
    """All answers that got one rating. Shares are 0..1, None where there is nothing to go by."""

    rating: Rating
    times: int
    points: float | None  # mean share of points ticked, of questions that have points
    recalled: float | None  # share not rated AGAIN when next asked on a later day
    again: int  # how many of them were asked again on a later day


def calibration(log: Iterable[Review], points: Mapping[str, int], zone: tzinfo = UTC) -> tuple[Rated, ...]:
    """One row a rating, AGAIN first. `points`: question id to the number of its points."""
    given = list(log)
    nexts = _next_day(given, zone)
    return tuple(_rated(rating, given, nexts, points) for rating in Rating)


def _rated(rating: Rating, given: Sequence[Review], nexts: Mapping[int, Review], points: Mapping[str, int]) -> Rated:
    mine = [n for n, r in enumerate(given) if r.rating is rating]
    shares = [min(1.0, len(given[n].ticked) / points[given[n].question]) for n in mine if points.get(given[n].question)]
    after = [nexts[n].rating is not Rating.AGAIN for n in mine if n in nexts]
    return Rated(rating, len(mine), fmean(shares) if shares else None, fmean(after) if after else None, len(after))


def _next_day(given: Sequence[Review], zone: tzinfo) -> dict[int, Review]:
    """For each review (by its place in the log) the next one of its question on a later day."""
    found: dict[int, Review] = {}
    waiting: dict[str, list[int]] = {}
    days: list[date] = [day(r.at, zone) for r in given]
    for n, review in enumerate(given):
        before = waiting.setdefault(review.question, [])
        for m in [m for m in before if days[m] < days[n]]:
            found[m] = review
            before.remove(m)
        before.append(n)
    return found


@dataclass(frozen=True, slots=True)
class Point:
    """How often one point was made in all answers to its question."""

    question: str
    point: str
    made: int
    of: int

    @property
    def share(self) -> float:
        return self.made / self.of


def points_made(log: Iterable[Review], points: Mapping[str, Sequence[str]]) -> tuple[Point, ...]:
    """Every point of every question answered, least often made first; of equals the one asked more often."""
    ticked: dict[str, list[tuple[str, ...]]] = {}
    for review in log:
        ticked.setdefault(review.question, []).append(review.ticked)
    found = [
        Point(id, p, sum(p in one for one in ticked[id]), len(ticked[id]))
        for id, ids in points.items()
        if id in ticked
        for p in ids
    ]
    return tuple(sorted(found, key=lambda p: (p.share, -p.of, p.question, p.point)))


def seconds(log: Iterable[Review], topics: Mapping[str, str]) -> dict[str, float]:
    """The median seconds an answer took, by topic; `topics`: question id to topic."""
    taken: dict[str, list[float]] = {}
    for review in log:
        if review.question in topics:
            taken.setdefault(topics[review.question], []).append(review.seconds)
    return {topic: median(each) for topic, each in taken.items()}
