"""A client for /live: what a browser does with the socket, without a browser."""

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from starlette.testclient import TestClient, WebSocketTestSession

from server.ask import Ask, read
from server.visitor import COOKIE, new_cookie

HOST = "testserver"


@dataclass(frozen=True)
class Frame:
    """One picture as it came over the wire."""

    head: dict[str, Any]
    data: bytes

    @property
    def image(self) -> np.ndarray[Any, Any]:
        """The decoded picture, (H, W) or (H, W, 3) RGB."""
        if self.head["kind"] == "raw":
            wide, high = self.head["size"]
            return np.frombuffer(self.data, np.uint8).reshape((high, wide, -1)).squeeze()
        image = cv2.imdecode(np.frombuffer(self.data, np.uint8), cv2.IMREAD_UNCHANGED)
        return cv2.cvtColor(image, cv2.COLOR_BGR2RGB) if image.ndim == 3 else image


@dataclass
class Answers:
    """Everything that came back for one exact ask."""

    frames: dict[str, Frame]
    thumbs: list[Frame]
    texts: list[dict[str, Any]]

    def said(self, what: str) -> Any:
        return next((t[what] for t in self.texts if what in t), None)


def asked(ask: dict[str, Any]) -> str:
    """The message for an ask that says only what is unusual about it."""
    whole = {"token": "sample:ct-abdomen", "second": None, "exercise": "canny", "knobs": {}, "frame": 0}
    whole |= {"window": None, "bake": False, "view": [0, 0, 512, 512, 512, 512], "mode": "exact"}
    return json.dumps(whole | {"show": "result", "stage": 0, "n": 1} | ask)


def read_ask(**ask: Any) -> Ask:
    """The same as the server reads it."""
    found = read(asked(ask))
    assert isinstance(found, Ask)
    return found


class Tab:
    """One browser tab."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        self.socket, self.n = socket, 0

    def send(self, **ask: Any) -> int:
        self.n += 1
        self.socket.send_text(asked({"n": self.n} | ask))
        return self.n

    def receive(self) -> Frame | dict[str, Any]:
        message = self.socket.receive()
        if message["type"] == "websocket.close":
            raise EOFError(message["code"])
        if message.get("text") is not None:
            said: dict[str, Any] = json.loads(message["text"])
            return said
        raw = message["bytes"]
        size = struct.unpack("<I", raw[:4])[0]
        return Frame(json.loads(raw[4 : 4 + size]), raw[4 + size :])

    def ask(self, **ask: Any) -> Answers:
        """Ask exactly and collect everything until the server says that this was all."""
        n, answers = self.send(**ask), Answers({}, [], [])
        while True:
            got = self.receive()
            if isinstance(got, dict):
                if got == {"done": n}:
                    return answers
                answers.texts.append(got)
            elif got.head["layer"] == "thumb":
                answers.thumbs.append(got)
            else:
                # as our page does: a picture still in the making when a newer one was drawn does not replace it
                known = answers.frames.get(got.head["layer"])
                if known is None or known.head["n"] <= got.head["n"]:
                    answers.frames[got.head["layer"]] = got


def cookie(value: str | None = None) -> str:
    return f"{COOKIE}={value or new_cookie()}"


@contextmanager
def opened(client: TestClient, **headers: str) -> Iterator[Tab]:
    """A tab whose handshake carries these headers instead of a browser's own (an empty one is left out)."""
    whole = {"origin": f"http://{HOST}", "host": HOST, "cookie": cookie()} | headers
    with client.websocket_connect("/live", headers={k: v for k, v in whole.items() if v}) as socket:
        yield Tab(socket)
