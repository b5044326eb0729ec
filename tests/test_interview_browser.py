"""A mock interview in a real browser: a reload and a killed server find the same question and the same clock."""

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from study.database.database import Database
from study.interview import BEAT, GRACE, Event, Setup
from study.interviews import Interviews
from tests.browser import ROOT, Server, free_port, keyed, settle, unfold, visiting, wait_ready

pytestmark = pytest.mark.browser
SAID = "先看学习曲线，<b>再</b>看数据"


class Killable:
    """A server on one port and one data folder that can be killed without warning and started again."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.server = Server(f"http://127.0.0.1:{self.port}", folder / "data", folder / "log.txt")
        self.process = self.start()

    def start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        surroundings = os.environ | {"SCANPREP_DATA": str(self.server.data)}
        with self.server.log.open("ab") as out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=surroundings)
        wait_ready(self.server, process)
        self.process = process
        return process

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def killable(tmp_path: Path) -> Iterator[Killable]:
    server = Killable(tmp_path)
    with contextlib.closing(contextlib.ExitStack()) as stack:
        stack.callback(lambda: server.kill())
        yield server
    assert "Traceback" not in server.server.said()


def left(page: Page) -> float:
    """What the clock shows, in seconds."""
    found = re.fullmatch(r"(\+?)(\d+):(\d\d)", page.locator(".clock .left").inner_text())
    assert found
    return (-1 if found[1] else 1) * (60 * int(found[2]) + int(found[3]))


def asked(page: Page) -> str:
    return page.get_by_role("heading", level=2).first.inner_text()


def begin(page: Page, url: str, lang: str = "zh") -> None:
    page.goto(f"{url}/interview?lang={lang}")
    settle(page)
    keyed(page, "interview.begin").get_by_role("button").click()
    page.wait_for_url(re.compile("i="))
    settle(page)
    expect(page.locator(".clock .left")).to_have_text(re.compile(r"\d+:\d\d"))


def test_a_reload_and_a_killed_server_find_the_same_question_and_the_same_clock(
    killable: Killable, chromium: Browser
) -> None:
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    begin(page, killable.server.url)
    question = asked(page)
    expect(page.locator("textarea").first).to_be_focused()
    page.keyboard.type(SAID)
    page.wait_for_timeout(4000)
    first, since = left(page), time.monotonic()
    assert 1200 - 30 < first < 1200

    page.reload()
    settle(page)
    expect(page.locator(".clock .left")).to_have_text(re.compile(r"\d+:\d\d"))
    assert asked(page) == question
    expect(page.locator("textarea").first).to_have_value(SAID)
    assert abs(left(page) - (first - (time.monotonic() - since))) <= 3

    page.wait_for_timeout(5000)
    killable.kill()
    at_kill = left(page)
    expect(page.locator(".clock .word")).to_have_text("暂停", timeout=20_000)
    still = left(page)
    page.wait_for_timeout(GRACE * 1000)
    assert left(page) == still
    killable.start()
    page.goto(page.url)
    settle(page)
    expect(page.locator(".clock .left")).to_have_text(re.compile(r"\d+:\d\d"))
    assert asked(page) == question
    expect(page.locator("textarea").first).to_have_value(SAID)
    assert abs(left(page) - at_kill) <= 3

    end_and_take_along(page, question)
    context.close()


def end_and_take_along(page: Page, question: str) -> None:
    """Answer, end by keyboard, see the debrief, download both reports."""
    page.keyboard.press("Control+Enter")
    settle(page)
    page.keyboard.press("Alt+x")
    settle(page)
    page.keyboard.press("Alt+Enter")
    settle(page)
    expect(page.get_by_role("heading", name=re.compile("复盘"))).to_be_visible()
    unfold(keyed(page, "row_0"))
    expect(keyed(page, "row_0").get_by_text(question)).to_be_visible()
    expect(keyed(page, "row_0").locator(".sp-answer").first).to_have_text(re.compile("<b>再</b>"))
    for key, ending, words in (("interview.md", "md", SAID), ("interview.html", "html", "&lt;b&gt;再&lt;/b&gt;")):
        with page.expect_download() as download:
            keyed(page, key).get_by_role("button").click()
        assert re.fullmatch(rf"mock-interview-\d{{4}}-\d\d-\d\d\.{ending}", download.value.suggested_filename)
        assert words in download.value.path().read_text("utf-8")


def test_the_clock_ticks_between_the_signs_of_life(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        begin(page, server.url)
        shown = []
        for _ in range(int(BEAT * 4)):
            shown.append(left(page))
            page.wait_for_timeout(250)
        assert len(set(shown)) >= BEAT - 1
        assert sorted(shown, reverse=True) == shown


def seeded(server: Server, id: str, used: float) -> str:
    """The address of an interview of ten minutes, so many seconds of which are used."""
    start = datetime.now(UTC) - timedelta(seconds=used)
    setup = Setup.of({"minutes": 10}).kept()
    events = [Event("begun", start, "begun", {"setup": setup, "questions": ["dl-overfitting-underfitting"]})]
    beats = [Event("alive", start + timedelta(seconds=BEAT * n), f"b{n}") for n in range(1, int(used / BEAT) + 1)]
    with contextlib.closing(Database(f"sqlite:///{server.data / 'scanprep.db'}")) as db:
        Interviews(db).add("local", id, *events, *beats)
    return f"{server.url}/interview?i={id}&lang=zh"


def test_the_last_fifth_is_amber_and_overtime_is_shown_and_said_once(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        page.goto(seeded(server, "early", 60))
        settle(page)
        expect(page.locator(".clock")).to_have_class("clock")
        page.goto(seeded(server, "late", 500))
        settle(page)
        expect(page.locator(".clock")).to_have_class("clock late")
        expect(page.locator(".said")).to_have_text("")  # what was passed before is not said again
        page.goto(seeded(server, "over", 588))
        settle(page)
        expect(page.locator(".clock")).to_have_class("clock over", timeout=20_000)
        expect(page.locator(".clock .left")).to_have_text(re.compile(r"\+0:0\d"))
        expect(page.locator(".said")).to_have_text(re.compile("时间到"))
        assert page.locator(".said").get_attribute("aria-live") == "polite"
        assert page.locator(".clock").get_attribute("role") == "timer"  # a timer is not read out by itself


@pytest.mark.parametrize(("dark", "lang"), [(False, "zh"), (True, "en")])
def test_the_interview_fits_a_phone_and_axe_finds_nothing_serious(
    server: Server, chromium: Browser, dark: bool, lang: str
) -> None:
    with visiting(chromium, width=390, height=844, dark=dark, bypass_csp=True) as page:
        begin(page, server.url, lang)
        sound(page)
        page.get_by_role("button", name=re.compile("结束面试|End the interview")).click()
        settle(page)
        sound(page)
        page.locator("textarea").first.fill("the gap between training and validation")
        settle(page)
        keyed(page, "interview.end.yes").get_by_role("button").click()
        settle(page)
        unfold(keyed(page, "row_0"))
        settle(page)
        sound(page)


def sound(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    grave = [v for v in found if v["impact"] in ("serious", "critical")]
    assert not grave, [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in grave]
