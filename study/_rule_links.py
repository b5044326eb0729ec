"""Links from a question: to other questions, to points, and to exercises with their knobs and scans."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from study._case import Case
from study._document import Step
from study._fields import alike
from study._yaml_words import Words, brief
from study.problem import Problem
from study.question import Choice, Number, Order, Picture, Question, Try, Worded
from study.text import Text

_QUESTION = Text("题目", "question")
_POINT = Text("要点", "point")
_EXERCISE = Text("练习", "exercise")
_KNOB = Text("参数", "knob")
_SCAN = Text("示例影像", "scan")
_ITSELF: Words = (
    Text("题目链接到自己", "the question links to itself"),
    Text("删掉它", "remove it"),
)
_NOT_OPEN: Words = (
    Text("trains 必须指向 open 或 code 题", "trains must be a question of kind open or code"),
    Text("改成它所练习的开放题", "name the open question that it drills"),
)


def links(case: Case) -> Iterator[Problem]:
    """Dead links of a question."""
    q = case.question
    for i, id in enumerate(q.similar):
        yield from _question(case, ("similar", i), id)
    if isinstance(q, Choice | Order | Number | Picture):
        yield from _question(case, ("trains",), q.trains)
        if q.trains in case.known and not isinstance(case.known[q.trains], Worded):
            yield case.problem(("trains",), "error", _NOT_OPEN)
    for i, way in enumerate(q.tries):
        yield from _try(case, ("try", i), way)
    if isinstance(q, Picture):
        yield from _try(case, ("shows",), q.shows)
    if isinstance(q, Worded):
        points = [p.id for p in q.points]
        for i, follow_up in enumerate(q.follow_ups):
            for j, id in enumerate(follow_up.missed):
                if id not in points:
                    yield case.problem(("follow_ups", i, "missed", j), "error", dead(_POINT, id, points))


def _question(case: Case, path: tuple[Step, ...], id: str) -> Iterator[Problem]:
    if id == case.question.id:
        yield case.problem(path, "warning", _ITSELF)
    elif id not in case.known:
        yield case.problem(path, "error", dead(_QUESTION, id, list(case.known)))


def _try(case: Case, path: tuple[Step, ...], way: Try) -> Iterator[Problem]:
    knobs = case.world.exercises.get(way.exercise)
    if knobs is None:
        yield case.problem((*path, "exercise"), "error", dead(_EXERCISE, way.exercise, list(case.world.exercises)))
    else:
        for name, value in way.knobs.items():
            if name not in knobs:
                yield case.problem((*path, "with", name), "error", dead(_KNOB, name, list(knobs)))
            elif not _same(value, nearest := knobs[name](value)):
                yield case.problem((*path, "with", name), "error", _unreachable(name, value, nearest))
    if way.scan is not None and way.scan not in case.world.scans:
        yield case.problem((*path, "scan"), "error", dead(_SCAN, way.scan, sorted(case.world.scans)))


def _same(asked: object, legal: object) -> bool:
    try:
        return float(str(asked)) == float(str(legal))
    except ValueError:
        return str(asked).casefold() == str(legal).casefold()


def dead(what: Text, name: str, known: list[str]) -> Words:
    said = Text(f"没有这个{what.zh}：`{brief(name)}`", f"there is no {what.en} `{brief(name)}`")
    if near := alike(name, tuple(known)):
        return said, Text(f"是不是 `{near}`？", f"did you mean `{near}`?")
    shown = known[:8] if len(known) <= 40 else []
    return said, (
        Text(f"可用的有 {'、'.join(shown)}", f"there are {', '.join(shown)}")
        if shown
        else Text("改成存在的名字，或删掉", "use one that exists, or remove it")
    )


def _unreachable(name: str, value: object, nearest: object) -> Words:
    return (
        Text(f"参数 `{name}` 不能取 {brief(str(value))}", f"the knob `{name}` cannot be {brief(str(value))}"),
        Text(f"最近的取值是 {nearest}", f"the nearest value is {nearest}"),
    )


def vanished(
    path: Path, history: Mapping[str, int] | frozenset[str], known: Mapping[str, Question]
) -> Iterator[Problem]:
    """Ids that learners have a history with and that no bank has any more."""
    for id in sorted(set(history) - set(known)):
        said = Text(
            f"题目 `{brief(id)}` 不见了，但有学习记录",
            f"the question `{brief(id)}` is gone, but learners have history with it",
        )
        cure = Text(
            "恢复它并写 `deprecated: yes`；若是改名，改回原 id",
            "put it back with `deprecated: yes`; after renaming, restore the id",
        )
        yield Problem(path, 1, 1, "warning", said, cure)
