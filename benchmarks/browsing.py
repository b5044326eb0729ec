"""A real Chromium on a real server, and times taken inside the page: from the press to the frame that shows it."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import ROOT, free_port

PEERS = Path(__file__).parent / "peers"
# Runs in the page: presses, then looks once a frame; the time ends with the frame after the one that shows it. Both
# parts are put in as text, for the page's own policy forbids eval().
TIMED = """async () => {
  const start = performance.now()
  PRESS
  while (!(SHOWN)) await new Promise(requestAnimationFrame)
  await new Promise(requestAnimationFrame)
  return performance.now() - start
}"""


def timed(page: Page, press: str, shown: str) -> float:
    """Milliseconds from running the statement `press` in the page until `shown` is true and painted."""
    return float(page.evaluate(TIMED.replace("PRESS", press).replace("SHOWN", shown)))


@contextlib.contextmanager
def peer(name: str, *flags: str) -> Iterator[str]:
    """Another Streamlit app, with Streamlit's own settings; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(PEERS / name), "--server.port", str(port)]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false", *flags]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
        )
        try:
            wait(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def wait(url: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if urllib.request.urlopen(url, timeout=5).status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within {seconds} s")


__all__ = ["ROOT", "peer", "timed", "wait"]
