"""The store, the same on SQLite and on a real PostgreSQL."""

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from study._engine import SQLITE
from study.draft import Draft
from study.review import Rating, Review
from study.store import Store, StoreError
from tests.pg import postgres as postgres

NOON = datetime(2026, 3, 29, 12, 0, 0, 123456, tzinfo=UTC)


def review(n: int = 1, learner: str = "ada", question: str = "q", rating: Rating = Rating.GOOD) -> Review:
    at = NOON + timedelta(minutes=n)
    return Review(
        learner,
        question,
        rating,
        at,
        12.5,
        "回答 <b>",
        ("p1", "p2"),
        ("p1",),
        "fsrs-6.3.2",
        f"{learner}-{question}-{n}",
    )


def draft(answer: str = "写到一半", **more: object) -> Draft:
    return replace(Draft("ada", "q", "k1", answer, NOON, NOON), **more)  # type: ignore[arg-type]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    match request.param:
        case "sqlite":
            url = f"sqlite:///{tmp_path / 'deep' / 'down' / 's.sqlite'}"
        case _:
            url = request.getfixturevalue("postgres")
    opened = Store(url)
    yield opened
    if request.param == "postgresql":
        with opened._write() as db:
            for table in ("reviews", "withdrawals", "drafts", "settings"):
                db.exec_driver_sql(f"DROP TABLE {table}")
    opened.close()


def test_a_review_reads_back_as_it_was(store: Store) -> None:
    assert store.add(review())
    assert store.log("ada") == [review()]
    assert store.last("ada") == review()


def test_the_same_key_adds_one_review(store: Store) -> None:
    assert [store.add(review()), store.add(review()), store.add(review(2))] == [True, False, True]
    assert len(store.log("ada")) == 2


def test_times_come_back_in_utc_whatever_zone_they_were_given_in(store: Store) -> None:
    shanghai = timezone(timedelta(hours=8))
    store.add(replace(review(), at=NOON.astimezone(shanghai)))
    found = store.log("ada")[0].at
    assert found == NOON
    assert found.utcoffset() == timedelta(0)


def test_learners_do_not_see_each_other(store: Store) -> None:
    store.add(review(learner="ada"))
    store.add(review(learner="bob"))
    assert [r.learner for r in store.log("bob")] == ["bob"]
    assert store.log("eve") == []
    assert store.last("eve") is None


def test_the_log_is_in_the_order_of_time(store: Store) -> None:
    for n in (3, 1, 2):
        store.add(review(n))
    assert [r.at.minute for r in store.log("ada")] == [1, 2, 3]


def test_a_withdrawn_review_leaves_its_answer_as_a_draft(store: Store) -> None:
    store.add(review(1))
    store.add(review(2))
    again = draft("回答", revealed=NOON, ticked=("p1",))
    store.withdraw(review(2), again)
    store.withdraw(review(2), again)
    assert store.log("ada") == [review(1)]
    assert store.last("ada") == review(1)
    assert store.draft("ada", "q") == again


def test_a_draft_is_one_per_question_and_the_newest_counts(store: Store) -> None:
    assert store.draft("ada", "q") is None
    store.save_draft(draft())
    store.save_draft(draft("写完了", ticked=(), at=NOON + timedelta(seconds=1)))
    assert store.drafts("ada") == [draft("写完了", ticked=(), at=NOON + timedelta(seconds=1))]
    store.drop_draft("ada", "q")
    assert store.drafts("ada") == []


def test_rating_drops_the_draft_in_the_same_transaction(store: Store) -> None:
    store.save_draft(draft())
    store.add(review(), drop_draft=True)
    assert store.draft("ada", "q") is None


def test_settings_hold_what_json_holds(store: Store) -> None:
    assert store.setting("ada", "sitting") is None
    for value in ({"mode": "new", "topics": ["dl"]}, [1, 2], "文字", None):
        store.set_setting("ada", "sitting", value)
        assert store.setting("ada", "sitting") == value


def test_four_writers_lose_nothing(store: Store) -> None:
    def write(name: str) -> None:
        for n in range(25):
            store.add(review(n, learner=name))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(store.log(name)) for name in "abcd"] == [25] * 4


def test_a_file_is_opened_for_safety(tmp_path: Path) -> None:
    opened = Store(f"sqlite:///{tmp_path / 's.sqlite'}")
    with opened._read() as db:
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    opened.close()


def test_sqlite_is_newer_than_the_wal_reset_bug() -> None:
    version = tuple(map(int, SQLITE.sqlite_version.split(".")))
    assert version >= (3, 51, 3) or SQLITE is sqlite3


@pytest.mark.parametrize("junk", [b"this is no database, " * 400, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "s.sqlite"
    path.write_bytes(junk)
    with pytest.raises(StoreError) as e:
        Store(f"sqlite:///{path}")
    assert "backup" in e.value.said.en
    assert path.read_bytes() == junk


def test_reviews_survive_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 's.sqlite'}"
    first = Store(url)
    first.add(review())
    first.close()
    second = Store(url)
    assert second.log("ada") == [review()]
    second.ready()
    second.close()
