"""What an answer says of a group of aliases, and whether it says several groups together."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from study._match import Answer, Span
from study._negation import Place, negated

NEAR, NEAR_MORE = 60, 30  # Chinese characters between two groups, and for each further one; a Latin one is half
BESIDE = 15  # between a hit and a sign of a mistake
LONGEST_TAIL = 12  # letters of a Latin word behind the stem
_BETWEEN = 1  # sentences: the same or the next one


def group(aliases: Iterable[str], answer: Answer) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where any alias of a group is said, and where it is said but denied."""
    said: list[Span] = []
    denied: list[Span] = []
    for alias in aliases:
        for start, end in answer.find(alias):
            place = Place(answer.text, start, word_end(answer.text, end), answer.clause_start(start))
            (denied if negated(place, alias) else said).append((start, end))
    return tuple(said), tuple(denied)


def together(groups: Sequence[Sequence[Span]], answer: Answer) -> tuple[Span, ...]:
    """The places where all groups are said close to each other; none when they only stand scattered.

    Close is: in one sentence or two neighbouring ones, at most NEAR apart. Takes time linear in the places.
    """
    places = sorted((span, number) for number, spans in enumerate(groups) for span in spans)
    reach = NEAR + NEAR_MORE * (len(groups) - 2)
    latest: dict[int, Span] = {}
    found: list[Span] = []
    for span, number in places:
        latest[number] = span
        if len(latest) == len(groups) and _close(list(latest.values()), reach, answer):
            found += latest.values()
    return tuple(dict.fromkeys(found))


def in_order(groups: Sequence[Sequence[Span]], answer: Answer) -> tuple[Span, ...] | None:
    """All groups within one sentence, each first said after the one before.

    Empty when one sentence holds them all but in another order; None when none does.
    """
    found: tuple[Span, ...] | None = None
    by_sentence = [_by_sentence(spans, answer) for spans in groups]
    for number in sorted(by_sentence[0]):
        inside = [places.get(number, []) for places in by_sentence]
        if all(inside) and (found := _path(inside)):
            break
    return found


def _by_sentence(spans: Iterable[Span], answer: Answer) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for span in sorted(spans):
        found.setdefault(answer.sentence(span[0]), []).append(span)
    return found


def _path(inside: Sequence[Sequence[Span]]) -> tuple[Span, ...]:
    """One place of each group, each behind the one before; empty when there is no such way."""
    path: list[Span] = []
    for places in inside:
        later = [s for s in places if not path or s[0] >= path[-1][1]]
        if not later:
            return ()
        path.append(later[0])
    return tuple(path)


def _close(spans: list[Span], reach: int, answer: Answer) -> bool:
    first, last = min(spans), max(spans)
    if answer.sentence(last[0]) - answer.sentence(first[0]) > _BETWEEN:
        return False
    return last[0] - first[1] <= 2 * reach and width(answer.text[first[1] : last[0]]) <= reach


def near(a: Span, b: Span, answer: Answer) -> bool:
    """Whether two places are in one sentence and no more than BESIDE apart."""
    first, last = sorted((a, b))
    if last[0] - first[1] > 2 * BESIDE:
        return False
    gap = answer.text[first[1] : last[0]]
    return answer.sentence(last[0]) == answer.sentence(first[0]) and width(gap) <= BESIDE


def beside(spans: Iterable[Span], others: Iterable[Span], answer: Answer) -> bool:
    """Whether every span has one of the others near it. Only those close by are compared with it."""
    ranked = sorted(others)
    starts = [start for start, _ in ranked]
    longest = max((end - start for start, end in ranked), default=0)

    def accompanied(span: Span) -> bool:
        first = bisect_left(starts, span[0] - longest - 2 * BESIDE)
        last = bisect_right(starts, span[1] + 2 * BESIDE)
        return any(near(span, other, answer) for other in ranked[first:last])

    return all(map(accompanied, spans))


def width(text: str) -> float:
    """Length in Chinese characters: two Latin ones count as one."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def word_end(text: str, end: int) -> int:
    """The end of the Latin word that a stem was found in: denois|ing."""
    if end and text[end - 1].isascii() and text[end - 1].isalnum():
        most = min(len(text), end + LONGEST_TAIL)
        while end < most and "a" <= text[end] <= "z":
            end += 1
    return end
