"""From what a file says to a bank: every value is held against the models, question by question."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from study._document import Document, Slip, Step, Value, cleaned
from study._fields import alike, keys_at
from study._schema_words import words
from study._yaml_words import Words, brief
from study.problem import Problem
from study.question import AnyQuestion, Bank, Question, Worded
from study.text import Text

_MOST = 200  # problems of one file that are told
_QUESTION: TypeAdapter[Question] = TypeAdapter(AnyQuestion)
_NAMES = (Text("题目", "question"), Text("要点", "point"), Text("误区", "pitfall"))


@dataclass(frozen=True, slots=True)
class Checked:
    """`bank` is None when there is a problem; `questions` are the good ones with their numbers from 0."""

    bank: Bank | None
    questions: tuple[tuple[int, Question], ...]
    problems: tuple[Problem, ...]


def validated(document: Document, path: Path, broken: frozenset[int], seen: tuple[Slip, ...] = ()) -> Checked:
    """Hold a document against the models. Questions in `broken`, and those with a slip in `seen`, are explained
    already: of them nothing more is said."""
    root = cleaned(document.data) if document.slips else document.data
    if not isinstance(root, dict):
        return Checked(None, (), () if seen else (Problem(path, 1, 1, "error", *_no_bank(root)),))
    problems = list(_list_problems(root, document, path))
    head = _head(root, document, path, problems)
    listed = root.get("questions")
    items = listed if isinstance(listed, list) else []
    silent = broken | _hit(document, len(items), seen)
    good: list[tuple[int, Question]] = []
    for number, item in enumerate(items):
        try:
            good.append((number, _QUESTION.validate_python(item)))
        except ValidationError as e:
            if number not in silent:
                problems += _problems(e, document, path, ("questions", number))
            if len(problems) >= _MOST:
                break
    problems += _twice(good, document, path)
    complete = head is not None and not problems and len(good) == len(items)
    bank = head.model_copy(update={"questions": tuple(q for _, q in good)}) if head and complete else None
    return Checked(bank, tuple(good), tuple(problems[:_MOST]))


def place_in_words(path: tuple[Step, ...]) -> Text:
    """Where something stands, as people count: 第 3 题 points[2].text."""
    rest = "".join(f"[{s + 1}]" if isinstance(s, int) else f".{brief(s)}" for s in path).removeprefix(".")
    if len(path) > 1 and path[0] == "questions" and isinstance(path[1], int):
        rest = rest.removeprefix(f"questions[{path[1] + 1}]").removeprefix(".")
        return Text(f"第 {path[1] + 1} 题 {rest}".strip(), f"question {path[1] + 1}, {rest}".strip(" ,"))
    return Text(rest or "题库", rest or "the bank")


def _head(root: dict[str, Value], document: Document, path: Path, problems: list[Problem]) -> Bank | None:
    try:
        return Bank.model_validate({**root, "questions": ()})
    except ValidationError as e:
        problems += _problems(e, document, path, ())
        return None


def _list_problems(root: dict[str, Value], document: Document, path: Path) -> Iterator[Problem]:
    listed = root.get("questions")
    if isinstance(listed, list) and listed:
        return
    kind = "missing" if "questions" not in root else "too_short" if listed in (None, []) else "tuple_type"
    where = place_in_words(() if kind == "missing" else ("questions",))
    said = words(kind, where, "questions", listed, {"min_length": 1}, ())
    yield Problem(path, *document.key("questions"), "error", *said)


def _problems(e: ValidationError, document: Document, path: Path, under: tuple[Step, ...]) -> list[Problem]:
    if e.error_count() > 5 * _MOST:
        return [Problem(path, *document.place(*under), "error", *_hopeless(under, e.error_count()))]
    found: dict[tuple[Step, ...], Problem] = {}
    errors = e.errors(include_url=False)[:_MOST]
    meant = {
        (*x["loc"][:-1], alike(str(x["loc"][-1]), keys_at((*under, *x["loc"][:-1]))))
        for x in errors
        if x["type"] == "extra_forbidden"
    }
    for error in errors:
        if error["type"] == "missing" and error["loc"] in meant:
            continue  # it is there, misspelt, which is said of the unknown key
        if error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]:
            continue  # its items are bad, which is said of each
        loc = tuple(s for s in error["loc"] if isinstance(s, int | str))
        real = document.real((*under, *loc))
        missing = error["type"] == "missing"
        key = (*real, loc[-1]) if missing else real
        found.setdefault(key, _problem(error, document, path, real, (*under, *loc)))
    return list(found.values())


def _problem(
    error: ErrorDetails, document: Document, path: Path, real: tuple[Step, ...], full: tuple[Step, ...]
) -> Problem:
    kind = error["type"]
    name = str(full[-1]) if full else ""
    if kind == "int_type" and full[-1] == "int":
        kind = "knob"  # the first of the two errors of a value that is neither number nor word
    unsaid = error["input"] is None and name in ("zh", "en") and kind == "string_type"
    around = real[:-1] if kind == "extra_forbidden" or unsaid else real
    place = document.key(*real) if kind in ("extra_forbidden", "no_aliases") else document.place(*real)
    if kind == "unknown_language":
        place = document.key(*real, str(error["ctx"]["key"]))
    if kind == "union_tag_invalid":
        place = document.place(*real, "kind")
    known = keys_at(full[:-1]) if kind == "extra_forbidden" else ()
    said = words(kind, place_in_words(around), name, error["input"], error.get("ctx", {}), known)
    return Problem(path, *place, "error", *said)


def _hit(document: Document, count: int, slips: tuple[Slip, ...]) -> frozenset[int]:
    """Which questions the slips stand in."""
    if not slips:
        return frozenset()
    starts = [document.place("questions", n)[0] for n in range(count)]
    return frozenset(bisect_right(starts, slip.line) - 1 for slip in slips)


def _twice(good: list[tuple[int, Question]], document: Document, path: Path) -> list[Problem]:
    at = [n for n, _ in good]
    found = _repeated([q.id for _, q in good], lambda i: ("questions", at[i], "id"), _NAMES[0], document, path)
    for n, q in good:
        if isinstance(q, Worded):
            for name, ids, what in (
                ("points", [p.id for p in q.points], _NAMES[1]),
                ("pitfalls", [p.id for p in q.pitfalls], _NAMES[2]),
            ):
                found += _repeated(ids, partial(_part, n, name), what, document, path)
    return found


def _part(question: int, name: str, part: int) -> tuple[Step, ...]:
    return ("questions", question, name, part, "id")


def _repeated(
    ids: list[str], where: Callable[[int], tuple[Step, ...]], what: Text, document: Document, path: Path
) -> list[Problem]:
    if len(set(ids)) == len(ids):
        return []
    first: dict[str, int] = {}
    found = []
    for i, id in enumerate(ids):
        if first.setdefault(id, i) != i:
            said = duplicate_id(what, id, f"{path}:{document.place(*where(first[id]))[0]}")
            found.append(Problem(path, *document.place(*where(i)), "error", *said))
    return found


def duplicate_id(what: Text, id: str, first: str) -> Words:
    return (
        Text(f"{what.zh} id `{id}` 重复，先出现在 {first}", f"duplicate {what.en} id `{id}`, first at {first}"),
        Text(
            "换一个新的 id；学习记录跟着 id 走，先出现的不要改", "give this one another id; histories hang on the first"
        ),
    )


def _hopeless(under: tuple[Step, ...], count: int) -> Words:
    where = place_in_words(under)
    said = Text(f"{where.zh} 有 {count} 处错误", f"{where.en} has {count} mistakes")
    return said, Text("多半是缩进或括号错了，整段重写", "indentation or brackets are probably wrong; write it anew")


def _no_bank(root: Value) -> Words:
    if root is None:
        said = Text("文件是空的", "the file is empty")
    else:
        said = Text("文件不是题库：最外层必须是 `键: 值`", "the file is no bank: at the top there must be `key: value`")
    return said, Text("写上 `bank:`、`title:` 和 `questions:`", "write `bank:`, `title:` and `questions:`")
