"""Laws that hold for every exercise by its being there: nothing below names one."""

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import pytest

from ops import GROUPS, Exercise, Pixels, Refused, Result, exercises
from ops._input import fit
from scans.samples import sample
from tests.ops_pictures import KINDS, VIEWS, noise, pictures, second

EXERCISES = list(exercises().values())
WITH_NAIVE = [ex for ex in EXERCISES if ex.naive]
WITH_STAGES = [ex for ex in EXERCISES if ex.stages]
LOCAL = [ex for ex in EXERCISES if ex.local]
SAMPLES = ("ct-abdomen", "mr-head", "cr-chest", "cells", "retina-vessels", "us-cyst")
GARBAGE = [math.nan, math.inf, -math.inf, 1e300, -1e300, 10**400, "", "x" * 5000, "9" * 400, "1e999", "-0", "NaN", None]
GARBAGE += [[], {}, b"\xff", "<script>", "１２", True, 3.5, "0x10", "1;DROP", object()]


def named(ex: Exercise) -> str:
    return ex.name


def turns(ex: Exercise) -> Iterator[dict[str, Any]]:
    """The defaults; every knob at each of its ends; all knobs at their first end, all at their last. None twice."""
    asked = [{}, *({knob.name: value} for knob in ex.knobs for value in knob.extremes())]
    asked += [{knob.name: list(knob.extremes())[end] for knob in ex.knobs} for end in (0, -1)]
    yield from {str(ex.turn(some)): ex.turn(some) for some in asked}.values()


def attempt(ex: Exercise, picture: Pixels, values: dict[str, Any]) -> Result | None:
    """The result after checking it against the law, or None when the exercise said in both languages why not."""
    before = picture.copy()
    try:
        result = ex.apply(picture, values, second(ex, picture))
    except Refused as refused:
        said_by_us(ex, refused)
        return None
    np.testing.assert_array_equal(picture, before)
    lawful(ex, picture, result)
    return result


def said_by_us(ex: Exercise, refused: Refused) -> None:
    assert refused.__cause__ is None, f"OpenCV refused what {ex.name} should have: {refused.__cause__}"
    for said in (refused.said.zh, refused.said.en):
        assert " - " in said, f"{said!r} names no cure"


def lawful(ex: Exercise, picture: Pixels, result: Result) -> None:
    image = result.image
    assert image.dtype in (np.uint8, picture.dtype)
    assert image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 3)
    assert image.size
    assert image.flags.c_contiguous
    assert not image.flags.writeable
    assert list(result.facts) == list(ex.facts)
    assert all(type(value) in (int, float, str) for value in result.facts.values()), result.facts


@pytest.mark.parametrize("ex", EXERCISES, ids=named)
def test_every_knob_turns_to_both_ends_in_every_depth(ex: Exercise) -> None:
    for values in turns(ex):
        for picture in pictures(ex, noise(48, 64)):
            attempt(ex, picture, values)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ex", EXERCISES, ids=named)
def test_every_kind_of_picture_is_taken(ex: Exercise, kind: str) -> None:
    for picture in pictures(ex, KINDS[kind]()):
        assert attempt(ex, picture, {}), f"{picture.dtype} {picture.shape} refused with the defaults"
        for end in (0, -1):
            attempt(ex, picture, {knob.name: list(knob.extremes())[end] for knob in ex.knobs})


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("ex", EXERCISES, ids=named)
def test_a_view_gives_what_its_copy_gives(ex: Exercise, view: str) -> None:
    for picture in pictures(ex, noise(48, 64)):
        seen = VIEWS[view](picture)
        there, here = attempt(ex, seen, {}), attempt(ex, np.ascontiguousarray(seen), {})
        assert there
        assert here
        np.testing.assert_array_equal(there.image, here.image)
        assert there.facts == here.facts


@pytest.mark.parametrize("ex", [ex for ex in EXERCISES if "float32" in ex.depths], ids=named)
def test_nan_and_infinity_crash_nothing(ex: Exercise) -> None:
    for values in (noise(48, 64), np.full((9, 9), np.nan)):
        values[2, 3], values[4, 5], values[6, 7] = np.nan, np.inf, -np.inf
        for plane in [values] if ex.takes != "color" else [np.dstack([values] * 3)]:
            attempt(ex, plane.astype(np.float32), {})


@pytest.mark.parametrize("ex", EXERCISES, ids=named)
def test_whatever_a_link_says_becomes_legal(ex: Exercise) -> None:
    for junk in GARBAGE:
        values = ex.turn({"no such knob": junk, **{knob.name: junk for knob in ex.knobs}})
        assert list(values) == [knob.name for knob in ex.knobs]
        for knob in ex.knobs:
            value = values[knob.name]
            assert type(value) is type(knob.default)
            if knob.strokes:
                assert len(value) <= 4000
            elif knob.range is None:
                assert value in knob.choices
            else:
                steps = (value - knob.range.low) / knob.range.step
                assert knob.range.low <= value <= knob.range.high
                assert steps == pytest.approx(round(steps), abs=1e-6)
        assert ex.turn(values) == values
        attempt(ex, next(pictures(ex, noise(20, 30))), values)


@pytest.mark.parametrize("ex", EXERCISES, ids=named)
def test_words_from_a_link_turn_the_knob_to_that_value(ex: Exercise) -> None:
    for knob in ex.knobs:
        for value in knob.extremes():
            assert knob.turn(str(value)) == value


@pytest.mark.parametrize("ex", EXERCISES, ids=named)
def test_the_same_twice_is_the_same(ex: Exercise) -> None:
    picture = next(pictures(ex, noise(48, 64)))
    first, again = attempt(ex, picture, {}), attempt(ex, picture, {})
    assert first
    assert again
    np.testing.assert_array_equal(first.image, again.image)


@pytest.mark.parametrize("ex", WITH_NAIVE, ids=named)
def test_the_naive_version_runs_everywhere_and_is_wrong_somewhere(ex: Exercise) -> None:
    wrong = False
    for kind in KINDS.values():
        for picture in pictures(ex, kind()):
            for values in turns(ex):
                try:
                    naive = ex.apply_naive(picture, values, second(ex, picture)).image
                except Refused as refused:
                    wrong = wrong or refused.__cause__ is not None
                    continue
                right = attempt(ex, picture, values)
                wrong = wrong or (right is not None and not np.array_equal(right.image, naive))
    if not wrong:  # small pictures do not show every trap; the scan that the lab opens it with must
        scan = sample(ex.best_on)
        picture = fit(scan.plane(), ex, scan.windows[0].edges)[0]
        right, naive = ex.apply(picture, {}).image, ex.apply_naive(picture, {}).image
        wrong = not np.array_equal(right, naive)
    assert wrong, f"{ex.name}: naive is right on every picture, so it is no trap"


@pytest.mark.parametrize("ex", WITH_STAGES, ids=named)
def test_the_stages_are_pictures_and_end_at_the_result(ex: Exercise) -> None:
    assert ex.stages
    for kind in KINDS.values():
        for picture in pictures(ex, kind()):
            for values in turns(ex):
                result = attempt(ex, picture, values)
                if result is None:
                    continue
                extra = {} if ex.second is None else {ex.second[0]: second(ex, picture)}
                steps = list(ex.stages(picture, **extra, **values))
                assert len(steps) > 1
                assert len({said.zh for said, _ in steps}) == len(steps) == len({said.en for said, _ in steps})
                assert all(step.dtype in (np.uint8, picture.dtype) and step.ndim in (2, 3) for _, step in steps)
                np.testing.assert_array_equal(steps[-1][1], result.image)


@pytest.mark.parametrize("ex", LOCAL, ids=named)
def test_a_local_exercise_gives_the_same_on_a_crop(ex: Exercise) -> None:
    halo = int(max((k.default for k in ex.knobs if k.range and k.range.unit == "px"), default=1)) + 3
    smooth = cv2.GaussianBlur(noise(160, 200), (0, 0), 2)
    inside = np.s_[60:100, 70:120]
    around = np.s_[60 - halo : 100 + halo, 70 - halo : 120 + halo]
    for picture in pictures(ex, smooth):
        whole, crop = ex.apply(picture).image, ex.apply(np.ascontiguousarray(picture[around])).image
        np.testing.assert_array_equal(crop[halo:-halo, halo:-halo], whole[inside])


@pytest.mark.parametrize("ex", EXERCISES, ids=named)
def test_everything_a_person_reads_is_there_in_both_languages(ex: Exercise) -> None:
    labels = [k.label for k in ex.knobs] + [n for k in ex.knobs for n in k.names] + list(ex.facts.values())
    for text in [ex.title, ex.about, *([ex.trap] if ex.trap else []), *labels]:
        assert text.zh.strip()
        assert text.en.strip()
        assert not re.search(r"[\u4e00-\u9fff，。；：（）]", text.en), f"{text.en!r} is not English"
    for sentence in [ex.about, *([ex.trap] if ex.trap else [])]:
        assert re.search(r"[\u4e00-\u9fff]", sentence.zh)
        assert sentence.zh.endswith("。")
        assert sentence.en.endswith(".")
    for knob in ex.knobs:
        plain = knob.choices and not isinstance(knob.default, bool) and isinstance(knob.default, str)
        assert not plain or knob.names, f"{ex.name}: {knob.name} needs a name for every choice"


@pytest.mark.parametrize("ex", EXERCISES, ids=named)
def test_the_formula_and_where_it_stands(ex: Exercise) -> None:
    assert ex.formula
    assert ex.source
    assert "$" not in ex.formula
    depth = [0]
    for sign in re.sub(r"\\[{}]", "", ex.formula):
        depth.append(depth[-1] + (sign == "{") - (sign == "}"))
    assert min(depth) == depth[-1] == 0, "braces do not match"
    assert ex.formula.count(r"\left") == ex.formula.count(r"\right")
    assert ex.formula.count(r"\begin") == ex.formula.count(r"\end")


@pytest.mark.parametrize("ex", EXERCISES, ids=named)
def test_the_scan_that_shows_it_best_is_one_of_ours(ex: Exercise) -> None:
    assert ex.best_on in SAMPLES


def test_exercises_come_in_the_order_of_the_menu() -> None:
    places = [(list(GROUPS).index(ex.group), ex.order, ex.name) for ex in EXERCISES]
    assert all(a < b for a, b in pairwise(places))
