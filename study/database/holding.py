"""Who has the database file open: everyone who uses it shares a lock, and who replaces it needs it alone."""

import os
from contextlib import suppress
from pathlib import Path
from types import ModuleType

try:
    import fcntl

    LOCKS: ModuleType | None = fcntl
except ImportError:  # Windows, which lets nobody rename a file in use anyway
    LOCKS = None


class Holding:
    """A hold on scanprep.db.lock beside the database. It ends with close(), and with the process however that ends."""

    def __init__(self, file: Path) -> None:
        """Without any hold yet. Where no lock can be made, as on a read-only disk, every hold is granted."""
        self._handle: int | None = None
        if LOCKS is not None:
            with suppress(OSError):
                self._handle = os.open(file.with_name(f"{file.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)

    def share(self) -> None:
        """Hold it beside others; waits while somebody replaces the file."""
        if LOCKS is not None and self._handle is not None:
            with suppress(OSError):
                LOCKS.flock(self._handle, LOCKS.LOCK_SH)

    def alone(self) -> bool:
        """Hold it alone if nobody else holds it now; whether that came about."""
        if LOCKS is not None and self._handle is not None:
            try:
                LOCKS.flock(self._handle, LOCKS.LOCK_EX | LOCKS.LOCK_NB)
            except BlockingIOError:
                return False
            except OSError:  # a file system without locks
                return True
        return True

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
