"""What app.py puts around Streamlit: our routes, the middleware, and what happens at start and stop."""

import asyncio
import gc
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from server.budget import Budget, pool
from server.headers import Headers
from server.visitor import Visitor
from server.warm import Patient, Warm
from study import home

if TYPE_CHECKING:
    from server.live import Live
    from server.news import News
    from server.studio import Studio

IDLE = 120.0  # seconds that a computed result is kept for whoever may turn back to it
SWEEP = 20.0  # seconds between two looks for what is idle
LISTENING = 0.1  # seconds that the server is given to open its port before loading takes the processor
LOG = logging.getLogger("scanprep")


def routes(hosts: Sequence[str]) -> list[BaseRoute]:
    """/ready for probes, /live for the lab's picture, /news of the banks; reachable under these host names.

    Their code is imported when they are first asked for, which `Patient` lets happen only after loading.
    """

    @cache
    def live() -> "Live":
        from server.live import Live

        return Live(studio(), hosts)

    @cache
    def news() -> "News":
        from server.news import News

        return News(lambda: home.library().shelf.version, hosts)

    async def on_live(socket: WebSocket) -> None:
        await live()(socket)

    async def on_news(socket: WebSocket) -> None:
        await news()(socket)

    async def on_ready(request: Request) -> Response:
        from server.ready import ready

        return await ready(request)

    return [Route("/ready", on_ready), WebSocketRoute("/live", on_live), WebSocketRoute("/news", on_news)]


@cache
def results() -> Budget[Any]:
    """The process's results, a quarter of its pool at most: panning and probing need not compute them again."""
    return Budget(pool().limit // 4, IDLE, time.monotonic, pool())


@cache
def studio() -> "Studio":
    """The process's one, for the live socket and for pages whose network blocks it."""
    from server.pace import Pace
    from server.pictures import pictures
    from server.studio import Studio

    return Studio(pictures().find, results(), Pace())


def middleware(page: str) -> list[Middleware]:
    """Around every answer, the outermost first. `page` is the HTML that Streamlit serves."""
    return [Middleware(Headers, page=page), Middleware(Patient, warm=warm()), Middleware(Visitor)]


@cache
def warm() -> Warm:
    """The process's one loading."""
    return Warm(_load)


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Load what every page needs while the server already listens; close it in order at the end."""
    warm().begin(after=LISTENING)
    sweeping = asyncio.create_task(_sweep())
    try:
        yield
    finally:
        sweeping.cancel()
        await warm().done()
        await run_in_threadpool(home.reset)


def _load() -> None:
    from study.store import StoreError

    try:
        home.store()
    except StoreError as problem:
        LOG.error("store: %s", problem)  # /ready says so too, and the pages
    home.library()

    from scans import decode  # before OpenCV, whose limits it sets

    decode.start()
    from ops import exercises

    exercises()
    # What is loaded now lives as long as the process: a collection need not walk it again and again.
    gc.collect()
    gc.freeze()


async def _sweep() -> None:
    while True:
        await asyncio.sleep(SWEEP)
        await warm().done()
        _forget_idle()


def _forget_idle() -> None:
    from server.pictures import pictures

    pictures().sweep()
    results().sweep()
