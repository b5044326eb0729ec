"""The exact result at full size as a PNG to take away: pixels and nothing else."""

import cv2

from ops import Exercise
from scans.scan import Scan, shown
from server.scene import beside
from server.source import feed, window_of

KEPT = ("uint8", "uint16")  # what PNG can hold as it is


def result_png(
    exercise: Exercise,
    knobs: dict[str, object],
    scan: Scan,
    second: Scan | None = None,
    frame: int = 0,
    window: tuple[float, float] | None = None,
    bake: bool = False,
) -> bytes:
    """8 or 16 bit as the exercise made it; other depths as they are shown through the window. Raises Refused."""
    seen = window_of(scan, window)
    other = None
    if second is not None:
        at = beside(scan, second, frame)
        other = feed(second, exercise, at, second.windows[0], bake, second=True).image
    image = exercise.apply(feed(scan, exercise, frame, seen, bake).image, knobs, other).image
    if image.dtype.name not in KEPT:
        image = shown(image, seen, scan.inverted)
    sent = cv2.cvtColor(image, cv2.COLOR_RGB2BGR) if image.ndim == 3 else image
    return cv2.imencode(".png", sent)[1].tobytes()
