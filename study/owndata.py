"""A learner's own data as JSON lines: everything out, and into another installation, where nothing comes in twice."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields as fields_of
from datetime import datetime
from typing import Any

from study._owned import KINDS, Wrong, fields, plain
from study.draft import Draft
from study.interview import Event
from study.record import Added, Record, Withdrawal
from study.report import Report
from study.review import Review
from study.store import Store
from study.text import Text

Imported = Added
FORMAT, VERSION = "own data", 2
SINCE = {"report": 2, "event": 2}  # the version that brought a kind of line
LINES, LINE, TOTAL = 600_000, 1_000_000, 100_000_000  # lines, characters of one, characters of all
OF_A_KIND, EVENTS = 200_000, 400_000  # lines of one kind; a clock that runs tells more than anything else
_BREAKS = "\x85\u2028\u2029"  # JSON lets them be; readers of lines do not


class OwnDataError(ValueError):
    """The file is not taken, and nothing of it was. The sentence says which line, and what to do."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


def export_lines(store: Store, learner: str) -> Iterator[str]:
    """The header and one line for each thing that is kept, each with its line end. Raises StoreError."""
    parts = _parts(store.record(learner))
    yield _line({"scanprep": FORMAT, "version": VERSION} | {kind: len(things) for kind, things in parts.items()})
    for kind, things in parts.items():
        yield from (_line({kind: thing}) for thing in things)


def import_lines(store: Store, learner: str, lines: Iterable[str], now: datetime) -> Imported:
    """Merge an export into what the learner has; a second time changes nothing.

    Raises OwnDataError when any line is not what an export writes, StoreError when the store does not take it; in
    either case nothing was changed.
    """
    return store.merge(learner, _record(store, learner, _numbered(lines), now))


def read_lines(data: bytes) -> list[str]:
    """The lines of a file. Raises OwnDataError where it is too big or not UTF-8."""
    if len(data) > TOTAL:
        raise _too_big()
    try:
        return data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise OwnDataError(
            Text(
                "这个文件不是 UTF-8 文本，不是从这里导出的。",
                "the file is not UTF-8 text, so it was not exported here.",
            )
        ) from None


def _parts(record: Record) -> dict[str, list[dict[str, Any]]]:
    settings = [{"name": name, "value": value} for name, value in record.settings.items()]
    return {
        "review": [_values(r) for r in record.reviews],
        "withdrawal": [_values(w) for w in record.withdrawals],
        "draft": [_values(d) for d in record.drafts],
        "setting": settings,
        "report": [_values(r) for r in record.reports],
        "event": [{"interview": id} | _values(e) for id, events in record.interviews.items() for e in events],
    }


def _values(thing: Review | Withdrawal | Draft | Report | Event) -> dict[str, Any]:
    """All but whose it is: an import is of whoever imports."""
    found = ((f.name, getattr(thing, f.name)) for f in fields_of(thing) if f.name != "learner")
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in found}


def _line(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False)
    for sign in _BREAKS:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text + "\n"


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    """Each line that is not blank, as a value with its number. Raises OwnDataError."""
    total = 0
    for number, line in enumerate(lines, 1):
        total += len(line)
        if number > LINES or len(line) > LINE or total > TOTAL:
            raise _too_big()
        if line.strip():
            try:
                yield number, plain(line)
            except (ValueError, RecursionError):
                raise _at(number, Text("不是 JSON。", "is not JSON.")) from None


def _record(store: Store, learner: str, lines: Iterator[tuple[int, Any]], now: datetime) -> Record:
    expected = _header(next(lines, (1, None)))
    found: dict[str, list[tuple[int, dict[str, Any]]]] = {kind: [] for kind in KINDS}
    for number, value in lines:
        kind, thing = _thing(number, value, now)
        found[kind].append((number, thing))
        if len(found[kind]) > (EVENTS if kind == "event" else OF_A_KIND):
            raise _too_big()
    if {kind: len(things) for kind, things in found.items()} != expected:
        raise OwnDataError(
            Text(
                "文件不完整：行数与开头所写的不符。请重新导出。",
                "the file is not whole: it has other counts than its first line says - export it again.",
            )
        )
    refers = found["withdrawal"] or found["event"]
    here = store.record(learner) if refers else Record((), (), (), {})
    _withdrawn(found, {r.key for r in here.reviews})
    _begun(found, {id for id, events in here.interviews.items() if events[0].what == "begun"})
    interviews: dict[str, list[Event]] = {}
    for _, e in found["event"]:
        interviews.setdefault(e.pop("interview"), []).append(Event(**e))
    return Record(
        tuple(Review(learner=learner, **r) for _, r in found["review"]),
        tuple(Withdrawal(**w) for _, w in found["withdrawal"]),
        tuple(Draft(learner=learner, **d) for _, d in found["draft"]),
        {s["name"]: s["value"] for _, s in found["setting"]},
        tuple(Report(learner=learner, **r) for _, r in found["report"]),
        {id: tuple(events) for id, events in interviews.items()},
    )


def _header(line: tuple[int, Any]) -> dict[str, int]:
    """How many lines of each kind there must be."""
    number, value = line
    if not isinstance(value, dict) or value.get("scanprep") != FORMAT:
        raise OwnDataError(Text("这不是从这里导出的学习记录。", "this is no export of a learner's data from this app."))
    version = value.get("version")
    if type(version) is not int or not 1 <= version <= VERSION:
        raise _at(
            number,
            Text(
                f"版本必须是 1 到 {VERSION}。请升级程序后再导入。",
                f"version must be 1 to {VERSION} - upgrade the app, then import.",
            ),
        )
    counts = {kind: value.get(kind, 0 if version < SINCE.get(kind, 1) else -1) for kind in KINDS}
    return {kind: n if type(n) is int else -1 for kind, n in counts.items()}


def _thing(number: int, value: Any, now: datetime) -> tuple[str, dict[str, Any]]:
    kind: str = next(iter(value)) if isinstance(value, dict) and len(value) == 1 else ""
    if kind not in KINDS:
        kinds = ", ".join(KINDS)
        raise _at(number, Text(f"必须是 {kinds} 之一。", f"must be one of {kinds}."))
    try:
        return kind, fields(kind, value[kind], now)
    except Wrong as e:
        raise _at(number, e.said) from None


def _withdrawn(found: dict[str, list[tuple[int, dict[str, Any]]]], here: set[str]) -> None:
    known = here | {r["key"] for _, r in found["review"]}
    for number, withdrawal in found["withdrawal"]:
        if withdrawal["key"] not in known:
            raise _at(number, Text("撤回的记录不存在。", "withdraws a review that is not there."))


def _begun(found: dict[str, list[tuple[int, dict[str, Any]]]], here: set[str]) -> None:
    known = set(here)
    for number, event in found["event"]:
        if event["interview"] not in known:
            asked = event["data"].get("questions")
            if event["what"] != "begun" or not isinstance(asked, list) or not asked:
                raise _at(number, Text("这场面试没有开始的记录。", "belongs to an interview that never began."))
            known.add(event["interview"])


def _at(number: int, said: Text) -> OwnDataError:
    return OwnDataError(
        Text(f"第 {number} 行：{said.zh}什么都没有导入。", f"line {number}: {said.en} Nothing was imported.")
    )


def _too_big() -> OwnDataError:
    most = f"{EVENTS:,}", f"{OF_A_KIND:,}", f"{LINE:,}", f"{TOTAL:,}"
    return OwnDataError(
        Text(
            f"文件太大：面试过程最多 {most[0]} 行，其余每种 {most[1]} 行，每行 {most[2]} 个字符，"
            f"总共 {most[3]} 个字符。",
            f"the file is too big: it may have {most[0]} lines of events, {most[1]} of each other kind, {most[2]} "
            f"characters a line and {most[3]} in all.",
        )
    )
