"""One question under the checker's eyes: its texts and aliases, and where each stands in its file."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from study._document import Document, Step
from study._yaml_words import Words
from study.bank import Loaded
from study.problem import Level, Problem
from study.question import Question, Worded
from study.text import Lang, Text

LANGS: tuple[Lang, Lang] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class World:
    """What banks may link to. For each exercise its knobs, each with what gives the nearest legal value."""

    exercises: Mapping[str, Mapping[str, Callable[[object], object]]]
    scans: frozenset[str]

    @classmethod
    def of(cls, exercises: Mapping[str, Any], scans: Collection[str]) -> "World":
        """From the exercises of ops/ by name, and the ids of the sample scans."""
        return cls({name: {k.name: k.turn for k in ex.knobs} for name, ex in exercises.items()}, frozenset(scans))


@dataclass(frozen=True, slots=True)
class Case:
    """Question `number` (from 0) of a file, and what it may link to: every id with its question."""

    loaded: Loaded
    document: Document
    lines: tuple[str, ...]  # of the file
    number: int
    question: Question
    known: Mapping[str, Question]
    world: World

    def problem(self, path: tuple[Step, ...], level: Level, words: Words) -> Problem:
        """A problem of the value at path, counted from the question."""
        line, column = self.document.place("questions", self.number, *path)
        return Problem(self.loaded.path, line, column, level, *words)

    def inside(self, path: tuple[Step, ...], text: str, at: int, level: Level, words: Words) -> Problem:
        """A problem of the character text[at] of the value at path; a block is searched for its line."""
        line, column = self.document.place("questions", self.number, *path)
        start = text.rfind("\n", 0, at) + 1
        piece = text[start:].split("\n", 1)[0].strip()[:60] if "\n" in text else text[at : at + 12]
        for n in range(line - 1, min(line + 1 + text.count("\n"), len(self.lines))):
            found = self.lines[n].find(piece, column - 1 if n == line - 1 else 0)
            if piece and found >= 0:
                shift = max(at - start, 0) if "\n" in text else 0
                return Problem(self.loaded.path, n + 1, found + 1 + shift, level, *words)
        return Problem(self.loaded.path, line, column, level, *words)

    def texts(self) -> Iterator[tuple[tuple[Step, ...], Lang | None, str]]:
        """Every text a learner reads, with its path; the language is None where one text stands for both."""
        for path, text in said(self.question):
            if text.zh == text.en:
                yield path, None, text.zh
            else:
                yield from (((*path, lang), lang, text(lang)) for lang in LANGS)

    def aliases(self) -> Iterator[tuple[tuple[Step, ...], str]]:
        """Every alias by which points and pitfalls are found, with its path."""
        if isinstance(self.question, Worded):
            for i, point in enumerate(self.question.points):
                for name, group in (("any", point.any), ("not", point.without)):
                    yield from ((("points", i, name, j), alias) for j, alias in enumerate(group))
                for name, groups in (("all", point.all), ("order", point.order)):
                    for g, group in enumerate(groups):
                        yield from ((("points", i, name, g, j), alias) for j, alias in enumerate(group))
            for i, pitfall in enumerate(self.question.pitfalls):
                yield from ((("pitfalls", i, "signs", j), sign) for j, sign in enumerate(pitfall.signs))


def said(value: object, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Text]]:
    """Every text in both languages inside a value of a bank, with its path in the file."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from said(item, (*path, i))
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from said(getattr(value, name), (*path, field.alias or name))
