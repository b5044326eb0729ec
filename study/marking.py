"""Which points an answer makes. No model and no word segmentation: aliases over normalised text, by clause.

Alias groups (AND of ORs) find a point; a denial before it, a forbidden alias or a bare list of keywords takes it
back to "maybe"; likeness to the point's own sentence is never more than "maybe".
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from study._match import CLAUSE, SENTENCE, Answer, Span
from study._negation import negated
from study._normal import normal
from study.question import Pitfall, Point, Worded
from study.review import Rating
from study.text import Text

State = Literal["hit", "maybe", "miss"]
LONGEST = 10_000  # characters that are read
ALIKE = 60.0  # likeness of a clause to a point's sentence from which it is "maybe", in percent
STUFFED = 0.8  # share of an answer that is nothing but aliases

DENIED = Text("这里像是在否定它", "this seems to deny it")
HALF = Text("只说到一部分", "only part of it is said")
AGAINST = Text("和另一处说法矛盾", "something else you said contradicts it")
LISTED = Text("只列了关键词，没有说成一句话", "keywords only; say it as a sentence")
LIKE = Text("意思接近，请自己判断", "close in meaning; judge for yourself")
WRONG_ORDER = Text("都说到了，但顺序不对", "all there, but not in this order")
STUFFING = Text(
    "这份回答几乎只有关键词。面试里要说成句子：是什么、为什么、怎么做。",
    "This answer is little more than keywords. In an interview say sentences: what, why, how.",
)
CUT = Text("只看了前 10000 个字。", "Only the first 10,000 characters were read.")


@dataclass(frozen=True, slots=True)
class Mark:
    """What we say of one point; spans point into the learner's own text."""

    point: str
    state: State
    spans: tuple[Span, ...] = ()
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Trap:
    """A popular mistake that the answer repeats, with where it says so."""

    pitfall: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Marking:
    points: tuple[Mark, ...]  # one for each point, in the question's order
    pitfalls: tuple[Trap, ...] = ()
    notes: tuple[Text, ...] = ()

    def hits(self) -> tuple[str, ...]:
        return tuple(m.point for m in self.points if m.state == "hit")


def mark(question: Worded, answer: str) -> Marking:
    """Mark an answer: a mark for each point, and the popular mistakes that it repeats. Reads 10,000 characters."""
    read = Answer(normal(answer[:LONGEST]))
    marks = [_mark(point, read) for point in question.points]
    notes = [CUT] if len(answer) > LONGEST else []
    if _stuffed(marks, read):
        notes.append(STUFFING)
        lists = {p.id for p in question.points if p.list}
        marks = [
            Mark(m.point, "maybe", m.spans, LISTED) if m.state == "hit" and m.point not in lists else m for m in marks
        ]
    shown = [Mark(m.point, m.state, _original(m.spans, read), m.why) for m in marks]
    traps = [Trap(p.id, _original(spans, read)) for p in question.pitfalls if (spans := _signs(p, read))]
    return Marking(tuple(shown), tuple(traps), tuple(notes))


def suggest(question: Worded, ticked: Collection[str], marking: Marking | None = None) -> Rating:
    """The rating that the ticks suggest; a popular mistake in the answer caps it at hard."""
    whole = sum(p.weight for p in question.points)
    made = sum(p.weight for p in question.points if p.id in ticked) / whole
    rating = Rating.AGAIN if made < 0.4 else Rating.HARD if made < 0.7 else Rating.GOOD
    return min(rating, Rating.HARD) if marking and marking.pitfalls else rating


def _mark(point: Point, answer: Answer) -> Mark:
    groups = [*point.all, *([point.any] if point.any else [])]
    found = [_group(group, answer) for group in groups]
    said = [spans for spans, _ in found if spans]
    denied = [spans for spans, no in found if not spans and no]
    spans = tuple(span for group in said for span in group)
    if groups and len(said) == len(groups):
        if _group(point.without, answer)[0]:
            return Mark(point.id, "maybe", spans, AGAINST)
        if not point.order:
            return Mark(point.id, "hit", spans)
    if point.order and len(said) == len(groups):
        return _ordered(point, answer, spans)
    if denied:
        return Mark(point.id, "maybe", tuple(s for _, no in found for s in no), DENIED)
    if said and len(groups) > 1:
        return Mark(point.id, "maybe", spans, HALF)
    return _alike(point, answer)


def _group(aliases: Iterable[str], answer: Answer) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where any alias of a group is said, and where it is said but denied."""
    said: list[Span] = []
    denied: list[Span] = []
    for alias in aliases:
        for start, end in answer.find(alias):
            no = negated(answer.text, start, _clause_start(answer.text, start), answer.text[start:end])
            (denied if no else said).append((start, end))
    return tuple(said), tuple(denied)


def _clause_start(text: str, at: int) -> int:
    """Where the clause begins that holds the character at `at`."""
    while (
        at > 0
        and not re.match(r"[，。；：！？,;:!?\n]", text[at - 1])
        and not re.match(r"\.(?!\d)", text[at - 1 : at + 1])
    ):
        at -= 1
    return at


def _ordered(point: Point, answer: Answer, spans: tuple[Span, ...]) -> Mark:
    """All groups within one sentence, each first said after the one before."""
    together = False
    for sentence in SENTENCE.finditer(answer.text):
        inside = [[s for s in _group(g, answer)[0] if sentence.start() <= s[0] < sentence.end()] for g in point.order]
        if not all(inside):
            continue
        together, at, path = True, -1, list[Span]()
        for places in inside:
            later = [s for s in sorted(places) if s[0] >= at]
            if not later:
                break
            path.append(later[0])
            at = later[0][1]
        if len(path) == len(point.order):
            return Mark(point.id, "hit", (*spans, *path))
    return Mark(point.id, "maybe", spans, WRONG_ORDER) if together else _alike(point, answer)


def _alike(point: Point, answer: Answer) -> Mark:
    """The clause most like the point's own sentence."""
    best, where = 0.0, (0, 0)
    for wanted in {normal(point.text.zh).text, normal(point.text.en).text}:
        for clause in CLAUSE.finditer(answer.text):
            said = clause.group().strip()
            # a clause must be long enough to be like something: "模型" is in every sentence
            if len(said) >= 6 and (score := fuzz.ratio(said, wanted, score_cutoff=max(best, ALIKE))) > best:
                best, where = score, clause.span()
    return Mark(point.id, "maybe", (where,), LIKE) if best else Mark(point.id, "miss")


def _stuffed(marks: Iterable[Mark], answer: Answer) -> bool:
    """Little besides aliases, in bits too short to be sentences."""
    covered = {i for m in marks if m.state == "hit" for start, end in m.spans for i in range(start, end)}
    letters = {i for i, c in enumerate(answer.text) if c.isalnum()}
    if not covered or len(letters & covered) < STUFFED * len(letters):
        return False
    rests = (sum(i in letters and i not in covered for i in range(*c.span())) for c in CLAUSE.finditer(answer.text))
    return max(rests, default=0) <= 6


def _signs(pitfall: Pitfall, answer: Answer) -> tuple[Span, ...]:
    return _group(pitfall.signs, answer)[0]


def _original(spans: Iterable[Span], answer: Answer) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(answer.normal.span(s, _word_end(answer.text, e)) for s, e in sorted(spans) if s < e))


def _word_end(text: str, end: int) -> int:
    """The end of the Latin word that a stem was found in: denois|ing."""
    if re.match(r"[a-z0-9]", text[end - 1]):
        while end < len(text) and re.match(r"[a-z]", text[end]):
            end += 1
    return end
