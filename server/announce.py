"""`python -m server.announce PORT`: says the address once the server on that port is ready, or what went wrong."""

import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

PATIENCE = 60.0  # seconds


def main() -> int:
    port = sys.argv[1] if len(sys.argv) > 1 else "8501"
    said = wait(lambda: ask(f"http://127.0.0.1:{port}/ready"), time.monotonic, time.sleep)
    if said is None:
        print(f"\n  ScanPrep: http://localhost:{port}   (停止 stop: Ctrl+C)\n", flush=True)
        return 0
    print(f"\n  ScanPrep: {said}\n", file=sys.stderr, flush=True)
    return 1


def wait(look: Callable[[], str | None], now: Callable[[], float], sleep: Callable[[float], None]) -> str | None:
    """Ask until the answer is None (ready) or patience is over; then the last answer."""
    end = now() + PATIENCE
    while (said := look()) is not None and now() < end:
        sleep(0.2)
    return said


def ask(url: str) -> str | None:
    """None when ready, otherwise what is missing."""
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except urllib.error.HTTPError as answer:
        try:
            said = json.load(answer)
            return f"{said['zh']} / {said['en']}"
        except (ValueError, KeyError, TypeError):
            return f"{url}: HTTP {answer.code}"
    except OSError:
        return "服务器没有响应，原因见上方 / the server does not answer, see above"
    return None


if __name__ == "__main__":
    sys.exit(main())
