"""Answers asks without a socket, one at a time: for a browser whose network lets no WebSocket of ours through."""

import base64
import json
import os
import threading
from collections.abc import Hashable, Iterator
from typing import Any

from ops import Refused
from server.ask import Ask, BadAsk, Probe, read
from server.found import found, said
from server.frames import answer, left_key, pixel, thumbs
from server.scene import Scene
from server.studio import Studio
from server.talk import FAILED, LOG, MISHAPS
from study.text import Text

Word = str | dict[str, Any]  # a picture as on the live socket, in base64, or what the socket says as JSON
COOKIE = Text(
    "浏览器没有带上访客 Cookie：请允许本站 Cookie 后刷新。",
    "your browser sent no visitor cookie - allow cookies for this site and reload.",
)
# Every page has a thread of its own, so it takes a limit to leave the processor to the live sockets too.
_seats = threading.BoundedSemaphore(os.cpu_count() or 1)


class Desk:
    """One session's asks."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._ask: Ask | None = None  # the newest
        self._left: Hashable | None = None  # which left picture the browser has

    def reply(self, text: object, visitor: str) -> list[Word]:
        """Everything that this message of the browser brings, in the order of the socket. Raises BadAsk."""
        if not isinstance(text, str):
            raise BadAsk(f"message: must be text, got {type(text).__name__}")
        message = read(text)
        if not visitor:
            return [{"refused": said(COOKIE)}]
        with _seats:
            if isinstance(message, Probe):
                return list(self._probed(message, visitor))
            self._ask = message
            return [*self._shown(message, visitor), {"done": message.n}]

    def _shown(self, ask: Ask, visitor: str) -> Iterator[Word]:
        key = left_key(ask)
        # an exact answer stands alone: the page may have lost what came before it
        with_left = key is None or key != self._left or not ask.drag
        try:
            scene = self._studio.scene(ask, visitor)
            for frame in answer(self._studio, scene, with_left, near=False):
                yield coded(frame)
            self._left = key
            if not ask.drag:
                yield from self._words(scene)
        except Refused as refused:
            yield {"refused": said(refused.said), "n": ask.n}
        except MISHAPS as problem:
            LOG.error("letters: exercise %s failed: %s", ask.exercise.name, type(problem).__name__)
            yield {"refused": said(FAILED), "n": ask.n}

    def _words(self, scene: Scene) -> Iterator[Word]:
        yield {"found": found(self._studio, scene)}
        for word in thumbs(self._studio, scene) if scene.ask.show == "stages" else ():
            yield coded(word) if isinstance(word, bytes) else json.loads(word)

    def _probed(self, probe: Probe, visitor: str) -> Iterator[Word]:
        nothing = {"probe": [probe.x, probe.y], "before": None, "after": None}
        try:
            yield nothing if self._ask is None else pixel(self._studio, self._studio.scene(self._ask, visitor), probe)
        except Refused:
            yield nothing


def coded(frame: bytes) -> str:
    """A picture as it can lie in JSON."""
    return base64.b64encode(frame).decode("ascii")
