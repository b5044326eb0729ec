"""From starting the process until it is healthy, against an empty Streamlit app: python -m benchmarks.start."""

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

ROUNDS = 7
HEALTH, READY = "/_stcore/health", "/ready"
OURS = (ROOT / "app.py", ROOT, (HEALTH, READY))
THEIRS = (PEERS / "empty.py", PEERS, (HEALTH,))


def started(app: Path, folder: Path, probes: tuple[str, ...], *flags: str) -> tuple[float, str]:
    """Seconds until every probe has answered with 200, and what the process said on its standard error."""
    with tempfile.TemporaryDirectory() as data, Path(data, "said").open("w+") as said:
        port = free_port()
        command = [sys.executable, *flags, "-m", "streamlit", "run", str(app), "--server.port", str(port)]
        command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=said, env=os.environ | {"SCANPREP_DATA": data}
        )
        try:
            for probe in probes:
                _healthy(f"http://127.0.0.1:{port}{probe}", process)
            took = time.perf_counter() - began
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


def imported() -> set[str]:
    """Every module that our server loads until it is ready."""
    _, said = started(*OURS, "-X", "importtime")
    found = set(re.findall(r"^import time: +\d+ \| +\d+ \| +([\w.]+)$", said, re.M))
    assert {"streamlit", "server.door", "cv2"} <= found, "the interpreter did not say what it imports"
    return found


def main() -> None:
    ours, theirs = [], []
    started(*OURS), started(*THEIRS)  # the first start compiles modules and fills the disk's cache
    for _ in range(ROUNDS):
        ours.append(started(*OURS)[0])
        theirs.append(started(*THEIRS)[0])
    mine, peers = median(ours), median(theirs)
    pandas = sum(name.partition(".")[0] == "pandas" for name in imported())
    print(HEAD)
    print(Row("started and ready / an empty app healthy", f"{mine:.2f} s", f"{peers:.2f} s", mine / peers, 1.25))
    print(Row("modules of pandas loaded at the start", str(pandas), "–", pandas, 0))


if __name__ == "__main__":
    main()
