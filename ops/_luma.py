"""Changing the brightness of a picture and leaving its colours alone."""

from collections.abc import Callable

import cv2
import numpy as np

from ops import Pixels
from ops._depth import saturated

LUMA = np.array([[0.299, 0.587, 0.114]])  # Rec. 601


def on_luma(image: Pixels, change: Callable[[Pixels], Pixels]) -> Pixels:
    """A grey picture changed as it is; of (H, W, 3) RGB the luma Y, while Cr and Cb stay: all channels move alike."""
    if image.ndim == 2:
        return change(image)
    luma = brightness(image)
    moved = change(luma).astype(np.float32) - luma
    return saturated(image + moved[..., None], image)


def brightness(image: Pixels) -> Pixels:
    """Luma (H, W) in the same depth, of a grey picture or RGB."""
    return image if image.ndim == 2 else cv2.transform(image, LUMA)
