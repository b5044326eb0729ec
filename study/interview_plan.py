"""What a mock interview asks: what is weak and due, no near duplicates, enough for the minutes."""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from study.interview import Kind, Mix, Setup
from study.memory import Card, is_due, retrievability
from study.question import Code, Open, Question, Worded

MINUTES: Mapping[Kind, float] = {"open": 4.5, "code": 8.0, "objective": 1.0}
SHARES: Mapping[Kind, float] = {"open": 4.0, "code": 2.0, "objective": 1.0}  # of the time, among the kinds chosen
MIXES: Mapping[Mix, Mapping[int, float]] = {
    "basic": {1: 4.0, 2: 1.0, 3: 0.1},
    "balanced": {1: 1.0, 2: 1.0, 3: 1.0},
    "demanding": {1: 0.1, 2: 1.0, 3: 4.0},
}
SLACK = 1.0  # minutes by which the plan may be longer than the interview


def kind(q: Question) -> Kind:
    return "open" if isinstance(q, Open) else "code" if isinstance(q, Code) else "objective"


def minutes(q: Question) -> float:
    """How long an answer to this question should take."""
    return MINUTES[kind(q)]


def weight(card: Card | None, points: float | None, now: datetime, zone: tzinfo = UTC) -> float:
    """How much a question wants to be asked: a new one 1, a known one 0.25, more what is weak or due (at most 5.25).

    `points`: the share (0..1) of its points made last time, if known.
    """
    if card is None:
        return 1.0
    missed = 0.0 if points is None else 1 - points
    return 0.25 + 2 * (1 - retrievability(card, now)) + 2 * missed + (1 if is_due(card, now, zone) else 0)


def near(a: Question, b: Question) -> bool:
    """Whether one question gives the other away, or asks the same again."""
    return bool(_names(a) & (_names(b) | set(b.similar)) or _names(b) & set(a.similar))


def choose(
    id: str, setup: Setup, questions: Mapping[str, Question], topic_of: Mapping[str, str], weights: Mapping[str, float]
) -> tuple[str, ...]:
    """The ids to ask, in order: the easier first, code last. The same for the same arguments.

    `weights`: how much each question wants to be asked. Shorter than the minutes when there is not enough to ask.
    """
    asked = [q for q in questions.values() if not q.deprecated and kind(q) in setup.kinds]
    asked = [q for q in asked if not setup.topics or topic_of.get(q.id) in setup.topics]
    line = sorted(asked, key=lambda q: (_chance(id, q, setup, weights), q.id))
    chosen = _fill(line, setup)
    return tuple(q.id for q in sorted(chosen, key=lambda q: (isinstance(q, Code), q.difficulty)))


def _chance(id: str, q: Question, setup: Setup, weights: Mapping[str, float]) -> float:
    """Smallest first is a draw without replacement by weight (Efraimidis and Spirakis, 2006, in logarithms)."""
    digest = hashlib.sha256(f"{id}/{q.id}".encode()).digest()
    uniform = (int.from_bytes(digest[:8]) + 1) / (2**64 + 1)
    return -math.log(uniform) / (MIXES[setup.mix][q.difficulty] * max(weights.get(q.id, 1.0), 1e-6))


def _fill(line: Sequence[Question], setup: Setup) -> list[Question]:
    """Take from the line, always of the kind that is furthest behind its share, until nothing more fits."""
    chosen: list[Question] = []
    room = setup.minutes + SLACK
    while fits := [q for q in line if minutes(q) <= room]:
        behind = _behind(chosen, {kind(q) for q in fits})
        new = next(q for q in fits if kind(q) == behind)
        chosen.append(new)
        room -= minutes(new)
        line = [q for q in fits if q.id != new.id and not near(q, new)]
    return chosen


def _behind(chosen: Iterable[Question], kinds: Iterable[Kind]) -> Kind:
    """The kind with the least time in proportion to its share; the one with the larger share when they are even."""
    used = dict.fromkeys(MINUTES, 0.0)
    for q in chosen:
        used[kind(q)] += minutes(q)
    return min(kinds, key=lambda k: (used[k] / SHARES[k], -SHARES[k]))


def _names(q: Question) -> set[str]:
    return {q.id} if isinstance(q, Worded) else {q.id, q.trains}
