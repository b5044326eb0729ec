"""Waiting that ends: for what another thread or process is to bring about."""

import time
from collections.abc import Callable


def until(true: Callable[[], object], seconds: float = 20.0, pause: Callable[[float], object] = time.sleep) -> float:
    """Seconds until it is true; fails when it has not come true in time."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds, "never came true"
        pause(0.005)
    return time.monotonic() - start
