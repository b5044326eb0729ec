"""The news socket: tells an open page that the banks have changed, so that a saved bank is on it within a second.

Server to client, JSON text: {"shelf": 7}, at once and whenever the number changes. Whatever a client says ends it.
"""

import asyncio
from collections.abc import Callable, Sequence

from starlette.websockets import WebSocket, WebSocketDisconnect

from server.gate import Gate

EVERY = 0.2  # seconds between two looks; the library itself looks at the folder ten times a second
TABS = 40  # open pages of one visitor


class News:
    """The endpoint. `version` gives the number of the shelf as it is now."""

    def __init__(self, version: Callable[[], int], hosts: Sequence[str] = ()) -> None:
        self._version, self._gate = version, Gate(hosts, TABS)

    async def __call__(self, socket: WebSocket) -> None:
        """Tell until the page is closed."""
        async with self._gate.passing(socket) as visitor:
            if visitor is None:
                return
            hearing = asyncio.create_task(socket.receive())
            try:
                await self._tell(socket, hearing)
            except (WebSocketDisconnect, RuntimeError):  # Starlette's two ways to say that the other side is gone
                pass
            finally:
                hearing.cancel()

    async def _tell(self, socket: WebSocket, hearing: "asyncio.Task[object]") -> None:
        told: int | None = None
        while not hearing.done():
            if (now := self._version()) != told:
                told = now
                await socket.send_json({"shelf": now})
            await asyncio.wait({hearing}, timeout=EVERY)
        await socket.close()
