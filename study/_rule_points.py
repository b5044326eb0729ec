"""Points against answers: the model answer makes every point, and no other answer makes a point by accident."""

from collections.abc import Callable, Iterator

from study._case import LANGS, Case
from study._match import compiled
from study._normal import normal
from study._rule_pattern import PREFIX, broken
from study._rule_text import is_todo
from study._yaml_words import Words, brief
from study.marking import ELSEWHERE, TRAPPED, Mark, Marking
from study.problem import Problem
from study.question import Point, Worded
from study.text import Lang, Text

Marker = Callable[[Worded, str], Marking]
OTHERS = 12  # other answers that a point is tried on
WEAK = 0.9  # share of them that a point may not hit: every one, give or take one
_NAME = {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")}


def points(case: Case, marker: Marker) -> Iterator[Problem]:
    """Problems of the points of a question; none while a pattern is broken, for marking would fail."""
    q = case.question
    if not isinstance(q, Worded) or any(a.startswith(PREFIX) and broken(a) for _, a in case.aliases()):
        return
    if not any(is_todo(a) for _, a in case.aliases()) and not any(is_todo(q.answer(lang)) for lang in LANGS):
        yield from _own(case, q, marker)
    yield from _weak(case, q, marker)
    yield from _inside_another(case, q)


def _own(case: Case, q: Worded, marker: Marker) -> Iterator[Problem]:
    """A model answer that does not make a point teaches people to be marked down."""
    found = {lang: marker(q, q.answer(lang)) for lang in LANGS}
    for i, point in enumerate(q.points):
        missed: list[Lang] = [lang for lang in LANGS if not _made(found[lang].points[i])]
        if len(missed) == 2:
            yield case.problem(("points", i), "error", _missed_both(point.id))
        elif missed:
            yield case.problem(("points", i), "warning", _missed(point.id, missed[0]))
    for lang in LANGS:
        for trap in found[lang].pitfalls:
            at = next(i for i, p in enumerate(q.pitfalls) if p.id == trap.pitfall)
            start, end = trap.spans[0] if trap.spans else (0, 0)
            yield case.problem(("pitfalls", at), "warning", _trapped(trap.pitfall, lang, q.answer(lang)[start:end]))


def _made(found: Mark) -> bool:
    """Whether a point is made, or would be were it not for a mistake that gets a warning of its own."""
    return found.state == "hit" or found.why is TRAPPED


def _weak(case: Case, q: Worded, marker: Marker) -> Iterator[Problem]:
    others = _spread([o for id, o in sorted(case.known.items()) if isinstance(o, Worded) and id != q.id])
    if len(others) < 4:
        return
    hits = [0] * len(q.points)
    for n, other in enumerate(others):
        for i, mark in enumerate(marker(q, other.answer.zh).points):
            hits[i] += mark.state == "hit" or mark.why is ELSEWHERE
        if all(n + 1 - h > (1 - WEAK) * len(others) for h in hits):
            return
    for i, point in enumerate(q.points):
        if hits[i] >= WEAK * len(others):
            yield case.problem(("points", i), "warning", _too_weak(point.id, hits[i], len(others)))


def _spread(others: list[Worded]) -> list[Worded]:
    step = max(1, len(others) // OTHERS)
    return others[::step][:OTHERS]


def _inside_another(case: Case, q: Worded) -> Iterator[Problem]:
    """Saying the longer alias is then credited for both points. The same alias in both was meant that way."""
    plain = {point.id: [(alias, normal(alias).text) for alias in _plain(point)] for point in q.points}
    for i, point in enumerate(q.points):
        others = [(id, *found) for id, texts in plain.items() if id != point.id for found in texts]
        for j, alias in enumerate(point.any):
            if point.all or point.order or alias.startswith(PREFIX):
                continue
            if hit := _first(alias, point, others):
                yield case.problem(("points", i, "any", j), "warning", _covered(alias, *hit))


def _first(alias: str, point: Point, others: list[tuple[str, str, str]]) -> tuple[str, str] | None:
    """Point and alias, of another point, in which this alias is found and not taken back by a `not`."""
    pattern, own = compiled(alias), normal(alias).text
    for id, original, text in others:
        if text != own and pattern.search(text) and not any(compiled(n).search(text) for n in point.without):
            return id, original
    return None


def _plain(point: Point) -> Iterator[str]:
    for group in (point.any, *point.all, *point.order):
        yield from (alias for alias in group if not alias.startswith(PREFIX))


def _missed(point: str, lang: Lang) -> Words:
    name = _NAME[lang]
    return (
        Text(f"{name.zh}参考答案没有命中要点 {point}", f"the {name.en} model answer does not hit its point {point}"),
        Text("在答案里说到它，或补一个说法", "say it in the answer, or add an alias"),
    )


def _missed_both(point: str) -> Words:
    return (
        Text(f"参考答案没有命中要点 {point}", f"the model answer does not hit its point {point}"),
        Text("在答案里说到它，或补一个说法", "say it in the answer, or add an alias"),
    )


def _trapped(pitfall: str, lang: Lang, words: str) -> Words:
    name = _NAME[lang]
    return (
        Text(
            f"{name.zh}参考答案踩了误区 {pitfall}：{brief(words)}",
            f"the {name.en} model answer shows the pitfall {pitfall}: {brief(words)}",
        ),
        Text("收紧 signs，或改答案", "make its signs narrower, or mend the answer"),
    )


def _too_weak(point: str, hits: int, of: int) -> Words:
    return (
        Text(
            f"要点 {point} 太弱：{of} 个别题的答案里有 {hits} 个命中",
            f"the point {point} is too weak: {hits} of {of} answers to other questions hit it",
        ),
        Text("换成这道题特有的说法", "use words that are particular to this question"),
    )


def _covered(alias: str, other: str, longer: str) -> Words:
    return (
        Text(
            f"说法 `{brief(alias)}` 包含在要点 {other} 的 `{brief(longer)}` 里",
            f"the alias `{brief(alias)}` is inside `{brief(longer)}` of point {other}",
        ),
        Text("两个要点会同时命中；写得更具体，或用 not", "one saying hits both points; be more specific, or use `not`"),
    )
