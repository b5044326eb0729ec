"""The smoothers that keep edges, against their formulas written out in NumPy, and against scikit-image."""

from itertools import product

import cv2
import numpy as np
import pytest
from skimage import restoration

from ops import Pixels, Refused, exercises
from tests.ops_awkward import fuzz
from tests.test_ops_oracle import COLOR, CT, DEEP, FLOAT, GRAY, PLANES, close, run

NAMES = ["bilateral", "nl_means", "anisotropic_diffusion"]
EVERY = [GRAY, COLOR, CT, DEEP, FLOAT]
CHANCE = np.random.default_rng(8)
EDGE = np.where(np.arange(60) < 30, 80, 160) * np.ones((50, 1))
NOISY = np.rint(EDGE + CHANCE.normal(0, 8, EDGE.shape)).astype(np.uint8)


def span(image: Pixels) -> float:
    return 255 if image.dtype == np.uint8 else float(image.max()) - float(image.min())


@pytest.mark.parametrize("name", NAMES)
def test_knobs_turned_at_random_crash_nothing(name: str) -> None:
    fuzz(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [0, 77, 255])
def test_a_constant_stays_constant(name: str, value: int) -> None:
    for shape in ((20, 30), (20, 30, 3)):
        assert set(run(name, np.full(shape, value, np.uint8)).ravel()) == {value}


@pytest.mark.parametrize("name", NAMES)
def test_noise_goes_and_the_edge_stays(name: str) -> None:
    # the step is 31 % of the span: a bilateral sigma must be well below
    found = run(name, NOISY, sigma_range=15).astype(float)
    flat = np.s_[5:-5, 5:25]
    assert found[flat].std() < 0.6 * NOISY[flat].std()
    assert found[5:-5, 30:33].mean() - found[5:-5, 27:30].mean() > 70  # of 80; a Gaussian of sigma 3 leaves 35
    blurred = cv2.GaussianBlur(NOISY, (0, 0), 3).astype(float)
    assert blurred[5:-5, 30:33].mean() - blurred[5:-5, 27:30].mean() < 50


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_out_lies_within_what_went_in(name: str) -> None:
    """Each is an average with weights that are not negative."""
    for image in (GRAY, CT, DEEP, *([] if name == "nl_means" else [FLOAT])):
        found = run(name, image).astype(float)
        slack = 1e-4 if image.dtype.kind == "f" else 0
        assert image.min() - slack <= found.min()
        assert found.max() <= image.max() + slack


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize(("diameter", "percent", "sigma"), [(3, 10, 1.0), (7, 15, 2.0), (9, 60, 3.5)])
def test_the_bilateral_filter_weighs_by_distance_and_likeness(
    image: Pixels, diameter: int, percent: float, sigma: float
) -> None:
    values, reach = image.astype(float), diameter // 2
    scale = percent / 100 * span(image)
    around = np.pad(values, reach, mode="reflect")
    total, weights = np.zeros_like(values), np.zeros_like(values)
    for row, column in product(range(diameter), repeat=2):
        away = np.hypot(row - reach, column - reach)
        if away <= reach:  # OpenCV takes a disc
            other = around[row : row + values.shape[0], column : column + values.shape[1]]
            weight = np.exp(-(away**2) / (2 * sigma**2) - (other - values) ** 2 / (2 * scale**2))
            total, weights = total + weight * other, weights + weight
    found = run("bilateral", image, diameter=diameter, sigma_range=percent, sigma_space=sigma)
    off = np.abs(found.astype(float) - total / weights)
    # on float OpenCV interpolates the weights from a table of 4096: 1e-4 of the span; and rounding
    assert off.max() < 1e-4 * span(image) + 0.51 * (image.dtype.kind != "f")


def test_the_naive_bilateral_filter_is_a_plain_blur() -> None:
    naive = exercises()["bilateral"].apply_naive(NOISY).image.astype(float)
    assert naive[5:-5, 30:33].mean() - naive[5:-5, 27:30].mean() < 55


def test_the_bilateral_filter_leaves_holes_where_they_are() -> None:
    image = FLOAT.copy()
    image[10, 10] = np.nan
    found = run("bilateral", image)
    assert np.argwhere(~np.isfinite(found)).tolist() == [[10, 10]]


def non_local(image: Pixels, h: float, patch: int, search: int, deep: bool) -> Pixels:
    """The formula, pixel by pixel: mean squared difference of patches, or on 16 bits the squared mean difference."""
    values, far, near = image.astype(float), search // 2, patch // 2
    around = np.pad(values, far + near, mode="reflect")
    total, weights = np.zeros_like(values), np.zeros_like(values)
    tall, wide = values.shape

    def shifted(row: int, column: int) -> Pixels:
        return around[far + row : far + row + tall + 2 * near, far + column : far + column + wide + 2 * near]

    for row, column in product(range(-far, far + 1), repeat=2):
        difference = np.abs(shifted(row, column) - shifted(0, 0))
        windows = np.lib.stride_tricks.sliding_window_view(difference if deep else difference**2, (patch, patch))
        distance = windows.mean(axis=(2, 3))
        weight = np.exp(-((distance**2 if deep else distance) / h**2))
        total += weight * shifted(row, column)[near : near + tall, near : near + wide]
        weights += weight
    return total / weights


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(NOISY, id="uint8"),
        pytest.param(NOISY.astype(np.uint16) * 16, id="uint16"),
        pytest.param(NOISY.astype(np.int16) * 10 - 1000, id="HU"),
    ],
)
def test_non_local_means_averages_by_likeness_of_patches(image: Pixels) -> None:
    h = 0.06 * span(image)
    found = run("nl_means", image, strength=6, patch=5, search=9).astype(float)
    exact = non_local(image, h, 5, 9, deep=image.dtype != np.uint8)
    # OpenCV drops weights below 0.001 and takes the exponential from a table of whole distances
    assert np.abs(found - exact).max() < 0.01 * span(image)
    assert np.abs(found - exact).mean() < 0.002 * span(image) + 0.3


def test_non_local_means_denoises_as_well_as_scikit_image() -> None:
    found = run("nl_means", NOISY, strength=4, patch=5, search=11).astype(float)
    theirs = restoration.denoise_nl_means(
        NOISY.astype(float), patch_size=5, patch_distance=5, h=0.04 * 255, fast_mode=False, preserve_range=True
    )  # weighs the middle of a patch more, so the pixels differ and the quality must not
    errors = [np.sqrt(np.mean((i - EDGE) ** 2)) for i in (found, theirs, NOISY.astype(float))]
    assert errors[0] < 1.2 * errors[1]
    assert errors[0] < 0.6 * errors[2]


@pytest.mark.parametrize("sigma", [2, 8, 20])
def test_the_noise_found_is_the_noise_added(sigma: float) -> None:
    slope = np.add.outer(np.arange(200) / 2, np.arange(200) / 3) + 30
    image = np.rint(slope + CHANCE.normal(0, sigma, slope.shape)).clip(0, 255).astype(np.uint8)
    # 40 000 correlated samples: 3 %
    assert exercises()["nl_means"].apply(image).facts["noise"] == pytest.approx(sigma, rel=0.03)


def test_naive_non_local_means_hardly_touches_twelve_bits() -> None:
    deep, flat = NOISY.astype(np.uint16) * 16, np.s_[5:-5, 5:25]
    naive = exercises()["nl_means"].apply_naive(deep).image
    assert naive[flat].std() > 0.99 * deep[flat].std()
    assert run("nl_means", deep)[flat].std() < 0.8 * deep[flat].std()


def test_what_would_take_many_seconds_is_refused_with_what_fits() -> None:
    large = np.broadcast_to(np.uint8(0), (2000, 1000))
    with pytest.raises(Refused, match="a search window of 21 takes many seconds - use 11, or crop first"):
        run("nl_means", large, search=21)
    with pytest.raises(Refused, match="20 iterations take many seconds - take 11, or crop first"):
        run("anisotropic_diffusion", np.broadcast_to(np.uint8(0), (4000, 2000)), iterations=20)


def diffused(image: Pixels, iterations: int, kappa: float, step: float, conduct: str) -> Pixels:
    """Formula (7) of the paper: what flows in from north, south, east and west; the border repeated."""
    values = image.astype(float)
    for _ in range(iterations):
        around = np.pad(values, 1, mode="edge")
        change = [part - values for part in (around[:-2, 1:-1], around[2:, 1:-1], around[1:-1, :-2], around[1:-1, 2:])]
        open_ = [
            np.exp(-((d / kappa) ** 2)) if conduct == "exponential" else 1 / (1 + (d / kappa) ** 2) for d in change
        ]
        values = values + step * sum(c * d for c, d in zip(open_, change, strict=True))
    return values


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("conduct", ["exponential", "quadratic"])
@pytest.mark.parametrize(("iterations", "kappa", "step"), [(1, 5, 0.25), (7, 20, 0.2), (20, 50, 0.05)])
def test_diffusion_is_perona_and_maliks(
    image: Pixels, conduct: str, iterations: int, kappa: float, step: float
) -> None:
    exact = diffused(image, iterations, kappa / 100 * span(image), step, conduct)
    found = run("anisotropic_diffusion", image, iterations=iterations, kappa=kappa, step=step, conduct=conduct)
    close(found, exact, by=0.52)  # rounding, and single precision on 16 bits


@pytest.mark.parametrize("image", EVERY, ids=lambda i: f"{i.dtype}{i.ndim}")
def test_no_iterations_change_nothing(image: Pixels) -> None:
    np.testing.assert_array_equal(run("anisotropic_diffusion", image, iterations=0), image)


def test_no_heat_is_lost() -> None:
    found = run("anisotropic_diffusion", FLOAT, iterations=20, step=0.25).astype(float)
    assert found.mean() == pytest.approx(FLOAT.astype(float).mean(), rel=1e-5)


def test_the_largest_step_is_stable_and_the_naive_one_makes_checkers() -> None:
    knobs = {"iterations": 20, "kappa": 50, "step": 0.25}
    flat = np.rint(CHANCE.normal(128, 6, (60, 60))).astype(np.uint8)
    assert run("anisotropic_diffusion", flat, **knobs).std() < 1.5
    assert exercises()["anisotropic_diffusion"].apply_naive(flat, knobs).image.std() > 30


def test_diffusion_goes_round_a_hole_and_leaves_it() -> None:
    image = FLOAT.copy()
    image[10, 10], image[30, 30] = np.nan, np.inf
    found = run("anisotropic_diffusion", image, iterations=20)
    assert np.argwhere(~np.isfinite(found)).tolist() == [[10, 10], [30, 30]]
