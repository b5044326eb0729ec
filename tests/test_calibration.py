"""Ratings against points against recall: counted by hand, and by a second way of counting."""

import random
from dataclasses import replace

import pytest

from study.calibration import calibration, points_made, seconds
from study.memory import day
from study.review import Rating, Review
from tests.reviews import review

AGAIN, HARD, GOOD, EASY = Rating


def test_each_rating_has_its_points_and_its_recall() -> None:
    log = [
        review("q1", GOOD, at=0, ticked=("p1", "p2")),
        review("q1", AGAIN, at=0.1, ticked=()),  # the same day: says nothing about memory
        review("q1", GOOD, at=3, ticked=("p1",)),
        review("q1", AGAIN, at=9, ticked=("p1",)),
    ]
    again, hard, good, easy = calibration(log, {"q1": 2})
    assert (again.times, again.points, again.recalled, again.again) == (2, 0.25, 1.0, 1)
    assert (hard.times, hard.points, hard.recalled, hard.again) == (0, None, None, 0)
    assert (good.times, good.points, good.recalled, good.again) == (2, 0.75, 0.5, 2)
    assert easy.times == 0


@pytest.mark.parametrize("seed", range(5))
def test_counted_another_way_it_comes_to_the_same(seed: int) -> None:
    chance = random.Random(seed)
    at, log = 0.0, list[Review]()
    for _ in range(120):
        at += chance.random()
        log.append(review(chance.choice("abc"), chance.choice(list(Rating)), at=at))
    for row in calibration(log, {}):
        after = []
        for n, r in enumerate(log):
            later = [x for x in log[n + 1 :] if x.question == r.question and day(x.at) > day(r.at)]
            if r.rating is row.rating and later:
                after.append(later[0].rating is not AGAIN)
        assert row.again == len(after)
        assert row.recalled == (sum(after) / len(after) if after else None)


def test_points_least_often_made_come_first() -> None:
    log = [review("q1", ticked=("p1",)), review("q1", ticked=("p1", "p2")), review("q2", ticked=())]
    found = points_made(log, {"q1": ("p1", "p2"), "q2": ("p1",), "q3": ("p1",)})
    assert [(p.question, p.point, p.made, p.of) for p in found] == [
        ("q2", "p1", 0, 1),
        ("q1", "p2", 1, 2),
        ("q1", "p1", 2, 2),
    ]


def test_time_is_the_median_by_topic_and_unknown_questions_are_passed_over() -> None:
    log = [replace(review(id), seconds=s) for id, s in (("a", 10.0), ("a", 20.0), ("b", 90.0), ("gone", 5.0))]
    assert seconds(log, {"a": "t", "b": "t"}) == {"t": 20.0}
