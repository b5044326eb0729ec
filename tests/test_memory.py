"""Memory against published vectors, an independent implementation, and what a clock can do to it."""

import random
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import fsrs
import pytest
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview, MemoryState

from study.memory import Card, after, day, due, forecast, intervals, is_due, memory, retrievability
from study.review import Rating, Review
from tests.reviews import NOON, review

A, H, G, E = Rating
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_intervals_are_the_published_ones() -> None:
    """The vector that py-fsrs and ts-fsrs test against, at its own times; 0 days stands for its ten-minute steps."""
    ratings = [G, G, G, G, G, G, A, A, G, G, G, G, G]
    published = [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
    card, at = None, NOON
    for rating, days in zip(ratings, published, strict=True):
        card = after(card, "q1", rating, at)
        assert days in (0, (card.due - card.last).days)
        at += timedelta(days=days) if days else timedelta(minutes=10)


def test_stability_and_difficulty_are_the_published_ones() -> None:
    """The long-term vector of fsrs-rs: A G G G G G at days 0, 0, 1, 4, 12, 33."""
    log = [review(rating=r, at=d) for r, d in zip([A, G, G, G, G, G], [0, 0, 1, 4, 12, 33], strict=True)]
    card = memory(log)["q1"]
    assert card.stability == pytest.approx(53.62691, abs=1e-4)
    assert card.difficulty == pytest.approx(6.3574867, abs=1e-5)


def test_an_independent_implementation_agrees_on_three_thousand_reviews() -> None:
    rng, other, seen = random.Random(4), FSRS(list(fsrs.Scheduler().parameters)), 0
    while seen < 3000:
        history = [(rng.choice(list(Rating)), rng.choice([0, 0, 1, 2, 3, 7, 20, 60, 300])) for _ in range(8)]
        passed, log = 0, []
        for n, (rating, wait) in enumerate(history):
            passed += wait if n else 0
            log.append(review(rating=rating, at=passed))
        item = FSRSItem([FSRSReview(int(r), w if n else 0) for n, (r, w) in enumerate(history)])
        for n, expected in enumerate(other.historical_memory_states(item), 1):
            card = memory(log[:n])["q1"]
            assert card.stability == pytest.approx(expected.stability, rel=1e-5)
            assert card.difficulty == pytest.approx(expected.difficulty, rel=1e-5)
            seen += 1


def test_an_independent_implementation_plans_the_same_days_for_three_thousand_answers() -> None:
    rng, other, seen = random.Random(6), FSRS(list(fsrs.Scheduler().parameters)), 0
    while seen < 3000:
        stability, difficulty = 10 ** rng.uniform(-1, 3.5), rng.uniform(1, 10)
        retention, waited = rng.choice([0.70, 0.8, 0.85, 0.9, 0.97]), rng.choice([0, 1, 5, 40, 300])
        card = Card("q1", stability, difficulty, due=NOON, last=NOON)
        planned = intervals(card, NOON + timedelta(days=waited), retention)
        states = other.next_states(MemoryState(stability, difficulty), retention, waited)
        for rating, state in zip(Rating, (states.again, states.hard, states.good, states.easy), strict=True):
            # It counts in 32 bits, so half a day may round to either side.
            assert abs(planned[rating].days - min(max(state.interval, 1), 36500)) <= 0.5 + 1e-5 * state.interval
            seen += 1


def test_a_better_rating_never_comes_back_sooner() -> None:
    rng = random.Random(1)
    for _ in range(200):
        log = [review(rating=rng.choice(list(Rating)), at=d) for d in sorted(rng.sample(range(400), 5))]
        waits = list(intervals(memory(log)["q1"], NOON + timedelta(days=rng.randrange(400, 500))).values())
        assert waits == sorted(waits)
        assert waits[0] >= timedelta(days=1)


def test_the_interval_on_the_button_is_the_one_that_is_given() -> None:
    log, now = [review(rating=G), review(rating=H, at=3)], NOON + timedelta(days=9)
    for rating, wait in intervals(memory(log)["q1"], now).items():
        assert memory([*log, review(rating=rating, at=9)])["q1"].due == now + wait


def test_recall_is_retention_after_one_stability_and_falls_from_then_on() -> None:
    card = Card("q1", stability=10.0, difficulty=5.0, due=NOON, last=NOON)
    recall = [retrievability(card, NOON + timedelta(days=d)) for d in (0, 5, 10, 20, 400)]
    assert recall[0] == 1.0
    assert recall[2] == pytest.approx(0.9)
    assert recall == sorted(recall, reverse=True)


def test_wanting_to_remember_more_means_seeing_it_sooner() -> None:
    log = [review(at=0), review(at=4)]
    waits = [memory(log, retention)["q1"].due for retention in (0.70, 0.80, 0.90, 0.97)]
    assert waits == sorted(waits, reverse=True)
    assert waits[0] > waits[-1]


@pytest.mark.parametrize("retention", [0.0, 0.5, 0.98, 1.0, -1.0, float("nan")])
def test_a_retention_outside_its_range_is_refused(retention: float) -> None:
    with pytest.raises(ValueError, match="retention must be"):
        memory([review()], retention)


def test_a_clock_that_goes_back_takes_no_time_from_a_card() -> None:
    card = memory([review(at=10), review(at=9)])["q1"]
    assert card.last == NOON + timedelta(days=10)
    assert card.due > card.last
    assert card.reviews == 2


def test_a_review_dated_ten_years_ahead_does_not_hide_its_question() -> None:
    log, now = [review(at=3650), review(at=1)], NOON + timedelta(days=2)
    assert memory(log, now=now)["q1"].due < now + timedelta(days=60)
    assert memory(log, now=now + timedelta(days=60))["q1"].last < now + timedelta(days=62)


@pytest.mark.parametrize("zone", [SHANGHAI, ZoneInfo("UTC"), timezone(timedelta(hours=-8))])
def test_the_zone_of_a_time_changes_nothing(zone: ZoneInfo) -> None:
    log = [review(at=d) for d in (0, 3, 11)]
    moved = [review(at=r.at.astimezone(zone)) for r in log]
    assert memory(moved) == memory(log)
    assert memory(moved)["q1"].due.tzinfo is UTC


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        ("2026-03-02T19:59:00+00:00", SHANGHAI, "2026-03-02"),  # 03:59 on the 3rd there
        ("2026-03-02T20:00:00+00:00", SHANGHAI, "2026-03-03"),
        ("2026-03-02T03:59:59+00:00", UTC, "2026-03-01"),
        ("2026-03-08T09:30:00+00:00", ZoneInfo("America/New_York"), "2026-03-08"),  # clocks went forward: 05:30
        ("2026-11-01T08:59:00+00:00", ZoneInfo("America/New_York"), "2026-10-31"),  # clocks went back: 03:59
    ],
)
def test_a_day_starts_at_four_on_the_learners_clock(at: str, zone: ZoneInfo, expected: str) -> None:
    assert day(datetime.fromisoformat(at), zone).isoformat() == expected


def test_what_is_due_tonight_can_be_asked_this_morning() -> None:
    card = Card("q1", 1.0, 5.0, due=datetime(2026, 3, 2, 15, tzinfo=UTC), last=NOON - timedelta(days=1))
    assert is_due(card, datetime(2026, 3, 1, 20, tzinfo=UTC), SHANGHAI)  # 04:00 there
    assert not is_due(card, datetime(2026, 3, 1, 19, 59, tzinfo=UTC), SHANGHAI)


def test_the_longest_overdue_comes_first() -> None:
    log = [review("new", at=9), review("old", A, at=0), review("older", A, at=-1)]
    assert due(memory(log), NOON + timedelta(days=9)) == ("older", "old")


def test_the_forecast_counts_overdue_today_and_every_card_once() -> None:
    log = [review(f"q{n}", rating, at=n) for n, rating in enumerate([A, G, E, H, G])]
    cards, today = memory(log), day(NOON + timedelta(days=4))
    counts = forecast(cards, today, 60)
    assert sum(counts) == 5
    assert counts[0] == len(due(cards, NOON + timedelta(days=4)))


def test_a_fold_is_the_same_however_it_is_cut() -> None:
    rng = random.Random(9)
    log: list[Review] = [review(f"q{rng.randrange(5)}", rng.choice(list(Rating)), at=n) for n in range(60)]
    whole = memory(log)
    for question in whole:
        assert memory([r for r in log if r.question == question])[question] == whole[question]
