"""One conversation on the live socket: listens, draws in two lanes, and lets newer asks overtake older ones."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from starlette.websockets import WebSocket, WebSocketDisconnect

from ops import Refused
from server.ask import Ask, BadAsk, Probe, read
from server.found import found, said
from server.frames import answer, left_key, pixel, thumbs
from server.scene import Scene
from server.studio import Studio
from study.text import Text

T = TypeVar("T")
LOG = logging.getLogger("scanprep.live")
RATE = 250.0  # messages a second; more are read later, not refused
LONG = 0.3  # seconds from which the browser is told how long it will be

# What a mistake in an exercise raises; it must cost one picture and not the connection.
MISHAPS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)
FAILED = Text(
    "这个练习在这张图上出错了 - 恢复默认参数，或换一张图。",
    "this exercise failed on this picture - reset the knobs or choose another picture.",
)


@dataclass(frozen=True, slots=True)
class Rooms:
    """Threads to work in: for pictures under a moving finger, and for exact ones."""

    quick: Executor
    exact: Executor


class Latest(Generic[T]):
    """Holds one thing for whoever waits; a newer one replaces it."""

    def __init__(self) -> None:
        self._held: T | None = None
        self._there = asyncio.Event()

    def put(self, value: T) -> None:
        self._held = value
        self._there.set()

    def clear(self) -> None:
        self._held = None
        self._there.clear()

    async def take(self) -> T:
        while (value := self._held) is None:  # what woke us may have been cleared before our turn
            await self._there.wait()
        self.clear()
        return value


class Talk:
    """The conversation with one browser tab."""

    def __init__(self, socket: WebSocket, visitor: str, studio: Studio, rooms: Rooms, near: bool) -> None:
        self._socket, self._visitor, self._studio, self._rooms = socket, visitor, studio, rooms
        self._near = near  # the browser is on this machine
        self._dragged: Latest[Ask] = Latest()
        self._settled: Latest[Ask] = Latest()
        self._probed: Latest[Probe] = Latest()
        self._ask: Ask | None = None  # the newest
        self._left: Hashable | None = None  # which left picture the browser has
        self._right: Hashable | None = None  # which exact right picture it has
        self._still = asyncio.Event()  # no picture of a drag is being drawn
        self._still.set()
        self._told: Hashable | None = None  # which numbers it has
        self._speaking = asyncio.Lock()

    async def run(self) -> None:
        """Talk until the browser goes or breaks the rules; nothing of it goes on after that."""
        parts = (self._listen(), self._draw_dragged(), self._draw_settled(), self._probe())
        tasks = [asyncio.create_task(part) for part in parts]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        problems = [p for task in tasks if not task.cancelled() and (p := task.exception())]
        if any(isinstance(p, WebSocketDisconnect) for p in problems):
            return
        for problem in problems:
            if not isinstance(problem, BadAsk):
                LOG.error("live: stopped by %s", type(problem).__name__)
        await self._socket.close(4400 if any(isinstance(p, BadAsk) for p in problems) else 1011)

    async def _listen(self) -> None:
        spare, before = RATE, time.monotonic()
        while True:
            message = read(await self._text())
            now = time.monotonic()
            spare, before = min(RATE, spare + (now - before) * RATE) - 1, now
            if spare < 0:
                await asyncio.sleep(-spare / RATE)
            if isinstance(message, Probe):
                self._probed.put(message)
                continue
            self._ask = message
            lane, other = (self._dragged, self._settled) if message.drag else (self._settled, self._dragged)
            other.clear()  # whatever still waits there has been overtaken
            lane.put(message)

    async def _text(self) -> str:
        try:
            return await self._socket.receive_text()
        except KeyError as problem:
            raise BadAsk("message: must be text, got bytes") from problem

    async def _draw_dragged(self) -> None:
        while True:
            ask = await self._dragged.take()
            self._still.clear()
            try:
                await self._draw(ask, self._rooms.quick)
            finally:
                self._still.set()

    async def _draw_settled(self) -> None:
        while True:
            ask = await self._settled.take()
            # the last picture of a drag is often the exact one already, and then need not be made and sent twice
            await self._still.wait()
            key = (ask.what, ask.show, ask.stage, ask.view, ask.overlay)
            if key == self._right or await self._draw(ask, self._rooms.exact):
                await self._tell(ask)
            await self._say({"done": ask.n})

    async def _draw(self, ask: Ask, room: Executor) -> bool:
        """Send the pictures of an ask; whether there are any."""
        key = left_key(ask)
        with_left = key is None or key != self._left
        try:
            scene, wait, frames = await _in(room, self._at_once, ask, with_left)
            if frames is None:
                await self._say({"working": round(wait, 1), "n": ask.n})
                frames = await _in(room, answer, self._studio, scene, with_left, self._near)
        except Refused as refused:
            await self._say({"refused": said(refused.said), "n": ask.n})
            return False
        except MISHAPS as problem:
            LOG.error("live: exercise %s failed: %s", ask.exercise.name, type(problem).__name__)
            await self._say({"refused": said(FAILED), "n": ask.n})
            return False
        for frame in frames:
            await self._say(frame)
        self._left = key if with_left else self._left
        self._right = None if self._studio.hurried(scene) else (ask.what, ask.show, ask.stage, ask.view, ask.overlay)
        return True

    def _at_once(self, ask: Ask, with_left: bool) -> tuple[Scene, float, list[bytes] | None]:
        """The scene, the seconds it will take, and the pictures, unless these take so long that it is said first.

        One visit to a thread and not two: on a busy machine each waits its turn.
        """
        scene = self._studio.scene(ask, self._visitor)
        wait = 0.0 if ask.drag else self._studio.expected(scene)
        return scene, wait, None if wait > LONG else answer(self._studio, scene, with_left, self._near)

    async def _tell(self, ask: Ask) -> None:
        """Send what stands beside the picture, unless the browser has it or has moved on."""
        key = (ask.what, ask.show)
        if key == self._told or ask is not self._ask:
            return
        try:
            words = await _in(self._rooms.exact, self._words, await self._scene(ask, self._rooms.exact))
        except (Refused, *MISHAPS):
            return
        for word in words:
            await self._say(word)
        self._told = key

    def _words(self, scene: Scene) -> list[str | bytes]:
        strip = thumbs(self._studio, scene) if scene.ask.show == "stages" else ()
        return [json.dumps({"found": found(self._studio, scene)}), *strip]

    async def _probe(self) -> None:
        while True:
            probe = await self._probed.take()
            if self._ask is None:
                continue
            try:
                scene = await self._scene(self._ask, self._rooms.quick)
            except Refused:
                continue
            await self._say(await _in(self._rooms.quick, partial(pixel, self._studio, scene, probe)))

    async def _scene(self, ask: Ask, room: Executor) -> Scene:
        # not here: a sample scan is made when it is first asked for
        return await _in(room, self._studio.scene, ask, self._visitor)

    async def _say(self, what: bytes | str | Mapping[str, Any]) -> None:
        async with self._speaking:
            if isinstance(what, bytes):
                await self._socket.send_bytes(what)
            else:
                await self._socket.send_text(what if isinstance(what, str) else json.dumps(what))


async def _in(room: Executor, work: Callable[..., T], *args: object) -> T:
    return await asyncio.get_running_loop().run_in_executor(room, partial(work, *args))
