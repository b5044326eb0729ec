"""From starting the process until it is healthy, against an empty Streamlit app: python -m benchmarks.start.

Our store is there already, as on every start but the first.
"""

import argparse
import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

from benchmarks.browsing import PEERS
from benchmarks.table import HEAD, Row
from tests.browser import ROOT, free_port

HEALTH, READY = "/_stcore/health", "/ready"
OURS = (ROOT / "app.py", ROOT, (HEALTH, READY))
THEIRS = (PEERS / "empty.py", PEERS, (HEALTH,))


def started(data: str, app: Path, folder: Path, probes: tuple[str, ...], *flags: str) -> tuple[list[float], str]:
    """Seconds until each probe has answered with 200, and what the process said on its standard error."""
    with Path(data, "said").open("w+") as said:
        port = free_port()
        command = [sys.executable, *flags, "-m", "streamlit", "run", str(app), "--server.port", str(port)]
        command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=said, env=os.environ | {"SCANPREP_DATA": data}
        )
        try:
            took = []
            for probe in probes:
                _healthy(f"http://127.0.0.1:{port}{probe}", process)
                took.append(time.perf_counter() - began)
        finally:
            process.terminate()
            process.wait(20)
        said.seek(0)
        return took, said.read()


def _healthy(url: str, process: "subprocess.Popen[bytes]", seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"{url}: the server stopped"
        with contextlib.suppress(OSError, urllib.error.HTTPError):
            if urllib.request.urlopen(url, timeout=5).status == 200:
                return
        time.sleep(0.01)
    raise AssertionError(f"{url} did not answer within {seconds} s")


def imported(data: str) -> set[str]:
    """Every module that our server loads until it is ready."""
    _, said = started(data, *OURS, "-X", "importtime")
    found = set(re.findall(r"^import time: +\d+ \| +\d+ \| +([\w.]+)$", said, re.M))
    assert {"streamlit", "server.door", "cv2"} <= found, "the interpreter did not say what it imports"
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=7)
    rounds = asked.parse_args().rounds
    healthy, ready, theirs = [], [], []
    with tempfile.TemporaryDirectory() as data:
        for n in range(rounds + 1):
            ours, (peer,) = started(data, *OURS)[0], started(data, *THEIRS)[0]
            if n:  # the first compiles modules, fills the disk's cache and makes the store
                healthy.append(ours[0])
                ready.append(ours[1])
                theirs.append(peer)
        pandas = sum(name.partition(".")[0] == "pandas" for name in imported(data))
    print(HEAD)
    peers = median(theirs)
    for what, mine in (("started and healthy", median(healthy)), ("started and ready", median(ready))):
        print(Row(f"{what} / an empty app healthy", f"{mine:.2f} s", f"{peers:.2f} s", mine / peers, 1.25))
    print(Row("modules of pandas loaded at the start", str(pandas), "–", pandas, 0))


if __name__ == "__main__":
    main()
