"""Random knobs on every kind of picture: a share of them by default, all of them with SCANPREP_ALL=1."""

import os
from collections.abc import Iterator
from typing import Any

import numpy as np

from ops import Exercise, Pixels, Refused
from tests.ops_pictures import KINDS, SPAN, pictures

ROUNDS = 60 if os.environ.get("SCANPREP_ALL") == "1" else 4
LETTERS, DIGITS = ("f", "b"), 1


def drawn(chance: np.random.Generator) -> str:
    """Strokes nobody would draw: dots, lines out of the picture, the same place twice."""
    parts = []
    for _ in range(int(chance.integers(0, 4))):
        points = chance.uniform(-5, 105, (int(chance.integers(1, 5)), 2)).round(DIGITS)
        parts.append(" ".join([LETTERS[int(chance.integers(2))], *(f"{x},{y}" for x, y in points)]))
    return ";".join(parts)


def asked(ex: Exercise, chance: np.random.Generator) -> dict[str, Any]:
    """Any legal value of every knob."""
    values: dict[str, Any] = {}
    for knob in ex.knobs:
        if knob.strokes:
            values[knob.name] = drawn(chance)
        elif knob.range:
            values[knob.name] = chance.uniform(knob.range.low, knob.range.high)
        else:
            values[knob.name] = knob.choices[int(chance.integers(len(knob.choices)))]
    return ex.turn(values)


def few_values() -> Pixels:
    picture = np.zeros((30, 30))
    picture[8:20, 5:25] = 0.6
    picture[12:15, 10:14] = 1
    return picture


def cases(ex: Exercise) -> Iterator[tuple[Pixels, dict[str, Any]]]:
    """Pictures of every kind and depth with random knobs; float32 also with holes."""
    chance = np.random.default_rng(seed=len(ex.name))
    for kind in [*KINDS.values(), few_values]:
        for picture in pictures(ex, kind()):
            for _ in range(ROUNDS):
                yield picture, asked(ex, chance)
            if picture.dtype == np.float32:
                holes = picture.copy()
                holes.flat[:: max(3, holes.size // 7)] = (np.nan, np.inf, -np.inf, SPAN["float32"][1])[holes.size % 4]
                yield holes, asked(ex, chance)


def survives(ex: Exercise) -> int:
    """Runs the cases; the number that gave a result. Everything else must be a refusal with a cure."""
    ran = 0
    for picture, values in cases(ex):
        before = picture.copy()
        try:
            result = ex.apply(picture, values)
        except Refused as refused:
            assert " - " in refused.said.zh, f"{ex.name} {values} {picture.dtype} {picture.shape}: {refused.__cause__}"
            assert " - " in refused.said.en
            continue
        ran += 1
        where = f"{ex.name} {values} {picture.dtype} {picture.shape}"
        np.testing.assert_array_equal(picture, before, where)
        assert result.image.shape[:2] == picture.shape[:2], where
        assert np.isfinite(result.image).all(), where
        assert all(np.isfinite(v) for v in result.facts.values() if not isinstance(v, str)), f"{where}: {result.facts}"
    return ran
