"""What is wrong with a value, in the words of somebody who writes banks and has never heard of a schema."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from study._fields import alike
from study._yaml_words import Words, brief
from study.text import Text

Context = Mapping[str, Any]
_LANGUAGE = {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")}
_PATTERNS = {
    "^[a-z0-9]+(": Text("小写字母、数字和连字符，如 dl-dropout", "lower-case words joined by hyphens, like dl-dropout"),
    "^[a-z][a-z0-9_]*$": Text(
        "小写字母、数字和下划线，如 gaussian_blur", "lower case with underscores, like gaussian_blur"
    ),
    "^[AB]": Text("A-02、B-07 或 B-code-1 这样的编号", "an item number like A-02, B-07 or B-code-1"),
    r"^-?\d": Text("十进制数，如 0.95", "a decimal numeral like 0.95"),
    r"^\d": Text("非负十进制数，如 0.01", "a decimal numeral of 0 or more, like 0.01"),
    "^[a-z_]": Text("函数签名，如 dice(a, b)", "a signature like dice(a, b)"),
}


def words(kind: str, where: Text, name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
    """Words for an error of pydantic: its type, the place in words, the key, the value, and the keys known there."""
    say = _SAY.get(kind)
    if say is None:
        return _about(
            where, Text("不符合格式", "does not fit the format"), Text("对照 README 里的例子", "compare the README")
        )
    said, cure = say(name, got, ctx, known)
    return _about(where, said, cure)


def _about(where: Text, said: Text, cure: Text) -> Words:
    return Text(f"{where.zh} {said.zh}", f"{where.en} {said.en}"), cure


def shown(got: object) -> Text:
    """A value as it can stand in a message."""
    match got:
        case None:
            return Text("空", "nothing")
        case dict():
            return Text("键值对", "keys and values")
        case list():
            return Text("列表", "a list")
        case _:
            return Text(f" `{brief(str(got))}`", f"`{brief(str(got))}`")


def _missing(name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
    if name in _LANGUAGE:
        said = Text(f"缺少{_LANGUAGE[name].zh}", f"has no {_LANGUAGE[name].en}")
        return said, Text(f"加上 `{name}: ...`", f"add `{name}: ...`")
    return Text(f"缺少 `{name}`", f"has no `{name}`"), Text(f"加上 `{name}: ...`", f"add `{name}: ...`")


def _extra(name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
    said = Text(f"有不认识的键 `{brief(name)}`", f"has an unknown key `{brief(name)}`")
    if near := alike(name, known):
        return said, Text(f"是不是 `{near}`？", f"did you mean `{near}`?")
    return said, Text(f"删掉它；可用的键：{'、'.join(known)}", f"remove it; keys here are {', '.join(known)}")


def _unknown_language(name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
    return _extra(str(ctx.get("key", "")), got, ctx, ("zh", "en"))


def _must(zh: str, en: str, cure: Text) -> Callable[[str, object, Context, tuple[str, ...]], Words]:
    def say(name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
        value = shown(got)
        return Text(f"必须是{zh}，得到{value.zh}", f"must be {en}, got {value.en}"), cure

    return say


def _text(name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
    if got is None and name in _LANGUAGE:
        return _missing(name, got, ctx, known)
    if got is None:
        return Text("是空的", "is empty"), Text(
            "写上内容；若要写 null 或 ~ 本身，加引号", "write it; to say null or ~ itself, quote it"
        )
    return _must("文字", "text", Text("给它加引号", "put it in quotes"))(name, got, ctx, known)


def _said(name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
    if got is None:
        return Text("是空的", "is empty"), Text("写成 {zh: ..., en: ...}", "write {zh: ..., en: ...}")
    return _must(
        "一段文字或 {zh, en}", "text or {zh, en}", Text("写成 {zh: ..., en: ...}", "write {zh: ..., en: ...}")
    )(name, got, ctx, known)


def _pattern(name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
    rule = next((t for start, t in _PATTERNS.items() if str(ctx.get("pattern", "")).startswith(start)), None)
    rule = rule or Text("规定的写法", "written as the README says")
    value = shown(got)
    said = Text(f"必须是{rule.zh}，得到{value.zh}", f"must be {rule.en}, got {value.en}")
    fixed = re.sub(r"[^a-z0-9]+", "-", str(got).lower()).strip("-")
    if str(ctx.get("pattern", "")).startswith("^[a-z0-9]+(") and fixed:
        return said, Text(f"写成 `{brief(fixed)}`", f"write `{brief(fixed)}`")
    return said, Text("改成这种写法", "write it like that")


def _one_of(name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
    choices = tuple(
        re.findall(r"[\w.-]+", str(ctx.get("expected_tags") or ctx.get("expected", "")).replace(" or ", " "))
    )
    value, key = shown(ctx.get("tag", got)), "kind " if "tag" in ctx else ""
    said = Text(
        f"{key}必须是 {'、'.join(choices)} 之一，得到{value.zh}",
        f"{key}must be one of {', '.join(choices)}, got {value.en}",
    )
    near = alike(str(ctx.get("tag", got)), choices)
    return said, Text(f"是不是 `{near}`？", f"did you mean `{near}`?") if near else Text(
        "从中选一个", "choose one of them"
    )


def _no_kind(name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
    if isinstance(got, dict):
        return _missing("kind", got, ctx, known)[0], Text("加上 `kind: open` 等", "add `kind: open` or another kind")
    return _ITEM(name, got, ctx, known)


def _length(zh: str, en: str, key: str) -> Callable[[str, object, Context, tuple[str, ...]], Words]:
    def say(name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
        limit = ctx.get(key, ctx.get("le", ctx.get("ge", "")))
        cure = Text("改到这个范围之内", "keep within that")
        return Text(zh.format(limit), en.format(limit)), cure

    return say


def _permutation(name: str, got: object, ctx: Context, known: tuple[str, ...]) -> Words:
    count, bad = ctx.get("count"), ctx.get("got")
    said = Text(
        f"also 的每一项必须是 1 到 {count} 的排列，得到 {bad}", f"each `also` must order 1 to {count}, got {bad}"
    )
    return said, Text("每个步骤恰好写一次", "name each step exactly once")


def _fixed(zh: str, en: str, cure: Text) -> Callable[[str, object, Context, tuple[str, ...]], Words]:
    return lambda name, got, ctx, known: (Text(zh, en), cure)


_ITEM = _must(
    "一组 `键: 值`",
    "keys with values",
    Text("写成 `键: 值`，检查冒号和缩进", "write `key: value`; check colons and indentation"),
)
_LIST = _must("列表", "a list", Text("写成 [a, b]，或每行一个 `- `", "write [a, b], or one `- ` a line"))
_NUMBER = _must("整数", "a whole number", Text("写一个不加引号的整数", "write a whole number without quotes"))
_RIGHT = Text("给正确的选项加 `right: yes`", "put `right: yes` on the right option")

_SAY: dict[str, Callable[[str, object, Context, tuple[str, ...]], Words]] = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "unknown_language": _unknown_language,
    "string_type": _text,
    "dataclass_type": _said,
    "string_pattern_mismatch": _pattern,
    "string_too_short": _fixed("是空的", "is empty", Text("写上内容", "write it")),
    "string_too_long": _length("超过 {} 个字", "is longer than {} characters", "max_length"),
    "too_short": _length("至少要有 {} 项", "must have at least {} items", "min_length"),
    "too_long": _length("最多 {} 项", "must have at most {} items", "max_length"),
    "less_than_equal": _length("最大是 {}", "must be at most {}", "le"),
    "greater_than_equal": _length("最小是 {}", "must be at least {}", "ge"),
    "literal_error": _one_of,
    "union_tag_invalid": _one_of,
    "union_tag_not_found": _no_kind,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_parsing_size": _NUMBER,
    "knob": _must("数字或一个词", "a number or a word", Text("参数只写一个值", "give the knob one value")),
    "bool_parsing": _must(" yes 或 no", "yes or no", Text("写 yes 或 no", "write yes or no")),
    "bool_type": _must(" yes 或 no", "yes or no", Text("写 yes 或 no", "write yes or no")),
    "tuple_type": _LIST,
    "dict_type": _ITEM,
    "model_type": _ITEM,
    "model_attributes_type": _ITEM,
    "no_aliases": _fixed(
        "缺少 `any`、`all` 或 `order`",
        "has none of `any`, `all` and `order`",
        Text("写上回答里会出现的说法：`any: [...]`", "write words by which it is found in an answer: `any: [...]`"),
    ),
    "none_right": _fixed("没有一个正确选项", "has no right option", _RIGHT),
    "one_right": _fixed("必须恰有一个正确选项", "must have exactly one right option", _RIGHT),
    "no_permutation": _permutation,
}
