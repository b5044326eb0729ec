"""Which points an answer makes. No model and no word segmentation: aliases over normalised text, by clause.

Alias groups (AND of ORs) find a point; a denial before it, a forbidden alias or a bare list of keywords takes it
back to "maybe"; likeness to the point's own sentence is never more than "maybe".
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from study._match import Answer, Span, compile_all
from study._normal import normal
from study._said import beside, group, in_order, together, word_end
from study._shape import listed
from study._topic import share
from study.question import Point, Worded
from study.review import Rating
from study.text import Text

State = Literal["hit", "maybe", "miss"]
LONGEST = 10_000  # characters that are read
ALIKE = 60.0  # likeness of a clause to a point's sentence from which it is "maybe", in percent
STRAY, STRAY_ONE = 0.14, 0.18  # share of familiar wordings under which hits, or a single hit, are chance

DENIED = Text("这里像是在否定它", "this seems to deny it")
HALF = Text("只说到一部分", "only part of it is said")
AGAINST = Text("和另一处说法矛盾", "something else you said contradicts it")
FAR = Text("都说到了，但分散在不同的地方，没有连起来", "all there, but in different places and not connected")
TRAPPED = Text("和一个常见误解写在一起", "said together with a popular mistake")
ELSEWHERE = Text("整段回答像是在说别的题", "the answer as a whole seems to be about something else")
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
    signs = {p.id: spans for p in question.pitfalls if (spans := group(p.signs, read)[0])}
    marks = [_trapped(_mark(point, read), signs.values(), read) for point in question.points]
    marks = _on_topic(question, marks, read)
    shown = [Mark(m.point, m.state, _original(m.spans, read), m.why) for m in marks]
    notes = [CUT] if len(answer) > LONGEST else []
    if bare := listed(answer[:LONGEST]):
        notes.append(STUFFING)
        lists = {p.id for p in question.points if p.list}
        shown = [m if m.point in lists else _listed(m, bare) for m in shown]
    traps = [Trap(pitfall, _original(spans, read)) for pitfall, spans in signs.items()]
    return Marking(tuple(shown), tuple(traps), tuple(notes))


def prepare(question: Worded) -> None:
    """Get ready what marking this question needs: ahead of the first answer this spares it a tenth of a second."""
    compile_all(question.aliases())
    for answer in (question.answer.zh, question.answer.en):  # sounds and needles are made where they are first needed
        mark(question, answer)


def suggest(question: Worded, ticked: Collection[str], marking: Marking | None = None) -> Rating:
    """The rating that the ticks suggest; a popular mistake in the answer caps it at hard."""
    whole = sum(p.weight for p in question.points)
    made = sum(p.weight for p in question.points if p.id in ticked) / whole
    rating = Rating.AGAIN if made < 0.4 else Rating.HARD if made < 0.7 else Rating.GOOD
    return min(rating, Rating.HARD) if marking and marking.pitfalls else rating


def _mark(point: Point, answer: Answer) -> Mark:
    groups = [*point.all, *([point.any] if point.any else [])]
    found = [group(g, answer) for g in groups]
    said = [spans for spans, _ in found if spans]
    spans = tuple(span for places in said for span in places)
    if len(said) == len(groups):
        return _whole(point, answer, said, spans)
    if denied := [no for spans, no in found if not spans and no]:
        return Mark(point.id, "maybe", tuple(span for no in denied for span in no), DENIED)
    if said and len(groups) > 1:
        return Mark(point.id, "maybe", spans, HALF)
    return _alike(point, answer)


def _whole(point: Point, answer: Answer, said: list[tuple[Span, ...]], spans: tuple[Span, ...]) -> Mark:
    """All groups of a point are said: whether together, in order and uncontradicted."""
    if said and not (spans := together(said, answer) if len(said) > 1 else spans):
        return Mark(point.id, "maybe", tuple(s for places in said for s in places), FAR)
    if said and group(point.without, answer)[0]:
        return Mark(point.id, "maybe", spans, AGAINST)
    return _ordered(point, answer, spans) if point.order else Mark(point.id, "hit", spans)


def _on_topic(question: Worded, marks: list[Mark], answer: Answer) -> list[Mark]:
    """One or two hits in an answer that otherwise talks of something else are chance."""
    hits = sum(m.state == "hit" for m in marks)
    if not hits or 2 * hits > len(marks) or share(question, answer.text) >= (STRAY_ONE if hits == 1 else STRAY):
        return marks
    return [Mark(m.point, "maybe", m.spans, ELSEWHERE) if m.state == "hit" else m for m in marks]


def _trapped(found: Mark, signs: Iterable[tuple[Span, ...]], answer: Answer) -> Mark:
    """A hit whose every place stands right beside a sign of a popular mistake is perhaps none."""
    if found.state == "hit" and beside(found.spans, (sign for spans in signs for sign in spans), answer):
        return Mark(found.point, "maybe", found.spans, TRAPPED)
    return found


def _listed(found: Mark, bare: tuple[Span, ...]) -> Mark:
    """A hit whose every place is in a bare list is perhaps none."""
    starts = [start for start, _ in bare]
    if found.state == "hit" and all(_inside(span, bare, starts) for span in found.spans):
        return Mark(found.point, "maybe", found.spans, LISTED)
    return found


def _inside(span: Span, bare: tuple[Span, ...], starts: list[int]) -> bool:
    at = bisect_right(starts, span[0]) - 1
    return at >= 0 and span[0] < bare[at][1]


def _ordered(point: Point, answer: Answer, spans: tuple[Span, ...]) -> Mark:
    found = in_order([group(g, answer)[0] for g in point.order], answer)
    if found:
        return Mark(point.id, "hit", (*spans, *found))
    return _alike(point, answer) if found is None else Mark(point.id, "maybe", spans, WRONG_ORDER)


def _alike(point: Point, answer: Answer) -> Mark:
    """The clause most like the point's own sentence."""
    clauses = [said for said, _ in answer.long_clauses]
    best, where = ALIKE, -1
    for wanted in _sentences(point.text):
        if like := process.extractOne(wanted, clauses, scorer=fuzz.ratio, score_cutoff=best):
            _, best, where = like
    return Mark(point.id, "miss") if where < 0 else Mark(point.id, "maybe", (answer.long_clauses[where][1],), LIKE)


@lru_cache(maxsize=5_000)
def _sentences(text: Text) -> frozenset[str]:
    return frozenset((normal(text.zh).text, normal(text.en).text))


def _original(spans: Iterable[Span], answer: Answer) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(answer.normal.span(s, word_end(answer.text, e)) for s, e in sorted(spans) if s < e))
