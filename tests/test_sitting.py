"""A sitting is derived from the log: these tests answer questions and look at what comes next."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from study.memory import memory
from study.review import Rating, Review
from study.sitting import GAP, MODES, Mode, Plan, new_today, next_question, queue, rest
from tests.reviews import NOON, review

QUESTIONS = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "b2": "b", "c1": "c"}
AGAIN, GOOD = Rating.AGAIN, Rating.GOOD


def sit(plan: Plan, log: list[Review], ratings: dict[str, list[Rating]] | None = None, day: float = 0) -> list[str]:
    """Answer until the sitting is over, a minute each; a question's ratings are used up in turn, then GOOD."""
    asked, ratings = [], {id: list(r) for id, r in (ratings or {}).items()}
    for minute in range(60):
        now = NOON + timedelta(days=day, minutes=minute)
        if (id := next_question(plan, QUESTIONS, log, now)) is None:
            return asked
        asked.append(id)
        log.append(review(id, ratings[id].pop(0) if ratings.get(id) else GOOD, now))
    raise AssertionError(f"the sitting does not end: {asked}")


def test_new_questions_take_turns_over_the_topics_in_the_order_of_the_bank() -> None:
    assert sit(Plan("new"), []) == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_no_more_new_questions_a_day_than_asked_for_and_the_rest_tomorrow() -> None:
    log: list[Review] = []
    plan = Plan("new", new_per_day=4)
    assert sit(plan, log) == ["a1", "b1", "c1", "a2"]
    assert sit(plan, log, day=0.2) == []
    assert sit(plan, log, day=1) == ["b2", "a3"]


def test_due_questions_come_longest_overdue_first_and_only_they() -> None:
    log = [review("b1", at=-3), review("a1", AGAIN, at=-9), review("c1", Rating.EASY, at=-1)]
    assert queue(Plan("due"), QUESTIONS, memory(log), NOON) == ("a1", "b1")


def test_a_topic_asks_what_is_due_then_what_is_new_then_the_rest() -> None:
    log = [review("a3", at=-9), review("a1", Rating.EASY, at=-1), review("b1", at=-9)]
    assert queue(Plan("topic", frozenset("a")), QUESTIONS, memory(log), NOON) == ("a3", "a2", "a1")


@pytest.mark.parametrize("mode", MODES)
def test_only_chosen_topics_are_asked(mode: Mode) -> None:
    log = [review(id, AGAIN, at=-2) for id in ("a1", "b1", "c1")]
    assert {QUESTIONS[id] for id in sit(Plan(mode, frozenset("bc")), log)} <= {"b", "c"}


@pytest.mark.parametrize("mode", ["topic", "all"])
def test_everything_is_asked_once(mode: Mode) -> None:
    log = [review("b2", at=-1), review("a2", at=-1)]
    asked = sit(Plan(mode), log)
    assert sorted(asked) == sorted(QUESTIONS)


def test_a_forgotten_question_comes_back_after_a_few_others() -> None:
    asked = sit(Plan("all"), [], {"a1": [AGAIN]})
    assert [n for n, id in enumerate(asked) if id == "a1"] == [0, GAP + 1]


def test_of_two_forgotten_questions_the_first_comes_back_first() -> None:
    asked = sit(Plan("all"), [], {"a1": [AGAIN], "b1": [AGAIN]})
    assert asked == ["a1", "b1", "c1", "a2", "a1", "b1", "b2", "a3"]


def test_with_nothing_else_left_a_forgotten_question_comes_back_at_once_until_it_is_known() -> None:
    log = [review("a1", at=-9)]
    assert sit(Plan("due"), log, {"a1": [AGAIN, AGAIN]}) == ["a1", "a1", "a1"]


def test_what_was_forgotten_yesterday_is_due_today_and_not_a_repeat() -> None:
    log = [review("a1", AGAIN, at=-1)]
    assert sit(Plan("due"), log) == ["a1"]


def test_a_skipped_question_is_left_out() -> None:
    log = [review("b1", AGAIN)]
    left = rest(Plan("all"), QUESTIONS, log, NOON, skipped={"a1", "b1"})
    assert set(left) == set(QUESTIONS) - {"a1", "b1"}


def test_a_reload_changes_nothing() -> None:
    log = [review("a1", AGAIN, at=0), review("b1", at=0.01)]
    now = NOON + timedelta(hours=1)
    assert rest(Plan("all"), QUESTIONS, log, now) == rest(Plan("all"), QUESTIONS, list(log), now, cards=memory(log))


def test_a_clock_set_back_does_not_ask_the_same_question_for_ever() -> None:
    log = [review("a1", AGAIN, at=0.2)]
    assert sit(Plan("topic", frozenset("a")), log, day=0).count("a1") == 1


def test_a_question_that_left_the_bank_is_not_asked() -> None:
    log = [review("gone", AGAIN, at=-4), review("gone-today", AGAIN, at=-0.01)]
    assert set(rest(Plan("all"), QUESTIONS, log, NOON)) == set(QUESTIONS)


def test_the_day_changes_at_four_where_the_learner_is() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    evening = NOON.replace(hour=15)  # 23:00 there
    log = [review("a1", at=evening)]
    assert new_today(log, evening + timedelta(hours=4), zone) == 1
    assert new_today(log, evening + timedelta(hours=6), zone) == 0
