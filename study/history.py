"""A learner's own answers to a question: what was ticked then, what is missed again and again."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from study._normal import normal
from study.review import Review


@dataclass(frozen=True, slots=True)
class Standing:
    """How one point of a question stands: of so many answers so often made, and whether the last one missed it."""

    made: int
    of: int
    missed_last: bool


def answers(log: Iterable[Review], question: str) -> list[Review]:
    """The answers to a question, newest first."""
    return [r for r in log if r.question == question][::-1]


def standings(log: Iterable[Review], question: str, points: Iterable[str]) -> dict[str, Standing]:
    """How each point stands; empty when the question was never answered."""
    given = answers(log, question)
    if not given:
        return {}
    made = Counter(p for r in given for p in r.ticked)
    return {p: Standing(made[p], len(given), p not in given[0].ticked) for p in points}


def search(log: Iterable[Review], wanted: str, most: int = 50) -> list[Review]:
    """The answers that hold every word, newest first; script, case and width do not matter."""
    words = [normal(word).text for word in wanted.split()]
    if not words:
        return []
    found = [r for r in log if all(word in normal(r.answer).text for word in words)]
    return found[::-1][:most]
