"""The metrics against scikit-image and SciPy, and their laws."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy import ndimage
from skimage import metrics

from ops import Exercise, Pixels, Refused, exercises
from ops._second import degraded
from tests.ops_awkward import awkward, fuzz
from tests.ops_fuzz import asked
from tests.test_ops_oracle import CT, DEEP, FLOAT, GRAY, PLANES

VALUES = ["mse", "psnr", "ssim"]
CLEAN = {"noise": 0.0, "blur": 0.0, "offset": 0.0}


def smooth(image: Pixels) -> Pixels:
    return ndimage.gaussian_filter(image.astype(float), 2).astype(image.dtype)


def facts(name: str, image: Pixels, other: Pixels, **knobs: Any) -> dict[str, Any]:
    return dict(exercises()[name].apply(image, knobs, other).facts)


def named(name: str) -> Exercise:
    return exercises()[name]


def others(picture: Pixels) -> Iterator[Pixels]:
    """What may come as a second picture: holes, another size, a mask, nothing at all."""
    yield picture[: max(1, picture.shape[0] // 2)]
    yield np.zeros((1, 1), picture.dtype)
    yield np.full((70, 3), 1, np.uint8)
    yield np.indices((9, 130)).sum(axis=0).astype(np.uint8) % 2 * np.uint8(255)


@pytest.mark.parametrize("name", VALUES)
def test_knobs_turned_at_random_crash_nothing(name: str) -> None:
    fuzz(name)
    chance = np.random.default_rng(3)
    for picture in awkward(named(name)):
        for other in others(picture):
            try:
                result = named(name).apply(picture, asked(named(name), chance), other)
            except Refused as refused:
                assert refused.__cause__ is None
                assert " - " in refused.said.zh
                continue
            assert result.image.shape[:2] == picture.shape[:2]
            assert np.isfinite([v for v in result.facts.values() if not isinstance(v, str)]).all()


def span(image: Pixels) -> float:
    return 255.0 if image.dtype == np.uint8 else float(image.max()) - float(image.min())


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("other", [np.flipud, smooth], ids=["unlike", "alike"])
def test_the_values_are_those_of_scikit_image(image: Pixels, other: Any) -> None:
    reference = other(image)
    mse, psnr, ssim = (facts(name, image, reference, **CLEAN) for name in VALUES)
    first, second = image.astype(float), reference.astype(float)
    assert mse["mse"] == pytest.approx(metrics.mean_squared_error(first, second), rel=1e-4)
    assert mse["rmse"] == pytest.approx(mse["mse"] ** 0.5, rel=1e-4)
    assert mse["mae"] == pytest.approx(np.abs(first - second).mean(), rel=1e-4)
    assert mse["bias"] == pytest.approx((first - second).mean(), rel=1e-3, abs=1e-9)
    ratio = metrics.peak_signal_noise_ratio(second, first, data_range=span(reference))
    assert psnr["psnr"] == ssim["psnr"] == pytest.approx(ratio, abs=0.006)
    likeness = metrics.structural_similarity(
        first, second, data_range=span(reference), gaussian_weights=True, sigma=1.5, use_sample_covariance=False
    )
    assert ssim["ssim"] == pytest.approx(likeness, abs=1e-4)


@pytest.mark.parametrize("sigma", [0.5, 1.5, 4])
def test_the_map_is_that_of_scikit_image(sigma: float) -> None:
    found = named("ssim").apply(CT, {**CLEAN, "sigma": sigma}, smooth(CT)).image
    exact = metrics.structural_similarity(
        CT.astype(float),
        smooth(CT).astype(float),
        data_range=span(smooth(CT)),
        gaussian_weights=True,
        sigma=sigma,
        use_sample_covariance=False,
        full=True,
    )[1]
    np.testing.assert_allclose(found, 255 * np.clip(exact, 0, 1), atol=0.51)


@pytest.mark.parametrize("image", PLANES)
def test_the_same_picture_twice_is_perfect(image: Pixels) -> None:
    mse, psnr, ssim = (facts(name, image, image, **CLEAN) for name in VALUES)
    assert (mse["mse"], mse["mae"], mse["bias"]) == (0, 0, 0)
    assert psnr["psnr"] == ssim["psnr"] == "∞"
    assert ssim["ssim"] == ssim["lowest"] == 1
    assert set(named("psnr").apply(image, CLEAN, image).image.ravel()) == {0}


@pytest.mark.parametrize("name", VALUES)
def test_which_is_the_reference_does_not_matter_on_eight_bits(name: str) -> None:
    there, back = facts(name, GRAY, smooth(GRAY), **CLEAN), facts(name, smooth(GRAY), GRAY, **CLEAN)
    for key in there:
        assert there[key] == (back[key] if key != "bias" else -back[key])


def test_same_error_unlike_likeness() -> None:
    # the point of SSIM: brightness and noise of one MSE are not one quality
    image = smooth(GRAY) // 2 + 60
    brighter = facts("ssim", image, image, **{**CLEAN, "offset": 5})
    noisy = facts("ssim", image, image, **{**CLEAN, "noise": 5})
    assert brighter["psnr"] == pytest.approx(noisy["psnr"], abs=0.5)
    assert brighter["ssim"] > noisy["ssim"] + 0.2


def test_a_difference_of_eight_bits_wraps_in_the_naive_version() -> None:
    dark, bright = np.full((4, 4), 10, np.uint8), np.full((4, 4), 26, np.uint8)
    assert facts("mse", dark, bright, **CLEAN)["mse"] == 256
    assert named("mse").apply_naive(dark, CLEAN, bright).facts["mse"] == 0


@pytest.mark.parametrize(("image", "better"), [(DEEP, False), (FLOAT, True)], ids=["16 bits", "floats 0 to 1"])
def test_a_range_of_255_flatters_or_slanders(image: Pixels, better: bool) -> None:
    right = facts("psnr", image, smooth(image), **CLEAN)
    wrong = named("psnr").apply_naive(image, CLEAN, smooth(image)).facts
    assert (wrong["psnr"] > right["psnr"] + 40) is better
    right = facts("ssim", image, smooth(image), **CLEAN)
    wrong = named("ssim").apply_naive(image, CLEAN, smooth(image)).facts
    assert (wrong["ssim"] > right["ssim"]) is better


@pytest.mark.parametrize("name", VALUES)
def test_another_size_is_resized_and_said_and_another_depth_refused(name: str) -> None:
    assert facts(name, GRAY, GRAY[:30, :40])["size"] == "40 × 30 → 84 × 61"
    assert facts(name, GRAY, GRAY)["size"] == "84 × 61"
    with pytest.raises(Refused, match="unlike depths"):
        facts(name, CT, GRAY)


@pytest.mark.parametrize("image", PLANES)
def test_what_is_made_worse_on_purpose_keeps_its_depth(image: Pixels) -> None:
    worse = degraded(image, noise=3, blur=1.5, offset=-4)
    assert worse.dtype == image.dtype
    assert not np.array_equal(worse, image)
    np.testing.assert_array_equal(degraded(image, 0, 0, 0), image)
