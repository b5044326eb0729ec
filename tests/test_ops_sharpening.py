"""Sharpening against SciPy and scikit-image."""

import numpy as np
import pytest
from scipy import ndimage
from skimage import filters

from ops import Pixels, exercises
from tests.ops_awkward import fuzz
from tests.test_ops_oracle import COLOR, CT, DEEP, FLOAT, GRAY, PLANES, close, in_kind, run

NAMES = [ex.name for ex in exercises().values() if ex.group == "sharpening"]
EVERY = [GRAY, COLOR, CT, DEEP, FLOAT]
CROSS = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
SQUARE = np.array([[1, 1, 1], [1, -8, 1], [1, 1, 1]])


@pytest.mark.parametrize("name", NAMES)
def test_knobs_turned_at_random_crash_nothing(name: str) -> None:
    fuzz(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("image", EVERY, ids=lambda i: f"{i.dtype}{i.ndim}")
def test_amount_zero_changes_nothing(name: str, image: Pixels) -> None:
    np.testing.assert_array_equal(run(name, image, amount=0), image)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [0, 77, 255])
def test_a_constant_stays_constant(name: str, value: int) -> None:
    assert set(run(name, np.full((20, 30), value, np.uint8), amount=3).ravel()) == {value}


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize(("amount", "sigma"), [(0.5, 1.0), (1.5, 2.0), (5, 4.0)])
def test_unsharp_masking_agrees_with_scikit_image(image: Pixels, amount: float, sigma: float) -> None:
    values = image.astype(float)
    found = run("unsharp_mask", image, amount=amount, sigma=sigma)
    # scikit-image leaves the border to mode "reflect", which repeats the outermost pixel, OpenCV mirrors about it
    inside = np.s_[int(4 * sigma) : -int(4 * sigma), int(4 * sigma) : -int(4 * sigma)]
    exact = filters.unsharp_mask(values, sigma, amount, preserve_range=True)
    # both cut the bell off, at 4 sigma; rounding, times the amount: within a thousandth of the contrast
    span = values.max() - values.min()
    off = np.abs(found.astype(float) - in_kind(exact, image.dtype))[inside]
    assert off.max() < 0.51 + 0.001 * span * amount if image.dtype.kind != "f" else off.max() < 0.001 * span * amount


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("amount", [0.3, 1.0, 3.0])
@pytest.mark.parametrize(("neighbours", "kernel"), [(4, CROSS), (8, SQUARE)])
def test_the_laplacian_is_subtracted(image: Pixels, amount: float, neighbours: int, kernel: Pixels) -> None:
    values = image.astype(float)
    exact = values - amount * ndimage.correlate(values, kernel, mode="mirror")
    close(run("laplacian_sharpen", image, amount=amount, neighbours=neighbours), in_kind(exact, image.dtype), by=0.51)


@pytest.mark.parametrize("name", NAMES)
def test_an_edge_overshoots_on_both_sides_and_gets_steeper(name: str) -> None:
    edge = np.tile(np.rint(np.clip(np.linspace(-200, 400, 61), 60, 160)), (20, 1)).astype(np.uint8)
    found = run(name, edge).astype(int)[10]
    assert found.min() < 60
    assert found.max() > 160
    assert np.abs(np.diff(found)).max() > np.abs(np.diff(edge[10].astype(int))).max()


def test_naive_unsharp_masking_wraps_the_dark_side() -> None:
    edge = np.full((20, 40), 60, np.uint8)
    edge[:, 20:] = 160
    right, naive = run("unsharp_mask", edge), exercises()["unsharp_mask"].apply_naive(edge).image
    assert right[10, 19] < 60
    assert naive[10, 19] == 255


def test_the_naive_laplacian_sharpens_the_dark_side_only() -> None:
    edge = np.full((20, 40), 60, np.uint8)
    edge[:, 20:] = 100
    right, naive = (
        run("laplacian_sharpen", edge, amount=1),
        exercises()["laplacian_sharpen"].apply_naive(edge, {"amount": 1}).image,
    )
    assert (right[10, 19], right[10, 20]) == (20, 140)
    assert (naive[10, 19], naive[10, 20]) == (20, 100)


@pytest.mark.parametrize("name", NAMES)
def test_the_limits_are_counted(name: str) -> None:
    result = exercises()[name].apply(GRAY, {"amount": 3})
    assert result.facts["limits"] == pytest.approx(100 * np.mean((result.image == 0) | (result.image == 255)))
    assert result.facts["limits"] > 10
