"""The process's one store, one library and one grader, opened from the environment on first use.

Their code is imported on first use too: the server listens before SQLAlchemy and the banks' checker are loaded.
"""

import logging
import os
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from study.text import Text

if TYPE_CHECKING:
    from study.asking import Asking
    from study.database.rounds import Rounds
    from study.library import Library
    from study.store import Store

ROOT = Path(__file__).parent.parent
LOG = logging.getLogger("scanprep")
_lock = threading.RLock()
_store: "Store | None" = None
_rounds: "Rounds | None" = None
_library: "Library | None" = None
_asking: tuple["Asking | None"] | None = None  # None: not looked for yet


def data() -> Path:
    """The folder for what learners write (SCANPREP_DATA)."""
    return Path(os.environ.get("SCANPREP_DATA") or ROOT / "data").absolute()


def shared() -> bool:
    """Whether many learners use this process, each known by a cookie (SCANPREP_SHARED)."""
    return os.environ.get("SCANPREP_SHARED", "") not in ("", "0")


def url() -> str:
    """Where the store is: DATABASE_URL, or a SQLite file in the data folder."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{data() / 'scanprep.db'}"


def file() -> Path | None:
    """The store's file; None where a server keeps it."""
    from study.database.engine import place

    return place(url())


def backups(file: Path) -> Path:
    """The folder of a file's backups."""
    return file.parent / "backups"


def store() -> "Store":
    """Raises StoreError when the database cannot be opened; the next call tries again.

    A file that is damaged is put aside and the newest backup takes its place; `notice` says so.
    """
    global _store, _rounds
    from study.database.rounds import Rounds
    from study.store import Store

    with _lock:
        if _store is None:
            found = file()
            _store = Store(url()) if found is None else _opened(found)
            _rounds = Rounds(found, backups(found), _now) if found else None
            if _rounds:
                _rounds.start()
        return _store


def store_as_it_is() -> "Store":
    """The store for a command, which closes it: nothing is put aside, so that the app's next start can say so."""
    from study.store import Store

    found = file()
    if found is not None:
        _in_writable(found)
    return Store(url())


def library() -> "Library":
    """The banks (SCANPREP_BANKS), watched: a saved bank is in `.shelf` within a second."""
    global _library
    from study.library import Library

    with _lock:
        if _library is None:
            _library = Library(Path(os.environ.get("SCANPREP_BANKS") or ROOT / "questions"))
            _library.watch()
        return _library


def asking() -> "Asking | None":
    """Second opinions, when the administrator has configured an endpoint (SCANPREP_GRADER_URL and so on)."""
    global _asking
    # With them come the tables of pinyin and of scripts, which a command that only opens the store does without.
    from study.asking import Asking
    from study.grading import grader_of

    with _lock:
        if _asking is None:
            grader = grader_of(os.environ)
            _asking = (Asking(grader, time.monotonic) if grader else None,)
        return _asking[0]


def reset(banks: bool = True) -> None:
    """Close all; the next use opens them again. For tests, and for a server that stops.

    Without `banks` the library stays open, for tests that only need an empty store.
    """
    global _store, _rounds, _library, _asking
    with _lock:
        if _asking is not None and _asking[0] is not None:
            _asking[0].close()
        if _rounds is not None:
            _rounds.stop()
        if _store is not None:
            _store.close()
        _store = _rounds = _asking = None
        if banks and _library is not None:
            _library.close()
            _library = None


def _now() -> datetime:
    return datetime.now(UTC)


def _opened(file: Path) -> "Store":
    from study.database.rescue import rescue
    from study.store import Store

    notice = rescue(_in_writable(file), backups(file), _now())
    store = Store(url())
    store.notice = notice
    if notice is not None:
        LOG.warning("store: %s", notice.en)
    return store


def _in_writable(file: Path) -> Path:
    if not os.environ.get("DATABASE_URL"):
        _writable(file.parent)
    return file


def _writable(folder: Path) -> Path:
    """The folder, made if need be and tried out: SQLite cannot even read where it cannot write."""
    from study.database.trouble import StoreError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as e:
        raise StoreError(
            Text(
                f"数据目录 {folder} 不能写入（{e.strerror}）。请改权限，或用 SCANPREP_DATA 指定别的目录。",
                f"data folder {folder}: must be writable, got {e.strerror} - "
                "change its permissions or set SCANPREP_DATA to another folder.",
            )
        ) from None
