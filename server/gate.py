"""Who may open one of our WebSockets: a visitor of our own page, from our own origin, and not too many at once."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from starlette.websockets import WebSocket

from server.visitor import visitor_of

LOOPBACK = ("127.0.0.1", "::1")


def near(socket: WebSocket) -> bool:
    """Whether the browser is on this machine, with no proxy that could stand for one far away."""
    client = socket.client.host if socket.client else ""
    forwarded = any(name in socket.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip"))
    return client in LOOPBACK and not forwarded


class Gate:
    """`hosts` are the names that we may be reached under; none: whatever the browser says. `most` per visitor."""

    def __init__(self, hosts: Sequence[str], most: int) -> None:
        self._hosts, self._most = frozenset(hosts), most
        self._open: Counter[str] = Counter()

    @asynccontextmanager
    async def passing(self, socket: WebSocket) -> AsyncIterator[str | None]:
        """Accept the socket and give its visitor; None when it was turned away, closed with 4403 or 4429."""
        visitor = visitor_of(socket.cookies)
        refusal = self._refusal(socket, visitor)
        await socket.accept()  # a refused handshake would not tell the page why
        if refusal or visitor is None:
            await socket.close(refusal or 4403)
            yield None
            return
        self._open[visitor] += 1
        try:
            yield visitor
        finally:
            self._open[visitor] -= 1
            self._open += Counter()  # forgets who has none left

    def _refusal(self, socket: WebSocket, visitor: str | None) -> int | None:
        origin = urlsplit(socket.headers.get("origin", ""))
        at_home = origin.scheme in ("http", "https") and origin.netloc == socket.headers.get("host")
        if visitor is None or not at_home or (self._hosts and origin.hostname not in self._hosts):
            return 4403
        return 4429 if self._open[visitor] >= self._most else None
