"""Replies to objective questions: kept as one line of text, so that a draft and a review hold every kind alike."""

import math
import random
import unicodedata
from collections.abc import Callable, Iterable

from study.question import Choice, Number, Order, Picture, Question
from study.text import Text

Objective = Choice | Order | Number | Picture


class Reply:
    """Indices counted from 0 as people count them: (0, 2) is "1,3"."""

    @staticmethod
    def of(chosen: Iterable[int]) -> str:
        return ",".join(str(i + 1) for i in chosen)


def parse(reply: str) -> tuple[int, ...]:
    """The indices in a reply; what is no number is passed over."""
    return tuple(int(p) - 1 for p in reply.split(",") if p.strip().isdecimal())


def number_of(said: str) -> float | None:
    """The number a person typed: 12, 3.5, 1/3, 1e3, 1,200, full-width digits, a percent or unit after it; else None."""
    text = unicodedata.normalize("NFKC", said).strip().replace(",", "").replace(" ", "")
    for end in ("%", "hu", "px", "mm", "ml"):
        text = text.lower().removesuffix(end)
    top, slash, bottom = text.partition("/")
    try:
        value = float(top) / float(bottom) if slash else float(top)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def verdict(q: Objective, reply: str) -> bool:
    """Whether the reply is right."""
    match q:
        case Choice() | Picture():
            return q.grade(frozenset(parse(reply)))
        case Order():
            return q.grade(parse(reply))
        case Number():
            said = number_of(reply)
            return said is not None and q.grade(said)


def shown_order(q: Order, asked: int) -> tuple[int, ...]:
    """The steps mixed: the same for one asking, another the next time, never in a right order."""
    rng = random.Random(f"{q.id}/{asked}")
    order = list(range(len(q.steps)))
    while tuple(order) in q.right():
        rng.shuffle(order)
    return tuple(order)


def readable(q: Question, reply: str, said: Callable[[Text], str]) -> str:
    """A reply in words: the options chosen, the steps in their order, the number. `said` speaks the language."""
    match q:
        case Choice() | Picture():
            return "; ".join(said(q.options[i].text) for i in parse(reply) if 0 <= i < len(q.options)) or reply
        case Order():
            return " → ".join(said(q.steps[i]) for i in parse(reply) if 0 <= i < len(q.steps)) or reply
        case _:
            return reply
