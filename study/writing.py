"""Writing a bank as an instructor would: short pairs on one line, long texts as blocks, patterns in single quotes."""

import re
from collections.abc import Mapping, Sequence

Value = str | int | Mapping[str, "Value"] | Sequence["Value"]
WIDTH = 118
SCHEMA = "# yaml-language-server: $schema=bank.schema.json"
_PLAIN = re.compile(r"[A-Za-z0-9\u4e00-\u9fff][^\n]*")
_NOT_TEXT = re.compile(r"[-+]?[\d_:]+|0[xo][\da-f]+|null|~", re.I)


def written(bank: Mapping[str, Value]) -> str:
    """A bank (as in study/question.py, keys in the order wanted) as YAML text."""
    return SCHEMA + "\n" + "\n".join(_mapping(bank, 0)) + "\n"


def item(question: Mapping[str, Value]) -> str:
    """One question as it stands under `questions:`."""
    return "\n".join(_item(question, 2)) + "\n"


def _mapping(value: Mapping[str, Value], indent: int) -> list[str]:
    return [line for key, inner in value.items() for line in _entry(f"{key}:", inner, indent)]


def _entry(head: str, value: Value, indent: int) -> list[str]:
    space = " " * indent
    if isinstance(value, str) and "\n" in value:
        return [f"{space}{head} |-", *((f"{space}  {line}").rstrip() for line in value.strip("\n").split("\n"))]
    if isinstance(value, str | int):
        return [f"{space}{head} {scalar(value)}"]
    short = f"{space}{head} {_flow(value)}"
    if value and _is_flat(value) and _cells(short) <= WIDTH:
        return [short]
    if isinstance(value, Mapping):
        return [f"{space}{head}", *_mapping(value, indent + 2)]
    return [
        f"{space}{head}" if value else f"{space}{head} []",
        *(line for item in value for line in _item(item, indent + 2)),
    ]


def _item(value: Value, indent: int) -> list[str]:
    if isinstance(value, Mapping) and not (_is_flat(value) and _cells(_flow(value)) + indent + 2 <= WIDTH):
        first, *rest = _mapping(value, indent + 2)
        return [" " * indent + "- " + first.lstrip(), *rest]
    return _entry("-", value, indent)


def _is_flat(value: Value) -> bool:
    inner = value.values() if isinstance(value, Mapping) else value if not isinstance(value, str | int) else ()
    return all(isinstance(v, int) or (isinstance(v, str) and "\n" not in v) for v in inner)


def _flow(value: Value) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {scalar(v, True)}" for k, v in value.items() if isinstance(v, str | int)) + "}"
    assert not isinstance(value, str | int)
    return "[" + ", ".join(scalar(v, True) for v in value if isinstance(v, str | int)) + "]"


def scalar(value: str | int, flow: bool = False) -> str:
    """One value as a plain scalar where every reader agrees on it, else in single quotes."""
    if isinstance(value, int):
        return str(value)
    plain = _PLAIN.fullmatch(value) and not _NOT_TEXT.fullmatch(value) and value == value.strip()
    if plain and not re.search(r": | #|:$", value) and not (flow and re.search(r"[,\[\]{}?:]", value)):
        return value
    return "'" + value.replace("'", "''") + "'"


def _cells(line: str) -> int:
    """Width on screen: a Chinese character takes two columns."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in line)
