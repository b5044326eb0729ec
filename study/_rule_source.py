"""Mistakes that only the file shows, because YAML has swallowed them: lost text, escapes, what no editor displays."""

import re
from collections.abc import Iterator

from study import _lines
from study._yaml import Scalar, scalars
from study._yaml_words import Words, brief
from study.bank import Loaded
from study.problem import Problem
from study.text import Text

_WORD = re.compile(r"[\w.-]+", re.ASCII)
_COMMENT = re.compile(" +#.*")
# The other LaTeX commands that begin like an escape leave a control character, which reading refuses.
_NEWLINE = re.compile(r"\\(?:nu|nabla|neq?|notin|not|ni|nmid|nexists)(?![A-Za-z])")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064]")
_MODELINE = "yaml-language-server: $schema="

_NO_MODELINE: Words = (
    Text("没有给编辑器的 schema 注释", "no schema comment for editors"),
    Text(
        "第一行写 `# yaml-language-server: $schema=bank.schema.json`，编辑器就能补全和标红",
        "start with `# yaml-language-server: $schema=bank.schema.json` for completion and red lines",
    ),
)


def source(loaded: Loaded) -> Iterator[Problem]:
    """Problems of the text of a file; none of one that is too large or too broken to be gone through."""
    if loaded.document is None:
        return
    lines = _lines.split(loaded.text)
    for slip in _lines.slips(lines):
        yield Problem(loaded.path, slip.line, slip.column, "error", slip.said, slip.cure)
    for scalar in scalars(loaded.text):
        yield from _of_scalar(loaded, lines, scalar)
    for number, line in enumerate(lines, 1):
        if m := _UNSEEN.search(line):
            yield Problem(loaded.path, number, m.start() + 1, "warning", *_unseen(m.group()))
    if loaded.bank is not None and _MODELINE not in loaded.text[:400]:
        yield Problem(loaded.path, 1, 1, "notice", *_NO_MODELINE)


def _of_scalar(loaded: Loaded, lines: list[str], scalar: Scalar) -> Iterator[Problem]:
    if not scalar.style:
        line, column = scalar.end
        rest = lines[line - 1][column - 1 : column + 80] if line <= len(lines) else ""
        if (m := _COMMENT.match(rest)) and _is_text(scalar.text, m.group()):
            at = column + len(rest) - len(rest.lstrip())
            yield Problem(loaded.path, line, at, "warning", *_lost(m.group().strip()))
    elif scalar.style == '"':
        for number in range(scalar.start[0], scalar.end[0] + 1):
            begin = scalar.start[1] if number == scalar.start[0] else 0
            end = scalar.end[1] if number == scalar.end[0] else None
            for m in _NEWLINE.finditer(lines[number - 1][:end], begin):
                yield Problem(loaded.path, number, m.start() + 1, "warning", *_newline(m.group()))


def _is_text(value: str, comment: str) -> bool:
    """A comment stands two spaces away and has a space after its #; a word or number may have it nearer."""
    near = comment.startswith(" #")
    tight = comment.lstrip()[1:2] not in ("", " ", "#")
    return tight or (near and not _WORD.fullmatch(value))


def _lost(comment: str) -> Words:
    return (
        Text(f"` #` 之后的文字丢失：{brief(comment)}", f"text after ` #` is lost: {brief(comment)}"),
        Text(
            "给整段文字加引号；若是注释，写成两个空格加 `# `",
            "quote the whole text; for a comment, write two spaces and `# `",
        ),
    )


def _newline(escape: str) -> Words:
    return (
        Text(f"双引号里的 `{escape}` 变成了换行", f"in double quotes `{escape}` is a line end"),
        Text("改用单引号或 |，反斜杠就是反斜杠", "use single quotes or |, where a backslash is a backslash"),
    )


def _unseen(char: str) -> Words:
    name = f"U+{ord(char):04X}"
    return Text(f"看不见的字符 {name}", f"invisible character {name}"), Text("删掉它", "delete it")
