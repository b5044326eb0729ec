"""A statement that is called wrong, before or after it is made, is no hit; one whose denial is called wrong is."""

import re
from collections.abc import Iterator

import pytest

from study.marking import DENIED, mark
from study.question import Worded
from tests.test_marking_said import OURS, asked

REFUTED = {
    "zh": (
        "有人说{x}，这是错的。",
        "{x}是一个常见的误区。",
        "很多人以为{x}，其实不然。",
        "{x}的说法不成立。",
        "{x}？没有这回事。",
        "{x}？恰恰相反。",
        "不少人误以为{x}。",
        "我不认为{x}。",
        "我反对{x}。",
        "谈不上{x}。",
        "这跟{x}没有关系。",
    ),
    "en": (
        "{x} is a myth.",
        "Some say {x}, but that is wrong.",
        "Many books say {x}, which is not true.",
        "{x}? That is false.",
        "People wrongly believe in {x}.",
        "It is a mistake to do {x}.",
        "It is a common misconception that we need {x}.",
        "I disagree with {x}.",
        "It has nothing to do with {x}.",
        "There is no such thing as {x}.",
    ),
}
SIMPLE = {"zh": re.compile(r"[^：；、，:;,（(]{1,24}"), "en": re.compile(r"[^:;,(]{1,60}")}


def state(question: Worded, point: str, answer: str) -> str:
    return next(m.state for m in mark(question, answer).points if m.point == point)


def stated(lang: str) -> Iterator[tuple[Worded, str, str]]:
    """The points whose own words, in one simple phrase, are a hit."""
    for q in OURS:
        for p in q.points:
            words = getattr(p.text, lang).rstrip("。.")
            if SIMPLE[lang].fullmatch(words) and state(q, p.id, words) == "hit":
                yield q, p.id, words


@pytest.mark.parametrize(("lang", "frame"), [(lang, frame) for lang, frames in REFUTED.items() for frame in frames])
def test_the_points_own_words_refuted_are_no_hit(lang: str, frame: str) -> None:
    """One in ten may slip through: a point with two halves far apart, of which only one is near the refutation."""
    points = list(stated(lang))
    assert len(points) > 50
    slipped = [(q.id, p) for q, p, words in points if state(q, p, frame.format(x=words)) == "hit"]
    assert len(slipped) <= len(points) / 10, slipped


NORMALISE = {"any": ["归一化", "normali"]}


@pytest.mark.parametrize(
    "answer",
    [
        "归一化是个误区",
        "归一化是新手最容易犯的误解",
        "先做归一化再说，这种做法不对",
        "大家都说要归一化，其实完全不是这么回事",
        "归一化会更好这种说法站不住脚",
        "归一化能提高精度？这是错误的认识。",
        "归一化完全是不对的",
        "normalisation helps, they say, but this is simply false",
        "normalisation is just a popular misconception",
        "it is wrong to normalise",
    ],
)
def test_what_is_called_wrong_is_perhaps(answer: str) -> None:
    found = mark(asked(NORMALISE), answer).points[0]
    assert (found.state, found.why) == ("maybe", DENIED)


@pytest.mark.parametrize(
    "answer",
    [
        "不需要归一化，这是错的",
        "归一化没必要，这种说法不成立",
        "有人误以为不用归一化",
        "it is a mistake to skip normalisation",
        "some say normalisation is useless, but that is wrong",
        "很多人不做归一化，这是误区",
        "归一化要做，标签错了也要改",
        "归一化之后图像不对的再看一眼",
        "归一化。这是第一步，错误的样本另外处理",
        "做归一化，相反，灰度不用拉伸",
        "腐蚀让前景变小，归一化让数值变小，膨胀恰恰相反",
        "误区很多，但归一化是要做的",
        "normalisation is done first. It is not the only step",
        "我不认为精度高就够，但归一化要做",
        "文件不存在时归一化会报错",
    ],
)
def test_what_is_not_called_wrong_counts(answer: str) -> None:
    assert mark(asked(NORMALISE), answer).points[0].state == "hit"
