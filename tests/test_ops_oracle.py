"""Each exercise against its formula, in NumPy, SciPy or scikit-image; every tolerance says what it is for."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from scipy import ndimage
from skimage import feature, filters

from ops import Pixels, Refused, exercises

RNG = np.random.default_rng(seed=5)
GRAY = RNG.integers(0, 256, (61, 84), np.uint8)
COLOR = RNG.integers(0, 256, (61, 84, 3), np.uint8)
CT = RNG.integers(-1024, 3072, (61, 84), np.int16)
DEEP = RNG.integers(0, 65536, (61, 84), np.uint16)
FLOAT = RNG.random((61, 84), np.float32)
PLANES = [pytest.param(image, id=image.dtype.name) for image in (GRAY, CT, DEEP, FLOAT)]


def run(name: str, image: Pixels, **values: Any) -> Pixels:
    return exercises()[name].apply(image, values).image


def close(found: Pixels, exact: Pixels, by: float) -> None:
    """Whole-number depths may be off by `by`; float32 by its own rounding."""
    scale = 1e-5 * max(1.0, float(np.abs(exact).max())) if found.dtype == np.float32 else by
    np.testing.assert_allclose(found.astype(float), exact, rtol=0, atol=scale)


def in_kind(exact: Pixels, depth: np.dtype[Any]) -> Pixels:
    """The exact result cut to what the depth can hold, not rounded."""
    return exact if depth.kind == "f" else np.clip(exact, np.iinfo(depth).min, np.iinfo(depth).max)


# grey


def test_weighted_grey_is_rec_601() -> None:
    # 1: OpenCV works in fixed point and differs from the rounded formula on 0.13 % of all colours
    exact = COLOR @ [0.299, 0.587, 0.114]
    close(run("gray_weighted", COLOR), exact, by=1)
    assert np.mean(run("gray_weighted", COLOR) == np.rint(exact)) > 0.99


def test_weighted_grey_of_the_primaries() -> None:
    red_green_blue = np.uint8([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]])
    assert run("gray_weighted", red_green_blue).tolist() == [[76, 150, 29]]


def test_average_grey_is_the_rounded_mean() -> None:
    np.testing.assert_array_equal(run("gray_mean", COLOR), np.rint(COLOR.mean(axis=2)))


def test_average_grey_naive_wraps() -> None:
    assert exercises()["gray_mean"].apply_naive(np.full((1, 1, 3), 200, np.uint8)).image.item() == 29


def test_maximum_and_minimum_grey() -> None:
    np.testing.assert_array_equal(run("gray_max", COLOR), COLOR.max(axis=2))
    np.testing.assert_array_equal(run("gray_min", COLOR), COLOR.min(axis=2))


# scaling


def at(size: int, factor: float, output: int) -> Pixels:
    """Where the centres of the output pixels lie in the picture, by the sizes OpenCV really uses."""
    return (np.arange(output) + 0.5) * (size / output) - 0.5


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("factor", [0.37, 1.5, 2.25])
def test_linear_scaling_interpolates_between_pixel_centres(image: Pixels, factor: float) -> None:
    found = run("scale", image, factor=factor, interpolation="linear")
    grid = np.meshgrid(
        at(61, factor, found.shape[0]).clip(0, 60), at(84, factor, found.shape[1]).clip(0, 83), indexing="ij"
    )
    # weights have 11 fractional bits on uint8: up to 1; on 16 bits floats are rounded: up to 1
    close(found, ndimage.map_coordinates(image.astype(float), grid, order=1), by=1)


def cubic(size: int, factor: float, output: int) -> Pixels:
    """Keys' kernel with a = -0.75 as a matrix from pixels to output pixels, the border repeated."""
    where, matrix = at(size, factor, output), np.zeros((output, size))
    for row, x in enumerate(where):
        for tap in range(int(np.floor(x)) - 1, int(np.floor(x)) + 3):
            t = abs(x - tap)
            near, far = (1.25 * t - 2.25) * t * t + 1, -0.75 * ((t - 5) * t + 8) * t + 3
            matrix[row, min(max(tap, 0), size - 1)] += near if t <= 1 else far
    return matrix


@pytest.mark.parametrize("image", PLANES)
def test_cubic_scaling_is_keys_with_three_quarters(image: Pixels) -> None:
    found = run("scale", image, factor=1.5, interpolation="cubic")
    exact = cubic(61, 1.5, found.shape[0]) @ image.astype(float) @ cubic(84, 1.5, found.shape[1]).T
    # fixed point on uint8, 11 bits twice with weights above 1: up to 2
    close(found, in_kind(exact, image.dtype), by=2)


@pytest.mark.parametrize("image", PLANES)
def test_area_scaling_by_a_whole_number_averages_blocks(image: Pixels) -> None:
    even = image[:60, :84]
    blocks = even.reshape(15, 4, 21, 4).astype(float).mean(axis=(1, 3))
    close(run("scale", even, factor=0.25), blocks, by=0.5)  # rounding only


def test_nearest_scaling_invents_no_label() -> None:
    labels = np.zeros((40, 40), np.uint8)
    labels[5:20, 5:20], labels[15:35, 18:33] = 1, 3
    found = run("scale", labels, factor=0.61, interpolation="nearest")
    rows = np.floor(np.arange(24) * 40 / 24).astype(int)
    np.testing.assert_array_equal(found, labels[np.ix_(rows, rows)])


@pytest.mark.parametrize("interpolation", ["nearest", "linear", "cubic", "area", "lanczos"])
def test_a_constant_stays_constant_whatever_the_interpolation(interpolation: str) -> None:
    assert set(run("scale", np.full((31, 40), 77, np.uint8), factor=0.43, interpolation=interpolation).ravel()) == {77}


@pytest.mark.parametrize(
    ("size", "factor", "expected"), [(100, 0.29, 29), (100, 0.57, 57), (5, 0.05, 1), (1, 0.01, 1), (10, 4, 40)]
)
def test_sizes_are_rounded_and_never_zero(size: int, factor: float, expected: int) -> None:
    image = np.zeros((size, size), np.uint8)
    result = exercises()["scale"].apply(image, {"factor": factor})
    assert result.image.shape == (expected, expected)
    assert result.facts == {"width": expected, "height": expected}


def test_naive_scaling_cuts_and_fails_at_size_zero() -> None:
    scale = exercises()["scale"]
    assert scale.apply_naive(np.zeros((100, 100), np.uint8), {"factor": 0.29}).image.shape == (28, 28)
    with pytest.raises(Refused, match="naive version crashes here: inv_scale_x > 0"):
        scale.apply_naive(np.zeros((5, 5), np.uint8), {"factor": 0.05})


def test_naive_scaling_loses_lone_bright_pixels() -> None:
    spots = np.zeros((64, 64), np.uint8)
    spots[[8, 20, 44], [9, 33, 52]] = 255
    scale = exercises()["scale"]
    assert np.count_nonzero(scale.apply(spots, {"factor": 0.25}).image) == 3
    assert np.count_nonzero(scale.apply_naive(spots, {"factor": 0.25}).image) == 0


def test_an_output_beyond_forty_megapixels_is_refused_before_it_is_made() -> None:
    with pytest.raises(Refused, match="more than 40 million - use a smaller factor"):
        run("scale", np.broadcast_to(np.uint8(0), (4000, 4000)), factor=4)


# smoothing


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("ksize", [1, 3, 5, 31])
def test_the_mean_filter_averages(image: Pixels, ksize: int) -> None:
    exact = ndimage.uniform_filter(image.astype(float), ksize, mode="mirror")
    close(run("mean_filter", image, ksize=ksize), exact, by=0.51)  # rounding; ties fall either way


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize(("ksize", "sigma"), [(3, 0.8), (9, 1.5), (25, 4.0), (61, 10.0)])
def test_the_gaussian_filter_weighs_by_the_bell(image: Pixels, ksize: int, sigma: float) -> None:
    x = np.arange(ksize) - ksize // 2
    bell = np.exp(-(x**2) / (2 * sigma**2))
    exact = image.astype(float)
    for axis in (0, 1):
        exact = ndimage.correlate1d(exact, bell / bell.sum(), axis=axis, mode="mirror")
    # fixed point on 8 and 16 bits: weights in 8 or 16 fractional bits, rows and then columns; 1.37 measured
    close(run("gaussian_blur", image, ksize=ksize, sigma=sigma), exact, by=1.5)


def test_sigma_zero_is_derived_from_the_size() -> None:
    sigma = 0.3 * ((15 - 1) * 0.5 - 1) + 0.8  # 2.6, the formula of getGaussianKernel
    np.testing.assert_array_equal(
        run("gaussian_blur", GRAY, ksize=15), run("gaussian_blur", GRAY, ksize=15, sigma=sigma)
    )


def test_sigma_zero_at_five_is_the_binomial_kernel() -> None:
    impulse = np.zeros((9, 9), np.uint8)
    impulse[4, 4] = 255
    row = np.array([1, 4, 6, 4, 1]) / 16
    close(run("gaussian_blur", impulse, ksize=5)[2:7, 2:7], 255 * np.outer(row, row), by=0.51)


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("ksize", [1, 3, 5])
def test_the_median_filter_takes_the_middle(image: Pixels, ksize: int) -> None:
    exact = ndimage.median_filter(image, ksize, mode="nearest")
    np.testing.assert_array_equal(run("median_filter", image, ksize=ksize), exact)


@pytest.mark.parametrize("ksize", [7, 31])
def test_the_median_filter_of_eight_bits_goes_further(ksize: int) -> None:
    exact = ndimage.median_filter(GRAY, ksize, mode="nearest")
    np.testing.assert_array_equal(run("median_filter", GRAY, ksize=ksize), exact)
    with pytest.raises(Refused, match="must be 5 at most, got"):
        run("median_filter", DEEP, ksize=ksize)


# edges


def sobel_kernel(ksize: int) -> tuple[Pixels, Pixels]:
    """Binomial smoothing, and the binomial two shorter convolved with a difference."""
    smooth = np.array([1.0])
    for _ in range(ksize - 3):
        smooth = np.convolve(smooth, [1, 1])
    return np.convolve(np.convolve(smooth, [1, 1]), [1, 1]), np.convolve(smooth, [-1, 0, 1])


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("ksize", [3, 5, 7])
@pytest.mark.parametrize("direction", ["x", "y", "both"])
@pytest.mark.parametrize("fit", ["clip", "stretch"])
def test_sobel_is_a_binomial_and_a_difference(image: Pixels, ksize: int, direction: str, fit: str) -> None:
    smooth, difference = sobel_kernel(ksize)

    def derivative(axis: int) -> Pixels:
        along = ndimage.correlate1d(image.astype(float), difference, axis=axis, mode="mirror")
        return ndimage.correlate1d(along, smooth, axis=1 - axis, mode="mirror")

    gx, gy = derivative(1), derivative(0)
    gradient = {"x": np.abs(gx), "y": np.abs(gy), "both": np.hypot(gx, gy)}[direction]
    result = exercises()["sobel"].apply(image, {"ksize": ksize, "direction": direction, "fit": fit})
    factor = 1 if fit == "clip" else 255 / gradient.max()
    close(result.image, np.clip(gradient * factor, 0, 255), by=0.51)  # rounding; ties fall either way
    assert result.facts["largest"] == pytest.approx(gradient.max())
    assert result.facts["over"] == pytest.approx(100 * (gradient > 255).mean(), abs=0.05)


@pytest.mark.parametrize("height", [8, 16, 32, 64, 128, 255])
def test_a_higher_step_never_gives_a_weaker_edge_but_naively_it_does(height: int) -> None:
    step = np.zeros((20, 40), np.uint8)
    step[:, 20:] = height
    peak = min(255, 48 * height)  # the gain of the 5 x 5 kernel
    assert run("sobel", step, ksize=5).max() == peak
    naive = exercises()["sobel"].apply_naive(step, {"ksize": 5}).image
    at_the_edge = [int(48 * height) % 256, int(48 * height / 3) % 256]  # the two columns beside it
    assert naive[10, 19] in at_the_edge


def test_canny_outlines_a_disc_within_a_pixel() -> None:
    rows, columns = np.indices((128, 128))
    radius = np.hypot(rows - 63.5, columns - 63.5)
    disc = np.where(radius < 40, 180, 40).astype(np.uint8)
    edges = run("canny", disc) > 0
    assert np.abs(radius[edges] - 40).max() < 1.5
    angles = np.degrees(np.arctan2(rows - 63.5, columns - 63.5))[edges]
    assert np.diff(np.sort(angles)).max() < 2.5, "there is a gap in the outline"


def test_canny_agrees_with_scikit_image() -> None:
    smooth = cv2.normalize(
        ndimage.gaussian_filter(np.random.default_rng(7).random((160, 160)), 4), None, 0, 255, cv2.NORM_MINMAX
    )
    image = np.rint(smooth).astype(np.uint8)
    ours = run("canny", image, low=20, high=60, sigma=1.0, l2=True) > 0
    # scikit-image smooths in floating point and interpolates along the gradient where OpenCV takes the nearest of four
    # directions: ridges may lie a pixel apart, and a weak one may fall to the other side of a threshold
    theirs = feature.canny(image.astype(float), 1.0, low_threshold=20, high_threshold=60, mode="nearest")
    assert ours.sum() > 500
    assert share(ours, theirs) > 0.9
    assert share(theirs, ours) > 0.9


def share(edges: Pixels, others: Pixels) -> float:
    """How much of the edges lies within one pixel of the others."""
    return float((edges & ndimage.binary_dilation(others, np.ones((3, 3)))).sum() / edges.sum())


def test_canny_with_crossed_thresholds_is_refused_with_the_cure() -> None:
    with pytest.raises(Refused, match="low threshold 151 is above the high one 150 - move either"):
        run("canny", GRAY, low=151, high=150)


# segmentation

MODES: dict[str, Callable[[Pixels, int], Pixels]] = {
    "binary": lambda gray, t: np.where(gray > t, 255, 0),
    "inverse": lambda gray, t: np.where(gray > t, 0, 255),
    "truncate": lambda gray, t: np.where(gray > t, t, gray),
    "to_zero": lambda gray, t: np.where(gray > t, gray, 0),
    "to_zero_inverse": lambda gray, t: np.where(gray > t, 0, gray),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("threshold", [0, 1, 127, 128, 254, 255])
def test_a_fixed_threshold_is_strict(mode: str, threshold: int) -> None:
    every = np.arange(256, dtype=np.uint8).reshape(16, 16)
    result = exercises()["threshold_fixed"].apply(np.dstack([every] * 3), {"mode": mode, "threshold": threshold})
    np.testing.assert_array_equal(result.image, MODES[mode](every, threshold))
    assert result.facts["above"] == pytest.approx(100 * (255 - threshold) / 256)


def test_a_threshold_on_colour_gives_up_to_eight_colours() -> None:
    ex = exercises()["threshold_fixed"]
    assert len(np.unique(ex.apply_naive(COLOR).image.reshape(-1, 3), axis=0)) == 8
    assert set(np.unique(ex.apply(COLOR).image)) == {0, 255}


def test_the_modes_are_all_compared() -> None:
    knob = next(k for k in exercises()["threshold_fixed"].knobs if k.name == "mode")
    assert set(knob.choices) == MODES.keys()


def two_hills(depth: str, low: float, high: float, spread: float) -> Pixels:
    chance = np.random.default_rng(seed=3)
    values = np.where(chance.random((120, 130)) < 0.35, chance.normal(high, spread, (120, 130)), 0)
    return np.rint(np.where(values == 0, chance.normal(low, spread, (120, 130)), values)).astype(depth)


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(two_hills("uint8", 80, 170, 15), id="uint8"),
        pytest.param(two_hills("uint16", 12000, 31000, 2500), id="uint16"),
        pytest.param(two_hills("int16", -700, 60, 90), id="HU"),
        pytest.param(two_hills("int16", 300, 900, 40), id="int16 above zero"),
    ],
)
def test_otsu_finds_the_threshold_scikit_image_finds(image: Pixels) -> None:
    result = exercises()["otsu"].apply(image)
    # one bin per value, or scikit-image would round 16 bits to 256 bins
    span = int(image.max()) - int(image.min()) + 1
    exact = filters.threshold_otsu(image.astype(np.int32), nbins=span)
    assert result.facts["threshold"] == pytest.approx(exact, abs=1)  # 1: between two values any threshold is as good
    np.testing.assert_array_equal(result.image > 0, image > result.facts["threshold"])
    np.testing.assert_array_equal(exercises()["otsu"].apply(image, {"invert": True}).image, 255 - result.image)


@pytest.mark.parametrize("c", [-30, -1, 0, 5, 30])
@pytest.mark.parametrize("block", [3, 31])
def test_the_adaptive_threshold_compares_with_the_average_around(block: int, c: int) -> None:
    image = np.rint(ndimage.gaussian_filter(GRAY.astype(float), 1)).astype(np.uint8)
    mean = ndimage.uniform_filter(image.astype(float), block, mode="nearest")
    found = run("adaptive_threshold", image, block=block, c=c) > 0
    expected = image > np.rint(mean) - c  # OpenCV rounds the average to whole grey levels
    tie = np.abs(mean - np.floor(mean) - 0.5) < 1e-9
    np.testing.assert_array_equal(found[~tie], expected[~tie])


def test_the_adaptive_threshold_with_the_bell() -> None:
    image = np.rint(ndimage.gaussian_filter(GRAY.astype(float), 1)).astype(np.uint8)
    mask = filters.threshold_local(image.astype(float), 31, method="gaussian", offset=5, mode="nearest", param=5.0)
    found = run("adaptive_threshold", image, block=31, c=5, weights="gaussian") > 0
    # sigma 5.0 is what OpenCV derives from 31; its average is rounded, so only what lies within 1 may differ
    clear = np.abs(image - mask) > 1
    np.testing.assert_array_equal(found[clear], (image > mask)[clear])
    assert clear.mean() > 0.5


def test_the_naive_adaptive_threshold_loses_the_dark() -> None:
    dark = np.full((20, 20), 2, np.uint8)
    ex = exercises()["adaptive_threshold"]
    assert set(ex.apply(dark).image.ravel()) == {255}
    assert set(ex.apply_naive(dark).image.ravel()) == {0}


@pytest.mark.parametrize("weights", ["mean", "gaussian"])
@pytest.mark.parametrize("block", [3, 9, 31])
def test_the_first_stage_is_the_average_that_opencv_compares_with(weights: str, block: int) -> None:
    ex = exercises()["adaptive_threshold"]
    assert ex.stages
    mean = next(ex.stages(GRAY, block=block, c=4, weights=weights))[1].astype(int)
    found = run("adaptive_threshold", GRAY, block=block, c=4, weights=weights) > 0
    np.testing.assert_array_equal(found, GRAY.astype(int) > mean - 4)
