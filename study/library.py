"""All banks as they are now: a saved file is live within a second, a broken one leaves its last good version."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from study.bank import examine
from study.problem import Problem
from study.question import Bank, Question
from study.text import Text

EVERY = 0.3  # seconds between two looks at the folder; polling also works where notifications do not
Stamp = tuple[int, int, int]

GONE = (
    Text("文件不见了，先用最后一次的好版本", "the file is gone; its last good version is in use"),
    Text("把文件放回来；若确实要删除，请重启服务", "put it back; to remove it for good, restart the server"),
)
TAKEN = Text(
    "id `{id}` 在 {other} 里已经用过，这一题没有载入", "the id `{id}` is taken by {other}; this question is left out"
)
RENAME = Text("换一个没用过的 id", "choose another id")


@dataclass(frozen=True, slots=True)
class Shelf:
    """One moment of all banks. Never changes; a save makes a new one."""

    version: int
    banks: Mapping[Path, Bank]
    questions: Mapping[str, Question]
    topics: Mapping[str, Text]
    topic_of: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    stale: frozenset[Path] = frozenset()  # shown in their last good version


class Library:
    """Reads a folder of banks and keeps `shelf` current. Safe to read from many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._good: dict[Path, Bank] = {}
        self._problems: dict[Path, list[Problem]] = {}
        self._stamps: dict[Path, Stamp] = {}
        self._waiting: dict[Path, Stamp] = {}
        self._stale: set[Path] = set()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.shelf = _shelf(0, {}, {}, frozenset())
        self.refresh(patient=False)

    def refresh(self, patient: bool = True) -> None:
        """Look at the folder once. Patient: a changed file is read only when it has stood still since the last look,
        because an editor may be in the middle of writing it."""
        with self._lock:
            if self._look(patient):
                self.shelf = _shelf(self.shelf.version + 1, self._good, self._problems, frozenset(self._stale))

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
            self.refresh()

    def _look(self, patient: bool) -> bool:
        changed = False
        seen = dict(_stamped(self._folder))
        for path, stamp in seen.items():
            if self._stamps.get(path) == stamp and path not in self._waiting:
                continue
            if patient and self._waiting.get(path) != stamp:
                self._waiting[path] = stamp
                continue
            self._waiting.pop(path, None)
            changed |= self._take(path, stamp)
        for path in self._stamps.keys() - seen.keys():
            # an editor that saves by unlink and create is away for a moment; its bank stays
            del self._stamps[path]
            self._stale.add(path)
            self._problems[path] = [Problem(path, 1, 1, "warning", *GONE)]
            changed = True
        return changed

    def _take(self, path: Path, stamp: Stamp) -> bool:
        try:
            data = path.read_bytes()
        except OSError:
            return False
        if _stamp(path) != stamp:  # written while we read
            return False
        self._stamps[path] = stamp
        bank, _, problems = examine(path, data)
        self._problems[path] = problems
        if bank is not None:
            self._good[path] = bank
        (self._stale.discard if bank is not None else self._stale.add)(path)
        return True


def _stamped(folder: Path) -> list[tuple[Path, Stamp]]:
    found = ((path, _stamp(path)) for path in sorted(folder.glob("*.y*ml")) if not path.name.startswith("."))
    return [(path, stamp) for path, stamp in found if stamp is not None]


def _stamp(path: Path) -> Stamp | None:
    try:
        s = path.stat()
    except OSError:
        return None
    return s.st_mtime_ns, s.st_size, s.st_ino


def _shelf(
    version: int, good: Mapping[Path, Bank], problems: Mapping[Path, list[Problem]], stale: frozenset[Path]
) -> Shelf:
    questions: dict[str, Question] = {}
    topic_of: dict[str, str] = {}
    owner: dict[str, Path] = {}
    topics: dict[str, Text] = {}
    said = [p for found in problems.values() for p in found]
    for path, bank in sorted(good.items()):
        topic = bank.topic or bank.bank
        if bank.topic is None:
            topics[topic] = bank.title
        for question in bank.questions:
            if question.id in owner:
                words = {"id": question.id, "other": owner[question.id].name}
                taken = Text(TAKEN.zh.format(**words), TAKEN.en.format(**words))
                said.append(Problem(path, 1, 1, "error", taken, RENAME))
                continue
            owner[question.id], questions[question.id], topic_of[question.id] = path, question, topic
    for _, bank in sorted(good.items()):
        topics.setdefault(bank.topic or bank.bank, bank.title)
    return Shelf(
        version,
        MappingProxyType(dict(good)),
        MappingProxyType(questions),
        MappingProxyType(topics),
        MappingProxyType(topic_of),
        tuple(sorted(said)),
        stale,
    )
