"""What a valid bank may still get wrong: ids taken twice, dead links, a model answer that misses its own points."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from study._document import Document
from study._match import compiled
from study.bank import inspect
from study.marking import mark
from study.problem import Level, Problem
from study.question import Asked, Bank, Choice, Number, Order, Picture, Point, Question, Try, Worded
from study.text import Text

Place = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """What banks may link to: knobs by exercise, and ids of the sample scans."""

    exercises: Mapping[str, Collection[str]]
    scans: Collection[str]


@dataclass(frozen=True, slots=True)
class Read:
    """One file as it was read."""

    path: Path
    bank: Bank | None
    document: Document | None
    problems: tuple[Problem, ...]


def check(paths: Sequence[Path], world: World) -> list[Problem]:
    """Every problem of these files, sorted by place."""
    files = [Read(path, bank, doc, tuple(problems)) for path in paths for bank, doc, problems in [inspect(path)]]
    found = [p for file in files for p in file.problems]
    ids = _ids(files)
    found += _twice(files)
    for file in files:
        if file.bank and file.document:
            for n, question in enumerate(file.bank.questions):
                found += _question(file, n, question, ids, world)
    return sorted(dict.fromkeys(found))


def _ids(files: Sequence[Read]) -> dict[str, tuple[Path, int]]:
    """Where each id stands first."""
    first: dict[str, tuple[Path, int]] = {}
    for file in files:
        for n, question in enumerate(file.bank.questions if file.bank and file.document else ()):
            assert file.document
            first.setdefault(question.id, (file.path, file.document.place("questions", n, "id")[0]))
    return first


def _twice(files: Sequence[Read]) -> Iterator[Problem]:
    first = _ids(files)
    for file in files:
        for n, question in enumerate(file.bank.questions if file.bank and file.document else ()):
            assert file.document
            path, line = first[question.id]
            if (path, line) != (file.path, file.document.place("questions", n, "id")[0]):
                said = f"`{question.id}`"
                yield _at(
                    file,
                    ("questions", n, "id"),
                    "error",
                    Text(f"id {said} 已经用过：{path}:{line}", f"the id {said} is taken: {path}:{line}"),
                    Text("换一个没用过的 id", "choose another one"),
                )


def _question(file: Read, n: int, q: Question, ids: Mapping[str, object], world: World) -> Iterator[Problem]:
    here: Place = ("questions", n)
    for i, other in enumerate(q.similar):
        if other not in ids:
            yield _dead(file, (*here, "similar", i), Text("题目", "question"), other)
    if isinstance(q, Choice | Order | Number | Picture) and q.trains not in ids:
        yield _dead(file, (*here, "trains"), Text("题目", "question"), q.trains)
    for i, way in enumerate(q.tries):
        yield from _try(file, (*here, "try", i), way, world)
    if isinstance(q, Picture):
        yield from _try(file, (*here, "shows"), q.shows, world)
    yield from _todo(file, here, q)
    if isinstance(q, Worded):
        broken = list(_patterns(file, here, q))
        yield from broken
        if not broken:
            yield from _answer(file, here, q)


def _try(file: Read, here: Place, way: Try, world: World) -> Iterator[Problem]:
    if way.exercise not in world.exercises:
        yield _dead(file, (*here, "exercise"), Text("练习", "exercise"), way.exercise)
        return
    for name in way.knobs:
        if name not in world.exercises[way.exercise]:
            yield _dead(file, (*here, "with", name), Text("参数", "knob"), name)
    if way.scan is not None and way.scan not in world.scans:
        yield _dead(file, (*here, "scan"), Text("示例影像", "sample scan"), way.scan)


def _todo(file: Read, here: Place, q: Asked) -> Iterator[Problem]:
    for name in ("title", "prompt", "answer"):
        text = getattr(q, name, None)
        for lang in ("zh", "en"):
            if isinstance(text, Text) and getattr(text, lang).strip() == "TODO":
                said = Text(f"{name} 的 {lang} 还没写", f"{name}.{lang} is still to be written")
                yield _at(file, (*here, name, lang), "error", said, Text("写上", "write it"))


def _patterns(file: Read, here: Place, q: Worded) -> Iterator[Problem]:
    for i, point in enumerate(q.points):
        for alias in _aliases(point):
            if problem := _broken(alias):
                yield _at(
                    file,
                    (*here, "points", i),
                    "error",
                    Text(f"正则 {alias!r} 不合法：{problem}", f"the pattern {alias!r} is broken: {problem}"),
                    Text("修正它", "mend it"),
                )
    for i, pitfall in enumerate(q.pitfalls):
        for sign in pitfall.signs:
            if problem := _broken(sign):
                yield _at(
                    file,
                    (*here, "pitfalls", i, "signs"),
                    "error",
                    Text(f"正则 {sign!r} 不合法：{problem}", f"the pattern {sign!r} is broken: {problem}"),
                    Text("修正它", "mend it"),
                )


def _aliases(point: Point) -> list[str]:
    return [*point.any, *point.without, *(a for g in (*point.all, *point.order) for a in g)]


def _broken(alias: str) -> str | None:
    try:
        compiled(alias)
    except re.error as e:
        return e.msg
    return None


def _answer(file: Read, here: Place, q: Worded) -> Iterator[Problem]:
    """A model answer that does not make its own point teaches people to be marked down."""
    for lang in ("zh", "en"):
        marking = mark(q, getattr(q.answer, lang))
        for i, found in enumerate(marking.points):
            if found.state != "hit":
                said = Text(
                    f"{lang} 参考回答没有命中要点 {found.point}",
                    f"the {lang} model answer does not make point {found.point}",
                )
                yield _at(
                    file,
                    (*here, "points", i),
                    "warning",
                    said,
                    Text("补充说法或改参考回答", "add an alias or say it in the answer"),
                )
        for trap in marking.pitfalls:
            said = Text(
                f"{lang} 参考回答触发了误区 {trap.pitfall}", f"the {lang} model answer shows pitfall {trap.pitfall}"
            )
            yield _at(file, (*here, "pitfalls"), "warning", said, Text("收紧 signs", "make its signs narrower"))


def _dead(file: Read, where: Place, what: Text, name: str) -> Problem:
    said = Text(f"没有这个{what.zh}：`{name}`", f"there is no {what.en} `{name}`")
    return _at(file, where, "error", said, Text("改成存在的名字", "use one that exists"))


def _at(file: Read, where: Place, level: Level, said: Text, cure: Text) -> Problem:
    assert file.document
    line, column = file.document.place(*where)
    return Problem(file.path, line, column, level, said, cure)
