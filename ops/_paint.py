"""Labels as colours."""

import cv2
import numpy as np

from ops import Pixels


def painted(labels: Pixels, lines: bool = False) -> Pixels:
    """Label 0 black, every other in a colour unlike its neighbour numbers; (H, W, 3) uint8. White lines between."""
    count = int(labels.max(initial=0)) + 1
    # steps of the golden angle come round to no earlier hue
    hue = np.arange(count) * 0.61803398875 % 1 * 179
    bright = np.where(np.arange(count) % 2, 255, 200)
    table = cv2.cvtColor(np.dstack([hue, np.full(count, 170), bright]).astype(np.uint8), cv2.COLOR_HSV2RGB)[0]
    table[0] = 0
    picture = np.asarray(table[labels])
    if lines:
        picture[borders(labels)] = 255
    return picture


def borders(labels: Pixels) -> Pixels:
    """Pixels of an object whose right or lower neighbour belongs to another object. bool."""
    found = np.zeros(labels.shape, bool)
    found[:, :-1] |= (labels[:, :-1] != labels[:, 1:]) & (labels[:, :-1] > 0) & (labels[:, 1:] > 0)
    found[:-1] |= (labels[:-1] != labels[1:]) & (labels[:-1] > 0) & (labels[1:] > 0)
    return found


def outlined(image: Pixels, mask: Pixels) -> Pixels:
    """The grey picture with the border of the mask in red, (H, W, 3) uint8."""
    edge = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    picture = cv2.merge([image] * 3)
    picture[edge] = (255, 60, 60)
    return picture
