"""The grey-value exercises against NumPy, OpenCV, scikit-image and the text of the DICOM standard."""

import cv2
import numpy as np
import pytest
from skimage import exposure

from ops import Pixels, exercises
from tests.ops_awkward import fuzz
from tests.test_ops_oracle import COLOR, CT, DEEP, FLOAT, GRAY, PLANES, close, run

NAMES = [ex.name for ex in exercises().values() if ex.group == "intensity"]
NEUTRAL = {
    "brightness_contrast": {"contrast": 1, "brightness": 0},
    "gamma": {"gamma": 1},
    "histogram_equalisation": {"strength": 0},
}
IDENTICAL = [
    pytest.param(name, image, id=f"{name} {image.dtype}{image.ndim}")
    for name in NEUTRAL
    for image in (GRAY, COLOR, CT, DEEP, FLOAT)
    if image.dtype.name in exercises()[name].depths
]


@pytest.mark.parametrize("name", NAMES)
def test_knobs_turned_at_random_crash_nothing(name: str) -> None:
    fuzz(name)


@pytest.mark.parametrize(("name", "image"), IDENTICAL)
def test_neutral_knobs_change_nothing(name: str, image: Pixels) -> None:
    close(run(name, image, **NEUTRAL[name]), image.astype(float), by=0)  # float32: there and back again, its rounding


def cut(exact: Pixels, image: Pixels) -> Pixels:
    if image.dtype.kind == "f":
        return exact
    return np.clip(exact, np.iinfo(image.dtype).min, np.iinfo(image.dtype).max)


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize(("contrast", "brightness"), [(0, 50), (0.5, -20), (1, 30), (2.2, -60), (4, 100)])
def test_brightness_and_contrast_are_a_line(image: Pixels, contrast: float, brightness: int) -> None:
    span = 255 if image.dtype == np.uint8 else float(image.max()) - float(image.min())
    exact = cut(contrast * image.astype(float) + brightness / 100 * span, image)
    result = exercises()["brightness_contrast"].apply(image, {"contrast": contrast, "brightness": brightness})
    close(result.image, exact, by=0.51)  # rounding; ties fall either way
    assert result.facts["shift"] == pytest.approx(brightness / 100 * span, abs=0.01)


def test_the_limits_are_counted() -> None:
    result = exercises()["brightness_contrast"].apply(np.uint8([[0, 100, 200, 250]]), {"contrast": 2, "brightness": 0})
    assert result.facts["limits"] == 75


def test_naive_brightness_wraps_and_the_right_one_saturates() -> None:
    image, knobs = np.full((2, 2), 250, np.uint8), {"contrast": 1, "brightness": 4}
    assert run("brightness_contrast", image, **knobs).max() == 255
    assert exercises()["brightness_contrast"].apply_naive(image, knobs).image.max() == 4  # 250 + 10.2


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("power", [0.1, 0.45, 2.2, 5])
def test_gamma_agrees_with_scikit_image(image: Pixels, power: float) -> None:
    low, high = (0, 255) if image.dtype == np.uint8 else (float(image.min()), float(image.max()))
    exact = low + (high - low) * exposure.adjust_gamma((image.astype(float) - low) / (high - low), power)
    close(run("gamma", image, gamma=power), exact, by=0.51)  # rounding


@pytest.mark.parametrize("power", [0.1, 0.5, 3])
def test_gamma_keeps_both_ends_and_the_order(power: float) -> None:
    ramp = np.arange(256, dtype=np.uint8)[None]
    found = run("gamma", ramp, gamma=power)[0].astype(int)
    assert (found[0], found[-1]) == (0, 255)
    assert (np.diff(found) >= 0).all()


def test_naive_gamma_is_all_but_black() -> None:
    assert exercises()["gamma"].apply_naive(np.full((2, 2), 255, np.uint8), {"gamma": 0.5}).image.max() == 16


def c_11_2_1_2_1(x: float, center: float, width: float) -> float:
    """The pseudo-code of the standard, line by line, for an output of 0..255."""
    if x <= center - 0.5 - (width - 1) / 2:
        return 0
    if x > center - 0.5 + (width - 1) / 2:
        return 255
    return ((x - (center - 0.5)) / (width - 1) + 0.5) * 255


def c_11_2_1_3_2(x: float, center: float, width: float) -> float:
    if x <= center - width / 2:
        return 0
    if x > center + width / 2:
        return 255
    return ((x - center) / width + 0.5) * 255


@pytest.mark.parametrize(("center", "width"), [(40, 400), (-600, 1500), (2048, 4096), (0, 1), (100, 2), (128, 256)])
@pytest.mark.parametrize("image", PLANES)
def test_the_window_is_the_one_of_the_standard(image: Pixels, center: int, width: int) -> None:
    for function, exact in (("linear", c_11_2_1_2_1), ("linear_exact", c_11_2_1_3_2)):
        found = run("window_level", image, center=center, width=width, function=function)
        close(found, np.array([[exact(float(x), center, width) for x in row] for row in image]), by=0.51)  # rounding
    sigmoid = 255 / (1 + np.exp(np.clip(-4 * (image.astype(float) - center) / width, -700, 700)))
    close(run("window_level", image, center=center, width=width, function="sigmoid"), sigmoid, by=0.51)


def test_a_window_of_eight_bits_is_the_identity() -> None:
    np.testing.assert_array_equal(run("window_level", GRAY, center=128, width=256), GRAY)


def test_the_window_says_what_it_cuts_and_nan_is_black() -> None:
    values = np.float32([[np.nan, -1000, 0, 2000, np.inf]])
    result = exercises()["window_level"].apply(values, {"center": 0, "width": 100})
    assert result.image.tolist() == [[0, 0, 129, 255, 255]]  # (0 + 0.5) / 99 + 0.5 of 255
    assert result.facts == {"black": 40, "white": 40}


@pytest.mark.parametrize("image", [GRAY, GRAY // 3 + 50, np.full((9, 9), 7, np.uint8)])
def test_equalisation_is_opencvs_on_eight_bits(image: Pixels) -> None:
    # OpenCV scales in single precision: 1 where a value lies at a half
    close(run("histogram_equalisation", image), cv2.equalizeHist(image).astype(float), by=1)
    assert np.mean(run("histogram_equalisation", image) == cv2.equalizeHist(image)) > 0.98


@pytest.mark.parametrize("image", [pytest.param(CT, id="CT"), pytest.param(DEEP // 16, id="12 bits in 16")])
def test_deep_equalisation_ranks_pixels_between_lowest_and_highest(image: Pixels) -> None:
    found = run("histogram_equalisation", image).astype(float)
    low, high = float(image.min()), float(image.max())
    at_most = np.searchsorted(np.sort(image.ravel()), image, side="right")
    first = np.count_nonzero(image == image.min())
    close(found.astype(image.dtype), low + (high - low) * (at_most - first) / (image.size - first), by=0.51)
    assert (found.min(), found.max()) == (low, high)


def test_equalisation_merges_levels_and_never_parts_them() -> None:
    for image in (GRAY, CT, DEEP):
        facts = exercises()["histogram_equalisation"].apply(image).facts
        assert facts["levels_before"] == len(np.unique(image))
        assert facts["levels_after"] <= facts["levels_before"]


def test_equalised_colour_keeps_its_hue_and_naively_it_does_not() -> None:
    # a picture with a red cast: equal channels after equalising each one would be grey
    gray = np.tile(np.linspace(60, 120, 80, dtype=np.uint8), (40, 1))
    cast = np.dstack([gray + 60, gray, gray - 40])
    chroma = cv2.cvtColor(cast, cv2.COLOR_RGB2YCrCb)[..., 1:].astype(int)
    soft = exercises()["histogram_equalisation"].apply(cast, {"strength": 30}).image  # weak enough not to saturate
    close(cv2.cvtColor(soft, cv2.COLOR_RGB2YCrCb)[..., 1:].astype(np.uint8), chroma, by=2)  # rounded to and fro
    naive = exercises()["histogram_equalisation"].apply_naive(cast).image.astype(int)
    assert np.abs(naive[..., 0] - naive[..., 2]).max() <= 1


@pytest.mark.parametrize("clip", [1, 2.5, 8])
@pytest.mark.parametrize("tiles", [1, 4, 7])
def test_clahe_is_opencvs_on_eight_bits(clip: float, tiles: int) -> None:
    exact = cv2.createCLAHE(clip, (tiles, tiles)).apply(GRAY)
    np.testing.assert_array_equal(run("clahe", GRAY, clip=clip, tiles=tiles), exact)


@pytest.mark.parametrize("tiles", [1, 4, 8])
def test_clahe_on_sixteen_bits_does_what_it_does_on_eight(tiles: int) -> None:
    """The same scan with 8 more bits of depth: the curves must be the same, up to the steps of the 8-bit one."""
    rows, columns = np.indices((512, 512))
    eight = np.rint(120 + 60 * np.sin(rows / 76) + 50 * np.cos(columns / 52)).astype(np.uint8)
    eight[0, 0], eight[0, 1] = 0, 255  # so that black and white are the same
    found = run("clahe", (eight * 257.0).astype(np.uint16), clip=4, tiles=tiles) / 257
    off = np.abs(found - run("clahe", eight, clip=4, tiles=tiles).astype(float))
    # OpenCV counts in whole pixels, clips at a whole number and takes the share up to and with the grey level: half a
    # bin of the steepest curve (4 times the average) and what the leftover pixels change
    assert np.median(off) < 3
    assert np.quantile(off, 0.99) < 8


def test_clahe_with_one_tile_and_no_limit_is_equalisation() -> None:
    found = run("clahe", CT, clip=20, tiles=1).astype(float)  # even noise never reaches 20 times the average
    low, high = float(CT.min()), float(CT.max())
    exact = low + (high - low) * np.searchsorted(np.sort(CT.ravel()), CT, side="right") / CT.size
    # within a bin of 16 HU the curve is straight
    close(found.astype(np.int16), exact, by=2 * (high - low) / 256)


def test_unlimited_clahe_lifts_the_noise_of_a_flat_region() -> None:
    flat = np.clip(np.random.default_rng(3).normal(100, 3, (128, 128)), 0, 255).astype(np.uint8)
    assert exercises()["clahe"].apply_naive(flat).image.std() > 4 * run("clahe", flat, clip=2).std()


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("percentile", [0, 0.5, 10])
def test_minmax_is_a_line_between_percentiles(image: Pixels, percentile: float) -> None:
    low, high = np.percentile(image.astype(float), (percentile, 100 - percentile))
    result = exercises()["minmax_normalise"].apply(image, {"percentile": percentile})
    exact = exposure.rescale_intensity(image.astype(float), in_range=(low, high), out_range=(0, 255))
    close(result.image, exact, by=0.51)  # rounding
    assert result.facts["low"] == pytest.approx(low, abs=1e-3)
    assert result.facts["high"] == pytest.approx(high, abs=1e-3)
    assert result.facts["cut"] == pytest.approx(100 * np.mean((image < low) | (image > high)))


def test_one_metal_pin_ruins_minmax_and_percentiles_shrug() -> None:
    tissue = np.random.default_rng(1).normal(40, 20, (100, 100)).astype(np.int16)
    tissue[50, 50] = 3071
    assert exercises()["minmax_normalise"].apply_naive(tissue).image.std() < 3
    assert run("minmax_normalise", tissue).std() > 40


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("reach", [1, 3, 6])
def test_zscore_is_the_distance_from_the_mean_in_deviations(image: Pixels, reach: float) -> None:
    values = image.astype(float)
    z = (values - values.mean()) / values.std()
    result = exercises()["zscore_normalise"].apply(image, {"over": "all", "reach": reach})
    close(result.image, 255 * np.clip((z + reach) / (2 * reach), 0, 1), by=0.51)  # rounding
    assert result.facts["mean"] == pytest.approx(values.mean(), rel=1e-5, abs=1e-3)
    assert result.facts["std"] == pytest.approx(values.std(), rel=1e-5, abs=1e-3)


def test_more_air_moves_naive_z_and_not_the_one_of_the_foreground() -> None:
    head = np.random.default_rng(2).normal(600, 50, (60, 60)).astype(np.uint16)
    near, far = (np.pad(head, margin) for margin in (10, 60))
    zscore = exercises()["zscore_normalise"]
    right = [zscore.apply(scan).image[scan > 0].mean() for scan in (near, far)]
    wrong = [zscore.apply_naive(scan).image[scan > 0].mean() for scan in (near, far)]
    assert abs(right[0] - right[1]) < 1
    assert abs(wrong[0] - wrong[1]) > 30


@pytest.mark.parametrize("name", ["minmax_normalise", "zscore_normalise"])
def test_without_contrast_there_is_nothing_to_divide_by(name: str) -> None:
    for image in (np.full((5, 5), 77, np.uint8), np.full((5, 5), np.nan, np.float32)):
        assert len(np.unique(run(name, image))) == 1
