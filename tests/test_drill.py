"""Replies to objective questions."""

import pytest

from study.drill import Reply, number_of, parse, shown_order, verdict
from study.question import Number, Order

STEPS = Order(id="o", title="t", prompt="p", trains="x", steps=("a", "b", "c", "d"), also=((1, 3, 2, 4),), why="w")


@pytest.mark.parametrize("chosen", [(), (0,), (2, 0, 1)])
def test_a_reply_reads_back_as_it_was(chosen: tuple[int, ...]) -> None:
    assert parse(Reply.of(chosen)) == chosen


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("12", 12),
        (" 3.5 ", 3.5),
        ("1/4", 0.25),
        ("１２．５", 12.5),
        ("1,200", 1200),
        ("35 %", 35),
        ("-1000 HU", -1000),
        ("1e3", 1000),
        ("", None),
        ("abc", None),
        ("1/0", None),
        ("nan", None),
        ("inf", None),
        ("1/2/3", None),
        ("9" * 400, None),
    ],
)
def test_a_number_is_read_as_people_write_it(said: str, value: float | None) -> None:
    assert number_of(said) == value


@pytest.mark.parametrize(("said", "right"), [("0.3", True), ("0.31", True), ("0.32", False), ("x", False)])
def test_tolerance_is_included(said: str, right: bool) -> None:
    q = Number(id="n", title="t", prompt="p", trains="x", value="0.3", tolerance="0.01", solution="s")
    assert verdict(q, said) is right


def test_every_listed_order_is_right_and_no_other() -> None:
    assert verdict(STEPS, "1,2,3,4")
    assert verdict(STEPS, "1,3,2,4")
    assert not verdict(STEPS, "2,1,3,4")
    assert not verdict(STEPS, "1,2,3")


def test_steps_are_never_shown_in_a_right_order() -> None:
    shown = [shown_order(STEPS, asked) for asked in range(200)]
    assert not {*shown} & {*STEPS.right()}
    assert len({*shown}) > 10
    assert shown == [shown_order(STEPS, asked) for asked in range(200)]
