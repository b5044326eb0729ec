"""kill -9 of the whole app under a real browser: what the page acknowledged is there, and the words in flight too."""

import contextlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from study.database.verify import verify
from study.store import Store
from tests.browser import ROOT, Server, free_port, keyed, settle, wait_ready
from tests.kill9 import FEW, runs

WORDS = "过拟合是训练集好测试集差"


@contextlib.contextmanager
def running(data: Path) -> Iterator[tuple[Server, "subprocess.Popen[bytes]"]]:
    """The app on this data, killed with SIGKILL at the end if it was not before."""
    server = Server(f"http://127.0.0.1:{free_port()}", data, data.with_name("log.txt"))
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", server.url.rsplit(":", 1)[1]]
    surroundings = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"SCANPREP_DATA": str(data)}
    with server.log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=surroundings, start_new_session=True
        )
    try:
        wait_ready(server, process)
        yield server, process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answer(page: Page) -> str:
    """Write an answer to the question on the page and look at the model answer; returns the question's id.

    One that was looked at before the kill, and not yet rated, stands there as it was.
    """
    id = page.url.split("q=")[1].split("&")[0]
    if page.get_by_text("参考回答").count() == 0:
        expect(keyed(page, f"quiz.answer.{id}").locator("textarea")).to_be_focused()
        page.keyboard.type(WORDS)
        page.keyboard.press("Control+Enter")
        settle(page)
        expect(page.get_by_text("参考回答")).to_be_visible()
    return id


def test_an_app_killed_under_a_learners_hands_keeps_every_answer(tmp_path: Path, chromium: Browser) -> None:
    rng, told, data = random.Random(2), list[str](), tmp_path / "data"
    for _ in range(2 if runs() == FEW else 15):
        context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
        with running(data) as (server, process), contextlib.closing(context):
            page = context.new_page()
            page.goto(f"{server.url}/quiz")
            settle(page)
            keyed(page, "quiz.mode").get_by_role("radio").last.click()  # all: no limit of new ones a day
            settle(page)
            page.get_by_role("button", name="开始").first.click()
            settle(page)
            for _ in range(rng.randrange(1, 3)):
                id = answer(page)
                page.keyboard.press("2")
                settle(page)
                assert id not in page.url
                told.append(id)
            flying = answer(page)
            page.keyboard.press("2")
            page.wait_for_timeout(rng.choice([0, 20, 60, 120, 300]))
            process.kill()
        with contextlib.closing(Store(f"sqlite:///{data / 'scanprep.db'}")) as store:
            log, draft = store.log("local"), store.draft("local", flying)
        rated = [r.question for r in log]
        assert rated in (told, [*told, flying])
        assert all(r.answer == WORDS for r in log)
        assert len(rated) > len(told) or (draft is not None and draft.answer == WORDS and draft.revealed)
        told = rated
        assert not [c for c in verify(f"sqlite:///{data / 'scanprep.db'}", data / "backups") if c.wrong]
