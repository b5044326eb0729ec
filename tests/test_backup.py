"""Backups: whole while learners write, there or not there, and a few of each age."""

import os
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from study.database import backup
from study.database.engine import SQLITE
from study.store import Store, StoreError
from tests.reviews import NOON, review


def filled(path: Path, count: int = 3) -> list[str]:
    with closing(Store(f"sqlite:///{path}")) as store:
        for n in range(count):
            store.add(review(f"q{n}", answer="x" * 900))
        return [r.key for r in store.log("ada")]


def keys(path: Path) -> list[str]:
    with closing(Store(f"sqlite:///{path}")) as store:
        return [r.key for r in store.log("ada")]


def test_a_backup_holds_what_was_there_and_is_one_file(tmp_path: Path) -> None:
    known = filled(tmp_path / "s.db")
    made = backup.take(tmp_path / "s.db", tmp_path / "deep" / "backups", NOON)
    assert made.name == "scanprep-20260302T120000Z.db"
    assert backup.taken(made) == NOON
    assert [p.name for p in made.parent.iterdir()] == [made.name]
    assert backup.condition(made) == "sound"
    assert keys(made) == known


def test_a_backup_holds_what_is_still_in_the_log_of_a_store_in_use(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path / 's.db'}")) as store:
        store.add(review(key="newest"))
        assert (tmp_path / "s.db-wal").stat().st_size > 0
        assert keys(backup.take(tmp_path / "s.db", tmp_path / "b", NOON)) == ["newest"]


def test_backups_made_while_learners_write_are_sound_and_hold_a_beginning_of_the_log(tmp_path: Path) -> None:
    path, written, stop = tmp_path / "s.db", list[str](), threading.Event()

    def write(store: Store) -> None:
        while not stop.is_set():
            r = review(answer="y" * 3000)
            store.add(r)
            written.append(r.key)

    with closing(Store(f"sqlite:///{path}")) as store:
        writer = threading.Thread(target=write, args=(store,))
        writer.start()
        made = []
        for n in range(15):
            acknowledged = len(written)
            made.append((acknowledged, backup.take(path, tmp_path / "b", NOON + timedelta(seconds=n))))
        stop.set()
        writer.join()
    for acknowledged, file in made:
        found = keys(file)
        assert found == written[: len(found)]
        assert len(found) >= acknowledged


def test_looking_at_a_file_changes_none_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with closing(Store(f"sqlite:///{path}")) as store:
        store.add(review())
        before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if not p.name.endswith("-shm")}
        assert backup.condition(path) == "sound"
        assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if not p.name.endswith("-shm")} == before


def test_a_damaged_database_gives_no_backup_and_leaves_no_half(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    filled(path, 100)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert backup.condition(path) == "damaged"
    with pytest.raises(StoreError, match="damaged"):
        backup.take(path, tmp_path / "b", NOON)
    assert list((tmp_path / "b").iterdir()) == []


@pytest.mark.parametrize("where", ["/proc/none/b", "taken"])
def test_a_folder_that_takes_no_backup_is_named(tmp_path: Path, where: str) -> None:
    filled(tmp_path / "s.db")
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match=where) as e:
        backup.take(tmp_path / "s.db", tmp_path / where, NOON)
    assert where in e.value.said.zh


@pytest.mark.parametrize(
    ("content", "expected"), [(b"", "empty"), (b"\0" * 4096, "damaged"), (b"text" * 999, "damaged")]
)
def test_a_file_without_a_learners_tables_is_no_backup(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "scanprep-20260302T120000Z.db"
    path.write_bytes(content)
    assert backup.condition(path) == expected
    assert backup.newest_good(tmp_path) is None


def test_the_newest_good_backup_is_found_behind_bad_ones(tmp_path: Path) -> None:
    filled(tmp_path / "s.db")
    good = backup.take(tmp_path / "s.db", tmp_path / "b", NOON)
    for n, content in enumerate([b"", b"junk" * 1000, good.read_bytes()[:6000]], 1):
        (tmp_path / "b" / f"scanprep-2026030{n + 2}T120000Z.db").write_bytes(content)
    assert backup.newest_good(tmp_path / "b") == good
    assert backup.newest_good(tmp_path / "nowhere") is None


def test_a_year_of_hourly_backups_leaves_seven_days_and_four_weeks(tmp_path: Path) -> None:
    for hour in range(24 * 365):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
        (tmp_path / f"scanprep-{at.strftime(backup.STAMP)}.db").touch()
        if hour % 24 == 5:
            backup.prune(tmp_path)
    backup.prune(tmp_path)
    left = [backup.taken(p) for p in backup.backups(tmp_path)]
    assert [at.strftime("%m-%dT%H") for at in left] == [
        "12-31T23", "12-30T23", "12-29T23", "12-28T23", "12-27T23", "12-26T23", "12-25T23", "12-20T23", "12-13T23",
    ]  # fmt: skip


def test_pruning_touches_nothing_that_is_not_a_backup(tmp_path: Path) -> None:
    names = ["scanprep.db", "scanprep-2026.db", "scanprep-20260302T120000Z.db.txt", "note.txt"]
    for name in names:
        (tmp_path / name).touch()
    for hour in range(48):
        at = NOON - timedelta(hours=hour)
        (tmp_path / f"scanprep-{at.strftime(backup.STAMP)}.db").touch()
    backup.prune(tmp_path)
    assert all((tmp_path / name).exists() for name in names)


def test_an_old_journal_mode_is_backed_up_too(tmp_path: Path) -> None:
    filled(tmp_path / "s.db")
    with closing(SQLITE.connect(tmp_path / "s.db")) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    assert len(keys(backup.take(tmp_path / "s.db", tmp_path / "b", NOON))) == 3


def test_what_a_killed_copy_left_is_removed_after_an_hour(tmp_path: Path) -> None:
    filled(tmp_path / "s.db")
    folder = tmp_path / "b"
    folder.mkdir()
    old, new, other = folder / ".scanprep-1.db.7.tmp", folder / ".scanprep-2.db.8.tmp-journal", folder / ".note.tmp"
    for path in (old, new, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (1, 1))
    backup.take(tmp_path / "s.db", folder, NOON)
    assert (old.exists(), new.exists(), other.exists()) == (False, True, True)
