"""GET /ready: whether the store opens and the questions are loaded, for probes and for `make run`."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from study import home
from study.store import StoreError


async def ready(request: Request) -> JSONResponse:
    """200 and how many questions there are, or 503 and why not."""
    return await run_in_threadpool(_look)


def _look() -> JSONResponse:
    try:
        home.store().ready()
    except StoreError as problem:
        return JSONResponse({"ready": False, "zh": problem.said.zh, "en": problem.said.en}, 503)
    count = len(home.library().shelf.questions)
    if count == 0:
        return JSONResponse({"ready": False, "zh": "没有载入任何题目", "en": "no questions are loaded"}, 503)
    return JSONResponse({"ready": True, "questions": count})
