"""What clocks do: set back, set ahead, changed twice a year, and a day that starts at 04:00."""

import random
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from study.memory import Card, after, day, due, due_day, forecast, intervals, is_due, memory, righted
from study.progress import days, streak
from study.review import Rating, Review
from study.sitting import Plan, new_today, rest
from study.store import Store
from tests.reviews import NOON, review

# Changes by an hour at 1, 2 and 3 o'clock, at midnight, by half an hour, by two hours, in the south, and none at all.
ZONES = [
    "Europe/Berlin", "Europe/London", "America/New_York", "America/St_Johns", "America/Santiago", "Africa/Cairo",
    "Asia/Beirut", "Australia/Lord_Howe", "Antarctica/Troll", "Pacific/Auckland", "Pacific/Chatham", "Asia/Shanghai",
    "Asia/Kathmandu", "UTC",
]  # fmt: skip
A, H, G, E = Rating
YEARS = timedelta(days=3652)
QUESTIONS = {f"q{n}": "topic" for n in range(8)}


def first_moment(on: date, zone: tzinfo) -> datetime:
    """When a learner's day begins, to the minute, searched for and not computed."""
    noon = datetime.combine(on, time(12), UTC)
    minutes = range(-36 * 60, 36 * 60)
    return noon + timedelta(
        minutes=minutes[bisect_left(minutes, on, key=lambda m: day(noon + timedelta(minutes=m), zone))]
    )


@pytest.mark.parametrize("name", ZONES)
def test_every_day_of_two_years_begins_at_four_and_is_as_long_as_the_clocks_make_it(name: str) -> None:
    zone, on = ZoneInfo(name), date(2026, 1, 1)
    begins = [first_moment(on + timedelta(days=n), zone) for n in range(731)]
    assert {at.astimezone(zone).time() for at in begins} == {time(4)}
    lengths = {b - a for a, b in pairwise(begins)}
    offsets = {at.astimezone(zone).utcoffset() for at in begins}
    shift = max(o for o in offsets if o is not None) - min(o for o in offsets if o is not None)
    assert lengths == {timedelta(days=1), timedelta(days=1) + shift, timedelta(days=1) - shift}


@pytest.mark.parametrize("name", ZONES)
def test_time_never_runs_back_into_the_day_before(name: str) -> None:
    zone, at = ZoneInfo(name), datetime(2026, 1, 1, tzinfo=UTC)
    seen = [day(at + timedelta(minutes=20 * n), zone) for n in range(365 * 72)]
    assert seen == sorted(seen)
    assert len(set(seen)) in (365, 366)


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("wall", [time(3, 30), time(4, 10), time(23, 30), time(0, 30), time(12)])
def test_an_interval_of_so_many_days_ends_on_the_day_so_many_later_whatever_the_clocks_do(
    name: str, wall: time
) -> None:
    zone = ZoneInfo(name)
    for n in range(0, 366, 3):
        at = datetime.combine(date(2026, 1, 1) + timedelta(days=n), wall, zone).astimezone(UTC)
        for rating in (A, G, E):
            card = after(None, "q1", rating, at)
            wait = (card.due - card.last).days
            assert due_day(card, zone) == day(at, zone) + timedelta(days=wait)
            come = first_moment(due_day(card, zone), zone)
            assert is_due(card, come, zone)
            assert not is_due(card, come - timedelta(minutes=1), zone)


@pytest.mark.parametrize("name", ZONES)
def test_who_answers_at_night_through_a_change_of_clocks_meets_each_question_on_its_day(name: str) -> None:
    """A learner who says again each day at 03:50 is asked each day, also when an hour is missing or comes twice."""
    zone, log = ZoneInfo(name), list[Review]()
    for n in range(365):
        now = datetime.combine(date(2026, 1, 1) + timedelta(days=n), time(3, 50), zone).astimezone(UTC)
        if log:
            assert due(memory(log[-1:], now=now), now, zone) == ("q1",)
        log.append(review("q1", A, now))
    assert streak(log, day(log[-1].at, zone), zone).longest == 365


def test_a_learner_who_travels_is_asked_by_the_days_of_where_they_are() -> None:
    card = after(None, "q1", A, datetime(2026, 3, 2, 15, tzinfo=UTC))  # 23:00 in Shanghai, 10:00 in New York
    assert due_day(card, ZoneInfo("Asia/Shanghai")) == date(2026, 3, 3)
    assert due_day(card, ZoneInfo("America/New_York")) == date(2026, 3, 3)
    assert due_day(card, ZoneInfo("Pacific/Kiritimati")) == date(2026, 3, 4)  # it was the 3rd there already


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1), timedelta(days=40), YEARS])
def test_a_clock_set_back_leaves_the_log_in_order_and_hides_nothing(back: timedelta) -> None:
    store = Store("sqlite://")
    given = [review(f"q{n % 4}", G, NOON + timedelta(days=n) - (back if n >= 6 else timedelta())) for n in range(12)]
    for r in given:
        store.add(r)
    log, now = store.log("ada"), given[-1].at + timedelta(minutes=5)
    assert log == given
    for card in memory(log, now=now).values():
        assert card.last <= now + timedelta(days=1)
    assert {*due(memory(log, now=now + timedelta(days=60)), now + timedelta(days=60))} == {"q0", "q1", "q2", "q3"}
    store.close()


@pytest.mark.parametrize("years", [1, 10, 100])
def test_a_clock_that_was_years_ahead_for_one_sitting_hides_no_question(years: int) -> None:
    """The questions answered in that sitting come back as if they had been answered at the last true time."""
    wrong = timedelta(days=365 * years)
    before = [review(f"q{n}", G, NOON + timedelta(minutes=n)) for n in range(4)]
    ahead = [review(f"q{n}", G, NOON + timedelta(minutes=n) + wrong) for n in range(2, 6)]
    for later in ([], [review("q7", G, NOON + timedelta(hours=1))]):
        log, now = [*before, *ahead, *later], NOON + timedelta(days=30)
        assert {*due(memory(log, now=now), now)} >= {"q4", "q5"}
        assert {*rest(Plan("due"), QUESTIONS, log, now)} >= {"q4", "q5"}
        assert new_today(log, now) == 0
        assert forecast(memory(log, now=now), day(now), 1)[0] == len(due(memory(log, now=now), now))


def test_when_only_wrong_dates_are_known_the_next_true_one_rights_them() -> None:
    log, now = [review("q1", A, at=3650), review("q2", A, at=3651)], NOON + timedelta(days=3)
    assert {r.at for r in righted(log, now)} == {now}
    log.append(review("q3", A, at=3))
    assert {*due(memory(log, now=now + timedelta(days=1)), now + timedelta(days=1))} == {"q1", "q2", "q3"}


def test_a_log_with_true_dates_is_left_as_it_is() -> None:
    log = [review(at=d) for d in (0, -3, 4, 5)]
    for now in (4.1, 5, 9, 4000):
        assert righted(log, NOON + timedelta(days=now)) == log


def test_ten_years_later_everything_is_due_and_a_card_is_still_finite() -> None:
    log = [review(f"q{n}", rating, at=n) for n, rating in enumerate([A, H, G, E, G, A, H, E])]
    now = NOON + YEARS
    cards = memory(log, now=now)
    assert len(due(cards, now)) == 8
    assert forecast(cards, day(now), 30) == (8, *[0] * 29)
    for card in cards.values():
        waits = intervals(card, now)
        assert timedelta(days=1) <= waits[A] < waits[E] <= timedelta(days=36500)


def test_a_century_of_easy_answers_never_plans_beyond_what_a_date_can_hold() -> None:
    card: Card | None = None
    at = NOON
    for _ in range(40):
        card = after(card, "q1", E, at)
        at = min(card.due, datetime(2126, 1, 1, tzinfo=UTC))
        assert card.due <= at + timedelta(days=36500)
        assert due_day(card, timezone(timedelta(hours=14))) > day(card.last)


def test_reviews_around_four_o_clock_count_for_two_days() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    times = [datetime(2026, 3, 2, 19, 59, 59, tzinfo=UTC), datetime(2026, 3, 2, 20, tzinfo=UTC)]
    log = [review(at=at) for at in times]
    assert [(d.day, d.reviews) for d in days(log, zone)] == [(date(2026, 3, 2), 1), (date(2026, 3, 3), 1)]


@pytest.mark.parametrize("seed", range(5))
def test_whatever_a_clock_does_every_question_comes_back_within_its_interval_once_it_is_right(seed: int) -> None:
    rng, log, true = random.Random(seed), list[Review](), NOON
    for _ in range(80):
        true += timedelta(hours=rng.uniform(0, 9))
        wrong = rng.choice([timedelta(), timedelta(), timedelta(days=-400), YEARS, timedelta(hours=-1)])
        log.append(review(f"q{rng.randrange(8)}", rng.choice([A, G]), true + wrong))
    longest = max((c.due - c.last for c in memory(log, now=true).values()), default=timedelta())
    later = true + longest + timedelta(days=2)
    assert {*due(memory(log, now=later), later)} == {r.question for r in log}
    assert {*rest(Plan("due"), QUESTIONS, log, later)} == {r.question for r in log}
