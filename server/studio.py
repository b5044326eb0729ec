"""Computes what the lab shows: exactly, or on a preview while a knob is dragged and the exercise is slow."""

import math
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from ops import Pixels, Refused, Result
from scans.scan import Scan
from server.ask import Ask
from server.budget import Budget
from server.difference import difference
from server.drawn import Drawn, finish
from server.pace import QUICK, Pace
from server.scene import Scene, crop, key_of, knobs_at, level, origin, pace_name, pictures_at, placed
from server.source import Source, feed, smaller, window_of
from server.view import Place
from study.text import Text

T = TypeVar("T")
STAGED = 2_000_000  # stages of larger pictures are computed on a preview
LOCKS = 64

GONE = Text(
    "这张图已不在服务器内存里（闲置过久或服务器重启）- 请重新上传，或选一张示例图。",
    "this picture has left the server's memory (idle for long, or a restart) - upload it again or pick a sample.",
)
LACKING = Text("这个练习需要第二张图 - 请在上方选择。", "this exercise needs a second picture - choose one above.")


class Studio:
    """Finds scans, runs exercises, and remembers results within a budget; used from several threads."""

    def __init__(self, find: Callable[[str, str], Scan | None], kept: Budget[Any], pace: Pace) -> None:
        self._find, self._kept, self._pace = find, kept, pace
        # the same exact result, asked for by a whole class at once, is computed once
        self._once = [threading.Lock() for _ in range(LOCKS)]

    def scene(self, ask: Ask, visitor: str) -> Scene:
        """Raises Refused when a picture is gone or missing."""
        scan = self._find(ask.token, visitor)
        second = self._find(ask.second, visitor) if ask.second else None
        if scan is None or (ask.second and second is None):
            raise Refused(GONE)
        if ask.exercise.second and second is None:
            raise Refused(LACKING)
        return Scene(ask, scan, second)

    def hurried(self, scene: Scene) -> bool:
        """Whether a preview must do: a knob is being dragged, and the exact result would come late."""
        both = scene.ask.show in ("naive", "diff")
        return scene.ask.drag and self.expected(scene) + (self.expected(scene, naive=True) if both else 0) > QUICK

    def expected(self, scene: Scene, naive: bool = False) -> float:
        """Seconds that the exact result will take; 0 when it is at hand."""
        if self._kept.peek(key_of(scene, naive)) is not None:
            return 0.0
        high, wide = scene.scan.size
        return self._pace.expect(pace_name(scene.ask.exercise, naive), high * wide)

    def before(self, scene: Scene) -> Drawn:
        """The scan itself, with its overlay beside the values when that is asked for."""
        over = scene.scan.over(scene.ask.frame) if scene.ask.overlay else None
        return Drawn(scene.scan.plane(scene.ask.frame), Place(), measured=True, over=over)

    def result(self, scene: Scene, naive: bool = False, hurried: bool = False) -> Drawn:
        """What the exercise makes of the scan, or its naive version. Raises Refused."""
        return self._quick(scene, naive) if hurried else self._exact(scene, naive)

    def differing(self, scene: Scene, hurried: bool) -> Drawn:
        """Where naive and correct differ. Raises Refused, also when their shapes cannot be compared."""
        right, wrong = (self.result(scene, naive, hurried) for naive in (False, True))
        shown = [finish(d, scene.scan, scene.ask.window)(d.image) for d in (right, wrong)]
        return replace(right, image=difference(*shown))

    def stages(self, scene: Scene) -> list[tuple[Text, Drawn]]:
        """The inner steps, with their titles; none when the exercise shows none. Raises Refused."""
        ask = scene.ask
        if ask.exercise.stages is None:
            return []
        key, image = ("stages", *key_of(scene, False)), self.source(scene).image
        with self._alone(key):
            known: list[tuple[Text, Drawn]] | None = self._kept.get(key)
            if known is None:
                k = level(math.ceil(math.sqrt(image.shape[0] * image.shape[1] / STAGED)), image)
                fed = smaller(image, k)
                steps = ask.exercise.stages(fed, **pictures_at(scene, k), **knobs_at(ask, k))
                found = [(title, placed(Result(np.ascontiguousarray(step)), scene, fed, k)) for title, step in steps]
                known = [(title, _own(drawn, image)) for title, drawn in found]
                self._kept.put(key, known, sum(d.image.nbytes for _, d in known))
        return known

    def source(self, scene: Scene) -> Source:
        """The picture that the exercise is given."""
        ask, scan = scene.ask, scene.scan
        key = ("source", ask.exercise.takes, ask.exercise.depths, *origin(scene))
        known: Source | None = self._kept.get(key)
        if known is None:
            known = feed(scan, ask.exercise, ask.frame, window_of(scan, ask.window), ask.bake)
            # a view is made again in no time, and would keep a dropped upload in memory, uncounted
            if not np.may_share_memory(known.image, scan.pixels):
                self._kept.put(key, known, known.image.nbytes)
        return known

    def at_hand(self, scene: Scene) -> Drawn | None:
        """The exact result if it need not be computed."""
        found: Drawn | None = self._kept.get(key_of(scene, False))
        return found

    def once(self, key: tuple[Hashable, ...], make: Callable[[], T], size: int) -> T:
        """What `make` returns, remembered under the key as so many bytes. It must not keep a scan alive."""
        with self._alone(key):
            known: T | None = self._kept.get(key)
            if known is None:
                known = make()
                self._kept.put(key, known, size)
        return known

    def _exact(self, scene: Scene, naive: bool) -> Drawn:
        key, image = key_of(scene, naive), self.source(scene).image
        with self._alone(key):
            known: Drawn | None = self._kept.get(key)
            if known is None:
                known = _own(self._run(scene, naive, image, 1), image)
                self._kept.put(key, known, known.image.nbytes)
        return known

    def _quick(self, scene: Scene, naive: bool) -> Drawn:
        """On the means of k x k pixels; for an exercise that looks at neighbourhoods only, of what is in view."""
        ask, image = scene.ask, self.source(scene).image
        if not ask.exercise.local or scene.second is not None:
            k = level(math.ceil(image.shape[1] / ask.view.wide - 0.25), image)
            return self._run(scene, naive, self._preview(scene, k), k)
        k = level(math.ceil(1 / ask.view.scale - 0.25), image)
        x, y, part = crop(image, scene, k)
        drawn = self._run(scene, naive, smaller(part, k), k)
        return replace(drawn, place=Place(x, y, k), exact=False)

    def _preview(self, scene: Scene, k: int) -> Pixels:
        key = ("preview", k, scene.ask.exercise.takes, scene.ask.exercise.depths, *origin(scene))
        known: Pixels | None = self._kept.get(key)
        if known is None:
            known = smaller(self.source(scene).image, k)
            self._kept.put(key, known, known.nbytes)
        return known

    def _run(self, scene: Scene, naive: bool, image: Pixels, k: int) -> Drawn:
        exercise = scene.ask.exercise
        run = exercise.apply_naive if naive else exercise.apply
        start = time.perf_counter()
        result = run(image, knobs_at(scene.ask, k), next(iter(pictures_at(scene, k).values()), None))
        seconds = time.perf_counter() - start
        self._pace.note(pace_name(exercise, naive), image.shape[0] * image.shape[1], seconds)
        return replace(placed(result, scene, image, k), seconds=seconds)

    def _alone(self, key: Hashable) -> threading.Lock:
        return self._once[hash(key) % LOCKS]


def _own(drawn: Drawn, image: Pixels) -> Drawn:
    """A result that shares no memory with what it was made of: kept, it would keep that as well, uncounted."""
    return replace(drawn, image=drawn.image.copy()) if np.may_share_memory(drawn.image, image) else drawn
