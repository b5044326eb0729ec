"""How long an exercise takes on this machine: measured while it runs, asked before it runs again."""

import threading

QUICK = 0.040  # seconds; a slower exercise is computed on a preview while a knob is dragged
UNKNOWN = 0.080  # seconds per megapixel, until it has run once
MEGA = 1e6


class Pace:
    """Seconds per megapixel by exercise. Slow runs count at once, quick ones little by little."""

    def __init__(self) -> None:
        self._known: dict[str, float] = {}
        self._lock = threading.Lock()

    def note(self, name: str, pixels: int, seconds: float) -> None:
        """Remember a run. Tiny pictures say nothing about large ones."""
        if pixels < 10_000:
            return
        new = seconds / pixels * MEGA
        with self._lock:
            old = self._known.get(name, new)
            self._known[name] = new if new > old else 0.7 * old + 0.3 * new

    def expect(self, name: str, pixels: int) -> float:
        """Seconds that a picture of so many pixels will take."""
        return self._known.get(name, UNKNOWN) * pixels / MEGA
