"""A computed picture, where it lies on the scan, and how it becomes eight bits deep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from ops import Pixels
from scans.scan import Scan, shown
from server.source import window_of
from server.view import Place


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A picture to be shown."""

    image: Pixels
    place: Place
    exact: bool = True
    shrunk: int = 1  # computed where this many pixels became one, each way
    facts: Mapping[str, float | int | str] = field(default_factory=dict)
    seconds: float = 0.0
    measured: bool = False  # the scan's own values, not a result
    over: Pixels | None = None  # uint8 (H, W), above 0 where an overlay is drawn over what is shown


def finish(drawn: Drawn, scan: Scan, window: tuple[float, float] | None) -> Callable[[Pixels], Pixels]:
    """How a piece of it becomes eight bits: through the scan's window, or not at all when a result has eight already.

    Made for small pieces: a window over all of a large deep picture takes as long as the exercise.
    """
    if drawn.image.dtype == np.uint8 and not drawn.measured:
        return _as_it_is
    return partial(shown, window=window_of(scan, window), inverted=scan.inverted)


def _as_it_is(image: Pixels) -> Pixels:
    return image
