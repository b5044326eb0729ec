"""The noises by their statistics: mean, variance and shape over many pixels, and what the limits of a depth do."""

import numpy as np
import pytest
from scipy import stats

from ops import Pixels, Refused, exercises
from tests.ops_awkward import fuzz
from tests.test_ops_oracle import COLOR, CT, DEEP, FLOAT, GRAY, run

NAMES = [ex.name for ex in exercises().values() if ex.group == "noise"]
EVERY = [GRAY, COLOR, CT, DEEP, FLOAT]
# 8 bits round, so they need a spread of several levels; all far from the limits
FLAT = [
    pytest.param(np.full((300, 400), 128, np.uint8), 255, id="uint8"),
    pytest.param(np.pad(np.full((300, 400), 2000, np.uint16), 1, constant_values=(0, 4000))[1:], 4000, id="uint16"),
    pytest.param(np.pad(np.full((300, 400), 0, np.int16), 1, constant_values=(-1000, 1000))[1:], 2000, id="int16"),
    pytest.param(np.pad(np.full((300, 400), 0.5, np.float32), 1, constant_values=(0, 1))[1:], 1, id="float32"),
]


@pytest.mark.parametrize("name", NAMES)
def test_knobs_turned_at_random_crash_nothing(name: str) -> None:
    fuzz(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("image", EVERY, ids=lambda i: f"{i.dtype}{i.ndim}")
def test_a_seed_always_gives_the_same_and_another_seed_something_else(name: str, image: Pixels) -> None:
    np.testing.assert_array_equal(run(name, image, seed=7), run(name, image, seed=7))
    assert not np.array_equal(run(name, image, seed=7), run(name, image, seed=8))


@pytest.mark.parametrize(("name", "none"), [("add_gaussian_noise", {"sigma": 0}), ("salt_and_pepper", {"amount": 0})])
@pytest.mark.parametrize("image", EVERY, ids=lambda i: f"{i.dtype}{i.ndim}")
def test_no_noise_changes_nothing(name: str, none: dict[str, float], image: Pixels) -> None:
    np.testing.assert_array_equal(run(name, image, **none), image)


@pytest.mark.parametrize(("image", "span"), FLAT)
def test_gaussian_noise_is_normal_with_the_sigma_asked_for(image: Pixels, span: float) -> None:
    result = exercises()["add_gaussian_noise"].apply(image, {"sigma": 5})
    noise = (result.image.astype(float) - image)[1:-1, 1:-1] / (0.05 * span)
    # of 118 000 draws the mean is off by 0.003 and the deviation by 0.002, one standard error each; 5 of them allowed
    assert abs(noise.mean()) < 0.015
    assert abs(noise.std() - 1) < 0.015
    assert result.facts["sigma"] == pytest.approx(0.05 * span, abs=1e-3)
    assert result.facts["rms"] == pytest.approx(0.05 * span, rel=0.02)
    if image.dtype != np.uint8:  # rounding makes steps of 8 bits
        assert stats.kstest(noise.ravel()[::50], "norm").pvalue > 0.001


def test_noise_on_colour_differs_from_channel_to_channel() -> None:
    for name in ("add_gaussian_noise", "speckle_noise", "poisson_noise"):
        found = run(name, np.full((40, 40, 3), 128, np.uint8))
        assert (found[..., 0] != found[..., 1]).mean() > 0.5


@pytest.mark.parametrize("name", ["add_gaussian_noise", "speckle_noise"])
def test_noise_saturates_and_naively_it_wraps(name: str) -> None:
    white = np.full((100, 100), 250, np.uint8)
    knobs = {"sigma": 0.2 if name == "speckle_noise" else 5}
    assert (run(name, white, **knobs) < 60).mean() < 0.001
    naive = exercises()[name].apply_naive(white, knobs).image
    assert (naive < 60).mean() > 0.1


@pytest.mark.parametrize("image", EVERY, ids=lambda i: f"{i.dtype}{i.ndim}")
def test_salt_is_white_pepper_is_black_and_the_rest_is_left_alone(image: Pixels) -> None:
    result = exercises()["salt_and_pepper"].apply(image, {"amount": 20, "salt": 75})
    low, high = (0, 255) if image.dtype == np.uint8 else (image.min(), image.max())
    changed = result.image != image
    assert set(np.unique(result.image[changed])) <= {low, high}
    whole = (result.image == high) | (result.image == low)
    pixels = whole.all(axis=2) if image.ndim == 3 else whole
    # 5124 pixels: 20 % with a standard error of 0.56 %, and those that were black or white before
    assert 100 * pixels.mean() == pytest.approx(20, abs=3)
    assert result.facts["hit"] == pytest.approx(20, abs=3)
    salt = (result.image == high).mean() / whole.mean()
    assert salt == pytest.approx(0.75, abs=0.1)


def test_the_naive_snippet_never_reaches_the_last_row_and_colours_its_dots() -> None:
    grey = np.full((60, 80, 3), 128, np.uint8)
    naive = exercises()["salt_and_pepper"].apply_naive(grey, {"amount": 50}).image
    assert (naive[-1] == 128).all()
    assert (naive[:, -1] == 128).all()
    assert (naive[..., 0] != naive[..., 1]).any()
    right = run("salt_and_pepper", grey, amount=50)
    assert (right[-1] != 128).any()
    np.testing.assert_array_equal(right[..., 0], right[..., 1])


@pytest.mark.parametrize("photons", [5, 40, 1000])
def test_poisson_noise_has_the_variance_of_its_mean(photons: int) -> None:
    image = np.full((300, 401), 0.25, np.float32)
    image[:, 0], image[0, 0] = 0, 1
    counts = (run("poisson_noise", image, photons=photons) * photons)[:, 1:].astype(float)
    mean = photons / 4
    # 120 000 counts: 5 standard errors of the mean; the variance is off by less than 3 %
    assert counts.mean() == pytest.approx(mean, abs=5 * np.sqrt(mean / counts.size))
    assert counts.var() == pytest.approx(mean, rel=0.03)
    np.testing.assert_allclose(counts, np.rint(counts), atol=1e-3 * photons)  # whole photons
    assert (run("poisson_noise", image, photons=photons)[1:, 0] == 0).all()
    assert exercises()["poisson_noise"].apply(image, {"photons": photons}).facts["snr"] == pytest.approx(
        np.sqrt(photons), abs=1e-3
    )


def test_naive_poisson_depends_on_the_depth_and_fails_below_zero() -> None:
    poisson = exercises()["poisson_noise"]
    deep = np.full((100, 100), 60000, np.uint16)
    assert poisson.apply_naive(deep).image.std() / 60000 < 0.005  # 1 over the root of 60000
    with pytest.raises(Refused, match="naive version crashes here: lam < 0"):
        poisson.apply_naive(np.full((4, 4), -100, np.int16))


@pytest.mark.parametrize("sigma", [0.1, 0.3])
def test_speckle_grows_with_the_signal(sigma: float) -> None:
    image = np.repeat(np.float32([0, 100, 200, 1000]), 40_000).reshape(400, 400)
    found = run("speckle_noise", image, sigma=sigma).astype(float)
    for row, signal in ((0, 0), (100, 100), (200, 200), (300, 1000)):
        part = found[row : row + 100]
        assert part.mean() == pytest.approx(signal, rel=0.01)  # 5 standard errors at 0.3
        assert part.std() == pytest.approx(sigma * signal, rel=0.02)
    assert exercises()["speckle_noise"].apply(image, {"sigma": sigma}).facts["looks"] == pytest.approx(
        1 / sigma**2, abs=1e-3
    )


def test_black_has_no_speckle_also_when_it_is_minus_a_thousand_hu() -> None:
    ct = np.full((20, 20), -1000, np.int16)
    ct[:, 10:] = 1000
    assert (run("speckle_noise", ct)[:, :10] == -1000).all()
    assert run("speckle_noise", ct)[:, 10:].std() > 100
