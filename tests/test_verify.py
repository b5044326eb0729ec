"""backup, restore and verify as commands: what they print and refuse, and planted faults, each of them found."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from study import home
from study.__main__ import answered, main
from study.database.engine import SQLITE
from study.database.upgrade import HEAD
from study.draft import Draft
from study.store import Store
from tests.pg import postgres as postgres
from tests.reviews import NOON, review

BACKENDS = ["file", "postgresql"]


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A store with a history, that the commands find."""
    home.reset()
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if request.param == "postgresql":
        at: str = request.getfixturevalue("postgres")
        with psycopg.connect(at, autocommit=True) as db:
            db.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        monkeypatch.setenv("DATABASE_URL", at)
    fill(home.url())
    yield home.url()
    home.reset()


def fill(url: str) -> None:
    draft = Draft("ada", "q9", "d", "half", NOON, NOON)
    with closing(Store(url)) as store:
        for n in range(12):
            store.add(review(f"q{n % 5}", at=n if n % 4 else n - 9, key=f"k{n}"))
            store.add(review(f"q{n % 3}", at=n, learner="bob", key=f"k{n}"))
        store.withdraw(store.log("ada")[-1], draft)
        store.save_draft(replace(draft, question="q8"))
        store.set_setting("ada", "sitting", {"mode": "new"})


def execute(url: str, statement: str) -> None:
    """Change a row behind the app's back."""
    file = home.file()
    if file is None:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(statement.encode())
        return
    with closing(SQLITE.connect(file, isolation_level=None)) as db:
        db.execute(statement)


EVENT = (
    "INSERT INTO interview_events (learner, interview, key, what, at, data) "
    "VALUES ('ada', 'i9', 'x', 'alive', '{}', '{}')"
)


def test_a_whole_database_is_said_to_be_whole(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    said = capsys.readouterr().out
    for words in (f"revision {HEAD}", "reviews: 24 read", "withdrawals: 1 read", "drafts: 2 read", "settings: 1 read"):
        assert words in said
    assert "23 reviews stand, 8 cards three times alike" in said
    assert "WRONG" not in said


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE reviews SET rating = 9 WHERE id = 3", "reviews 3: cannot be read"),
        ("UPDATE reviews SET ticked = 'null' WHERE id = 3", "reviews 3: cannot be read"),
        ("UPDATE reviews SET second = '5' WHERE id = 3", "reviews 3: cannot be read"),
        ("UPDATE reviews SET told = '2020-01-01 00:00:00.000000' WHERE id = 5", "review 5: stands in the log before"),
        ("INSERT INTO withdrawals VALUES ('ada', 'none', '2026-01-01 00:00:00.000000')", "'none': no such review"),
        ("UPDATE alembic_version SET version_num = 'older'", f"must be at revision {HEAD}, got older"),
        ("ALTER TABLE drafts DROP COLUMN ticked", "drafts: column ticked is missing"),
        (EVENT.format("2026-01-01 00:00:00.000000", "{}"), "interview 'i9': never began"),
        (EVENT.format("2026-01-01 00:00:00.000000", "[5]"), "interview_events 1: cannot be read"),
    ],
)
def test_each_planted_fault_is_found(url: str, statement: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    execute(url, statement)
    assert main(["verify"]) == 1
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("url", ["file"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE reviews SET at = 'yesterday' WHERE id = 3", "reviews 3: cannot be read"),
        ("UPDATE reviews SET ticked = '[\"p1' WHERE id = 3", "reviews 3: cannot be read"),
        ("UPDATE reviews SET seconds = 'long' WHERE id = 3", "reviews 3: cannot be read"),
        ("UPDATE reviews SET answer = x'00ff' WHERE id = 3", "reviews 3: cannot be read"),
        ("UPDATE reviews SET told = replace(told, ' ', '  ') WHERE id > 20", "reviews"),
        ("UPDATE drafts SET shown = 7", "drafts ada, q8: cannot be read"),
        ("UPDATE settings SET value = 'x'", "settings ada, sitting: cannot be read"),
        (EVENT.format("yesterday", "{}"), "interview_events 1: cannot be read"),
        (
            "INSERT INTO reports VALUES ('r1', 'ada', 'q1', 'other', '', 'yesterday', NULL)",
            "reports r1: cannot be read",
        ),
    ],
)
def test_what_only_sqlite_lets_in_is_found(
    url: str, statement: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(url, statement)
    assert main(["verify"]) == 1
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("url", ["file"], indirect=True)
def test_reviews_that_only_a_backup_has_are_missed(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup"]) == 0
    assert main(["verify"]) == 0
    execute(url, "DELETE FROM reviews WHERE learner = 'bob' AND key IN ('k3', 'k4')")
    assert main(["verify"]) == 1
    assert "2 reviews in it are not in the database" in capsys.readouterr().out


@pytest.mark.parametrize("url", ["file"], indirect=True)
def test_a_damaged_file_is_said_and_not_touched(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = home.data() / "scanprep.db"
    file.write_bytes(file.read_bytes()[:20000])
    assert main(["verify"]) == 1
    assert "damaged" in capsys.readouterr().err
    assert file.stat().st_size == 20000


@pytest.mark.parametrize("url", ["file"], indirect=True)
def test_a_backup_is_made_and_restored(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(tmp_path / "mine")]) == 0
    (made,) = (tmp_path / "mine").iterdir()
    assert "24 reviews" in capsys.readouterr().out
    home.store().add(review(key="later"))
    assert main(["restore", str(made), "--yes"]) == 1
    assert "stop the server" in capsys.readouterr().err
    home.reset()
    assert main(["restore", str(made)]) == 2
    assert "--yes" in capsys.readouterr().out
    assert len(home.store().log("ada")) == 12
    home.reset()
    assert main(["restore", str(made), "--yes"]) == 0
    assert "before-restore-" in capsys.readouterr().out
    assert len(home.store().log("ada")) == 11
    assert len(list(tmp_path.glob("scanprep.db.before-restore-*Z"))) == 1


@pytest.mark.parametrize("url", ["file"], indirect=True)
def test_what_is_no_backup_is_not_restored(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.txt").write_text("hello " * 500)
    for name, words in (("note.txt", "no database of this app"), ("none.db", "does not exist")):
        assert main(["restore", str(tmp_path / name), "--yes"]) == 1
        assert words in capsys.readouterr().err


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_server_is_backed_up_with_its_own_tools(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup"]) == 2
    assert "pg_dump" in capsys.readouterr().err
    assert main(["restore", "x.db", "--yes"]) == 2
    assert "pg_restore" in capsys.readouterr().err


def test_where_there_is_no_database_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["verify"]) == 1
    assert main(["backup"]) == 2
    assert capsys.readouterr().err.count("does not exist") == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["file"], indirect=True)
def test_a_command_moves_no_damaged_file_so_that_the_app_can_say_it(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup"]) == 0
    file = home.data() / "scanprep.db"
    file.write_bytes(file.read_bytes()[:20000])
    assert main(["data", "export", str(tmp_path / "out.jsonl")]) == 1
    assert main(["data", "import", str(tmp_path / "out.jsonl")]) == 1
    assert answered() == frozenset()
    assert capsys.readouterr().err.count("damaged") == 3
    assert home.store().notice is not None
    assert answered() == {f"q{n}" for n in range(5)}
