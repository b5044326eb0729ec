"""The store: the same laws on SQLite in memory, on SQLite in a file and on a real PostgreSQL."""

import json
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, exc, inspect, text

from study.database import database
from study.database import engine as engines
from study.database.database import Database
from study.database.engine import SQLITE, engine
from study.database.rows import row_of_review
from study.database.tables import META, to_utc
from study.database.trouble import said
from study.database.upgrade import HEAD, MIGRATIONS
from study.draft import Draft
from study.review import Rating, Review
from study.store import Store, StoreError
from tests.pg import postgres as postgres
from tests.reviews import NOON, review

BACKENDS = ["memory", "file", "postgresql"]
WORDS = json.loads('["回答 <b>", "🙂", "", "\\u0000a", "\\ud800", "a\\u2028b", "\'; DROP TABLE reviews; --"]')


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is, or can be made."""
    if request.param == "postgresql":
        at: str = request.getfixturevalue("postgres")
        with psycopg.connect(at, autocommit=True) as db:
            db.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return at
    return "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 's.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(Store(url)) as opened:
        yield opened


def draft(answer: str = "写到一半", question: str = "q1", at: datetime = NOON) -> Draft:
    return Draft("ada", question, "k", answer, NOON, at)


def sqlite(path: Path) -> AbstractContextManager[Store]:
    return closing(Store(f"sqlite:///{path}"))


def test_a_review_reads_back_as_it_was(store: Store) -> None:
    given = replace(review(), ticked=("p1", "p2"), ticked_by_us=("p2",), at=NOON.replace(microsecond=123456))
    assert store.add(given)
    assert store.log("ada") == [given]
    assert store.last("ada") == given
    assert store.log("ada")[0].rating is Rating.GOOD


@pytest.mark.parametrize("second", [None, (), ("p1",), ("p2", "p1")])
def test_what_a_second_opinion_credits_reads_back_and_none_is_not_nothing(
    store: Store, second: tuple[str, ...] | None
) -> None:
    store.add(given := replace(review(), second=second))
    assert store.log("ada") == [given]
    assert store.log("ada")[0].second == second


def test_the_same_key_adds_one_review(store: Store) -> None:
    one, two = review(), review()
    assert [store.add(r) for r in (one, one, two, replace(one, answer="changed"))] == [True, False, True, False]
    assert store.log("ada") == [one, two]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3.5))])
def test_times_come_back_in_utc_whatever_zone_they_were_given_in(store: Store, zone: timezone) -> None:
    store.add(review(at=NOON.astimezone(zone)))
    store.save_draft(replace(draft(), revealed=NOON.astimezone(zone)))
    kept = store.draft("ada", "q1")
    assert kept is not None
    for at in (store.log("ada")[0].at, kept.revealed):
        assert at == NOON
        assert at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="must have a zone"):
        to_utc(datetime(2026, 3, 1))


def test_learners_do_not_see_each_other_even_with_the_same_key(store: Store) -> None:
    store.add(review(learner="ada", key="k"))
    assert store.add(review(learner="bob", key="k"))
    assert [r.learner for r in store.log("bob")] == ["bob"]
    assert store.log("eve") == []
    assert store.last("eve") is None


def test_the_log_is_in_the_order_of_answering_though_the_clock_was_set_back(store: Store) -> None:
    given = [review("a", at=0), review("b", at=-1), review("c", at=-0.5), review("d", at=1)]
    for r in given:
        store.add(r)
    assert store.log("ada") == given
    assert store.last("ada") == given[-1]


def test_a_log_read_twice_is_current_and_ones_own(store: Store, url: str) -> None:
    store.add(review("a"))
    store.log("ada").clear()
    with nullcontext(store) if url == "sqlite://" else closing(Store(url)) as elsewhere:
        elsewhere.add(review("b"))
    assert [r.question for r in store.log("ada")] == ["a", "b"]


def test_a_withdrawn_review_leaves_its_answer_as_a_draft(store: Store) -> None:
    one, two = review("q1"), review("q2")
    store.add(one)
    store.add(two)
    assert store.log("ada") == [one, two]
    again = replace(draft("回答", "q2"), revealed=NOON, ticked=("p1",))
    store.withdraw(two, again)
    store.withdraw(two, again)
    assert store.log("ada") == [one]
    assert store.last("ada") == one
    assert store.draft("ada", "q2") == again
    assert not store.add(two)
    assert store.log("ada") == [one]


def test_a_draft_is_one_per_question_and_the_newest_counts(store: Store) -> None:
    assert store.draft("ada", "q1") is None
    store.save_draft(draft())
    store.save_draft(draft(question="q2", at=NOON + timedelta(seconds=1)))
    changed = replace(draft("写完了", at=NOON + timedelta(seconds=2)), ticked=())
    store.save_draft(changed)
    assert [d.question for d in store.drafts("ada")] == ["q1", "q2"]
    assert store.draft("ada", "q1") == changed
    store.drop_draft("ada", "q1")
    assert [d.question for d in store.drafts("ada")] == ["q2"]


@pytest.mark.parametrize(("drop", "left"), [(True, []), (False, ["q1"])])
def test_rating_drops_the_draft_when_told_to(store: Store, drop: bool, left: list[str]) -> None:
    store.save_draft(draft())
    store.add(review(), drop_draft=drop)
    assert [d.question for d in store.drafts("ada")] == left


@pytest.mark.parametrize("words", WORDS)
def test_any_words_can_be_kept(store: Store, words: str) -> None:
    store.add(review(answer=words))
    store.save_draft(draft(words))
    kept = store.draft("ada", "q1")
    assert kept is not None
    assert store.log("ada")[0].answer == kept.answer == words.replace("\0", "").replace("\ud800", "?")


def test_settings_hold_what_json_holds(store: Store) -> None:
    assert store.setting("ada", "sitting") is None
    for value in ({"mode": "new", "topics": ["dl"]}, [1, 2.5], "文字", None, False):
        store.set_setting("ada", "sitting", value)
        assert store.setting("ada", "sitting") == value
    assert store.setting("bob", "sitting") is None


def test_it_is_known_which_questions_have_a_history(store: Store) -> None:
    for r in (review("q1"), review("q1", learner="bob"), review("q2")):
        store.add(r)
    assert store.asked() == {"q1": 2, "q2": 1}


def test_four_writers_lose_nothing(store: Store) -> None:
    def write(name: str) -> None:
        for n in range(15):
            store.add(review(f"q{n}", learner=name))
            store.save_draft(replace(draft(), learner=name))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(store.log(name)) for name in "abcd"] == [15] * 4


@pytest.mark.parametrize("url", BACKENDS[1:], indirect=True)
def test_whoever_starts_first_makes_the_tables_once(url: str) -> None:
    opened: list[Store] = []
    threads = [threading.Thread(target=lambda: opened.append(Store(url))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in opened:
        store.add(review())
    assert [len(s.log("ada")) for s in opened] == [4] * 4
    for store in opened:
        store.close()


def test_the_migrations_make_the_tables_that_the_code_uses(url: str) -> None:
    with closing(Database(url)) as made, made.read() as db:
        assert compare_metadata(MigrationContext.configure(db, opts={"compare_type": True}), META) == []
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


@pytest.mark.parametrize("url", BACKENDS[1:], indirect=True)
def test_reviews_from_before_second_opinions_were_not_asked(url: str) -> None:
    with closing(Database(url)) as made:
        made.write(lambda db: _older(db, "second"))
        with made.read() as db:
            assert "second" not in {c["name"] for c in inspect(db).get_columns("reviews")}
            values = {c.name for c in META.tables["reviews"].columns} - {"id", "second"}
        names = ", ".join(sorted(values))
        row = row_of_review(review(key="old")) | {"told": NOON, "ticked": "[]", "ticked_by_us": "[]"}
        made.write(
            lambda db: db.execute(
                text(f"INSERT INTO reviews ({names}) VALUES ({', '.join(':' + n for n in sorted(values))})"),
                {name: row[name].isoformat(" ") if name in ("at", "told") else row[name] for name in values},
            )
        )
    with closing(Store(url)) as store:
        store.add(review(key="new"))
        assert [(r.key, r.second) for r in store.log("ada")] == [("old", None), ("new", None)]


def _older(db: Connection, revision: str) -> None:
    """Go back to just before a revision."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = db
    before = ScriptDirectory(str(MIGRATIONS)).get_revision(revision).down_revision
    command.downgrade(config, str(before))


@pytest.mark.parametrize("url", BACKENDS[1:], indirect=True)
def test_a_database_of_a_later_version_is_left_alone(url: str) -> None:
    with closing(Database(url)) as made:
        made.write(lambda db: db.exec_driver_sql("UPDATE alembic_version SET version_num = 'from-the-future'"))
    with pytest.raises(StoreError, match="newer version"):
        Store(url)


def test_a_replayed_log_is_the_log(store: Store) -> None:
    """A stateful check against a plain list, with retries, withdrawals and a clock that wanders."""
    rng, expected, gone = random.Random(3), list[Review](), set[str]()
    for n in range(60):
        r = review(f"q{rng.randrange(6)}", rng.choice(list(Rating)), at=n + rng.choice([0, 0, -30, 5]), key=f"k{n}")
        if expected and rng.random() < 0.2:
            undone = expected.pop()
            gone.add(undone.key)
            store.withdraw(undone, replace(draft(), question=undone.question))
        elif store.add(r):
            expected.append(r)
        store.add(rng.choice(expected) if expected else r)
        if not expected:
            expected.append(r)
        assert store.log("ada") == expected
        assert store.last("ada") == expected[-1]


def test_a_file_is_opened_for_safety(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 's.db'}")) as opened, opened.read() as db:
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert db.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


def test_sqlite_is_newer_than_the_wal_reset_bug() -> None:
    version = tuple(map(int, SQLITE.sqlite_version.split(".")))
    assert version >= (3, 51, 3) or SQLITE is sqlite3


def test_reviews_survive_a_restart(tmp_path: Path) -> None:
    given = review()
    with sqlite(tmp_path / "s.db") as first:
        first.add(given)
    with sqlite(tmp_path / "s.db") as second:
        second.ready()
        assert second.log("ada") == [given]


@pytest.mark.parametrize("junk", [b"this is no database, " * 400, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(junk)
    with pytest.raises(StoreError, match="damaged") as e:
        Store(f"sqlite:///{path}")
    assert "备份" in e.value.said.zh
    assert path.read_bytes() == junk


def test_a_damaged_page_is_found_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with sqlite(path) as store:
        for n in range(200):
            store.add(review(f"q{n}", answer="x" * 500))
    with closing(SQLITE.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 4096] = b"\xee" * 4096
    path.write_bytes(whole)
    with pytest.raises(StoreError, match="damaged"):
        Store(f"sqlite:///{path}")


def test_a_writer_that_is_held_up_too_long_says_so_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = review()
    with sqlite(tmp_path / "s.db") as store, closing(SQLITE.connect(tmp_path / "s.db")) as other:
        store._db._engine.dispose()
        monkeypatch.setattr(engines, "BUSY_MS", 20)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="busy"):
            store.add(given)
        assert store.log("ada") == []  # readers are not held up
        other.rollback()
        assert store.add(given)


def test_a_writer_in_the_way_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    with sqlite(tmp_path / "s.db") as store:
        other = SQLITE.connect(tmp_path / "s.db", check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, other.rollback)
        timer.start()
        assert store.add(review())
        timer.join()
        other.close()


def test_a_file_that_was_moved_away_takes_no_more_reviews(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with sqlite(path) as store:
        path.rename(tmp_path / "elsewhere.db")
        for act in (lambda: store.add(review()), store.ready):
            with pytest.raises(StoreError, match="moved away"):
                act()


def test_a_lost_connection_is_made_again(postgres: str) -> None:
    with closing(Store(postgres)) as store:
        store.ready()
        with psycopg.connect(postgres, autocommit=True) as db:
            db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        store.add(review(key="after"))
        assert [r.key for r in store.log("ada") if r.key == "after"] == ["after"]


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "mysql://u@h/d", "postgres://nobody@127.0.0.1:1/none", "sqlite:////proc/none/s.db"],
)
def test_a_database_that_cannot_be_had_is_said_in_both_languages(url: str) -> None:
    with pytest.raises(StoreError) as e:
        Store(url)
    assert e.value.said.zh
    assert "DATABASE_URL" in e.value.said.en


def test_the_old_scheme_of_postgres_is_understood(postgres: str) -> None:
    with closing(Store(postgres.replace("postgresql://", "postgres://"))) as store:
        store.ready()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("database is locked", "busy"),
        ("database or disk is full", "full"),
        ("attempt to write a readonly database", "read-only"),
        ("database disk image is malformed", "damaged"),
        ("disk I/O error", "full"),
        ("ada wrote: 我不会", "cannot be opened"),
    ],
)
def test_no_error_of_the_driver_reaches_a_person(text: str, expected: str) -> None:
    told = said(exc.OperationalError("INSERT", {}, SQLITE.OperationalError(text)))
    assert expected in told.en
    assert "ada wrote" not in told.en


def test_work_that_meets_another_writer_is_done_again_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(times: int) -> Callable[[object], int]:
        tries = iter(range(times))

        def work(db: object) -> int:
            if next(tries, None) is not None:
                raise exc.OperationalError("", {}, SQLITE.OperationalError("database is locked"))
            return 7

        return work

    with closing(Database("sqlite://")) as db:
        assert db.write(locked(database.TRIES - 1)) == 7
        with pytest.raises(StoreError, match="busy"):
            db.write(locked(database.TRIES))


def test_an_engine_asks_for_a_file_only_where_there_is_one() -> None:
    assert engines.file("") is None
    assert engine("sqlite:///x/y.db").url.database == "x/y.db"
