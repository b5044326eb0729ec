"""A socket is no way to fill the server's memory: a message that is too long is cut off while it still comes."""

import contextlib
import json
from itertools import count
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from server.visitor import COOKIE, new_cookie
from tests.browser import Server, serving
from tests.signing import SECRET
from tests.signing import signed as signed

PIECE = "x" * (1 << 20)
MOST = 64  # MB: maxMessageSize of .streamlit/config.toml
# MB that the kernel holds between the two, or that the server drops unread until its goodbye is heard: 14 were seen on
# a busy machine.
UNDER_WAY = 64
HELD = 2  # times the longest message: its parts, and once more while they are put together
OFFERED = 200


def joined(url: str, path: str) -> ClientConnection:
    cookie = {"Cookie": f"{COOKIE}={new_cookie()}"}
    return connect(url.replace("http", "ws", 1) + path, origin=url, additional_headers=cookie)  # type: ignore[arg-type]


def sent(socket: ClientConnection) -> int:
    """Megabytes of one message that could be sent before the server hung up."""
    asked = count()
    with contextlib.suppress(ConnectionClosed):
        socket.send(PIECE for _ in zip(range(OFFERED), asked, strict=False))
    with pytest.raises(ConnectionClosed):
        listen(socket)
    return next(asked) - 1


def listen(socket: ClientConnection) -> None:
    """What the server said before it hung up."""
    while True:
        socket.recv(timeout=30)


def drawn(url: str) -> bool:
    """Whether /live still answers another visitor with a picture."""
    ask = {"n": 1, "token": "sample:ct-abdomen", "second": None, "exercise": "gaussian_blur", "knobs": {}, "frame": 0}
    ask |= {"window": None, "bake": False, "view": [0, 0, 512, 512, 64, 64], "mode": "exact", "show": "result"}
    with joined(url, "/live") as socket:
        socket.send(json.dumps(ask | {"stage": 0}))
        return any(isinstance(socket.recv(timeout=30), bytes) for _ in range(3))


def peak(server: Server) -> int:
    """The most memory that the server ever had, in MB."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) >> 10


def test_a_message_without_end_is_cut_off_and_nobody_else_notices() -> None:
    with serving(SCANPREP_SECRET=SECRET) as server:
        assert drawn(server.url)
        before = peak(server)
        for path in ("/live", "/news"):
            with joined(server.url, path) as socket:
                assert sent(socket) <= MOST + UNDER_WAY, path
        assert peak(server) - before <= HELD * MOST
        assert drawn(server.url)
