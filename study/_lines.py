"""Mistakes that a line shows by itself, whether or not the file can be read as YAML."""

import re
from collections.abc import Iterator
from itertools import islice

from study._document import Slip
from study._fields import KEYS
from study.text import Text

_BREAK = re.compile(r"\r\n|\r|\n")
_BLOCK = re.compile(r"(?:^|: +)[|>][-+1-9]{0,2} *(?: #.*)?$")
_PREFIX = re.compile(r" *(?:- +)*")
_KEY = "(?:" + "|".join(sorted(KEYS, key=len, reverse=True)) + ")"
_WIDE = re.compile(rf"(?:^[ -]*|(?<=[{{,]) *)({_KEY}) *(：)")
_TIGHT = re.compile(rf"(?:^ *(?:- +)*|(?<=[{{,]) *)({_KEY}):(?=[^ \t])")
_DASH = re.compile(rf"^ *-(?={_KEY}: )")
_SUSPECT = re.compile("：|[a-z]:[^ ]|^ *[\t\u3000\xa0]|^ *-[a-z]")
_SPACE = re.compile("^ *([\t\u3000\xa0])")

TAB = (Text("缩进里有制表符 tab", "tab in the indentation"), Text("改用空格", "use spaces"))
_ODD_SPACE = (
    Text("缩进里有全角或不换行空格", "full-width or no-break space in the indentation"),
    Text("改用普通空格", "use plain spaces"),
)
NO_DASH_SPACE = (Text("`-` 后面缺空格", "no space after `-`"), Text("在 `-` 后加一个空格", "put a space after `-`"))


def split(text: str) -> list[str]:
    """Lines as libyaml counts them; characters that would make it count otherwise are refused before."""
    return _BREAK.split(text)


def outside_blocks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Number from 1 and text of the lines that are not inside a | or > text."""
    parent: int | None = None
    for number, line in enumerate(lines, 1):
        stripped = line.lstrip(" ")
        if parent is not None and (not stripped or len(line) - len(stripped) > parent):
            continue
        parent = None
        yield number, line
        if "|" not in line and ">" not in line:
            continue
        prefix = len(m.group()) if (m := _PREFIX.match(line)) else 0
        if _BLOCK.search(line, prefix):
            parent = line.rfind("-", 0, prefix) if line[prefix : prefix + 1] in ("|", ">") else prefix


def slips(lines: list[str]) -> list[Slip]:
    """Full-width colons, tabs, odd spaces and missing spaces, in the order of the file; the first hundred."""
    suspects = (found for found in outside_blocks(lines) if _SUSPECT.search(found[1]) and len(found[1]) < 10_000)
    return list(islice((slip for number, line in suspects for slip in _of_line(number, line)), 100))


def _of_line(number: int, line: str) -> Iterator[Slip]:
    if not line.strip() or line.lstrip().startswith("#"):
        return
    if m := _SPACE.match(line):
        yield Slip(number, m.start(1) + 1, *(TAB if m[1] == "\t" else _ODD_SPACE))
    if m := _DASH.match(line):
        yield Slip(number, m.end(), *NO_DASH_SPACE)
    for m in _WIDE.finditer(line):
        if not m.start() or "{" in line[: m.start()]:
            yield Slip(number, m.start(2) + 1, *_full_width(m[1]))
    for m in _TIGHT.finditer(line):
        if not m.start() or "{" in line[: m.start()]:
            yield Slip(number, m.end(), *_tight(m[1]))


def _full_width(key: str) -> tuple[Text, Text]:
    return (
        Text(f"`{key}` 后面是全角冒号 `：`", f"full-width colon `：` after `{key}`"),
        Text(f"改成半角冒号加空格：`{key}: `", f"write `{key}: ` with an ASCII colon and a space"),
    )


def _tight(key: str) -> tuple[Text, Text]:
    return (
        Text(f"`{key}:` 后面缺空格", f"no space after `{key}:`"),
        Text("在冒号后加一个空格", "put a space after the colon"),
    )
