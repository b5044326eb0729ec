"""The server listens before everything is loaded: who comes in between waits, and a probe of readiness is told so."""

import threading
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from server.warm import Patient, Warm


class Slow:
    """Something to load that takes as long as the test wants."""

    def __init__(self) -> None:
        self.may_end, self.ended = threading.Event(), False

    def __call__(self) -> None:
        assert self.may_end.wait(20)
        self.ended = True


@pytest.fixture
def slow() -> Iterator[Slow]:
    slow = Slow()
    yield slow
    slow.may_end.set()


def served(load: Slow, warm: Warm) -> Starlette:
    async def hello(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("loaded" if load.ended else "too early")
        await socket.close()

    async def begin(request: object) -> PlainTextResponse:
        warm.begin()
        return PlainTextResponse("begun")

    routes = [
        Route("/begin", begin),
        Route("/_stcore/health", lambda request: PlainTextResponse("ok")),
        Route("/ready", lambda request: PlainTextResponse("ready")),
        WebSocketRoute("/hello", hello),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Patient, warm=warm)])


def test_a_probe_of_the_process_is_answered_at_once_and_one_of_readiness_says_starting(slow: Slow) -> None:
    with TestClient(served(slow, Warm(slow))) as client:
        client.get("/begin")
        assert client.get("/_stcore/health").text == "ok"
        said = client.get("/ready")
        assert (said.status_code, said.json()["ready"], said.json()["en"]) == (503, False, "starting, please wait")


def test_a_socket_that_comes_too_early_waits_until_all_is_loaded(slow: Slow) -> None:
    with TestClient(served(slow, Warm(slow))) as client:
        client.get("/begin")
        threading.Timer(0.3, slow.may_end.set).start()
        with client.websocket_connect("/hello") as socket:
            assert socket.receive_text() == "loaded"
        assert client.get("/ready").text == "ready"


def test_who_never_began_keeps_nobody_waiting(slow: Slow) -> None:
    with TestClient(served(slow, Warm(slow))) as client:
        assert client.get("/ready").text == "ready"
        with client.websocket_connect("/hello") as socket:
            assert socket.receive_text() == "too early"


def test_what_cannot_be_loaded_is_logged_and_nobody_waits_for_ever(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> None:
        raise RuntimeError("no such thing")

    slow = Slow()
    with TestClient(served(slow, Warm(broken))) as client:
        client.get("/begin")
        with client.websocket_connect("/hello") as socket:
            assert socket.receive_text() == "too early"
    assert "loading failed" in caplog.text
