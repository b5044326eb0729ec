"""What app.py puts around Streamlit: our routes, the middleware, and what happens at start and stop."""

import asyncio
import gc
import logging
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from ops import exercises
from scans import decode
from server.budget import Budget
from server.headers import Headers
from server.live import Live
from server.news import News
from server.pace import Pace
from server.pictures import MEGABYTE, pictures
from server.ready import ready
from server.studio import Studio
from server.visitor import Visitor
from study import home
from study.store import StoreError

IDLE = 120.0  # seconds that a computed result is kept for whoever may turn back to it
SWEEP = 20.0  # seconds between two looks for what is idle
LOG = logging.getLogger("scanprep")


def routes(hosts: Sequence[str]) -> list[BaseRoute]:
    """/ready for probes, /live for the lab's picture, /news of the banks; reachable under these host names."""
    studio = Studio(pictures().find, results(), Pace())
    news = News(lambda: home.library().shelf.version, hosts)
    return [
        Route("/ready", ready),
        WebSocketRoute("/live", Live(studio, hosts).__call__),
        WebSocketRoute("/news", news.__call__),
    ]


@cache
def results() -> Budget[Any]:
    """The process's results within SCANPREP_RESULT_MB (160): panning and probing need not compute them again."""
    return Budget(int(os.environ.get("SCANPREP_RESULT_MB") or 160) * MEGABYTE, IDLE, time.monotonic)


def middleware(page: str) -> list[Middleware]:
    """Around every answer, the outermost first. `page` is the HTML that Streamlit serves."""
    return [Middleware(Headers, page=page), Middleware(Visitor)]


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Load what every page needs before the first visitor comes; close it in order at the end."""
    await run_in_threadpool(_warm)
    sweeping = asyncio.create_task(_sweep())
    try:
        yield
    finally:
        sweeping.cancel()
        home.reset()


def _warm() -> None:
    try:
        home.store()
    except StoreError as problem:
        LOG.error("store: %s", problem)  # /ready says so too, and the pages
    home.library()
    exercises()
    decode.start()
    # What is loaded now lives as long as the process: a collection need not walk it again and again.
    gc.collect()
    gc.freeze()


async def _sweep() -> None:
    while True:
        await asyncio.sleep(SWEEP)
        pictures().sweep()
        results().sweep()
