"""One line of a learner's own data: what each field must be, in both languages, and how it is read."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from study.interview import What
from study.report import ABOUTS, LONGEST
from study.review import Rating
from study.text import Text

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)  # what a machine without a battery believes
AHEAD = timedelta(days=1)
WORDS = 100_000  # characters of an answer; the page takes 10,000
POINTS = 200
DEEP = 20
# Ids and keys are matched byte for byte, so they hold no control characters and no halves of characters.
_INTERVIEW = re.compile("[A-Za-z0-9_-]{1,32}")  # it stands in a URL
_ID = re.compile("[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Field:
    """`read` returns the value, or raises ValueError or TypeError when it is not what `must` says."""

    must: Text
    read: Callable[[Any, datetime], Any]
    since: bool = False  # came with a later app: a file without it is an older one, and there it is null


class Wrong(ValueError):
    """A line that cannot be taken. The message does not name the line."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


def fields(kind: str, found: object, now: datetime) -> dict[str, Any]:
    """The values of a line of this kind. Raises Wrong."""
    known = KINDS[kind]
    needed = {name for name, field in known.items() if not field.since}
    if not isinstance(found, Mapping) or not needed <= found.keys() <= known.keys():
        names = ", ".join(known)
        raise Wrong(Text(f"{kind} 的字段必须正好是 {names}。", f"{kind}: its fields must be exactly {names}."))
    return {name: _read(kind, name, field, found.get(name), now) for name, field in known.items()}


def plain(text: str) -> Any:
    """What a line of JSON holds, without numbers that no database holds. Raises ValueError or RecursionError."""
    return json.loads(text, parse_constant=_finite, parse_float=_finite)


def _read(kind: str, name: str, field: Field, value: Any, now: datetime) -> Any:
    try:
        return field.read(value, now)
    except (ValueError, TypeError, OverflowError):
        got = "[...]" if isinstance(value, list | dict) else json.dumps(value)
        got = got if len(got) <= 40 else got[:37] + "..."
        raise Wrong(
            Text(
                f"{kind}.{name} 必须是{field.must.zh}，实际是 {got}。",
                f"{kind}.{name} must be {field.must.en}, got {got}.",
            )
        ) from None


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("must be finite")
    return number


def _id(most: int) -> Field:
    def read(value: Any, now: datetime) -> str:
        if not isinstance(value, str) or len(value) > most or not _ID.fullmatch(value):
            raise ValueError
        return value

    return Field(Text(f" 1 到 {most} 个字符的文字", f"text of 1 to {most} characters"), read)


def _text(most: int) -> Field:
    def read(value: Any, now: datetime) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise ValueError
        return value

    return Field(Text(f"最多 {most} 个字符的文字", f"text of up to {most} characters"), read)


def _one_of(*allowed: str) -> Field:
    def read(value: Any, now: datetime) -> str:
        if value not in allowed:
            raise ValueError
        return str(value)

    return Field(Text(f" {'、'.join(allowed)} 之一", f"one of {', '.join(allowed)}"), read)


def _interview(value: Any, now: datetime) -> str:
    if not isinstance(value, str) or not _INTERVIEW.fullmatch(value):
        raise ValueError
    return value


def _happened(value: Any, now: datetime) -> dict[str, Any]:
    """What an event carries: a few short lists, and an answer."""
    if not isinstance(value, dict):
        raise TypeError
    level: list[Any] = [_shallow(value, now)]
    while level:
        inner = [x for x in level if isinstance(x, dict | list)]
        if any(len(x) > POINTS for x in inner) or any(isinstance(x, str) and len(x) > WORDS for x in level):
            raise ValueError
        level = [v for x in inner for v in (x.values() if isinstance(x, dict) else x)]
    return value


def _moment(value: Any, now: datetime) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None or not EARLIEST <= at <= now + AHEAD:
        raise ValueError
    return at.astimezone(UTC)


def _maybe(field: Field) -> Field:
    must = Text(f"{field.must.zh}，或 null", f"{field.must.en}, or null")
    return Field(must, lambda value, now: None if value is None else field.read(value, now))


def _seconds(value: Any, now: datetime) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1e9:
        raise ValueError
    return float(value)


def _rating(value: Any, now: datetime) -> Rating:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError
    return Rating(value)


def _points(value: Any, now: datetime) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > POINTS:
        raise ValueError
    return tuple(_id(64).read(point, now) for point in value)


def _shallow(value: Any, now: datetime) -> Any:
    level: list[Any] = [value]
    for _ in range(DEEP):
        level = [v for x in level for v in (x.values() if isinstance(x, dict) else x if isinstance(x, list) else ())]
    if level:
        raise ValueError
    return value


ANSWER = _text(WORDS)
MOMENT = Field(
    Text(
        "带时区的时间，并且不晚于本机时钟一天以上（请检查本机时钟，或改正文件里的时间）",
        "a time with its zone, not more than a day ahead of this machine's clock (set the clock right, or the file)",
    ),
    _moment,
)
SECONDS = Field(Text(" 0 到 10 亿之间的秒数", "a number of seconds from 0 to 1e9"), _seconds)
RATING = Field(Text(" 1 到 4 的整数", "a whole number from 1 to 4"), _rating)
TICKS = Field(Text(f"最多 {POINTS} 个要点 id 的列表", f"a list of up to {POINTS} point ids"), _points)
INTERVIEW = Field(
    Text(" 1 到 32 个字母、数字、- 或 _", "1 to 32 letters, digits, - or _"),
    _interview,
)
HAPPENED = Field(
    Text(
        f"一个对象：不超过 {DEEP} 层，列表不超过 {POINTS} 项，文字不超过 {WORDS} 个字符",
        f"an object of at most {DEEP} levels, {POINTS} things in a list and {WORDS} characters in a text",
    ),
    _happened,
)
ANYTHING = Field(Text(f"不超过 {DEEP} 层的值", f"a value of at most {DEEP} levels"), _shallow)

KINDS: Mapping[str, Mapping[str, Field]] = {
    "review": {
        "question": _id(64),
        "rating": RATING,
        "at": MOMENT,
        "seconds": SECONDS,
        "answer": ANSWER,
        "ticked": TICKS,
        "ticked_by_us": TICKS,
        "scheduler": _id(32),
        "key": _id(128),
        "second": replace(_maybe(TICKS), since=True),
    },
    "withdrawal": {"key": _id(128), "at": MOMENT},
    "draft": {
        "question": _id(64),
        "key": _id(128),
        "answer": ANSWER,
        "shown": MOMENT,
        "at": MOMENT,
        "revealed": _maybe(MOMENT),
        "ticked": _maybe(TICKS),
    },
    "setting": {"name": _id(64), "value": ANYTHING},
    "report": {
        "question": _id(64),
        "about": _one_of(*ABOUTS),
        "text": _text(LONGEST),
        "at": MOMENT,
        "key": _id(128),
        "settled": _maybe(MOMENT),
    },
    "event": {
        "interview": INTERVIEW,
        "what": _one_of(*get_args(What)),
        "at": MOMENT,
        "key": _id(64),
        "data": HAPPENED,
    },
}
