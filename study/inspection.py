"""Checks the live banks in the background, as `python -m study check` does, so that a page can show what it finds."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from study._case import World
from study.check import check
from study.cli_check import banks
from study.problem import Problem
from study.store import StoreError


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checker said of one version of the shelf; `version` is -1 before the first check is done."""

    version: int
    problems: tuple[Problem, ...]


class Inspection:
    """One check at a time, in a thread of its own, only when somebody looks and only when a bank has changed."""

    def __init__(self, folder: Path, world: World, history: Callable[[], Iterable[str]]) -> None:
        self._folder, self._world, self._history = folder, world, history
        self._lock = threading.Lock()
        self._busy = False
        self._found = Findings(-1, ())

    def look(self, version: int) -> Findings:
        """The newest findings; when they are of another version than this one, a check is under way."""
        with self._lock:
            if self._found.version != version and not self._busy:
                self._busy = True
                threading.Thread(target=self._check, args=(version,), name="inspection", daemon=True).start()
            return self._found

    def _check(self, version: int) -> None:
        try:
            found = check(banks(self._folder), self._world, (), self._known())
        finally:
            with self._lock:
                self._busy = False
        with self._lock:
            self._found = Findings(version, tuple(found))

    def _known(self) -> frozenset[str]:
        try:
            return frozenset(self._history())
        except StoreError:
            return frozenset()
