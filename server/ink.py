"""The overlay of a scan drawn over the piece of it that is on screen, and over nothing else."""

import numpy as np

from ops import Pixels

INK = (255, 60, 200)  # magenta: apart from grey, from tissue, and from the yellow, green and red of knobs and strokes
SHARE = 0.7  # of the ink: what lies under a filled region must still be seen


def inked(eight: Pixels, over: Pixels, k: int) -> Pixels:
    """The overlay over uint8 (H, W) or (H, W, 3), as (H, W, 3) RGB. `over`: uint8 (H * k, W * k), above 0 where drawn.

    One drawn pixel of k x k is enough: a line must not vanish from a small picture.
    """
    drawn = over
    if k > 1:
        high, wide = eight.shape[:2]
        # whole rows first, which is many times quicker than squares at once
        rows = over.reshape(high, k, wide * k).max(axis=1)
        drawn = rows.reshape(high, wide, k).max(axis=2)
    out: Pixels = np.repeat(eight[..., None], 3, axis=2) if eight.ndim == 2 else eight.copy()
    where = drawn > 0
    out[where] = np.rint(out[where] * (1 - SHARE) + np.array(INK) * SHARE).astype(np.uint8)
    return out
