"""Loading what every page needs while the server already listens, and holding back who comes before it is loaded."""

import asyncio
import logging
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOG = logging.getLogger("scanprep")
STARTING = {"ready": False, "zh": "正在启动，请稍候", "en": "starting, please wait"}


class Warm:
    """Loads once, in a thread. Before `begin` and after it is done nobody waits."""

    def __init__(self, load: Callable[[], None]) -> None:
        self._load = load
        self._loading: asyncio.Task[None] | None = None

    def begin(self, after: float = 0.0) -> None:
        """Load in so many seconds; whoever comes waits from now on. Call it on the server's loop."""
        self._loading = asyncio.create_task(self._later(after))
        self._loading.add_done_callback(_tell)

    async def _later(self, after: float) -> None:
        await asyncio.sleep(after)
        await run_in_threadpool(self._load)

    @property
    def busy(self) -> bool:
        return self._loading is not None and not self._loading.done()

    async def done(self) -> None:
        """Wait until everything is loaded, or could not be."""
        if self._loading is not None:
            await asyncio.wait({self._loading})


class Patient:
    """ASGI middleware. Until all is loaded, sockets wait, /ready says 503, and pages' files are served as ever.

    So no page imports what is just being imported, and a probe of the process alone is answered at once.
    """

    def __init__(self, app: ASGIApp, warm: Warm) -> None:
        self.app, self._warm = app, warm

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._warm.busy and scope["type"] == "http" and scope["path"] == "/ready":
            await JSONResponse(STARTING, 503)(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await self._warm.done()
        await self.app(scope, receive, send)


def _tell(loading: "asyncio.Task[None]") -> None:
    if not loading.cancelled() and (problem := loading.exception()):
        LOG.error("start: loading failed", exc_info=problem)
