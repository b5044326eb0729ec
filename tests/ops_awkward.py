"""Knobs turned at random on awkward pictures. A quick share by default; SCANPREP_ALL=1 tries them all."""

import os
from collections.abc import Iterator
from typing import Any

import numpy as np

from ops import Exercise, Knob, Pixels, Refused, exercises
from tests.ops_pictures import KINDS, noise, pictures, second

ROUNDS = 40 if os.environ.get("SCANPREP_ALL") == "1" else 1


def turned(knob: Knob, chance: np.random.Generator) -> Any:
    if knob.range is None:
        return knob.choices[chance.integers(len(knob.choices))]
    return knob.turn(chance.uniform(knob.range.low, knob.range.high))


def awkward(ex: Exercise) -> Iterator[Pixels]:
    """Every kind of picture in every depth; with float32 also holes, and values that are tiny, huge or nearly alike."""
    for kind in KINDS.values():
        yield from pictures(ex, kind())
    if "float32" in ex.depths:
        holes = noise(20, 31)
        holes[3, 4], holes[:, 9], holes[7, 7] = np.nan, np.nan, np.inf
        for plane in (holes, np.full((5, 6), np.nan), noise(9, 9) * 1e-30, noise(9, 9) * 1e6 - 5e5, noise(9, 9) + 1e6):
            for picture in [plane] if ex.takes != "color" else [np.dstack([plane] * 3)]:
                yield picture.astype(np.float32)


def fuzz(name: str) -> None:
    """No crash but a refusal with its cure; the input untouched; no NaN from a picture that had none."""
    ex = exercises()[name]
    chance = np.random.default_rng(sum(name.encode()))
    for picture in awkward(ex):
        picture.setflags(write=False)
        before = picture.copy()
        for _ in range(ROUNDS):
            values = ex.turn({knob.name: turned(knob, chance) for knob in ex.knobs})
            try:
                image = ex.apply(picture, values, second(ex, picture)).image
            except Refused as refused:
                assert refused.__cause__ is None, f"{name} {values} on {picture.dtype} {picture.shape}: {refused}"
                assert " - " in refused.said.en
                continue
            assert image.dtype in (np.uint8, picture.dtype)
            assert np.isfinite(image).all() or not np.isfinite(picture).all(), f"{name} {values}: not finite"
            np.testing.assert_array_equal(picture, before)
