"""Interviews on disk: the same laws on SQLite in memory, on SQLite in a file and on a real PostgreSQL."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from study.database.database import Database
from study.database.engine import engine, for_writing
from study.database.upgrade import MIGRATIONS, version
from study.interview import fold
from study.interviews import Interviews
from study.store import Store
from tests.reviews import NOON, review
from tests.test_interview import answered, beats, begun
from tests.test_store import BACKENDS, WORDS
from tests.test_store import postgres as postgres
from tests.test_store import store as store
from tests.test_store import url as url


@pytest.fixture
def interviews(store: Store) -> Interviews:
    return Interviews(store.database)


def test_events_read_back_as_they_were_in_their_order(interviews: Interviews) -> None:
    given = [begun(), *beats(3, 30), answered(0, 33, follow=(1,)), *beats(36, 60)]
    for event in given:
        interviews.add("ada", "i1", event)
    assert interviews.events("ada", "i1") == given
    assert fold(interviews.events("ada", "i1")) == fold(given)


def test_the_same_key_adds_one_event(interviews: Interviews) -> None:
    interviews.add("ada", "i1", begun(), answered(0, 5))
    interviews.add("ada", "i1", answered(0, 9), answered(1, 9))
    assert [e.key for e in interviews.events("ada", "i1")] == ["begun", "answered.0", "answered.1"]
    assert interviews.events("ada", "i1")[1] == answered(0, 5)


def test_nobody_sees_the_interview_of_another(interviews: Interviews) -> None:
    interviews.add("ada", "i1", begun())
    interviews.add("bob", "i1", begun(40))
    interviews.type("ada", "i1", "0.answer", "secret")
    assert [e.data["setup"]["minutes"] for e in interviews.events("bob", "i1")] == [40]
    assert interviews.typed("bob", "i1", "0.answer") == ("", ())
    assert interviews.events("eve", "i1") == []
    assert interviews.facts("eve") == {}


def test_the_facts_of_all_interviews_come_without_the_signs_of_life(interviews: Interviews) -> None:
    for id in ("i1", "i2"):
        interviews.add("ada", id, begun(), *beats(3, 30), answered(0, 33))
    facts = interviews.facts("ada")
    assert list(facts) == ["i1", "i2"]
    assert [[e.what for e in events] for events in facts.values()] == [["begun", "answered"]] * 2


def test_what_is_typed_is_kept_for_its_spot_only(interviews: Interviews) -> None:
    interviews.type("ada", "i1", "0.answer", "half")
    interviews.type("ada", "i1", "0.answer", "half a word", ("p1",))
    assert interviews.typed("ada", "i1", "0.answer") == ("half a word", ("p1",))
    assert interviews.typed("ada", "i1", "1.answer") == ("", ())
    assert interviews.typed("ada", "i2", "0.answer") == ("", ())


@pytest.mark.parametrize("words", WORDS)
def test_what_is_typed_and_answered_survives_whatever_it_holds(interviews: Interviews, words: str) -> None:
    kept = words.replace("\0", "").encode("utf-8", "replace").decode()
    said = replace(answered(0, 5), data={"place": 0, "answer": words, "by_us": [words]})
    interviews.add("ada", "i1", begun(), said)
    interviews.type("ada", "i1", "0.answer", words)
    assert interviews.events("ada", "i1")[1].data == {"place": 0, "answer": kept, "by_us": [kept]}
    assert interviews.typed("ada", "i1", "0.answer") == (kept, ())


def test_a_review_that_a_correction_replaced_leaves_the_log(store: Store, interviews: Interviews) -> None:
    old, new, other = review(key="interview.i.0.0"), review(key="interview.i.0.1"), review()
    for r in (other, old, new):
        store.add(r)
    for _ in range(2):
        interviews.withdraw("ada", [old.key], NOON + timedelta(days=1))
    assert store.log("ada") == [other, new]


@pytest.mark.parametrize("url", BACKENDS[1:], indirect=True)
def test_a_database_from_before_interviews_is_brought_up_to_date_and_keeps_its_reviews(url: str) -> None:
    old = engine(url)
    with for_writing(old.connect()) as db, db.begin():
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = db
        command.upgrade(config, "first")
        assert version(db) == "first"
        db.exec_driver_sql(
            "INSERT INTO settings (learner, name, value) VALUES ('ada', 'sitting', '{\"mode\": \"due\"}')"
        )
    old.dispose()
    with closing(Store(url)) as store:
        assert store.setting("ada", "sitting") == {"mode": "due"}
        Interviews(store.database).add("ada", "i1", begun())
        assert Interviews(store.database).events("ada", "i1") == [begun()]


def test_events_survive_the_end_of_the_process(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 's.db'}")) as db:
        Interviews(db).add("ada", "i1", begun(), answered(0, 5))
    with closing(Database(f"sqlite:///{tmp_path / 's.db'}")) as db:
        assert Interviews(db).events("ada", "i1") == [begun(), answered(0, 5)]
