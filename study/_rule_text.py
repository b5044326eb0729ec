"""What learners read: both languages are there, nothing is left to do, and Markdown does what was meant."""

import re
from collections.abc import Iterator

from study import _markdown
from study._case import Case, said
from study._yaml_words import Words
from study.problem import Problem
from study.question import Choice, Worded
from study.text import Text

_HANZI = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]")
_ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b", re.I)
_TODO = re.compile(r"\bTODO\b")

_BLANK = {
    "zh": (Text("缺少中文", "has no Chinese"), Text("写上中文", "write it in Chinese")),
    "en": (Text("缺少英文", "has no English"), Text("写上英文", "write it in English")),
}
_ONLY_CHINESE: Words = (
    Text("缺少英文：一段中文同时充当两种语言", "has no English: one Chinese text stands for both languages"),
    Text("写成 {zh: ..., en: ...}", "write {zh: ..., en: ...}"),
)
_CHINESE_IN_EN: Words = (
    Text("英文栏里大半是中文", "the English text is mostly Chinese"),
    Text("检查 zh 和 en 是否写反或没有翻译", "check whether zh and en are swapped, or one is not translated"),
)
_ENGLISH_IN_ZH: Words = (
    Text("中文栏里没有汉字", "the Chinese text has no Chinese in it"),
    Text("检查 zh 和 en 是否写反或没有翻译", "check whether zh and en are swapped, or one is not translated"),
)
_TO_DO: Words = (Text("TODO 还没写", "TODO is still to be written"), Text("写上内容", "write it"))
_UNCONFIRMED: Words = (
    Text("文献未核实", "the reference is unconfirmed"),
    Text("查到原文后去掉 unconfirmed", "look it up, then remove `unconfirmed`"),
)


def is_todo(text: str) -> bool:
    """Whether a text is still to be written."""
    return _TODO.fullmatch(text.strip()) is not None


def texts(case: Case) -> Iterator[Problem]:
    """Problems of the texts of a question."""
    yield from _languages(case)
    for path, _, text in case.texts():
        if m := _TODO.search(text):
            yield case.inside(path, text, m.start(), "error", _TO_DO)
        for at, words in _markdown.slips(text):
            yield case.inside(path, text, at, "error" if _markdown.is_grave(words) else "warning", words)
    for path, alias in case.aliases():
        if is_todo(alias):
            yield case.problem(path, "error", _TO_DO)
    for path, reference in _references(case):
        if "unconfirmed" in reference.casefold():
            yield case.problem(path, "notice", _UNCONFIRMED)


def _languages(case: Case) -> Iterator[Problem]:
    for path, text in said(case.question):
        if not text.zh.strip() or not text.en.strip():
            for lang in ("zh", "en"):
                if not text(lang).strip():
                    yield case.problem((*path, lang), "error", _BLANK[lang])
        elif text.zh == text.en:
            if _HANZI.search(text.zh):
                yield case.problem(path, "warning", _ONLY_CHINESE)
        elif len(_HANZI.findall(text.en)) > len(_LATIN.findall(text.en)):
            yield case.problem((*path, "en"), "warning", _CHINESE_IN_EN)
        elif not _HANZI.search(text.zh) and _ENGLISH.search(text.zh):
            yield case.problem((*path, "zh"), "warning", _ENGLISH_IN_ZH)


def _references(case: Case) -> Iterator[tuple[tuple[str | int, ...], str]]:
    q = case.question
    if isinstance(q, Worded):
        yield from ((("pitfalls", i, "reference"), p.reference) for i, p in enumerate(q.pitfalls))
    elif isinstance(q, Choice) and q.reference:
        yield ("reference",), q.reference
