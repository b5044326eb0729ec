"""The mock interview as a value: what it asks, how its clock runs, where it resumes."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from study.interview import BEAT, FOLLOW_UPS, GRACE, Event, Kind, Mix, Setup, State, fold, follow_ups, step
from study.interview_plan import SLACK, choose, kind, minutes, near, weight
from study.library import Library
from study.memory import Card
from study.question import Question, Worded

SHELF = Library(Path(__file__).parent.parent / "questions").shelf
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDED = [q for q in SHELF.questions.values() if isinstance(q, Worded)]
KINDS: tuple[Kind, ...] = ("open", "code", "objective")


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def begun(minutes: int = 10, questions: tuple[str, ...] = ("a", "b", "c"), style: str = "written") -> Event:
    setup = Setup.of({"minutes": minutes, "style": style})
    return Event("begun", START, "begun", {"setup": setup.kept(), "questions": list(questions)})


def answered(place: int, seconds: float, follow: tuple[int, ...] = (), notes: bool = False) -> Event:
    data = {"place": place, "answer": "words", "by_us": ["p1"], "follow": list(follow), "notes": notes}
    return Event("answered", at(seconds), f"answered.{place}", data)


def replied(place: int, number: int, seconds: float) -> Event:
    data = {"place": place, "number": number, "answer": "more"}
    return Event("replied", at(seconds), f"replied.{place}.{number}", data)


def beats(first: float, last: float) -> list[Event]:
    """Signs of life every few seconds, both ends among them."""
    steps = int((last - first) // BEAT)
    times = sorted({*(first + n * BEAT for n in range(steps + 1)), last})
    return [Event("alive", at(t), f"alive.{t}") for t in times]


def state(*events: Event) -> State:
    found = fold(events)
    assert found is not None
    return found


def plan(id: str = "one", setup: Setup | None = None, weights: dict[str, float] | None = None) -> list[Question]:
    ids = choose(id, setup or Setup(), SHELF.questions, SHELF.topic_of, weights or {})
    return [SHELF.questions[id] for id in ids]


def test_a_reload_chooses_the_same_questions_and_another_interview_chooses_others() -> None:
    assert plan("one") == plan("one")
    assert len({tuple(q.id for q in plan(f"i{n}")) for n in range(20)}) > 15


@pytest.mark.parametrize("length", [10, 20, 40])
@pytest.mark.parametrize("kinds", [("open",), ("code",), ("objective",), ("open", "objective"), KINDS])
def test_the_questions_fill_the_minutes(length: int, kinds: tuple[Kind, ...]) -> None:
    for n in range(10):
        setup = replace(Setup.of({"minutes": length}), kinds=kinds)
        planned = sum(map(minutes, plan(f"i{n}", setup)))
        assert 0.75 * length <= planned <= length + SLACK
        assert {kind(q) for q in plan(f"i{n}", setup)} <= set(kinds)


@pytest.mark.parametrize("length", [20, 40])
def test_every_kind_that_was_chosen_is_asked(length: int) -> None:
    setup = replace(Setup.of({"minutes": length}), kinds=KINDS)
    assert all({kind(q) for q in plan(f"i{n}", setup)} == set(KINDS) for n in range(20))


def test_no_interview_asks_the_same_thing_twice() -> None:
    for n in range(30):
        chosen = plan(f"i{n}", Setup(40, kinds=("open", "objective")))
        assert not [(a.id, b.id) for i, a in enumerate(chosen) for b in chosen[:i] if near(a, b)]
        assert len({q.id for q in chosen}) == len(chosen)


def test_near_knows_what_gives_the_other_away_in_both_directions() -> None:
    related = next(q for q in WORDED if q.similar)
    other = SHELF.questions[related.similar[0]]
    drill = next(q for q in SHELF.questions.values() if not isinstance(q, Worded) and q.trains == related.id)
    assert near(related, other)
    assert near(other, related)
    assert near(drill, related)
    assert near(related, drill)
    far = next(q for q in WORDED if q.id not in related.similar and related.id not in q.similar and q != related)
    assert not near(related, far)


@pytest.mark.parametrize("topic", list(SHELF.topics))
def test_only_the_chosen_topics_are_asked(topic: str) -> None:
    chosen = plan("one", Setup(20, topics=(topic,)))
    assert chosen
    assert {SHELF.topic_of[q.id] for q in chosen} == {topic}


def test_a_question_that_is_no_longer_asked_is_not_asked() -> None:
    gone = {id: q.model_copy(update={"deprecated": id != WORDED[0].id}) for id, q in SHELF.questions.items()}
    assert choose("one", Setup(), gone, SHELF.topic_of, {}) == (WORDED[0].id,)
    assert choose("one", Setup(), {}, {}, {}) == ()


def test_what_is_weak_is_asked_more_often() -> None:
    weak = next(q.id for q in WORDED if q.kind == "open" and q.difficulty == 2)
    often = {w: sum(weak in [q.id for q in plan(f"i{n}", weights={weak: w})] for n in range(150)) for w in (0.25, 1, 5)}
    assert often[0.25] < often[1] < often[5]
    assert often[5] > 2 * often[1]


def test_the_mix_moves_the_difficulty() -> None:
    def mean(mix: Mix) -> float:
        asked = [q.difficulty for n in range(40) for q in plan(f"i{n}", Setup(mix=mix))]
        return sum(asked) / len(asked)

    assert mean("basic") < mean("balanced") - 0.2
    assert mean("demanding") > mean("balanced") + 0.2


def test_the_weight_orders_known_new_due_and_missed() -> None:
    now = START + timedelta(days=30)
    fresh = Card("q", 100.0, 5.0, now + timedelta(days=90), now)
    late = Card("q", 5.0, 5.0, now - timedelta(days=20), now - timedelta(days=25))
    known, new, due = weight(fresh, 1.0, now), weight(None, None, now), weight(late, 1.0, now)
    assert known < new < due < weight(late, 0.0, now)
    assert known < weight(fresh, 0.5, now)


def test_the_clock_runs_while_somebody_is_there() -> None:
    found = state(begun(), *beats(BEAT, 60))
    assert found.remaining(at(60)) == pytest.approx(540)
    assert found.remaining(at(62)) == pytest.approx(538)
    assert found.used(at(62)) == pytest.approx(62)


@pytest.mark.parametrize("away", [GRACE + 0.1, 60.0, 86_400.0])
def test_a_closed_laptop_eats_no_time(away: float) -> None:
    before = beats(BEAT, 60)
    found = state(begun(), *before)
    assert found.remaining(at(60 + away)) == pytest.approx(540)
    later = state(begun(), *before, *beats(60 + away, 60 + away + 30))
    assert later.remaining(at(60 + away + 30)) == pytest.approx(510)


def test_overtime_is_counted_and_after_the_bell_nothing_new_is_asked() -> None:
    over = state(begun(), *beats(BEAT, 620))
    assert over.remaining(at(620)) == pytest.approx(-20)
    assert over.stage == "answer"
    assert step(over, answered(0, 621, follow=(0,))).stage == "over"
    assert step(state(begun(), *beats(BEAT, 30)), answered(0, 31, follow=(0,))).stage == "follow"


def test_a_clock_that_is_set_back_gives_no_time_back() -> None:
    found = state(begun(), *beats(BEAT, 60), Event("alive", at(-500), "x"), *beats(-497, -440))
    assert 600 - 125 < found.remaining(at(-440)) < 600 - 110


def test_notes_are_written_while_the_clock_stands() -> None:
    ticking = state(begun(style="spoken"), *beats(BEAT, 30), answered(0, 30, notes=True), *beats(33, 90))
    assert ticking.stage == "notes"
    assert not ticking.running
    noted = Event("noted", at(91), "noted.0", {"place": 0, "answer": "n", "ticked": ["p2"], "follow": [1]})
    after = state(
        begun(style="spoken"), *beats(BEAT, 30), answered(0, 30, notes=True), *beats(33, 90), noted, *beats(92, 98)
    )
    assert after.stage == "follow"
    assert after.turns[0].ticked == ("p2",)
    assert after.remaining(at(98)) == pytest.approx(600 - 30 - 7)


def test_two_windows_cannot_answer_the_same_question_twice() -> None:
    once = state(begun(), answered(0, 2))
    assert once.place == 1
    again = replace(answered(0, 3), key="another")
    assert (step(once, again).place, step(once, again).turns[1].answer) == (1, None)
    assert state(begun(), answered(0, 2), answered(0, 2)) == once


def test_after_the_end_only_corrections_count() -> None:
    ended = state(begun(), answered(0, 2), Event("ended", at(3), "ended"))
    assert step(ended, answered(1, 4)) == ended
    corrected = step(ended, Event("corrected", at(9), "c", {"place": 0, "ticked": ["p1", "p2"]}))
    assert (corrected.turns[0].ticked, corrected.turns[0].corrections) == (("p1", "p2"), 1)
    assert corrected.turns[0].by_us == ("p1",)
    for place in (1, 99, -1, None, "0"):
        assert step(ended, Event("corrected", at(9), "c", {"place": place, "ticked": []})) == ended


def script(seed: int) -> list[Event]:
    """A whole interview at random: thinking, answering, replying, ticking."""
    rng = random.Random(seed)
    style = rng.choice(["written", "spoken"])
    events, now = [begun(style=style, questions=("a", "b", "c", "d"))], 0.0
    while (found := state(*events)).stage != "over":
        thought = rng.uniform(1, 60)
        events += beats(now + 1, now + 1 + thought)
        now += 2 + thought
        match found.stage:
            case "answer":
                follow = tuple(range(rng.randrange(3)))
                events.append(answered(found.place, now, follow, notes=style == "spoken"))
            case "notes":
                data = {"place": found.place, "answer": "", "ticked": ["p1"], "follow": [0]}
                events.append(Event("noted", at(now), f"noted.{found.place}", data))
            case _:
                events.append(replied(found.place, len(found.turn.replies), now))
    return [*events, Event("ended", at(now + 1), "ended")]


@pytest.mark.parametrize("seed", range(8))
def test_it_resumes_after_any_prefix_of_its_events_at_the_same_question_with_the_same_clock(seed: int) -> None:
    events = script(seed)
    whole = state(*events)
    assert whole.ended
    found = state(events[0])
    for n, event in enumerate(events[1:], 1):
        back = event.at + timedelta(days=1)
        if event.what == "alive" and n % 5:
            found = step(found, event)
            continue
        resumed = state(*events[:n])
        assert resumed == found
        assert resumed.remaining(back) == pytest.approx(found.seconds - found.spent)
        rest = [replace(e, at=e.at + timedelta(days=1)) for e in events[n:]]
        late = state(*events[:n], *rest)
        lost = 0.0 if not found.running else (event.at - found.last).total_seconds()
        assert late.spent == pytest.approx(whole.spent - lost)
        assert [t.answer for t in late.turns[: found.place]] == [t.answer for t in whole.turns[: found.place]]
        found = step(found, event)
    assert found == whole


@pytest.mark.parametrize("seed", range(8))
def test_the_time_of_the_questions_adds_up_to_the_time_of_the_interview(seed: int) -> None:
    whole = state(*script(seed))
    assert sum(t.spent for t in whole.turns) == pytest.approx(whole.spent)
    assert all(t.thought <= t.spent for t in whole.turns)


def test_what_is_no_interview_is_none() -> None:
    assert fold([]) is None
    assert fold([answered(0, 1)]) is None
    assert fold([Event("begun", START, "begun", {"questions": []})]) is None


@pytest.mark.parametrize("kept", [None, 7, [], {"minutes": "20"}, {"kinds": "open"}, {"kinds": ["x"], "topics": 3}])
def test_a_setup_from_anything_is_a_setup(kept: object) -> None:
    assert Setup.of(kept) == Setup()


def test_a_setup_reads_back_as_it_was_kept() -> None:
    setup = Setup(40, ("dl",), "demanding", "spoken", ("open", "objective"))
    assert Setup.of(setup.kept()) == setup


@pytest.mark.parametrize("q", WORDED, ids=lambda q: q.id)
def test_follow_ups_dig_into_what_was_missed(q: Worded) -> None:
    every = {p.id for p in q.points}
    assert follow_ups(q, every) == ()
    asked = follow_ups(q, ())
    assert 0 < len(asked) <= FOLLOW_UPS
    for i, follow in enumerate(q.follow_ups):
        for point in follow.missed:
            assert i in follow_ups(q, every - {point}) or len(follow_ups(q, every - {point})) == FOLLOW_UPS
