"""The overlay of a scan drawn over the piece of it that is on screen, and over nothing else."""

from functools import reduce

import numpy as np

from ops import Pixels

INK = (255, 60, 200)  # magenta: apart from grey, from tissue, and from the yellow, green and red of knobs and strokes
SHARE = 0.7  # of the ink: what lies under a filled region must still be seen
# (256, 3): what becomes of a level of red, green and blue under the ink
_TINTED = np.rint(np.arange(256)[:, None] * (1 - SHARE) + np.array(INK) * SHARE).astype(np.uint8)


def inked(eight: Pixels, over: Pixels, k: int) -> Pixels:
    """The overlay over uint8 (H, W) or (H, W, 3), as (H, W, 3) RGB. `over`: uint8 (H * k, W * k), above 0 where drawn.

    One drawn pixel of k x k is enough: a line must not vanish from a small picture.
    """
    # whole rows first, and never squares at once: that is many times quicker
    rows = reduce(np.maximum, (over[n::k] for n in range(k)))
    drawn = reduce(np.maximum, (rows[:, n::k] for n in range(k)))
    out: Pixels = np.repeat(eight[..., None], 3, axis=2) if eight.ndim == 2 else eight.copy()
    where = drawn > 0
    out[where] = _TINTED[out[where], range(3)]
    return out
