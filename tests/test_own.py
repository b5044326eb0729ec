"""What a learner sets, keeps beside a question, and finds again."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from study.history import Standing, answers, search, standings
from study.preference import Preferences
from study.remark import NOTE, Remark, kept, remarks
from study.store import Store
from tests.pg import postgres as postgres
from tests.reviews import review
from tests.test_store import store as store
from tests.test_store import url as url


def test_preferences_survive_the_store(store: Store) -> None:
    wanted = Preferences(0.85, 5, 30, date(2026, 12, 1), "https://judge.example")
    store.set_setting("ada", "preferences", wanted.kept())
    assert Preferences.of(store.setting("ada", "preferences")) == wanted


@pytest.mark.parametrize(
    "bad",
    [
        None,
        [],
        "x",
        {"retention": 2, "new_per_day": -1, "most_per_day": 1e9, "interview": "tomorrow"},
        {"retention": True, "new_per_day": "7", "most_per_day": None, "interview": 5},
        {"retention": float("nan"), "second": True},
        {"second": "x" * 301},
    ],
)
def test_what_is_not_legal_counts_as_not_said(bad: Any) -> None:
    assert Preferences.of(bad) == Preferences()


def test_remarks_survive_and_empty_ones_are_dropped(store: Store) -> None:
    said = {"q1": Remark(True, False, "记得看 <b>"), "q2": Remark(flagged=True), "q3": Remark()}
    store.set_setting("ada", "remarks", kept(said))
    assert remarks(store.setting("ada", "remarks")) == {"q1": said["q1"], "q2": said["q2"]}


def test_a_broken_remark_is_passed_over_and_a_long_note_cut() -> None:
    found = remarks({"a": {"suspended": 1, "note": 5}, "b": 7, 3: {}, "c": {"note": "x" * 9999}})
    assert found == {"a": Remark(), "c": Remark(note="x" * NOTE)}
    assert remarks("nonsense") == {}


def test_a_setting_is_changed_in_one_step_whatever_was_there(store: Store) -> None:
    for _ in range(3):
        store.change_setting("ada", "count", lambda now: (now or 0) + 1)
    assert store.setting("ada", "count") == 3
    assert store.setting("eve", "count") is None


def test_a_point_stands_as_the_answers_say() -> None:
    log = [
        review("q1", at=0, ticked=("p1",)),
        review("q2", at=1, ticked=("p2",)),
        review("q1", at=2, ticked=("p1", "p2")),
        review("q1", at=3, ticked=("p2",)),
    ]
    assert standings(log, "q1", ("p1", "p2", "p3")) == {
        "p1": Standing(2, 3, True),
        "p2": Standing(2, 3, False),
        "p3": Standing(0, 3, True),
    }
    assert standings(log, "q9", ("p1",)) == {}
    assert [r.at for r in answers(log, "q1")] == [log[3].at, log[2].at, log[0].at]


def test_answers_are_found_in_either_script_newest_first() -> None:
    log = [replace(review(), answer=text) for text in ("過擬合是背答案", "Dropout 很好", "过拟合要早停")]
    assert [r.answer for r in search(log, "过拟合")] == ["过拟合要早停", "過擬合是背答案"]
    assert [r.answer for r in search(log, "ＤＲＯＰＯＵＴ 好")] == ["Dropout 很好"]
    assert search(log, "  ") == []
