"""Needles: a pattern never matches where none of its needles stands."""

import random
import re
from pathlib import Path

import pytest

from study import bank
from study._match import Answer, compiled
from study._needles import needles, within
from study._normal import normal
from study.question import Worded

OURS = [
    q
    for p in sorted((Path(__file__).parent.parent / "questions").glob("*.yaml"))
    for q in bank.read(p).questions
    if isinstance(q, Worded)
]
PATTERNS = sorted(
    {
        a.removeprefix("re:")
        for q in OURS
        for p in q.points
        for group in (p.any, *p.all, *p.order, p.without)
        for a in group
        if a.startswith("re:")
    }
)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(训练|拟合).{0,9}好", ("训练", "拟合")),
        ("U-?Net", ("net",)),
        ("a?bc+d", ("bc",)),
        ("(a|)b", ("b",)),
        ("(?:ab|c?)", ()),
        ("x{0,3}yz|q", ("yz", "q")),
        (r"(?<!\d)ab(?=cdef)", ("ab",)),
        (r"[ab]c\.d", ("c.d",)),
        (r"\d+ ?位", ("位",)),
        ("[一二]", ()),
    ],
)
def test_needles_are_what_cannot_be_done_without(pattern: str, expected: tuple[str, ...]) -> None:
    assert needles(pattern) == expected


def test_no_pattern_of_ours_matches_without_a_needle() -> None:
    texts = [normal(part).text for q in OURS for lang in ("zh", "en") for part in q.answer(lang).splitlines() if part]
    matched = 0
    for pattern in PATTERNS:
        compiled, wanted = re.compile(pattern, re.IGNORECASE), needles(pattern)
        for text in texts[:: 1 + len(texts) // 400]:
            if compiled.search(text):
                matched += 1
                assert not wanted or any(n in text for n in wanted), (pattern, text)
    assert matched > 200


def test_no_pattern_made_up_matches_without_a_needle() -> None:
    chance = random.Random(3)
    parts = ["a", "b", "ab", "c?", "b+", "(a|bc)", "(?:ab|c)?", "[ab]", ".", "a{2}", "b{0,2}", "(?!c)", "|", "(b|)"]
    matched = 0
    for _ in range(4000):
        pattern = "".join(chance.choices(parts, k=chance.randint(1, 5)))
        text = "".join(chance.choices("abcd", k=chance.randint(0, 6)))
        if re.search(pattern, text):
            matched += 1
            assert not needles(pattern) or any(n in text for n in needles(pattern)), (pattern, text)
    assert matched > 1000


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("训练[^。;!?]{0,9}好", True),
        ("训练[^.;]{0,9}好", False),
        ("训练.{0,9}好", False),
        ("训练[。;]好", False),
        ("训练[，。]?好", False),
        (r"训练\S好", False),
        ("训练好$", False),
        (r"(?<![a-z])roc(?![a-z0-9])", True),
        ("[一-龥]好", False),
    ],
)
def test_within_says_what_cannot_reach_over_the_end_of_a_sentence(pattern: str, expected: bool) -> None:
    assert within(pattern) is expected


def test_looking_sentence_by_sentence_finds_what_looking_everywhere_finds() -> None:
    rng, found = random.Random(11), 0
    for q in OURS:
        parts = [
            *re.split(r"(?<=[。；])", q.answer.zh),
            *re.split(r"(?<=[。；])", OURS[rng.randrange(len(OURS))].answer.zh),
        ]
        rng.shuffle(parts)
        answer = Answer(normal("".join(parts)))
        for alias in {a for a in q.aliases() if a.startswith("re:")}:
            everywhere = tuple(m.span() for m in compiled(alias).finditer(answer.text) if m.group())
            assert answer.find(alias) == everywhere, alias
            found += len(everywhere)
    assert found > 500
