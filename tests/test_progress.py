"""Every figure of the progress page on logs small enough to count by hand."""

from datetime import date, timedelta

import pytest

from study.memory import memory
from study.progress import by_topic, calendar, days, streak, true_retention, weakest
from study.review import Rating
from tests.reviews import NOON, review

QUESTIONS = {"a1": "a", "a2": "a", "b1": "b"}
POINTS = {"a1": 4, "a2": 2}
TODAY = date(2026, 3, 2)


def test_a_topic_counts_what_was_seen_what_is_known_and_what_is_due() -> None:
    log = [
        review("a1", at=-40, ticked=("p1",)),
        review("a2", Rating.EASY, at=-1, ticked=("p1", "p2")),
        review("a2", Rating.GOOD, at=0, ticked=("p1",)),
    ]
    a, b = by_topic(log, memory(log), QUESTIONS, POINTS, NOON)
    assert (a.topic, a.total, a.seen, a.known, a.due) == ("a", 2, 2, 1, 1)
    assert a.points == pytest.approx((1 / 4 + 1 / 2) / 2)
    assert a.recall is not None
    assert 0.5 < a.recall < 1
    assert (b.topic, b.seen, b.recall, b.points) == ("b", 0, None, None)


def test_days_are_counted_from_four_in_the_morning() -> None:
    log = [review(at=NOON.replace(hour=3)), review(at=NOON), review(at=NOON)]
    assert [(d.day, d.reviews, d.seconds) for d in days(log)] == [(TODAY - timedelta(1), 1, 30), (TODAY, 2, 60)]


def test_the_calendar_has_empty_days_too() -> None:
    log = [review(at=0), review(at=2)]
    assert [d.reviews for d in calendar(log, TODAY, TODAY + timedelta(3))] == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("reviewed", "current", "longest"),
    [([], 0, 0), ([0], 1, 1), ([-1, -2], 2, 2), ([-2], 0, 1), ([0, -1, -3, -4, -5], 2, 3), ([0, 0, 0], 1, 1)],
)
def test_a_streak_lives_until_a_whole_day_is_missed(reviewed: list[int], current: int, longest: int) -> None:
    found = streak([review(at=d) for d in sorted(reviewed)], TODAY)
    assert (found.current, found.longest) == (current, longest)


def test_the_weakest_question_is_the_one_most_likely_missed() -> None:
    log = [review("a1", at=-90), review("a2", at=-1, ticked=("p1", "p2")), review("b1", Rating.AGAIN, at=-30)]
    found = weakest(log, memory(log), POINTS, NOON, most=2)
    assert [w.question for w in found] == ["a1", "b1"]


def test_true_retention_asks_only_about_later_days() -> None:
    log = [
        review("a1", Rating.AGAIN, at=0),  # first time
        review("a1", Rating.AGAIN, at=0.01),  # the same day
        review("a1", Rating.GOOD, at=1),
        review("a1", Rating.AGAIN, at=5),
        review("b1", Rating.EASY, at=5),
        review("b1", Rating.HARD, at=9),
    ]
    assert true_retention(log).share == pytest.approx(2 / 3)
    assert true_retention(log, since=TODAY + timedelta(9)).share == 1
    assert true_retention([]).share is None
