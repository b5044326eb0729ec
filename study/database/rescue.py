"""A database file that is damaged or gone is put aside, never deleted, and the newest good backup takes its place."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from study.database.backup import STAMP, condition, copy, newest_good, taken
from study.database.holding import Holding
from study.database.trouble import StoreError, unwritable
from study.text import Text

PARTS = ("", "-wal", "-shm")  # the log of a file that was not closed belongs to it
PAGE = 512  # the least that a page can have; SQLite takes a file of one byte for an empty one
HELD = Text(
    "有程序正在使用这个数据库。请先停下服务，再恢复备份。",
    "a program is using the database - stop the server first, then restore.",
)


def rescue(file: Path, folder: Path, now: datetime) -> Text | None:
    """Make sure that the file can be opened, before anybody does; what the learner must know when something was lost.

    Does nothing while another process uses the file. Raises StoreError when the disk does not take the backup; then
    everything is as it was.
    """
    with closing(Holding(file)) as hold:
        if not hold.alone():
            return None
        try:
            return _rescued(file, folder, now)
        except OSError as e:
            raise StoreError(unwritable(file.parent, e)) from None


def _rescued(file: Path, folder: Path, now: datetime) -> Text | None:
    found = _look(file)
    if found == "sound":
        return None
    backup = newest_good(folder)
    if backup is not None:
        return _restored(put_in_place(file, backup, "damaged", now), taken(backup))
    if found == "damaged":
        return _begun_anew(put_aside(file, "damaged", now))
    return _begun_anew(None) if found == "lost" else None


def restore(file: Path, backup: Path, now: datetime) -> Path | None:
    """Put a copy of the backup in the place of the file; returns where the present one now is.

    Raises StoreError when the backup is not sound, or while anybody uses the file; then everything is as it was.
    """
    with closing(Holding(file)) as hold:
        if not hold.alone():
            raise StoreError(HELD)
        return put_in_place(file, backup, "before-restore", now)


def put_in_place(file: Path, backup: Path, why: str, now: datetime) -> Path | None:
    """Copy the backup beside the file, put the file aside, give the copy its name; returns where the file now is."""
    ready = file.with_name(f".{file.name}.restored")
    try:
        copy(backup, ready)
        aside = put_aside(file, why, now)
        ready.replace(file)
    except OSError as e:
        raise StoreError(unwritable(file.parent, e)) from None
    finally:
        ready.unlink(missing_ok=True)
    return aside


def put_aside(file: Path, why: str, now: datetime) -> Path | None:
    """Rename the file, with its log, to scanprep.db.<why>-<time>; None when nothing is there."""
    present = [part for part in PARTS if file.with_name(file.name + part).exists()]
    if not present:
        return None
    aside = _free(file.with_name(f"{file.name}.{why}-{now.astimezone(UTC).strftime(STAMP)}"))
    for part in present:
        file.with_name(file.name + part).replace(aside.with_name(aside.name + part))
    return aside


def _free(name: Path) -> Path:
    """The name, or the first with a number after it that nothing has."""
    wanted, number = name, 1
    while any(wanted.with_name(wanted.name + part).exists() for part in PARTS):
        number += 1
        wanted = name.with_name(f"{name.name}-{number}")
    return wanted


def _look(file: Path) -> str:
    """sound, damaged, empty (never used), lost (0 bytes, or only its log is left) or absent."""
    if file.exists():
        size = file.stat().st_size
        return "lost" if size == 0 else "damaged" if size < PAGE else condition(file)
    return "damaged" if file.with_name(f"{file.name}-wal").exists() else "absent"


def _restored(aside: Path | None, when: datetime) -> Text:
    at = f"{when:%Y-%m-%d %H:%M} UTC"
    if aside is None:
        return Text(
            f"数据库文件不见了，已换上 {at} 的备份；那之后的作答不在其中。想从头开始，请把 backups 文件夹也移走。",
            f"The database file was gone, so the backup of {at} was put in its place; later answers are not in it. "
            "To start afresh, move the folder backups away as well.",
        )
    return Text(
        f"数据库文件已损坏：已换上 {at} 的备份，那之后的作答不在其中。坏文件没有删除，另存为 {aside.name}。",
        f"The database file was damaged: the backup of {at} was put in its place; later answers are not in it. "
        f"The damaged file was not deleted; it is now {aside.name}.",
    )


def _begun_anew(aside: Path | None) -> Text:
    if aside is None:
        return Text(
            "数据库文件是空的，也没有可用的备份，所以从空白记录开始。",
            "The database file was empty and there is no good backup, so a new record was begun.",
        )
    return Text(
        f"数据库文件已损坏，也没有可用的备份，所以从空白记录开始。坏文件没有删除，另存为 {aside.name}。",
        "The database file was damaged and there is no good backup, so a new record was begun. "
        f"The damaged file was not deleted; it is now {aside.name}.",
    )
