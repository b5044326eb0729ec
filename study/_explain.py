"""What an author did where libyaml only says that it cannot go on."""

import re
from collections.abc import Callable

from study._document import NotYamlError, Slip
from study._lines import NO_DASH_SPACE, TAB
from study._yaml_words import brief
from study.text import Text

Explained = Slip | None
_QUOTE = Text("给整段文字加引号，或用 |", "put the text in quotes, or use |")
_NEVER_CLOSED = (
    Text("这里开始的引号没有结束", "the quote that opens here is never closed"),
    Text("补上结尾的引号", "add the closing quote"),
)
_ENTRY = re.compile(r" *(?:- +)*(?:[^\s:：]+: +)?")


def explained(error: NotYamlError, lines: list[str]) -> Slip:
    """The slip of an error of `study._yaml.parse`, moved to where the author has to look. Lines count from 1."""
    if not error.problem:
        return error.slip
    for sign, explain in _BY_SIGN:
        if (sign in error.problem or sign in error.context) and (slip := explain(error, lines)):
            return slip
    return error.slip


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _char(error: NotYamlError, lines: list[str]) -> str:
    return _line(lines, error.slip.line)[error.slip.column - 1 : error.slip.column]


def _starting(char: str, line: int, column: int) -> Slip:
    said = Text(f"不加引号的文字不能以 `{char}` 开头", f"text without quotes cannot start with `{char}`")
    return Slip(line, column, said, _QUOTE)


def _colon(error: NotYamlError, lines: list[str]) -> Explained:
    line = _line(lines, error.slip.line)
    head = m.end() if (m := _ENTRY.match(line)) else 0
    if head < error.slip.column - 1 and ": " in line[:head]:
        said = Text("不加引号的文字里有 `: `", "unquoted `: ` inside a text")
        return Slip(error.slip.line, error.slip.column, said, _QUOTE)
    return _indentation(error, lines)


def _alias(error: NotYamlError, lines: list[str]) -> Explained:
    return _starting("*" if "alias" in error.context else "&", *error.since)


def _token(error: NotYamlError, lines: list[str]) -> Explained:
    char = _char(error, lines)
    if char == "\t":
        return _tab(error, lines)
    return _starting(char, error.slip.line, error.slip.column) if char else None


def _tab(error: NotYamlError, lines: list[str]) -> Explained:
    return Slip(error.slip.line, error.slip.column, *TAB)


def _tag(error: NotYamlError, lines: list[str]) -> Explained:
    return _starting("!", *error.since)


def _dash(error: NotYamlError, lines: list[str]) -> Explained:
    return _starting(_char(error, lines), error.slip.line, error.slip.column)


def _block_mark(error: NotYamlError, lines: list[str]) -> Explained:
    char = _line(lines, error.since[0])[error.since[1] - 1 : error.since[1]]
    said = Text(f"`{char}` 后面还有文字", f"text after `{char}` on the same line")
    cure = Text(
        f"文字从下一行开始；若 `{char}` 就是文字，加引号",
        f"start the text on the next line, or quote it if `{char}` is text",
    )
    return Slip(*error.since, said, cure)


def _after_closing(error: NotYamlError, lines: list[str]) -> Explained:
    """`"a" b`, `[a] b` and `'it's'`: the value was over and the line was not."""
    before = _line(lines, error.slip.line)[: error.slip.column - 1].rstrip()
    if before[-1:] in ("'", '"', "]", "}"):
        close = before[-1]
        if close in "'\"" and before.count(close) % 2 and (opening := _opening(close, error.slip.line, lines)):
            return opening
        said = Text(f"`{close}` 之后还有文字", f"text after the closing `{close}`")
        cure = Text(
            "给整段文字加引号，或用 |；单引号里的单引号写两遍",
            "quote the whole text, or use |; double a single quote inside single quotes",
        )
        return Slip(error.slip.line, error.slip.column, said, cure)
    return _indentation(error, lines)


def _opening(quote: str, line: int, lines: list[str]) -> Explained:
    """The quote before this line that has no partner on its own line: it has swallowed all up to here."""
    for number in range(line - 1, max(line - 50, 0), -1):
        if _line(lines, number).count(quote) % 2:
            return Slip(number, _line(lines, number).rfind(quote) + 1, *_NEVER_CLOSED)
    return None


def _indentation(error: NotYamlError, lines: list[str]) -> Explained:
    said = Text("缩进和上面的行对不上", "indentation does not match the lines above")
    cure = Text("和同一级的键对齐，用空格", "line it up with the keys of the same level, with spaces")
    return Slip(error.slip.line, error.slip.column, said, cure)


def _open_quote(error: NotYamlError, lines: list[str]) -> Explained:
    return Slip(*error.since, *_NEVER_CLOSED)


def _escape(error: NotYamlError, lines: list[str]) -> Explained:
    word = brief(re.split(r"[^\\A-Za-z]", _line(lines, error.slip.line)[error.slip.column - 1 :])[0][:12])
    said = Text(f"双引号里的 `{word}` 不是转义", f"`{word}` is no escape in double quotes")
    cure = Text("改用单引号或 |，反斜杠就是反斜杠", "use single quotes or |, where a backslash is a backslash")
    return Slip(error.slip.line, error.slip.column, said, cure)


def _no_colon(error: NotYamlError, lines: list[str]) -> Explained:
    word = brief(_line(lines, error.since[0]).strip())
    if re.match("-[^ -]", word):
        return Slip(*error.since, *NO_DASH_SPACE)
    said = Text(f"这一行没有 `键: `：{word}", f"no `key: ` on this line: {word}")
    return Slip(
        *error.since,
        said,
        Text("补上键和冒号，或把缩进改成上一行的延续", "add the key and the colon, or indent it under the text above"),
    )


def _flow(error: NotYamlError, lines: list[str]) -> Explained:
    line, column = error.slip.line, error.slip.column
    text = _line(lines, line)
    start = error.since[1] - 1 if error.since[0] == line else 0
    if (wide := text.find("，", start, column - 1)) >= 0 and ": " in text[wide : column + 1]:
        said = Text("括号里用了全角逗号 `，`", "full-width comma `，` between brackets")
        return Slip(line, wide + 1, said, Text("改成半角逗号加空格，或给文字加引号", "use `, `, or quote the text"))
    char = text[column - 1 : column]
    if char == ":":
        return Slip(line, column, Text("不加引号的文字里有 `: `", "unquoted `: ` inside a text"), _QUOTE)
    if error.since[0] == line and char and char in "[]{}":
        said = Text(f"括号里不加引号的文字含有 `{char}`", f"unquoted text between brackets has `{char}`")
        return Slip(line, column, said, Text("给这段文字加单引号", "put the text in single quotes"))
    opened = _line(lines, error.since[0])[error.since[1] - 1 : error.since[1]]
    said = Text(f"这里的 `{opened}` 没有结束", f"the `{opened}` here is never closed")
    return Slip(
        *error.since, said, Text("补上结尾的括号，或给文字加引号", "add the closing bracket, or quote the text")
    )


def _content(error: NotYamlError, lines: list[str]) -> Explained:
    char = _char(error, lines)
    return _starting(char, error.slip.line, error.slip.column) if char and char in ",]}" else None


_BY_SIGN: tuple[tuple[str, Callable[[NotYamlError, list[str]], Explained]], ...] = (
    ("mapping values are not allowed", _colon),
    ("tab character", _tab),
    ("scanning an alias", _alias),
    ("scanning an anchor", _alias),
    ("cannot start any token", _token),
    ("scanning a tag", _tag),
    ("parsing a tag", _tag),
    ("block sequence entries are not allowed", _dash),
    ("mapping keys are not allowed", _dash),
    ("expected comment or line break", _block_mark),
    ("unknown escape", _escape),
    ("escape", _escape),
    ("quoted scalar", _open_quote),
    ("expected ':'", _no_colon),
    ("parsing a flow", _flow),
    ("did not find expected node content", _content),
    ("did not find expected key", _after_closing),
    ("did not find expected '-'", _after_closing),
    ("did not find expected <document start>", _after_closing),
)
