"""Cutting an answer into pieces, so that a page can colour the words that counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the learner's own text and what it counted for: point or pitfall ids, none for plain text."""

    text: str
    marks: tuple[str, ...] = ()


def pieces(answer: str, spans: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """The whole answer in order, cut at every border of a span (start, end, id); joined again it is the answer."""
    inside = [(max(0, s), min(len(answer), e), name) for s, e, name in spans]
    inside = [span for span in inside if span[0] < span[1]]
    cuts = sorted({0, len(answer), *(s for s, _, _ in inside), *(e for _, e, _ in inside)})
    out: list[Piece] = []
    for start, end in pairwise(cuts):
        marks = tuple(dict.fromkeys(name for s, e, name in inside if s <= start and end <= e))
        if out and out[-1].marks == marks:
            out[-1] = Piece(out[-1].text + answer[start:end], marks)
        else:
            out.append(Piece(answer[start:end], marks))
    return tuple(out)
