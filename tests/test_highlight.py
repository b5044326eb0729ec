"""Pieces of an answer: whatever the spans, the pieces joined are the answer."""

import random

import pytest

from study.highlight import Piece, pieces


@pytest.mark.parametrize("seed", range(50))
def test_joined_pieces_are_the_answer(seed: int) -> None:
    rng = random.Random(seed)
    answer = "".join(rng.choice("先高斯平滑 then NMS。<b>") for _ in range(rng.randrange(0, 60)))
    spans = [(rng.randrange(-3, 65), rng.randrange(-3, 65), f"p{i}") for i in range(rng.randrange(0, 6))]
    found = pieces(answer, spans)
    assert "".join(p.text for p in found) == answer
    assert all(p.text for p in found)


def test_overlapping_spans_share_their_words() -> None:
    assert pieces("abcdef", [(1, 4, "p1"), (3, 5, "p2")]) == (
        Piece("a"),
        Piece("bc", ("p1",)),
        Piece("d", ("p1", "p2")),
        Piece("e", ("p2",)),
        Piece("f"),
    )


def test_touching_spans_of_one_point_are_one_piece() -> None:
    assert pieces("abcd", [(0, 2, "p1"), (2, 4, "p1")]) == (Piece("abcd", ("p1",)),)


def test_an_empty_answer_has_no_pieces() -> None:
    assert pieces("", [(0, 3, "p1")]) == ()
