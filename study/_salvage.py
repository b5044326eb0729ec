"""Reading on after a syntax error: each question is tried by itself, so that one broken question hides no other."""

import re
from dataclasses import dataclass

from study._document import Document, NotYamlError, Slip
from study._explain import explained
from study._yaml import Limits, parse

_MOST = 50  # broken questions that are told; nobody reads more at once


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What could be read, with every broken question replaced by nothing; `broken` counts them from 0."""

    document: Document | None
    slips: tuple[Slip, ...]
    broken: frozenset[int]


def salvage(lines: list[str], error: NotYamlError, limits: Limits, seen: tuple[Slip, ...] = ()) -> Salvaged:
    """Read all that can be read in lines that as a whole raise `error`; a question with a slip in `seen` has its
    explanation already."""
    if not error.problem:
        return Salvaged(None, (*error.slips, error.slip), frozenset())
    found: list[Slip] = []
    broken: set[int] = set()
    kept = list(lines)
    for number, (start, end) in enumerate(_items(lines)):
        if len(broken) < _MOST and (slip := _slip(lines, start, end, limits)):
            found += [] if any(start < s.line <= end for s in seen) else [slip]
            broken.add(number)
            kept[start:end] = [lines[start][: _indent(lines[start])] + "-", *[""] * (end - start - 1)]
    try:
        document = parse("\n".join(kept), limits)
    except NotYamlError as e:
        rest = [] if broken or seen else [explained(e, lines)]
        return Salvaged(None, (*found, *rest, *e.slips), frozenset(broken))
    return Salvaged(document, (*found, *document.slips), frozenset(broken))


def _slip(lines: list[str], start: int, end: int, limits: Limits) -> Slip | None:
    """What is wrong with the item in lines[start:end] when it is read alone."""
    try:
        parse("\n".join(lines[start:end]), limits)
    except NotYamlError as e:
        line, column = e.since
        here = Slip(e.slip.line + start, e.slip.column, e.slip.said, e.slip.cure)
        return explained(NotYamlError(here, e.problem, e.context, (line + start, column)), lines)
    return None


def _items(lines: list[str]) -> list[tuple[int, int]]:
    """From and to (counted from 0, end not included) of the lines of each item under `questions:`."""
    top = next((n for n, line in enumerate(lines) if re.match(r"questions *:", line)), None)
    first = (
        next((n for n in range(top + 1, len(lines)) if re.match(" *- ", lines[n])), None) if top is not None else None
    )
    if first is None:
        return []
    head = " " * _indent(lines[first]) + "-"
    starts = [n for n in range(first, len(lines)) if lines[n] == head or lines[n].startswith(head + " ")]
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
