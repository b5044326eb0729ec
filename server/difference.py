"""Where two results differ, as a picture and as a share."""

import cv2
import numpy as np

from ops import Pixels, Refused
from study.text import Text

GLOW = np.array([255, 150, 40], np.float32)  # of a pixel that differs by the whole range

UNLIKE = Text(
    "两种写法的结果形状不同，无法逐像素比较。",
    "the two results have different shapes and cannot be compared pixel by pixel.",
)


def difference(right: Pixels, wrong: Pixels) -> Pixels:
    """The right picture in dim grey; pixels that differ glow the more the larger the difference is.

    Both uint8, (H, W) or (H, W, 3). Raises Refused for unlike shapes.
    """
    if right.shape != wrong.shape:
        raise Refused(UNLIKE)
    apart = cv2.absdiff(right, wrong)
    gray = right if right.ndim == 2 else cv2.cvtColor(right, cv2.COLOR_RGB2GRAY)
    apart = apart if apart.ndim == 2 else apart.max(axis=2)
    # a difference of one level must still be seen
    glow = np.where(apart > 0, 0.35 + 0.65 * apart / 255.0, 0.0).astype(np.float32)[..., None]
    out = (gray.astype(np.float32) * 0.35)[..., None] * (1 - glow) + GLOW * glow
    return out.astype(np.uint8)


def share(right: Pixels, wrong: Pixels) -> float | None:
    """The share of pixels (0..1) in which two results differ; None when they cannot be compared."""
    if right.shape != wrong.shape:
        return None
    unlike = right != wrong
    if unlike.ndim == 3:
        unlike = unlike.any(axis=2)
    return int(np.count_nonzero(unlike)) / int(unlike.size)
