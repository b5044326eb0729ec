"""The metrics against scikit-image and SciPy, and their laws."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy import ndimage
from scipy.spatial.distance import directed_hausdorff
from skimage import metrics

from ops import Exercise, Pixels, Refused, exercises
from ops._second import degraded
from tests.ops_awkward import awkward, fuzz
from tests.ops_fuzz import asked
from tests.test_ops_oracle import CT, DEEP, FLOAT, GRAY, PLANES

VALUES = ["mse", "psnr", "ssim"]
MASKS = ["dice", "iou", "hausdorff", "volume_error"]
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


@pytest.mark.parametrize("name", [*VALUES, *MASKS])
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


# masks: a picture of 0 and 200 is its own mask when cut from 100 to 255

CUT = {"low": 100, "high": 255, "sigma": 0.0}


def blobs(seed: int, share: float = 70) -> Pixels:
    """Round islands, bool."""
    noise = ndimage.gaussian_filter(np.random.default_rng(seed).random((61, 84)), 4)
    return noise > np.percentile(noise, share)


def scores(name: str, found: Pixels, real: Pixels) -> dict[str, Any]:
    return facts(name, found.astype(np.uint8) * np.uint8(200), real.astype(np.uint8) * np.uint8(255), **CUT)


@pytest.mark.parametrize("seed", range(4))
def test_overlaps_are_those_of_the_sets(seed: int) -> None:
    found, real = blobs(seed), blobs(seed + 9, 80)
    a, b = set(map(tuple, np.argwhere(found))), set(map(tuple, np.argwhere(real)))
    dice, iou, volume = (scores(name, found, real) for name in ("dice", "iou", "volume_error"))
    assert dice["dice"] == iou["dice"] == volume["dice"] == pytest.approx(2 * len(a & b) / (len(a) + len(b)), abs=1e-4)
    assert iou["iou"] == dice["iou"] == pytest.approx(len(a & b) / len(a | b), abs=1e-4)
    assert (dice["tp"], dice["fp"], dice["fn"]) == (len(a & b), len(a - b), len(b - a))
    assert dice["precision"] == pytest.approx(len(a & b) / len(a), abs=1e-4)
    assert dice["recall"] == pytest.approx(len(a & b) / len(b), abs=1e-4)
    assert iou["accuracy"] == pytest.approx(np.mean(found == real), abs=1e-4)
    assert volume["error"] == pytest.approx(100 * (len(a) - len(b)) / len(b), abs=0.01)


def rim(mask: Pixels) -> Pixels:
    return mask & ~ndimage.binary_erosion(mask)


@pytest.mark.parametrize("seed", range(4))
def test_distances_are_those_of_scipy(seed: int) -> None:
    found, real = blobs(seed), blobs(seed + 9, 80)
    got = scores("hausdorff", found, real)
    a, b = np.argwhere(rim(found)), np.argwhere(rim(real))
    assert got["there"] == pytest.approx(directed_hausdorff(a, b)[0], abs=0.006)
    assert got["back"] == pytest.approx(directed_hausdorff(b, a)[0], abs=0.006)
    assert got["hd"] == max(got["there"], got["back"])
    there = ndimage.distance_transform_edt(~rim(real))[rim(found)]
    back = ndimage.distance_transform_edt(~rim(found))[rim(real)]
    assert got["hd95"] == pytest.approx(max(np.percentile(there, 95), np.percentile(back, 95)), abs=0.006)
    assert got["mean"] == pytest.approx(np.concatenate([there, back]).mean(), abs=0.006)


def test_a_mask_against_itself_is_perfect() -> None:
    mask = blobs(1)
    assert scores("dice", mask, mask)["dice"] == scores("iou", mask, mask)["iou"] == 1
    assert scores("volume_error", mask, mask)["error"] == 0
    assert scores("hausdorff", mask, mask) == {
        **dict.fromkeys(("hd", "hd95", "mean", "there", "back"), 0.0),
        "dice": 1.0,
        "size": "84 × 61",
    }


def test_what_cannot_be_divided_is_said_and_not_guessed() -> None:
    none, some = np.zeros((9, 9), bool), np.eye(9, dtype=bool)
    assert scores("dice", none, none)["dice"] == scores("iou", none, none)["iou"] == "0 / 0"
    assert scores("hausdorff", none, none)["hd"] == "0 / 0"
    assert scores("hausdorff", some, none)["hd"] == scores("hausdorff", none, some)["hd95"] == "∞"
    assert scores("volume_error", some, none)["error"] == "9 / 0"
    assert scores("dice", some, none)["dice"] == scores("dice", none, some)["dice"] == 0


def test_swapping_the_masks_swaps_alarms_and_misses() -> None:
    one, other = blobs(2), blobs(3)
    there, back = scores("dice", one, other), scores("dice", other, one)
    assert (there["dice"], there["iou"], there["fp"]) == (back["dice"], back["iou"], back["fn"])
    assert scores("hausdorff", one, other)["hd"] == scores("hausdorff", other, one)["hd"]


def test_the_same_dice_at_another_distance() -> None:
    real, near, far = (np.zeros((60, 60), bool) for _ in range(3))
    real[20:40, 20:40] = near[20:40, 20:40] = far[20:40, 20:40] = True
    near[40, 20:22], far[58, 50:52] = True, True
    assert scores("dice", near, real)["dice"] == scores("dice", far, real)["dice"]
    assert scores("hausdorff", near, real)["hd"] == 1
    assert scores("hausdorff", far, real)["hd"] > 20
    assert scores("hausdorff", far, real)["hd95"] <= 1


def test_each_trap_is_one() -> None:
    real, half = np.zeros((40, 50), np.uint8), np.zeros((40, 50), np.uint8)
    real[10:20, 10:30], half[10:20, 10:20] = 255, 200

    def wrong(name: str, first: Pixels) -> dict[str, Any]:
        return dict(named(name).apply_naive(first, CUT, real).facts)

    assert wrong("dice", real)["dice"] == 0
    assert wrong("iou", np.zeros_like(real))["iou"] == 0.9
    assert wrong("hausdorff", half)["hd"] == 4  # its right side lies inside the true one, above or below the rim
    assert facts("hausdorff", half, real, **CUT)["hd"] == 10
    assert wrong("volume_error", half)["error"] == 100 * 255 * 100 / 200
    assert facts("volume_error", half, real, **CUT)["error"] == -50


def test_the_colours_are_the_four_cases() -> None:
    first, real = np.uint8([[200, 200, 0, 0]]), np.uint8([[255, 0, 255, 0]])
    hit, alarm, miss, rest = named("dice").apply(first, CUT, real).image[0].astype(int)
    assert hit.argmax() == 1
    assert alarm[0] > alarm[1] > alarm[2]
    assert miss.argmax() == 2
    assert set(rest) == {0}


@pytest.mark.parametrize("name", MASKS)
def test_a_mask_of_another_size_is_resized_without_new_labels(name: str) -> None:
    large = np.kron(blobs(4), np.ones((2, 2), bool))
    assert scores(name, blobs(4), large) == {**scores(name, blobs(4), blobs(4)), "size": "168 × 122 → 84 × 61"}


@pytest.mark.parametrize("name", MASKS)
def test_a_range_upside_down_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="lower the first or raise the second"):
        facts(name, GRAY, GRAY, low=9, high=8)
