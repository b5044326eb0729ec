"""Copies of the SQLite file, each whole and checked before it gets its name; a few of each age are kept."""

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from study.database.engine import SQLITE
from study.database.trouble import CLOSED, DAMAGED, StoreError, meant, unwritable

Condition = Literal["sound", "empty", "damaged"]
NAME = re.compile(r"scanprep-(\d{8}T\d{6}Z)\.db")
STAMP = "%Y%m%dT%H%M%SZ"
DAYS, WEEKS = 7, 4
STALE = 3600.0  # seconds after which nobody is writing a copy any more
TABLES = {"alembic_version", "reviews", "withdrawals", "drafts", "settings"}  # what any revision has


def take(source: Path, folder: Path, now: datetime) -> Path:
    """Back up the database at `source`, which may be in use, into the folder; returns the new file.

    Raises StoreError when the source is damaged or the folder does not take the copy; then nothing is left of it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise StoreError(unwritable(folder, e)) from None
    return copy(source, folder / f"scanprep-{now.astimezone(UTC).strftime(STAMP)}.db")


def copy(source: Path, target: Path) -> Path:
    """Copy a database, with what its log still holds, to one file that is there whole or not at all.

    Copying the bytes of a file in use gives a damaged copy two times out of three; SQLite's own way never does.
    """
    half = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with _reading(source) as old, closing(SQLITE.connect(half)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
        if condition(half) == "damaged":
            raise StoreError(DAMAGED)
        _to_disk(half)
        half.replace(target)
        _to_disk(target.parent)
        _sweep(target)
    except OSError as e:
        raise StoreError(unwritable(target.parent, e)) from None
    finally:
        half.unlink(missing_ok=True)
    return target


def condition(file: Path) -> Condition:
    """What a database file is worth; looking changes nothing in it. Raises StoreError when it cannot be looked at.

    Empty means that none of our tables is in it, which is what SQLite makes of a file of 0 bytes.
    """
    try:
        with _reading(file) as db:
            if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return "damaged"
            ours = TABLES & {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except StoreError as e:
        if e.said is DAMAGED:
            return "damaged"
        raise
    return "sound" if ours == TABLES else "damaged" if ours else "empty"


def keys(file: Path) -> frozenset[tuple[str, str]]:
    """Learner and key of each review of a sound database. Raises StoreError when it cannot be read."""
    with _reading(file) as db:
        return frozenset(db.execute("SELECT learner, key FROM reviews"))


def backups(folder: Path) -> list[Path]:
    """The folder's backups, newest first."""
    try:
        return sorted((p for p in folder.iterdir() if NAME.fullmatch(p.name)), reverse=True)
    except OSError:
        return []


def taken(backup: Path) -> datetime:
    """When a backup was made, by its name."""
    found = NAME.fullmatch(backup.name)
    if found is None:
        raise ValueError(f"backup: name must be scanprep-<time>.db, got {backup.name}")
    return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC)


def newest_good(folder: Path) -> Path | None:
    """The newest backup that is sound from end to end."""
    return next((p for p in backups(folder) if _good(p)), None)


def prune(folder: Path) -> list[Path]:
    """Delete all backups but the last of each of 7 days and of each of 4 weeks that have any; returns the deleted."""
    days, weeks = dict[str, Path](), dict[str, Path]()
    for backup in backups(folder):
        days.setdefault(taken(backup).strftime("%Y-%j"), backup)
        weeks.setdefault(taken(backup).strftime("%G-%V"), backup)
    kept = {*list(days.values())[:DAYS], *list(weeks.values())[:WEEKS]}
    gone = [p for p in backups(folder) if p not in kept]
    for backup in gone:
        with suppress(OSError):
            backup.unlink()
    return gone


def _sweep(copied: Path) -> None:
    """Remove what processes that were killed while they copied have left."""
    now = copied.stat().st_mtime
    for half in copied.parent.glob(".*scanprep*.tmp*"):
        with suppress(OSError):
            if now - half.stat().st_mtime > STALE:
                half.unlink()


def _good(backup: Path) -> bool:
    try:
        return condition(backup) == "sound"
    except StoreError:
        return False


@contextmanager
def _reading(file: Path) -> Iterator[Any]:
    """A connection that can change nothing: closing an ordinary one would write the log into the file."""
    try:
        with closing(SQLITE.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as db:
            yield db
    except SQLITE.Error as e:
        raise StoreError(meant(str(e)) or CLOSED) from None


def _to_disk(path: Path) -> None:
    """Have a file, or the names in a folder, survive a power cut."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
