"""Backups by themselves: one when the newest is a day old, and while learners write one an hour, at a quiet moment."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from study.database.backup import backups, keys, prune, take, taken
from study.database.trouble import StoreError

LOG = logging.getLogger("scanprep")
AT_START, RUNNING = timedelta(days=1), timedelta(hours=1)
QUIET = timedelta(seconds=20)  # nobody has written for so long
LOOK = 60.0  # seconds between two looks


class Rounds:
    """Looks after one SQLite file from a thread of its own until it is stopped. A backup that fails stops nothing."""

    def __init__(self, file: Path, folder: Path, clock: Callable[[], datetime]) -> None:
        self._file, self._folder, self._clock = file, folder, clock
        self._stop = threading.Event()
        self._said: str | None = None
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def look(self, age: timedelta = RUNNING) -> Path | None:
        """Back up if the newest backup is older than `age` and something was written since; returns the new one."""
        now = self._clock()
        if not self._wanted(now, age):
            return None
        made = take(self._file, self._folder, now)
        prune(self._folder)
        return made

    def _wanted(self, now: datetime, age: timedelta) -> bool:
        # A backup of tomorrow was made by a clock that has been set right since.
        newest = next((taken(p) for p in backups(self._folder) if taken(p) <= now), None)
        written = self._written()
        if written is None:
            return False
        if newest is None:
            return bool(keys(self._file))
        busy = timedelta() <= now - written < QUIET and now - newest < 2 * age
        return now - newest >= age and not busy and written > newest and bool(keys(self._file))

    def _written(self) -> datetime | None:
        """When anybody last wrote; None when the file is gone."""
        if not self._file.exists():
            return None
        parts = [self._file, self._file.with_name(f"{self._file.name}-wal")]
        return datetime.fromtimestamp(max(p.stat().st_mtime for p in parts if p.exists()), UTC)

    def _run(self) -> None:
        age = AT_START
        while True:
            try:
                self.look(age)
                self._said = None
            except StoreError as e:
                self._say(str(e))
            except OSError as e:
                self._say(f"{type(e).__name__}: {e.strerror}")
            age = RUNNING
            if self._stop.wait(LOOK):
                return

    def _say(self, why: str) -> None:
        if why != self._said:  # once, not every minute
            LOG.warning("no backup: %s", why)
            self._said = why
