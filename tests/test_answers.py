"""Marking against answers credited by hand: what it reached when this was written, a little rounded down, must hold."""

from collections import Counter
from pathlib import Path

import pytest

from study import _labelled, bank
from study.agreement import Judged, Labelled, below, false_ticks, judge, total
from study.question import Worded

ROOT = Path(__file__).parent
QUESTIONS = {q.id: q for p in sorted((ROOT.parent / "questions").glob("*.yaml")) for q in bank.read(p).questions}
FLOORS = {
    "tuning": {"precision": 0.94, "recall": 0.95, "kappa": 0.92},
    "heldout": {"precision": 0.83, "recall": 0.92, "kappa": 0.79},
    "written-tuning": {"precision": 0.90, "recall": 0.92, "kappa": 0.85},
    "written-heldout": {"precision": 0.91, "recall": 0.87, "kappa": 0.78},
}


def answers(name: str) -> list[Labelled]:
    return _labelled.read([ROOT / "answers" / f"{name}.yaml"], QUESTIONS)


@pytest.fixture(scope="module", params=sorted(FLOORS))
def marked(request: pytest.FixtureRequest) -> tuple[str, list[Judged]]:
    return request.param, [judge(labelled) for labelled in answers(request.param)]


def test_marking_agrees_with_the_reader(marked: tuple[str, list[Judged]]) -> None:
    name, judged = marked
    whole = total(j.table() for j in judged)
    assert below(whole, FLOORS[name]) == [], whole


def test_answers_about_something_else_get_next_to_no_ticks(marked: tuple[str, list[Judged]]) -> None:
    ticks, off = false_ticks(marked[1])
    assert off >= 5
    assert ticks <= 0.3 * off


def test_every_open_question_has_three_answers_and_each_style_is_in_both_files() -> None:
    tuning, heldout = answers("tuning"), answers("heldout")
    asked = Counter(a.question.id for a in (*tuning, *heldout))
    wanted = [q.id for q in QUESTIONS.values() if isinstance(q, Worded)]
    assert [q for q in wanted if asked[q] < 3] == []
    assert len(tuning) + len(heldout) >= 200
    assert 0.3 < len(heldout) / (len(tuning) + len(heldout)) < 0.4
    assert {a.style for a in tuning} == {a.style for a in heldout}
    assert all(a.wrong_claim for a in (*tuning, *heldout) if a.style == "wrong")


def test_no_held_out_answer_stands_among_those_that_are_tuned_on() -> None:
    tuned = {a.answer for name in ("tuning", "written-tuning") for a in answers(name)}
    assert tuned & {a.answer for name in ("heldout", "written-heldout") for a in answers(name)} == set()


def test_two_fresh_answers_to_every_open_question_measure_what_tuning_is_worth() -> None:
    asked = Counter(a.question.id for a in answers("written-heldout"))
    assert asked == {q.id: 2 for q in QUESTIONS.values() if isinstance(q, Worded)}


def test_weak_and_wrong_answers_get_no_more_false_ticks_than_they_did() -> None:
    whole = total(judge(labelled).table() for labelled in answers("precision-a"))
    assert below(whole, {"precision": 0.38, "recall": 0.9, "kappa": 0.5}) == [], whole
