"""A damaged file at start: put aside, replaced by the newest good backup, said; and the app always opens."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from study import home
from study.database import backup
from study.database.engine import SQLITE
from study.database.holding import Holding
from study.database.rescue import put_aside, rescue, restore
from study.database.rounds import AT_START, Rounds
from study.store import Store, StoreError
from tests.reviews import NOON, review


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    home.reset()
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield
    home.reset()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A closed database with 60 reviews, and a backup that has them."""
    path = tmp_path / "scanprep.db"
    with closing(Store(f"sqlite:///{path}")) as store:
        for n in range(60):
            store.add(review(f"q{n}", answer="x" * 900))
    backup.take(path, tmp_path / "backups", NOON)
    return path


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(start: int, count: int) -> Callable[[Path], None]:
    def act(path: Path) -> None:
        whole = bytearray(path.read_bytes())
        whole[start : start + count] = random.Random(1).randbytes(count)
        path.write_bytes(whole)

    return act


DAMAGE: dict[str, Callable[[Path], object]] = {
    "truncated": cut,
    "its header overwritten": overwrite(0, 100),
    "its first page overwritten": overwrite(100, 4096),
    "garbage in the middle": overwrite(8192, 4096),
    "not a database": lambda path: path.write_text("Dear diary, " * 1000),
    "one byte": lambda path: path.write_bytes(b"S"),
    "a table missing": lambda path: drop(path),
}


def drop(path: Path) -> None:
    with closing(SQLITE.connect(path)) as db:
        db.execute("DROP TABLE withdrawals")


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_put_aside_and_the_backup_takes_its_place(file: Path, damage: str) -> None:
    DAMAGE[damage](file)
    broken = file.read_bytes()
    store = home.store()
    assert len(store.log("ada")) == 60
    assert store.add(review())
    (aside,) = file.parent.glob("scanprep.db.damaged-*Z")
    assert aside.read_bytes() == broken
    assert store.notice is not None
    for said in (store.notice.zh, store.notice.en):
        assert aside.name in said
        assert "2026-03-02 12:00 UTC" in said


@pytest.mark.parametrize("damage", DAMAGE)
def test_without_a_backup_an_empty_file_is_begun_and_the_damaged_one_named(file: Path, damage: str) -> None:
    shutil.rmtree(file.parent / "backups")
    DAMAGE[damage](file)
    broken = file.read_bytes()
    store = home.store()
    assert store.log("ada") == []
    assert store.add(review())
    (aside,) = file.parent.glob("scanprep.db.damaged-*Z")
    assert aside.read_bytes() == broken
    assert store.notice is not None
    assert aside.name in store.notice.zh
    assert aside.name in store.notice.en


@pytest.mark.parametrize("lost", ["0 bytes", "gone", "gone but for its log"])
def test_a_file_that_lost_everything_is_no_fresh_start_while_there_are_backups(file: Path, lost: str) -> None:
    file.unlink()
    if lost == "0 bytes":
        file.touch()
    if lost == "gone but for its log":
        file.with_name("scanprep.db-wal").write_bytes(b"w" * 4096)
    store = home.store()
    assert len(store.log("ada")) == 60
    assert store.notice is not None


def test_a_first_start_says_nothing(tmp_path: Path) -> None:
    assert home.store().notice is None
    home.store().add(review())
    home.reset()
    assert home.store().notice is None


def test_a_file_of_0_bytes_without_backups_is_begun_anew_and_said(tmp_path: Path) -> None:
    (tmp_path / "scanprep.db").touch()
    store = home.store()
    assert store.add(review())
    assert store.notice is not None


def test_the_newest_backup_that_is_good_is_taken(file: Path) -> None:
    (file.parent / "backups" / "scanprep-20260401T000000Z.db").write_bytes(b"junk" * 2000)
    cut(file)
    assert len(home.store().log("ada")) == 60


def test_a_log_that_is_missing_leaves_a_store_that_opens(tmp_path: Path) -> None:
    live, copied = tmp_path / "live", tmp_path / "data"
    live.mkdir()
    copied.mkdir()
    with closing(Store(f"sqlite:///{live / 'scanprep.db'}")) as store:
        for n in range(30):
            store.add(review(f"q{n}"))
        backup.take(live / "scanprep.db", copied / "backups", NOON)
        shutil.copy(live / "scanprep.db", copied / "scanprep.db")
    notice = rescue(copied / "scanprep.db", copied / "backups", NOON)
    assert notice is not None
    with closing(Store(f"sqlite:///{copied / 'scanprep.db'}")) as store:
        assert len(store.log("ada")) == 30


def test_whatever_is_written_over_a_file_the_store_opens_and_what_it_shows_is_true(file: Path) -> None:
    whole, rng = file.read_bytes(), random.Random(7)
    known = {r.key for r in home.store().log("ada")}
    rescued = 0
    for _ in range(60):
        home.reset()
        broken = bytearray(whole[: rng.choice([len(whole), rng.randrange(len(whole))])])
        for _ in range(rng.randrange(4)):
            at, count = rng.randrange(len(whole)), rng.choice([1, 16, 4096])
            broken[at : at + count] = rng.randbytes(count)
        file.write_bytes(broken)
        file.with_name("scanprep.db-wal").write_bytes(rng.randbytes(rng.choice([0, 32, 5000])))
        store = home.store()
        rescued += store.notice is not None
        store.add(review(learner="eve"))
        assert store.last("eve") is not None
    assert rescued > 20
    assert len(known) == 60


def test_nothing_is_moved_from_under_another_process(file: Path) -> None:
    with closing(Store(f"sqlite:///{file}")) as other:
        other.ready()
        cut(file)
        assert rescue(file, file.parent / "backups", NOON) is None
        assert list(file.parent.glob("*.damaged-*")) == []


def test_a_disk_that_takes_no_backup_leaves_everything_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(file)
    broken = file.read_bytes()

    def full(source: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("study.database.rescue.copy", full)
    with pytest.raises(StoreError, match="No space left"):
        home.store()
    assert file.read_bytes() == broken
    monkeypatch.undo()
    assert rescue(file, file.parent / "backups", NOON) is not None


def test_two_damaged_files_of_one_second_are_both_kept(tmp_path: Path) -> None:
    file, asides = tmp_path / "s.db", []
    for content in (b"one", b"two"):
        file.write_bytes(content)
        asides.append(put_aside(file, "damaged", NOON))
    assert [a.read_bytes() for a in asides if a] == [b"one", b"two"]
    assert put_aside(file, "damaged", NOON) is None


def test_restoring_puts_the_present_file_aside(file: Path, tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{file}")) as store:
        store.add(review(key="later"))
    aside = restore(file, tmp_path / "backups" / "scanprep-20260302T120000Z.db", NOON)
    assert aside is not None
    for path, count in ((file, 60), (aside, 61)):
        with closing(Store(f"sqlite:///{path}")) as store:
            assert len(store.log("ada")) == count


def test_restoring_is_refused_while_a_store_is_open_or_the_backup_is_bad(file: Path, tmp_path: Path) -> None:
    good, before = tmp_path / "backups" / "scanprep-20260302T120000Z.db", file.read_bytes()
    with closing(Store(f"sqlite:///{file}")), pytest.raises(StoreError, match="stop the server"):
        restore(file, good, NOON)
    (tmp_path / "bad.db").write_bytes(good.read_bytes()[:9000])
    for bad in (tmp_path / "bad.db", tmp_path / "none.db"):
        with pytest.raises(StoreError):
            restore(file, bad, NOON)
    assert file.read_bytes() == before


def test_a_hold_can_be_shared_or_had_alone(tmp_path: Path) -> None:
    with closing(Holding(tmp_path / "s.db")) as one, closing(Holding(tmp_path / "s.db")) as two:
        one.share()
        two.share()
        assert not one.alone()
        two.close()
        assert one.alone()


class Clock:
    """A clock that tests turn; the files keep the machine's own time."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_backup_is_made_at_the_start_when_the_newest_is_a_day_old(tmp_path: Path, clock: Clock) -> None:
    path, folder = tmp_path / "s.db", tmp_path / "b"
    rounds = Rounds(path, folder, clock)
    assert rounds.look(AT_START) is None  # there is no file yet
    with closing(Store(f"sqlite:///{path}")) as store:
        assert rounds.look(AT_START) is None  # nor anything in it
        store.add(review())
        assert rounds.look(AT_START) is not None
        store.add(review())
        clock.now += timedelta(hours=23)
        assert rounds.look(AT_START) is None
        clock.now += timedelta(hours=2)
        assert rounds.look(AT_START) is not None


def test_while_running_a_backup_is_made_each_hour_at_a_quiet_moment_if_anything_changed(
    tmp_path: Path, clock: Clock
) -> None:
    path, started = tmp_path / "s.db", clock.now
    rounds = Rounds(path, tmp_path / "b", clock)
    with closing(Store(f"sqlite:///{path}")) as store:
        store.add(review())
        clock.now = started - timedelta(hours=3)
        assert rounds.look() is not None
        store.add(review())
        clock.now = started - timedelta(hours=2, minutes=1)
        assert rounds.look() is None  # not an hour yet
        clock.now = datetime.now(UTC) + timedelta(seconds=30)
        made = rounds.look()
        assert made is not None
        assert len(backup.keys(made)) == 2
        clock.now += timedelta(hours=5)
        assert rounds.look() is None  # nothing was written since


def test_a_moment_in_which_learners_write_is_waited_out_but_not_forever(tmp_path: Path, clock: Clock) -> None:
    rounds = Rounds(tmp_path / "s.db", tmp_path / "b", clock)
    with closing(Store(f"sqlite:///{tmp_path / 's.db'}")) as store:
        clock.now -= timedelta(minutes=90)
        store.add(review())
        assert rounds.look() is not None
        store.add(review())
        clock.now = datetime.now(UTC)
        assert rounds.look() is None
        clock.now += timedelta(hours=1)
        assert rounds.look() is not None


def test_a_clock_that_was_ahead_does_not_stop_the_backups(tmp_path: Path, clock: Clock) -> None:
    rounds = Rounds(tmp_path / "s.db", tmp_path / "b", clock)
    with closing(Store(f"sqlite:///{tmp_path / 's.db'}")) as store:
        store.add(review())
        wrong = backup.take(tmp_path / "s.db", tmp_path / "b", clock.now + timedelta(days=3650))
        clock.now += timedelta(minutes=5)
        assert rounds.look() is not None, wrong


def test_a_backup_that_fails_is_said_once_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "backups").write_text("in the way")
    monkeypatch.setattr("study.database.rounds.LOOK", 0.01)
    store = home.store()
    store.add(review())
    for _ in range(100):
        if caplog.messages:
            break
        home._rounds and home._rounds._stop.wait(0.02)
    home.reset()
    assert len([m for m in caplog.messages if "no backup" in m]) == 1
    assert len(home.store().log("ada")) == 1


def test_a_file_that_is_damaged_while_the_app_runs_does_not_end_the_rounds(tmp_path: Path, clock: Clock) -> None:
    rounds = Rounds(tmp_path / "s.db", tmp_path / "b", clock)
    with closing(Store(f"sqlite:///{tmp_path / 's.db'}")) as store:
        store.add(review())
    (tmp_path / "s.db").write_bytes(b"junk" * 2000)
    with pytest.raises(StoreError, match="damaged"):
        rounds.look()
