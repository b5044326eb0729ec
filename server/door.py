"""What app.py puts around Streamlit: our routes, the middleware, and what happens at start and stop."""

import gc
import logging
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from server.budget import Budget
from server.headers import Headers
from server.live import Live
from server.pace import Pace
from server.pictures import MEGABYTE, pictures
from server.ready import ready
from server.studio import Studio
from server.visitor import Visitor
from study import home
from study.store import StoreError

IDLE = 300.0  # seconds that a computed result is kept for whoever may turn back to it
LOG = logging.getLogger("scanprep")


def routes(hosts: Sequence[str]) -> list[BaseRoute]:
    """/ready for probes, /live for the lab's picture; reachable under these host names."""
    kept: Budget[Any] = Budget(int(os.environ.get("SCANPREP_RESULT_MB") or 256) * MEGABYTE, IDLE, time.monotonic)
    studio = Studio(pictures().find, kept, Pace())
    return [Route("/ready", ready), WebSocketRoute("/live", Live(studio, hosts).__call__)]


def middleware(page: str) -> list[Middleware]:
    """Around every answer, the outermost first. `page` is the HTML that Streamlit serves."""
    return [Middleware(Headers, page=page), Middleware(Visitor)]


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Load what every page needs before the first visitor comes; close it in order at the end."""
    await run_in_threadpool(_warm)
    try:
        yield
    finally:
        home.reset()


def _warm() -> None:
    try:
        home.store()
    except StoreError as problem:
        LOG.error("store: %s", problem)  # /ready says so too, and the pages
    home.library()
    # What is loaded now lives as long as the process: a collection need not walk it again and again.
    gc.collect()
    gc.freeze()
