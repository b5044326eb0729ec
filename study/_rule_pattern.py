"""Patterns of aliases: those that are none, those that match everything, and those that could run for ever."""

import re
import warnings
from collections.abc import Iterator

from study._case import Case
from study._yaml_words import Words, brief
from study.problem import Problem
from study.text import Text

PREFIX = "re:"
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:[:=!>]|<[=!]|P<\w+>)|[()|]|[*+]|\{\d*,?\d*\}|.", re.DOTALL)
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")
_WILD = re.compile(r"(?<!\\)(?:\.|\\[sS]|\[\^[^\]]*\])(?:[*+]|\{\d*,\})")
_WIDE_COMMA = re.compile("[，、；]")

_EMPTY: Words = (
    Text("正则能匹配空文字，等于什么回答都算", "the pattern matches nothing at all, so every answer has it"),
    Text("去掉末尾的 * 或 ?，写出必须出现的字", "drop a `*` or `?`, so that something has to be there"),
)
_RUNAWAY: Words = (
    Text("重复里套重复，匹配可能永远不结束", "a repetition inside a repetition may run for ever"),
    Text("去掉一层 + 或 *，如 (ab)+ 而不是 (a+b?)+", "drop one `+` or `*`: (ab)+ instead of (a+b?)+"),
)
_LONG: Words = (
    Text(
        "有多个不限长度的 .*，长回答会很慢，也会跨句误配", "several unlimited `.*` are slow and match across sentences"
    ),
    Text("限定长度，如 .{0,16}", "limit them, as in .{0,16}"),
)
_COMMA: Words = (
    Text("说法里有全角标点，是一个说法还是几个？", "full-width comma in an alias: is it one or several?"),
    Text("几个说法用半角逗号加空格分开", "separate several with an ASCII comma and a space"),
)


def patterns(case: Case) -> Iterator[Problem]:
    """Problems of the aliases of a question, each by itself."""
    for path, alias in case.aliases():
        if not alias.startswith(PREFIX):
            if _WIDE_COMMA.search(alias):
                yield case.problem(path, "warning", _COMMA)
        elif words := broken(alias):
            yield case.problem(path, "error", words)
        elif len(_WILD.findall(alias)) > 1:
            yield case.problem(path, "warning", _LONG)


def broken(alias: str) -> Words | None:
    """Why a pattern must not be used, if so."""
    pattern = alias.removeprefix(PREFIX)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what will be an error in a later Python is one now
            compiled = re.compile(pattern, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError, FutureWarning, DeprecationWarning) as e:
        return _invalid(str(e))
    if runs_away(pattern):
        return _RUNAWAY
    return _EMPTY if compiled.search("") else None


def runs_away(pattern: str) -> bool:
    """Whether a group that repeats without limit holds a part that does, or may be left out, as in (a+)+ or (a|a?)+."""
    inside = [False]
    tokens = _TOKEN.findall(pattern)
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if token.startswith("(") and token != "\\(":
            inside.append(False)
        elif token == ")" and len(inside) > 1:
            holds = inside.pop()
            if holds and _UNBOUNDED.fullmatch(following):
                return True
            inside[-1] |= holds
        elif _UNBOUNDED.fullmatch(token):
            inside[-1] = True
    return False


def _invalid(why: str) -> Words:
    return (
        Text(f"正则不合法：{brief(why)}", f"not a regular expression: {brief(why)}"),
        Text("修正括号和转义；若是普通文字，去掉 re:", "mend brackets and escapes; for plain text drop `re:`"),
    )
