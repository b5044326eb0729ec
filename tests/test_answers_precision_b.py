"""Half-right, wrong and denying answers on deep learning, image processing and trust: a tick must be earned."""

from pathlib import Path

import pytest

from study import _labelled, bank
from study.agreement import Judged, below, judge, total
from study.question import Worded

ROOT = Path(__file__).parent
BANKS = ("dl", "imgproc", "trust")
QUESTIONS = {q.id: q for b in BANKS for q in bank.read(ROOT.parent / "questions" / f"{b}.yaml").questions}
FLOOR = {"precision": 0.93, "recall": 0.95, "kappa": 0.90}
MOST_STRAY = 0.15  # ticks not earned, for each answer that talks about the topic without saying much


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    answers = _labelled.read([ROOT / "answers" / "precision-b.yaml"], QUESTIONS)
    return [judge(labelled) for labelled in answers]


def test_marking_gives_what_a_strict_and_fair_reader_gives(judged: list[Judged]) -> None:
    whole = total(j.table() for j in judged)
    assert below(whole, FLOOR) == [], whole


@pytest.mark.parametrize("style", ["half", "wrong", "denied"])
def test_an_answer_that_says_little_or_the_reverse_gets_next_to_no_stray_ticks(
    judged: list[Judged], style: str
) -> None:
    poor = [j for j in judged if j.labelled.style == style]
    stray = sum(len(set(j.hits) - set(j.labelled.covered)) for j in poor)
    assert stray <= MOST_STRAY * len(poor)


def test_every_worded_question_of_these_banks_has_a_half_answer_and_a_wrong_one(judged: list[Judged]) -> None:
    asked = {(j.labelled.question.id, j.labelled.style) for j in judged}
    wanted = {(q.id, style) for q in QUESTIONS.values() if isinstance(q, Worded) for style in ("half", "wrong")}
    assert wanted <= asked
