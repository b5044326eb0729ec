"""No exercise on edges or segmentation hangs: 3 s of processor time at 2 Mpx, on what is worst for it."""

import os
import time
from typing import Any

import cv2
import numpy as np
import pytest

from ops import Pixels, exercises
from ops._input import fit

SIDE = 1448 if os.environ.get("SCANPREP_ALL") == "1" else 512
LONGEST = 3.0
ALL = {"left": 0, "top": 0, "right": 100, "bottom": 99.5, "iterations": 5}
CROSS = {"left": 2, "top": 2, "right": 98, "bottom": 98, "iterations": 5, "strokes": "f 10,10 90,90;b 10,90 90,10"}


def noise() -> Pixels:
    return np.random.default_rng(seed=1).integers(0, 256, (SIDE, SIDE, 3), np.uint8)


def flat() -> Pixels:
    return np.full((SIDE, SIDE, 3), 77, np.uint8)


def slope() -> Pixels:
    rows, columns = np.mgrid[:SIDE, :SIDE]
    return cv2.merge([((rows + columns) * 255 // (2 * SIDE)).astype(np.uint8)] * 3)


def clouds() -> Pixels:
    small = np.random.default_rng(seed=2).integers(0, 256, (6, 6), np.uint8)
    return cv2.merge([cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)] * 3)


CASES = [
    ("laplacian_of_gaussian", {"sigma": 10}),
    ("multi_otsu", {"classes": 6}),
    ("kmeans", {"k": 10, "space": "lab", "start": "random"}),
    ("region_growing", {"tolerance": 50, "sigma": 5, "against": "mean"}),
    ("connected_components", {"least": 0}),
    ("watershed", {"apart": 1, "sigma": 0}),
    ("watershed", {"strokes": "f 10,10 12,12;b 90,90", "sigma": 0}),
    ("grabcut", ALL),
    ("grabcut", CROSS),
    ("chan_vese", {"iterations": 200, "smoothing": 4, "radius": 30}),
    ("mean_shift", {"space": 20, "color": 100}),
]


@pytest.mark.parametrize("picture", [noise, flat, slope, clouds], ids=lambda make: make.__name__)
@pytest.mark.parametrize(("name", "asked"), CASES, ids=[f"{name} {number}" for number, (name, _) in enumerate(CASES)])
def test_it_ends_in_time(name: str, asked: dict[str, Any], picture: Any) -> None:
    ex = exercises()[name]
    image = fit(picture(), ex)[0]
    start = time.process_time()  # of the processor, because the machine may be busy with something else
    ex.apply(image, asked)
    assert time.process_time() - start < LONGEST
