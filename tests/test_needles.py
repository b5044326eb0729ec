"""Needles: a pattern never matches where none of its needles stands."""

import random
import re
from pathlib import Path

import pytest

from study import bank
from study._needles import needles
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
