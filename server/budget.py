"""A cache that knows how many bytes it may hold and how long nobody may have asked for them."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V")
MEGABYTE = 1 << 20


@dataclass(slots=True)
class _Kept(Generic[V]):
    value: V
    size: int
    used: float


class Budget(Generic[V]):
    """Values by key, at most `limit` bytes; what was used longest ago goes first, what is idle goes by itself.

    Safe to use from several threads. `now` tells the time in seconds.
    """

    def __init__(self, limit: int, idle: float, now: Callable[[], float]) -> None:
        self.limit, self.idle, self._now = limit, idle, now
        self._kept: OrderedDict[Hashable, _Kept[V]] = OrderedDict()
        self._held = 0
        self._lock = threading.RLock()

    def put(self, key: Hashable, value: V, size: int) -> bool:
        """Keep the value; False when it alone is over the limit."""
        with self._lock:
            self.drop(key)
            if size > self.limit:
                return False
            self._kept[key] = _Kept(value, size, self._now())
            self._held += size
            self.sweep()
            while self._held > self.limit:
                self.drop(next(iter(self._kept)))
            return True

    def get(self, key: Hashable) -> V | None:
        """The value, which counts as used now; None when it is gone."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if self._now() - kept.used > self.idle:
                self.drop(key)
                return None
            kept.used = self._now()
            self._kept.move_to_end(key)
            return kept.value

    def peek(self, key: Hashable) -> V | None:
        """The value without counting as a use."""
        with self._lock:
            kept = self._kept.get(key)
            return kept.value if kept else None

    def drop(self, key: Hashable) -> None:
        with self._lock:
            kept = self._kept.pop(key, None)
            self._held -= kept.size if kept else 0

    def sweep(self) -> None:
        """Drop what is idle."""
        with self._lock:
            for key in [k for k, kept in self._kept.items() if self._now() - kept.used > self.idle]:
                self.drop(key)

    def oldest(self) -> list[Hashable]:
        """From the longest unused to the last used."""
        with self._lock:
            return list(self._kept)

    @property
    def held(self) -> int:
        """Bytes held now."""
        return self._held
