"""Aliases that are missing: learners ticked a point that we did not find, so their words may be ways to say it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from study._match import CLAUSE
from study._normal import HANZI, normal
from study.marking import mark
from study.question import Point, Worded
from study.review import Review

MOST = 5  # candidates shown for a point
NEWEST = 200  # answers to a question that are read
_RUN = re.compile(rf"[{HANZI}]+|[a-z0-9][a-z0-9'-]*")
# A phrase that begins or ends with one of these says nothing more than the phrase without it.
_ZH_EMPTY = frozenset("的了是和就也在有把被与及或而都要会能对个这那它们很更再让给用从到为以所其")
_EN_EMPTY = frozenset(re.findall(r"\w+", "a an the is are was be to of in on at it and or we i you that this"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may become an alias, and in how many answers they stood."""

    words: str
    answers: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """For one point: what learners who ticked it had written, and what we had ticked against their judgement."""

    question: str
    point: str
    missed: int  # answers in which the learner ticked the point and our marking still does not find it
    candidates: tuple[Candidate, ...]
    wrong: tuple[Candidate, ...]  # words that our marking took for the point, and the learner did not


def suggestions(question: Worded, log: Iterable[Review]) -> tuple[Suggestion, ...]:
    """For every point that learners corrected, most often corrected first. Marks each answer as the banks are now."""
    answers = [r for r in log if r.question == question.id and r.answer.strip()][-NEWEST:]
    marked = [(r, mark(question, r.answer)) for r in answers if set(r.ticked) ^ set(r.ticked_by_us)]
    found = []
    for point in question.points:
        missed = [r.answer for r, m in marked if point.id in r.ticked and point.id not in m.hits()]
        others = [r.answer for r in answers if point.id not in r.ticked]
        wrong: Counter[str] = Counter()
        for r, m in marked:
            if point.id in m.hits() and point.id not in r.ticked:
                spans = next(x.spans for x in m.points if x.point == point.id)
                wrong.update({normal(r.answer[s:e]).text for s, e in spans})
        if missed or wrong:
            taken_for_it = tuple(Candidate(words, n) for words, n in wrong.most_common(MOST))
            found.append(
                Suggestion(question.id, point.id, len(missed), _candidates(point, missed, others), taken_for_it)
            )
    return tuple(sorted(found, key=lambda s: -(s.missed + sum(c.answers for c in s.wrong))))


def _candidates(point: Point, missed: Sequence[str], others: Sequence[str]) -> tuple[Candidate, ...]:
    """Phrases that several answers share and the others do not have; then the clauses most like the point."""
    counts = Counter(phrase for answer in missed for phrase in set(_phrases(normal(answer).text)))
    elsewhere = Counter(phrase for answer in others for phrase in set(_phrases(normal(answer).text)))
    shared = [p for p, n in counts.items() if n > 1 and n > 2 * elsewhere[p]]
    shared = [p for p in shared if not any(p != q and p in q and counts[p] == counts[q] for q in shared)]
    best = [Candidate(p, counts[p]) for p in sorted(shared, key=lambda p: (-counts[p], -len(p), p))]
    clauses = Counter(c for answer in missed for c in _clauses(answer))
    likest = sorted(clauses, key=lambda c: (-clauses[c], -_like(point, c), c))
    said = [Candidate(c, clauses[c]) for c in likest if not any(b.words == c for b in best)]
    return tuple([*best, *said][:MOST])


def _clauses(answer: str) -> set[str]:
    return {c for m in CLAUSE.finditer(normal(answer).text) if len(c := m.group().strip()) > 3}


def _like(point: Point, clause: str) -> float:
    return max(fuzz.partial_ratio(clause, normal(text).text) for text in (point.text.zh, point.text.en))


def _phrases(text: str) -> Iterator[str]:
    """Chinese of 2 to 8 characters, other words one to three at a time."""
    words: list[str] = []
    for m in _RUN.finditer(text):
        run = m.group()
        if re.match(f"[{HANZI}]", run):
            words.clear()
            for size in range(2, 9):
                parts = (run[i : i + size] for i in range(len(run) - size + 1))
                yield from (p for p in parts if p[0] not in _ZH_EMPTY and p[-1] not in _ZH_EMPTY)
        else:
            words.append(run)
            for size in range(1, 4):
                last = words[-size:]
                if len(last) == size and last[0] not in _EN_EMPTY and last[-1] not in _EN_EMPTY:
                    yield " ".join(last)
