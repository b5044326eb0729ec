"""What the Banks page knows: the checker's findings, the log of all learners, who may change something."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import streamlit as st

from ops import exercises
from pages.banks_words import VIEWS
from pages.shared import on_own_machine, shelf, store
from scans.samples import samples
from study import home
from study.check import World
from study.inspection import Inspection
from study.numbers import Numbers, numbers
from study.problem import Problem
from study.question import Choice, Number, Order, Picture, Point, Question, Worded
from study.review import Review
from study.suggestion import Suggestion, suggestions

open_here = on_own_machine  # who sits at the server's own machine edits its files anyway


@cache
def _inspection(folder: Path) -> Inspection:
    return Inspection(folder, World.of(exercises(), samples()), lambda: home.store().asked())


def problems() -> tuple[tuple[Problem, ...], bool]:
    """Every problem known of the live banks, sorted, and whether the check of this version is done."""
    found = _inspection(home.library().folder).look(shelf().version)
    done = found.version == shelf().version
    if done:
        return tuple(sorted({*found.problems, *shelf().problems}, key=_order)), True
    broken = {p.path for p in shelf().problems if p.level == "error"}
    older = (p for p in found.problems if p.level != "error" and p.path not in broken)
    return tuple(sorted({*older, *shelf().problems}, key=_order)), False


def _order(p: Problem) -> tuple[str, int, int, str]:
    return p.path.name, p.line, p.column, p.said.en


def log() -> tuple[Review, ...]:
    """The reviews of all learners, read again only after a change."""
    return _log(id(store()), store().revision())


@lru_cache(maxsize=1)
def _log(which: int, revision: tuple[int, int]) -> tuple[Review, ...]:
    return tuple(store().everyone())


def figures() -> dict[str, Numbers]:
    return numbers(log(), {id: tuple(p.id for p in points(q)) for id, q in shelf().questions.items()})


def points(q: Question) -> tuple[Point, ...]:
    return q.points if isinstance(q, Worded) else ()


def suggested() -> list[Suggestion]:
    """For all questions, most often corrected first."""
    found = _suggested(id(store()), store().revision(), shelf().version)
    return sorted(found, key=lambda s: -(s.missed + sum(c.answers for c in s.wrong)))


@lru_cache(maxsize=1)
def _suggested(which: int, revision: tuple[int, int], version: int) -> tuple[Suggestion, ...]:
    corrected = {r.question for r in log() if set(r.ticked) ^ set(r.ticked_by_us)}
    questions = [q for id, q in shelf().questions.items() if id in corrected and isinstance(q, Worded)]
    return tuple(s for q in questions for s in suggestions(q, log()))


def texts(q: Question) -> Iterator[str]:
    """Everything written in a question, for searching."""
    yield from (q.id, *q.tags, q.title.zh, q.title.en, q.prompt.zh, q.prompt.en)
    match q:
        case Worded():
            yield from (q.answer.zh, q.answer.en)
            for p in q.points:
                yield from (p.text.zh, p.text.en, *p.any, *(a for group in (*p.all, *p.order) for a in group))
            for f in q.pitfalls:
                yield from (f.claim.zh, f.claim.en, f.truth.zh, f.truth.en, f.reference)
        case Choice() | Picture():
            yield from (t for o in q.options for t in (o.text.zh, o.text.en, o.why.zh, o.why.en))
        case Order():
            yield from (t for s in q.steps for t in (s.zh, s.en))
        case Number():
            yield from (q.solution.zh, q.solution.en, q.value)


def search(wanted: str) -> list[Question]:
    """The questions that hold every word somewhere, those with it in their title or id first."""
    words = wanted.casefold().split()
    found = [q for q in shelf().questions.values() if _has("\n".join(texts(q)), words)]
    return sorted(found, key=lambda q: not _has(f"{q.id} {q.title.zh} {q.title.en}", words))


def _has(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def where(id: str) -> str:
    """file:line of a question, as editors take it."""
    path, line = shelf().where[id]
    return f"{path.name}:{line}"


def view() -> str:
    """The part of the page that the URL names."""
    return said if (said := st.query_params.get("view", "")) in VIEWS else "files"


def turn() -> None:
    st.query_params["view"] = st.session_state["banks.view"] or "files"


def show(id: str) -> None:
    """Preview a question."""
    st.query_params["view"] = "preview"
    st.query_params["q"] = id


def unshow() -> None:
    st.query_params.pop("q", None)
