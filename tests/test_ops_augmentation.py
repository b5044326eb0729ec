"""Augmentation and the difference to a template: picture and labels stay together, and what is unlike is found."""

from typing import Any

import cv2
import numpy as np
import pytest
from scipy import ndimage
from skimage.registration import phase_cross_correlation

from ops import Pixels, exercises
from tests.ops_awkward import awkward, fuzz
from tests.ops_fuzz import asked
from tests.test_ops_metrics import others, smooth
from tests.test_ops_oracle import COLOR, CT, DEEP, FLOAT, GRAY

MOVES = {"random_flip_rotate_scale": {"flip": True, "angle": 0, "scale": 0, "shift": 0}, "elastic": {"strength": 0}}
NAMES = [*MOVES, "difference_to_template"]
BLANK = np.zeros((61, 84), np.uint8)


def labels() -> Pixels:
    """Three labels far apart in value, so that an interpolated one shows."""
    found = BLANK.copy()
    found[10:30, 12:40], found[35:50, 45:70], found[20:28, 20:30] = 40, 80, 200
    return found


@pytest.mark.parametrize("name", NAMES)
def test_knobs_turned_at_random_crash_nothing(name: str) -> None:
    fuzz(name)
    ex, chance = exercises()[name], np.random.default_rng(4)
    for picture in awkward(ex):
        for other in others(picture if picture.ndim == 2 else picture[..., 0]):
            result = ex.apply(picture, asked(ex, chance), other)
            assert result.image.shape[:2] == picture.shape[:2]
            assert np.isfinite([v for v in result.facts.values() if not isinstance(v, str)]).all()


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("image", [GRAY, COLOR, CT, DEEP, FLOAT], ids=lambda i: f"{i.dtype}{i.ndim}")
def test_a_seed_is_one_picture_and_another_seed_another(name: str, image: Pixels) -> None:
    ex = exercises()[name]
    first, again, other = (ex.apply(image, {"seed": seed}, BLANK) for seed in (5, 5, 6))
    np.testing.assert_array_equal(first.image, again.image)
    assert first.facts == again.facts != other.facts
    assert first.image.dtype == image.dtype


@pytest.mark.parametrize("name", MOVES)
def test_no_movement_changes_nothing_but_draws_the_outline(name: str) -> None:
    ex, still = exercises()[name], {**MOVES[name], "flip": False}
    np.testing.assert_array_equal(ex.apply(CT, still, BLANK).image, CT)
    result = ex.apply(np.zeros((61, 84), np.uint8), still, labels())
    assert result.facts["labels"] == "3 → 3"
    edge = cv2.morphologyEx(labels(), cv2.MORPH_GRADIENT, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))) > 0
    np.testing.assert_array_equal(result.image > 0, edge)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("seed", range(5))
def test_labels_lie_on_what_they_label(name: str, seed: int) -> None:
    disc = np.hypot(*(np.indices((61, 84)) - np.array([30, 40])[:, None, None])) < 14
    picture = disc.astype(np.float32)
    ex = exercises()[name]
    bare = ex.apply(picture, {"seed": seed}, BLANK).image > 0.5
    result = ex.apply(np.zeros_like(picture) - 1, {"seed": seed}, disc.astype(np.uint8))
    assert int(str(result.facts["area"]).split(" → ")[1]) == pytest.approx(bare.sum(), rel=0.05)
    # the outline is a pixel outside the moved disc, or two where nearest and bilinear dispute one
    traced = ex.apply(picture, {"seed": seed}, disc.astype(np.uint8)).image
    line = (traced == 1) & ~bare
    assert (ndimage.distance_transform_edt(~bare)[line] <= 2.3).all()


@pytest.mark.parametrize("seed", range(6))
def test_a_random_view_is_the_one_that_its_facts_describe(seed: int) -> None:
    ex = exercises()["random_flip_rotate_scale"]
    result = ex.apply(smooth(FLOAT), {"seed": seed, "flip": True}, BLANK)
    right, down = (float(part) for part in str(result.facts["shift"]).split(" / "))
    image = smooth(FLOAT)[:, ::-1] if result.facts["flipped"] else smooth(FLOAT)
    turn, scale = np.radians(float(result.facts["angle"])), float(result.facts["scale"])
    back = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) / scale
    center = np.array([30, 41.5])
    moved = np.array([down / 100 * 61, right / 100 * 84])
    exact = ndimage.affine_transform(image, back, center - back @ (center + moved), order=1, cval=np.nan)
    inside = np.isfinite(exact)
    assert inside.mean() > 0.5
    np.testing.assert_allclose(result.image[inside], exact[inside], atol=0.03)  # the facts are rounded


def test_a_flip_is_a_flip() -> None:
    ex, seen = exercises()["random_flip_rotate_scale"], set()
    for seed in range(8):
        result = ex.apply(GRAY, {"seed": seed, **MOVES["random_flip_rotate_scale"]}, BLANK)
        seen.add(result.facts["flipped"])
        np.testing.assert_array_equal(result.image, GRAY[:, ::-1] if result.facts["flipped"] else GRAY)
    assert seen == {0, 1}


def test_the_naive_versions_part_mask_and_picture_and_invent_labels() -> None:
    view, bend = exercises()["random_flip_rotate_scale"], exercises()["elastic"]
    picture = (labels() > 0).astype(np.float32)
    apart = view.apply_naive(picture, {"seed": 1}, labels()).facts["area"]
    assert apart != view.apply(picture, {"seed": 1}, labels()).facts["area"]
    assert bend.apply(picture, {}, labels()).facts["labels"] == "3 → 3"
    assert int(str(bend.apply_naive(picture, {}, labels()).facts["labels"]).split(" → ")[1]) > 10


@pytest.mark.parametrize(("strength", "folds"), [(0, False), (1, False), (60, True)])
def test_a_strong_deformation_folds(strength: int, folds: bool) -> None:
    facts = exercises()["elastic"].apply(GRAY, {"strength": strength, "grid": 8}, BLANK).facts
    assert (float(facts["folded"]) > 1) is folds
    assert (float(facts["largest"]) > strength) is (strength > 0)


# the difference to a template


def scene() -> Pixels:
    chance = np.random.default_rng(8)
    blobs = ndimage.gaussian_filter(chance.random((96, 128)), 3)
    body = np.hypot((np.arange(96)[:, None] - 48) / 40, (np.arange(128) - 64) / 50) < 1
    return (np.where(body, 90 + 900 * (blobs - 0.5), 5) + chance.normal(0, 1, (96, 128))).clip(0, 255).astype(np.uint8)


def found(image: Pixels, template: Pixels, **knobs: Any) -> dict[str, Any]:
    plain = {"mirror": False, "move": 0, **knobs}
    return dict(exercises()["difference_to_template"].apply(image, plain, template).facts)


@pytest.mark.parametrize("by", [(0, 0), (5, -9), (-12, 3)])
def test_the_shift_is_found_as_scikit_image_finds_it(by: tuple[int, int]) -> None:
    moved = np.roll(scene(), by, (0, 1))
    expected = phase_cross_correlation(moved, scene(), upsample_factor=1)[0]
    facts = found(moved, scene())
    assert (facts["down"], facts["right"]) == tuple(expected) == by


def test_what_was_added_is_all_that_is_marked() -> None:
    image = scene().astype(int)
    disc = np.hypot(*(np.indices(image.shape) - np.array([50, 70])[:, None, None])) < 5
    noisy = image + np.random.default_rng(1).normal(0, 3, image.shape)
    for sign, key in ((60, "bright"), (-60, "dark")):
        picture = np.clip(noisy + sign * disc, 0, 255).astype(np.uint8)
        facts = found(np.roll(picture, 6, 1), scene(), sigma=1, limit=6)
        assert facts["right"] == 6
        assert facts[key] == pytest.approx(disc.sum(), rel=0.6)
        assert facts["bright"] + facts["dark"] == facts[key]
        naive = exercises()["difference_to_template"].apply_naive(
            np.roll(picture, 6, 1), {"mirror": False, "move": 0, "sigma": 1.0, "limit": 2.0}, scene()
        )
        assert naive.facts["bright"] + naive.facts["dark"] > 4 * disc.sum()


@pytest.mark.parametrize("image", [scene(), scene().astype(np.int16) * 8 - 1000, scene() / np.float32(255)])
def test_a_picture_is_like_itself_and_brightness_of_the_template_does_not_matter(image: Pixels) -> None:
    for template in (image, (image * 0.5 + 20).astype(image.dtype) if image.dtype != np.uint8 else image):
        facts = found(image, template, limit=10)
        assert (facts["right"], facts["down"]) == (0, 0)
        assert facts["peak"] < 1e-6 or (image.dtype != np.uint8 and facts["peak"] < 20)


def test_a_symmetric_picture_is_its_own_mirror_template() -> None:
    half = scene()[:, :64]
    symmetric = np.hstack([half, half[:, ::-1]])
    facts = found(symmetric, symmetric, mirror=True, move=7)
    assert (facts["right"], facts["bright"], facts["dark"]) == (-7, 0, 0)
