"""All banks as they are now: a saved file is live within a second, a broken one leaves its last good version."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from study._patience import GONE, SETTLED, Stamp, gone, lost, lost_ids, patience, stamp
from study._shelf import Kept, Shelf, clashes, shelved
from study.bank import Loaded, load
from study.problem import Problem

EVERY = 0.1  # seconds between two looks at the folder; looking also works where notifications do not arrive
_NEVER = (-1, -1, -1)

__all__ = ["EVERY", "Library", "Shelf"]


@dataclass(slots=True)
class _File:
    """What is known of one file. `seen` since `since`, read when it was `taken`; `good` is live."""

    seen: Stamp | None
    since: float
    taken: Stamp | None = _NEVER
    good: Kept | None = None
    waiting: Kept | None = None  # read without an error, but not live yet
    problems: list[Problem] = field(default_factory=list)
    stale: bool = False


class Library:
    """Reads a folder of banks and keeps `shelf` current. Safe to read from many threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[Path, _File] = {}
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.shelf = shelved(0, (), (), ())
        self._open()

    def refresh(self, now: float) -> None:
        """Look at the folder once; `now` is in seconds of any clock that does not go backwards."""
        with self._lock:
            if self._look(now):
                self._shelve()

    def watch(self) -> None:
        """Keep looking in a thread of its own until close()."""
        self._thread = threading.Thread(target=self._run, name="library", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            self.refresh(time.monotonic())

    def _open(self) -> None:
        """Read what there is. A file that was saved just now may be half saved, and is waited for."""
        until = time.monotonic() + GONE
        for path in self._there():
            found = stamp(path)
            old = found is not None and abs(time.time() - found[0] / 1e9) > GONE
            self._files[path] = _File(found, time.monotonic() - (GONE if old else 0.0))
        self.refresh(time.monotonic())
        while time.monotonic() < until and any(f.taken != f.seen for f in self._files.values()):
            time.sleep(SETTLED / 10)
            self.refresh(time.monotonic())

    def _there(self) -> list[Path]:
        try:
            return sorted(
                p for p in self.folder.iterdir() if p.suffix in (".yaml", ".yml") and not p.name.startswith(".")
            )
        except OSError:
            return []

    def _look(self, now: float) -> bool:
        there = self._there()
        changed = False
        for path in sorted({*there, *self._files}):
            found = stamp(path) if path in there else None
            file = self._files.setdefault(path, _File(found, now))
            if found != file.seen:
                file.taken = _NEVER if file.seen is None else file.taken
                file.seen, file.since = found, now
            if file.taken != found:
                changed |= self._gone(path, file, now, bool(there)) if found is None else self._take(path, file, now)
        return changed

    def _gone(self, path: Path, file: _File, now: float, others: bool) -> bool:
        """Without any other bank it is the folder that is gone, a mount perhaps: then nothing is believed."""
        if file.good is not None and (now - file.since < GONE or not others):
            said = [gone(path, kept=True)]
            changed = file.problems != said
            file.problems, file.stale = said, True
            return changed
        file.problems = [gone(path, kept=False)] if file.good is not None else []
        file.taken, file.good, file.waiting, file.stale = None, None, None, False
        return True

    def _take(self, path: Path, file: _File, now: float) -> bool:
        age = now - file.since
        if age < SETTLED:
            return False
        loaded = load(path)
        if stamp(path) != file.seen:  # written while we read
            return False
        new = _kept(loaded)
        if new is None:
            file.taken, file.waiting, file.problems, file.stale = file.seen, None, list(loaded.problems), True
            return True
        if age < patience(file.good, new, loaded.text):
            return False
        missed = lost_ids(file.good, new)
        file.taken, file.waiting = file.seen, new
        file.problems = [*loaded.problems, *([lost(path, missed)] if missed else [])]
        return True

    def _shelve(self) -> None:
        said: list[Problem] = []
        while any(self._settle(path, file, said) for path, file in sorted(self._files.items())):
            said.clear()  # a question may have moved from one file to the other: then the other has room for it now
        files = self._files.values()
        problems = [p for f in files for p in f.problems] + said
        stale = [path for path, f in self._files.items() if f.stale and f.good is not None]
        self.shelf = shelved(self.shelf.version + 1, [f.good for f in files if f.good], problems, stale)

    def _settle(self, path: Path, file: _File, said: list[Problem]) -> bool:
        """Make the waiting version live unless another file has one of its ids; whether anything moved."""
        if file.waiting is None:
            return False
        found = clashes(file.waiting, self._others(path))
        said += found.values()
        if not found:
            file.good, file.waiting, file.stale = file.waiting, None, False
            self._give_way(file.good)
            return True
        if file.good is None:
            file.good = file.waiting.without(frozenset(found))
            return True
        file.stale = True
        return False

    def _others(self, path: Path) -> Iterator[Kept]:
        """Live banks of other files; one that is gone keeps no id from the file that it was renamed to."""
        for other, file in self._files.items():
            if other != path and file.good is not None and file.seen is not None:
                yield file.good

    def _give_way(self, new: Kept) -> None:
        """A file that is gone keeps its bank for a while, but not when the file was only renamed."""
        for file in self._files.values():
            if file.seen is None and file.good is not None and file.good.ids() & new.ids():
                file.good, file.problems, file.stale = None, [], False


def _kept(loaded: Loaded) -> Kept | None:
    if loaded.bank is None:
        return None
    return Kept(loaded.path, loaded.bank, tuple(loaded.line(n) for n in range(len(loaded.bank.questions))))
