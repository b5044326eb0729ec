"""A real server and a real Chromium for the tests that need feel: keys, dragging, deep links, uploads."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright, expect

ROOT = Path(__file__).parent.parent
# Without these Chromium looks for its maker's servers, which a closed network answers with errors.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
QUIET = re.compile(r"/_stcore/(health|host-config)$")  # the front end probes them below the page's path: 404, harmless


@dataclass(frozen=True)
class Server:
    url: str
    data: Path
    log: Path
    pid: int = 0

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextlib.contextmanager
def serving(**env: str) -> Iterator[Server]:
    """The app as `make run` starts it, with a data folder of its own; a trace in its log is a failure."""
    with tempfile.TemporaryDirectory(prefix="scanprep-") as folder:
        port, data, log = free_port(), Path(folder, "data"), Path(folder, "log.txt")
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        surroundings = os.environ | {"SCANPREP_DATA": str(data)} | env
        with log.open("wb") as out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=surroundings)
        server = Server(f"http://127.0.0.1:{port}", data, log, process.pid)
        try:
            wait_ready(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        assert "Traceback" not in server.said(), server.said()


def wait_ready(server: Server, process: "subprocess.Popen[bytes]", seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"the server stopped: {server.said()}"
        with contextlib.suppress(OSError, urllib.error.HTTPError):
            if urllib.request.urlopen(f"{server.url}/ready", timeout=5).status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"not ready after {seconds} s: {server.said()}")


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium, or the one that Playwright installed; a missing one fails, it does not skip."""
    named = (os.environ.get("SCANPREP_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    path = next((p for n in named if n and (p := shutil.which(n))), None)
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


@contextlib.contextmanager
def visiting(
    browser: Browser,
    *,
    width: int = 1280,
    height: int = 900,
    dark: bool = False,
    locale: str = "zh-CN",
    touch: bool = False,
    bypass_csp: bool = False,
) -> Iterator[Page]:
    """A page of a fresh visitor; errors in its console, failed requests and page errors fail the test."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=locale,
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        has_touch=touch,
        bypass_csp=bypass_csp,
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda e: wrong.append(f"page error: {e}"))
    page.on(
        "console",
        lambda m: wrong.append(f"console: {m.text}") if m.type == "error" and "404" not in m.text else None,
    )
    page.on(
        "response",
        lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 and not QUIET.search(r.url) else None,
    )
    try:
        yield page
    finally:
        context.close()
    assert not wrong, wrong


def settle(page: Page, timeout: float = 30_000) -> None:
    """Wait until the script has run, everything lazy is drawn, and no exception stands on the page."""
    page.wait_for_timeout(250)  # Streamlit waits 200 ms before it sends a typed value
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=timeout)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=timeout)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=timeout)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def keyed(page: Page, key: str) -> Locator:
    """The element with this widget key."""
    return page.locator(".st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip()))


def unfold(fold: Locator) -> None:
    """Open an expander and wait until it stands still: of a click on what moves, the release lands elsewhere."""
    fold.locator("summary").click()
    fold.evaluate("e => Promise.allSettled(e.getAnimations({subtree: true}).map(a => a.finished))")
