"""The process's one store and one library, opened from the environment on first use."""

import os
import threading
from pathlib import Path

from study.library import Library
from study.store import Store

ROOT = Path(__file__).parent.parent
_lock = threading.RLock()
_store: Store | None = None
_library: Library | None = None


def data() -> Path:
    """The folder for what learners write (SCANPREP_DATA)."""
    return Path(os.environ.get("SCANPREP_DATA") or ROOT / "data").absolute()


def shared() -> bool:
    """Whether many learners use this process, each known by a cookie (SCANPREP_SHARED)."""
    return os.environ.get("SCANPREP_SHARED", "") not in ("", "0")


def store() -> Store:
    """Raises StoreError when the database cannot be opened; the next call tries again."""
    global _store
    with _lock:
        if _store is None:
            _store = Store(os.environ.get("DATABASE_URL") or f"sqlite:///{data() / 'scanprep.sqlite'}")
        return _store


def library() -> Library:
    """The banks, watched: a saved bank is in `.shelf` within a second."""
    global _library
    with _lock:
        if _library is None:
            _library = Library(Path(os.environ.get("SCANPREP_BANKS") or ROOT / "questions"))
            _library.watch()
        return _library


def reset() -> None:
    """Close both, so that a test can open others."""
    global _store, _library
    with _lock:
        if _store is not None:
            _store.close()
        if _library is not None:
            _library.close()
        _store = _library = None
