"""One moment of all banks, and the rule by which an id belongs to one file only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from study._validate import duplicate_id
from study.problem import Problem
from study.question import Bank, Question
from study.text import Text


@dataclass(frozen=True, slots=True)
class Kept:
    """A bank that was read without an error, and on which line each of its questions begins."""

    path: Path
    bank: Bank
    lines: tuple[int, ...]

    def ids(self) -> frozenset[str]:
        return frozenset(q.id for q in self.bank.questions)

    def without(self, ids: frozenset[str]) -> "Kept":
        """The bank without these questions."""
        left = [(q, line) for q, line in zip(self.bank.questions, self.lines, strict=True) if q.id not in ids]
        bank = self.bank.model_copy(update={"questions": tuple(q for q, _ in left)})
        return Kept(self.path, bank, tuple(line for _, line in left))


@dataclass(frozen=True, slots=True)
class Shelf:
    """Never changes; a save makes a new one. `stale` are files shown in their last good version."""

    version: int
    banks: Mapping[Path, Bank]
    questions: Mapping[str, Question]
    where: Mapping[str, tuple[Path, int]]  # file and line of each question
    topics: Mapping[str, Text]
    topic_of: Mapping[str, str]  # topic of each question
    problems: tuple[Problem, ...] = ()
    stale: frozenset[Path] = frozenset()


def shelved(version: int, kept: Iterable[Kept], problems: Iterable[Problem], stale: Iterable[Path]) -> Shelf:
    """Put banks, no two of which share an id, on a shelf."""
    files = sorted(kept, key=lambda k: k.path)
    topics = {k.bank.bank: k.bank.title for k in files if k.bank.topic is None}
    for k in files:
        topics.setdefault(k.bank.topic or k.bank.bank, k.bank.title)
    return Shelf(
        version,
        MappingProxyType({k.path: k.bank for k in files}),
        MappingProxyType({q.id: q for k in files for q in k.bank.questions}),
        MappingProxyType(
            {q.id: (k.path, line) for k in files for q, line in zip(k.bank.questions, k.lines, strict=True)}
        ),
        MappingProxyType(topics),
        MappingProxyType({q.id: k.bank.topic or k.bank.bank for k in files for q in k.bank.questions}),
        tuple(sorted(problems)),
        frozenset(stale),
    )


def clashes(new: Kept, others: Iterable[Kept]) -> dict[str, Problem]:
    """For each id of `new` that another bank has already, what to say of it."""
    owner = {q.id: (k.path, line) for k in others for q, line in zip(k.bank.questions, k.lines, strict=True)}
    found = {}
    for question, line in zip(new.bank.questions, new.lines, strict=True):
        if question.id in owner:
            first, there = owner[question.id]
            said = duplicate_id(Text("题目", "question"), question.id, f"{first}:{there}")
            found[question.id] = Problem(new.path, line, 1, "error", *said)
    return found
