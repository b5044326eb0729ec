"""Memory of the server: a session, a scan that is held, moves and uploads without end: python -m benchmarks.memory.

PSS of the server's process alone, as the kernel counts it; the peer is naive Streamlit. Whatever is loaded at first use
is loaded before counting.
"""

import argparse
import asyncio
import contextlib
import os
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx2
import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.browsing import peer
from benchmarks.crowd import naive
from benchmarks.lab import SLIDERS
from benchmarks.labs import Ours, Theirs
from benchmarks.pictures import png, scene
from benchmarks.process import resident, server_of
from benchmarks.table import HEAD, Row
from benchmarks.tabs import LiveTab, Page
from tests.browser import launch, serving

FIRST, SESSIONS = 40, 120
SIZE = 2048
VISITORS, EACH = 3, 4  # four is what one visitor may hold
REST = 3.0  # seconds in which the server finishes what it does behind an answer
FULL = 25  # results of such a scan are more than all results may take
FLAT = 1.03  # what goes up and down by itself


def held(url: str) -> float:
    """Megabytes; the median of three looks after a rest."""
    time.sleep(REST)
    return median(resident(server_of(url)) for _ in range(3))


async def sessions(url: str, name: str, live: bool) -> float:
    """Megabytes that each session costs, its page open and, for ours, one picture shown."""
    async with httpx2.AsyncClient(timeout=120, trust_env=False) as http:
        tabs: list[Page | LiveTab] = []

        async def join() -> None:
            page = Page(url, http, name)
            await page.open()
            tabs.append(page)
            if live:
                viewer = LiveTab(url, page.cookie)
                await viewer.open()
                await viewer.ask()
                tabs.append(viewer)
            else:
                await page.picture()

        for _ in range(FIRST):
            await join()
        before = await asyncio.to_thread(held, url)
        for _ in range(SESSIONS):
            await join()
        after = await asyncio.to_thread(held, url)
        for tab in tabs:
            await tab.close()
        return (after - before) / SESSIONS


class Mover:
    """Our lab in a visitor's browser, moved to and fro without end, and given one upload after another."""

    def __init__(self, browser: Browser, url: str, file: Path) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="zh-CN")
        self.lab, self.url, self.file, self.n = Ours(self.context.new_page(), url, file), url, file, 0

    def move(self) -> None:
        self.n += 1
        self.lab.step("ArrowRight" if self.n % 100 < 50 else "ArrowLeft")

    def upload(self) -> None:
        """One more in the same session."""
        before = self.lab.asked()
        self.lab.page.locator("input[type=file]").first.set_input_files(str(self.file))
        self.lab.drawn(before)

    def look(self) -> float:
        """Megabytes of the server when computed results take all that they may."""
        for _ in range(FULL):
            self.move()
        return held(self.url)


def scans(browser: Browser, mover: Mover) -> float:
    """Megabytes that each of several scans costs, in sessions of several visitors."""
    before = mover.look()
    others = []
    for _ in range(VISITORS):
        others.append(Mover(browser, mover.url, mover.file))
        for _ in range(EACH - 1):
            others[-1].upload()
    after = mover.look()
    for other in others:
        other.context.close()
    return (after - before) / VISITORS / EACH


def theirs(browser: Browser, url: str, file: Path) -> float:
    """Megabytes that each session with a scan costs in naive Streamlit."""
    with contextlib.ExitStack() as stack:
        taken = []
        for n in range(VISITORS + 1):
            if n == 1:
                taken.append(held(url))
            context = stack.enter_context(browser.new_context(viewport={"width": 1280, "height": 1000}))
            lab = Theirs("naive", context.new_page(), url, file, SLIDERS["naive Streamlit"])
            for _ in range(5):
                lab.step()
        taken.append(held(url))
    return (taken[1] - taken[0]) / VISITORS


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--moves", type=int, default=500)
    asked.add_argument("--uploads", type=int, default=50)
    said = asked.parse_args()
    os.environ.setdefault("SCANPREP_SECRET", "of the benchmarks")
    os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
    print(HEAD, flush=True)
    with serving() as server, naive() as url:
        mine = asyncio.run(sessions(server.url, "lab", live=True))
        peers = asyncio.run(sessions(url, "", live=False))
    print(Row("a session, against 0.5 MB", f"{mine:.2f} MB", f"{peers:.2f} MB", mine / 0.5, 1), flush=True)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        file = Path(folder, "scan.png")
        image = scene(SIZE).astype(np.uint16) * 257
        file.write_bytes(png(image))
        size = image.nbytes / (1 << 20)
        server = stack.enter_context(serving())
        other = stack.enter_context(peer("naive_upload.py"))
        browser = launch(stack.enter_context(sync_playwright()))
        mover = Mover(browser, server.url, file)
        mine, peers = scans(browser, mover), theirs(browser, other, file)
        what = f"a scan of {SIZE} x {SIZE} and 16 bit held, against 1.1 times its {size:.0f} MB"
        print(Row(what, f"{mine:.1f} MB", f"{peers:.1f} MB", mine / size / 1.1, 1), flush=True)
        for what, many, act in (("moves", said.moves, mover.move), ("uploads", said.uploads, mover.upload)):
            for _ in range(EACH):
                act()
            before = mover.look()
            for _ in range(many):
                act()
            after = mover.look()
            print(
                Row(f"after {many} {what} / before", f"{after:.0f} MB", f"{before:.0f} MB", after / before, FLAT),
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
