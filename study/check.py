"""Everything that is wrong with banks, or that their authors probably did not mean."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from study import _lines, marking
from study._case import Case, World
from study._rule_links import links, vanished
from study._rule_pattern import patterns
from study._rule_points import Marker, points
from study._rule_source import source
from study._rule_text import texts
from study._validate import duplicate_id
from study.bank import Loaded, load
from study.problem import Problem
from study.question import Question
from study.text import Text

__all__ = ["World", "check"]


def check(
    paths: Sequence[Path],
    world: World,
    around: Sequence[Path] = (),
    history: frozenset[str] = frozenset(),
    marker: Marker = marking.mark,
) -> list[Problem]:
    """Every problem of the files at `paths`, sorted. Links may also lead to the files `around` them; `history` are
    the ids that learners have answered, and is given when all banks are checked."""
    files = [load(path) for path in sorted(paths)]
    rest = [load(path) for path in sorted(around)]
    known = {q.id: q for file in reversed([*files, *rest]) for _, q in file.questions}
    found = {p for file in files for p in file.problems} | set(_across(files, rest))
    for file in files:
        found |= set(source(file)) | set(_questions(file, known, world, marker))
    if history and paths:
        found |= set(vanished(paths[0].parent, history, known))
    return sorted(found)


def _questions(file: Loaded, known: Mapping[str, Question], world: World, marker: Marker) -> Iterator[Problem]:
    """Problems of the questions that are valid, also when others in the file are not."""
    lines = tuple(_lines.split(file.text))
    told = {p.line for p in file.problems if p.level == "error"}
    for number, question in file.questions:
        if file.document:
            case = Case(file, file.document, lines, number, question, known, world)
            found = chain(texts(case), patterns(case), links(case), points(case, marker))
            yield from (p for p in found if p.line not in told)


def _across(files: Sequence[Loaded], rest: Sequence[Loaded]) -> Iterator[Problem]:
    """Ids that two files have; within one file reading has said so already."""
    first: dict[str, tuple[Path, int]] = {}
    for file in sorted([*files, *rest], key=lambda f: f.path):
        for number, question in file.questions:
            path, line = first.setdefault(question.id, (file.path, file.line(number)))
            if path != file.path and file in files and file.document:
                place = file.document.place("questions", number, "id")
                said = duplicate_id(Text("题目", "question"), question.id, f"{path}:{line}")
                yield Problem(file.path, *place, "error", *said)
