"""The edge exercises against SciPy, scikit-image and hand-made pictures, and with any knob on any picture."""

import itertools
from typing import Any

import cv2
import numpy as np
import pytest
from scipy import ndimage
from skimage import filters

from ops import Exercise, Pixels, exercises
from ops.laplacian_of_gaussian import filtered
from tests.ops_fuzz import survives

NAMES = ("scharr", "prewitt", "roberts", "laplacian", "laplacian_of_gaussian")
CHANCE = np.random.default_rng(seed=8)
GRAY = CHANCE.integers(0, 256, (47, 66), np.uint8)
PLANES = [
    pytest.param(GRAY, id="uint8"),
    pytest.param(CHANCE.integers(0, 65536, (47, 66), np.uint16), id="uint16"),
    pytest.param(CHANCE.integers(-1024, 3072, (47, 66), np.int16), id="int16"),
    pytest.param(CHANCE.random((47, 66), np.float32), id="float32"),
]
SCHARR = np.array([[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]])
PREWITT = np.array([[-1, 0, 1]] * 3)


def run(name: str, image: Pixels, **values: Any) -> Pixels:
    return exercises()[name].apply(image, values).image


def stretched(exact: Pixels) -> Pixels:
    return exact * (255 / exact.max())


def along(image: Pixels, kernel: Pixels) -> tuple[Pixels, Pixels]:
    exact = image.astype(np.float64)
    return ndimage.correlate(exact, kernel, mode="mirror"), ndimage.correlate(exact, kernel.T, mode="mirror")


@pytest.mark.parametrize("name", NAMES)
def test_any_knob_on_any_picture(name: str) -> None:
    assert survives(exercises()[name]) > 50


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize(("name", "kernel"), [("scharr", SCHARR), ("prewitt", PREWITT)])
def test_the_gradient_is_the_correlation_with_the_kernels(name: str, kernel: Pixels, image: Pixels) -> None:
    gx, gy = along(image, kernel)
    exact = {"both": np.hypot(gx, gy), "x": np.abs(gx), "y": np.abs(gy)}
    for direction, expected in exact.items():
        # 0.51: rounding to whole grey levels, and a last bit in the sums
        found = run(name, image, direction=direction, fit="stretch").astype(float)
        np.testing.assert_allclose(found, stretched(expected), atol=0.51)
        clipped = run(name, image, direction=direction, fit="clip").astype(float)
        np.testing.assert_allclose(clipped, np.minimum(expected, 255), atol=0.51)


@pytest.mark.parametrize(("name", "factor", "theirs"), [("scharr", 32, "scharr"), ("prewitt", 6, "prewitt")])
def test_the_largest_gradient_is_the_one_of_scikit_image_times_the_weight(name: str, factor: int, theirs: str) -> None:
    facts = exercises()[name].apply(GRAY).facts
    # theirs divides by the weights and by the root of 2; only its border differs (reflected with the edge twice)
    exact = getattr(filters, theirs)(GRAY.astype(float), mode="mirror") * np.sqrt(2) * factor / 2
    assert facts["largest"] == pytest.approx(exact.max(), rel=1e-9)


def test_scharr_tells_the_direction_of_a_slanted_ramp_better_than_sobel() -> None:
    rows, columns = np.mgrid[:200, :200]
    for degrees in (15, 30):
        angle = np.deg2rad(degrees)
        wave = np.sin((columns * np.cos(angle) + rows * np.sin(angle)) * 0.9) * 1000
        errors = []
        for kernel in (SCHARR, np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])):
            gx, gy = (g[50:150, 50:150] for g in along(wave, kernel))
            errors.append(abs(np.arctan2(np.abs(gy).sum(), np.abs(gx).sum()) - angle))
        assert errors[0] < errors[1] / 3


@pytest.mark.parametrize("image", PLANES)
def test_roberts_is_the_crossed_difference(image: Pixels) -> None:
    exact = image.astype(np.float64)
    falling, rising = exact[:-1, :-1] - exact[1:, 1:], exact[:-1, 1:] - exact[1:, :-1]
    found = exercises()["roberts"].apply(image, {"fit": "clip"})
    expected = np.minimum(np.hypot(falling, rising), 255)
    np.testing.assert_allclose(found.image[:-1, :-1].astype(float), expected, atol=0.51)  # rounding
    one = run("roberts", image, direction="falling", fit="clip")[:-1, :-1].astype(float)
    np.testing.assert_allclose(one, np.minimum(np.abs(falling), 255), atol=0.51)


def test_roberts_agrees_with_scikit_image() -> None:
    theirs = filters.roberts(GRAY.astype(float)) * np.sqrt(2)
    # both anchor the 2 x 2 window at its upper left pixel; the last row and column are border
    found = run("roberts", GRAY, fit="clip")[:-1, :-1].astype(float)
    np.testing.assert_allclose(found, np.minimum(theirs[:-1, :-1], 255), atol=0.51)


@pytest.mark.parametrize("image", PLANES)
def test_the_laplacian_is_the_sum_of_second_differences(image: Pixels) -> None:
    exact = ndimage.laplace(image.astype(np.float64), mode="mirror")
    found = exercises()["laplacian"].apply(image, {"sigma": 0, "ksize": 1})
    np.testing.assert_allclose(found.image.astype(float), stretched(np.abs(exact)), atol=0.51)  # rounding
    assert found.facts["largest"] == pytest.approx(np.abs(exact).max(), rel=1e-9)
    assert found.facts["negative"] == pytest.approx(100 * (exact < 0).mean(), abs=0.2)  # zero to the last bit
    signed = run("laplacian", image, sigma=0, ksize=1, shown="signed").astype(float)
    np.testing.assert_allclose(signed, 128 + 127 * exact / np.abs(exact).max(), atol=1.01)  # cut down to whole levels


def test_the_naive_laplacian_loses_one_side_of_a_step() -> None:
    step = np.zeros((20, 40), np.uint8)
    step[:, 20:] = 100
    right = run("laplacian", step, sigma=0)
    naive = exercises()["laplacian"].apply_naive(step, {"sigma": 0}).image
    assert right[10, 19] == right[10, 20] == 255
    assert (naive[10, 19], naive[10, 20]) == (255, 0)


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("sigma", [0.5, 1.7, 3.0])
def test_the_response_is_the_one_of_scipy(image: Pixels, sigma: float) -> None:
    exact = ndimage.gaussian_laplace(image.astype(np.float64), sigma)
    # the mean is taken off first, which the kernel forgets but for how far its sum is from zero
    x = np.arange(-int(4 * sigma + 0.5), int(4 * sigma + 0.5) + 1)
    bell = np.exp(-(x**2) / (2 * sigma**2)) / np.exp(-(x**2) / (2 * sigma**2)).sum()
    leak = 2 * ((x**2 / sigma**4 - 1 / sigma**2) * bell).sum() * image.astype(np.float64).mean()
    np.testing.assert_allclose(filtered(image, sigma), exact - leak, atol=1e-9 * max(1, np.abs(exact).max()))


def test_the_zero_crossing_of_a_disc_is_a_closed_ring_of_its_radius() -> None:
    rows, columns = np.mgrid[:121, :121] - 60
    disc = (np.hypot(rows, columns) < 35).astype(np.uint8) * 200
    edges = run("laplacian_of_gaussian", disc, sigma=2.0, jump=20) > 0
    assert np.abs(np.hypot(rows, columns)[edges] - 35).max() < 2  # a crossing is marked beside the line it lies on
    filled = ndimage.binary_fill_holes(cv2.dilate(edges.astype(np.uint8), np.ones((3, 3))))
    assert filled[60, 60]


def test_a_larger_jump_keeps_a_part_of_what_a_smaller_one_keeps() -> None:
    kept = [run("laplacian_of_gaussian", GRAY, sigma=1.5, jump=jump) > 0 for jump in (0, 10, 30, 50)]
    assert all((more | fewer == more).all() for more, fewer in itertools.pairwise(kept))
    assert kept[0].sum() > kept[-1].sum()


@pytest.mark.parametrize("name", NAMES)
def test_a_flat_picture_has_no_edges(name: str) -> None:
    ex = exercises()[name]
    for flat in (np.full((30, 40), 200, np.uint8), np.full((30, 40), 0.3, np.float32)):
        picture = ex.apply(flat).image
        assert picture.max() == 0, f"{name} {flat.dtype}"


@pytest.mark.parametrize("name", NAMES)
def test_a_hole_in_the_measurement_stays_a_hole(name: str) -> None:
    image = np.zeros((40, 40), np.float32)
    image[:, 20:] = 1
    image[5, 5] = np.nan
    found: Pixels = run(name, image)
    assert found[30].max() == 255
    assert found.dtype == np.uint8


@pytest.mark.parametrize("ex", [exercises()[name] for name in NAMES], ids=lambda ex: ex.name)
def test_turning_the_picture_turns_the_edges(ex: Exercise) -> None:
    smooth = cv2.GaussianBlur(GRAY, (0, 0), 2)
    here, there = ex.apply(smooth).image, ex.apply(np.ascontiguousarray(smooth.T)).image
    inside = np.s_[3:-3, 3:-3]
    # one grey level: sums in another order
    np.testing.assert_allclose(there.T[inside].astype(float), here[inside].astype(float), atol=1)
