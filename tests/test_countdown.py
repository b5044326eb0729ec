"""The way to an interview: what is asked on each day, played through with the sitting itself."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from study.countdown import SWEEP, Countdown
from study.memory import memory, retrievability
from study.review import Rating, Review
from study.sitting import Plan, next_question
from tests.reviews import NOON, review

TODAY = NOON.date()
QUESTIONS = {f"q{n:02}": "t" for n in range(24)}


def countdown(left: int, practised: int = 30) -> Countdown:
    return Countdown(TODAY + timedelta(left), TODAY, TODAY - timedelta(practised))


@pytest.mark.parametrize("left", [5, 9, 20, 60])
def test_all_new_questions_fit_in_before_the_sweep(left: int) -> None:
    unseen, day = 30, left
    while day > SWEEP:
        unseen -= countdown(day).new_per_day(unseen, 40)
        day -= 1
    assert unseen <= 0


def test_nothing_new_on_the_last_two_days_and_never_more_than_twice_the_wish() -> None:
    assert [countdown(left).new_per_day(50, 10) for left in (0, 1, 2)] == [0, 0, 0]
    assert countdown(5).new_per_day(65, 10) == 20
    assert countdown(-1).new_per_day(65, 10) == 10


def test_the_sweep_is_for_the_last_four_days_of_a_longer_practice_only() -> None:
    assert [countdown(left).sweeping for left in (6, 5, 4, 1, 0, -1)] == [False, False, True, True, False, False]
    assert not countdown(4, practised=2).sweeping


@pytest.mark.parametrize("zone", [ZoneInfo("UTC"), ZoneInfo("Asia/Shanghai"), ZoneInfo("America/Los_Angeles")])
def test_the_sweep_meets_every_question_once_the_weakest_first(zone: ZoneInfo) -> None:
    log: list[Review] = [review(id, Rating.GOOD, at=-12 - n % 9) for n, id in enumerate(QUESTIONS)]
    interview = TODAY + timedelta(SWEEP)
    met: list[list[str]] = []
    for ahead in range(SWEEP):
        now = NOON + timedelta(days=ahead)
        way = Countdown(interview, TODAY + timedelta(ahead), TODAY - timedelta(30))
        plan = Plan("due", retention=0.7, zone=zone, most_per_day=50, countdown=way)
        asked: list[str] = []
        before = memory(log, 0.7)
        while (id := next_question(plan, QUESTIONS, log, now + timedelta(minutes=len(asked)))) is not None:
            asked.append(id)
            log.append(review(id, Rating.GOOD, now + timedelta(minutes=len(asked))))
        met.append(asked)
        recall = [retrievability(before[id], NOON + timedelta(SWEEP)) for id in asked]
        assert recall == sorted(recall)
    assert sorted(id for day in met for id in day) == sorted(QUESTIONS)
    assert max(map(len, met)) - min(map(len, met)) <= 1


def test_what_is_said_names_the_days_and_the_reason() -> None:
    assert "还有 12 天" in countdown(12).said(20, 10).zh
    assert "3 new questions a day" in countdown(12).said(20, 10).en
    assert "gains nothing" in countdown(3, practised=1).said(20, 10).en
    assert "once" in countdown(3).said(0, 10).en
    assert "over" in countdown(-3).said(20, 10).en
    assert countdown(0).said(1, 1).zh.startswith("今天面试")


def test_reviews_a_day_are_limited_and_the_rest_waits() -> None:
    log = [review(id, Rating.AGAIN, at=-9) for id in QUESTIONS]
    plan = Plan("due", most_per_day=5)
    asked = []
    while (id := next_question(plan, QUESTIONS, log, NOON + timedelta(minutes=len(asked)))) is not None:
        asked.append(id)
        log.append(review(id, Rating.GOOD, NOON + timedelta(minutes=len(asked))))
    assert len(asked) == 5
    assert next_question(plan, QUESTIONS, log, NOON + timedelta(days=1)) is not None


def test_a_date_is_a_day_of_the_learner() -> None:
    assert Countdown(date(2026, 3, 3), date(2026, 3, 2), date(2026, 1, 1)).left == 1
