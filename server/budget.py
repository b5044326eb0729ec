"""Caches that know how many bytes they may hold, alone and together, and how long nobody may have asked for them."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

V = TypeVar("V")
MEGABYTE = 1 << 20


@dataclass(slots=True)
class _Kept(Generic[V]):
    value: V
    size: int
    used: float


class Pool:
    """Bytes that several caches may hold together. Where they do not suffice, the least dear cache gives way."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.lock = threading.RLock()  # one for all: a put into one cache may drop from another
        self._caches: list[Budget[Any]] = []

    def join(self, one: "Budget[Any]") -> None:
        self._caches = sorted((*self._caches, one), key=lambda cache: cache.dear)

    @property
    def held(self) -> int:
        """Bytes held now by all."""
        return sum(one.held for one in self._caches)

    def fit(self) -> None:
        """Drop until all is within the limit: from the least dear cache that holds anything, the longest unused."""
        with self.lock:
            while self.held > self.limit:
                one = next(one for one in self._caches if one.held)
                one.drop(next(iter(one.oldest()), None))


class Budget(Generic[V]):
    """Values by key, at most `limit` bytes; what was used longest ago goes first, what is idle goes by itself.

    Safe to use from several threads. `now` tells the time in seconds. `pool`: the bytes it shares with other caches;
    `dear`: how much is lost with a value, compared with theirs.
    """

    def __init__(
        self, limit: int, idle: float, now: Callable[[], float], pool: Pool | None = None, dear: int = 0
    ) -> None:
        self.limit, self.idle, self.dear, self._now = limit, idle, dear, now
        self._kept: OrderedDict[Hashable, _Kept[V]] = OrderedDict()
        self._held = 0
        self._pool = pool or Pool(limit)
        self._pool.join(self)
        self._lock = self._pool.lock

    def put(self, key: Hashable, value: V, size: int) -> bool:
        """Keep the value; False when it alone is over the limit. Other caches of the pool may take its place later."""
        with self._lock:
            self.drop(key)
            if size > min(self.limit, self._pool.limit):
                return False
            self._kept[key] = _Kept(value, size, self._now())
            self._held += size
            self.sweep()
            while self._held > self.limit:
                self.drop(next(iter(self._kept)))
            self._pool.fit()
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
            # a copy: a collection may drop from here at any moment, when a session goes
            for key in [k for k, kept in list(self._kept.items()) if self._now() - kept.used > self.idle]:
                self.drop(key)

    def oldest(self) -> list[Hashable]:
        """From the longest unused to the last used."""
        with self._lock:
            return list(self._kept)

    @property
    def held(self) -> int:
        """Bytes held now."""
        return self._held


@cache
def pool() -> Pool:
    """The process's one, for uploads and for results: SCANPREP_PICTURE_MB (640)."""
    return Pool(int(float(os.environ.get("SCANPREP_PICTURE_MB") or 640) * MEGABYTE))
