"""The filters in the frequency domain against NumPy's transform written out another way, and their laws."""

from typing import Any

import numpy as np
import pytest

from ops import Pixels, exercises
from tests.ops_awkward import fuzz
from tests.ops_fuzz import survives
from tests.test_ops_oracle import CT, FLOAT, GRAY, PLANES, close, in_kind, run

NAMES = ["fourier_low_pass", "fourier_high_pass", "fourier_band_stop"]
SHAPES = ["ideal", "gaussian", "butterworth"]


@pytest.mark.parametrize("name", NAMES)
def test_knobs_turned_at_random_crash_nothing(name: str) -> None:
    fuzz(name)
    assert survives(exercises()[name])


def cycles(image: Pixels) -> Pixels:
    """Frequency in NumPy's own order, zero first, half a spectrum."""
    rows, columns = np.fft.fftfreq(image.shape[0]), np.fft.rfftfreq(image.shape[1])
    return np.sqrt(rows[:, None] ** 2 + columns**2) * max(image.shape)


def low(distance: Pixels, cutoff: float, shape: str, order: int) -> Pixels:
    forms = {"ideal": distance <= cutoff, "gaussian": np.exp(-(distance**2) / 2 / cutoff**2)}
    return forms.get(shape, 1 / (1 + (distance / cutoff) ** (2 * order))).astype(float)


def filtered(image: Pixels, mask: Pixels) -> Pixels:
    return np.fft.irfft2(np.fft.rfft2(image.astype(float)) * mask, image.shape)


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("cutoff", [3, 17, 60])
def test_a_low_pass_multiplies_the_spectrum(image: Pixels, shape: str, cutoff: int) -> None:
    exact = filtered(image, low(cycles(image), cutoff, shape, 3))
    close(run("fourier_low_pass", image, cutoff=cutoff, shape=shape, order=3), in_kind(exact, image.dtype), by=0.51)


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_high_pass_is_what_the_low_pass_takes_away(image: Pixels, shape: str) -> None:
    exact = image - filtered(image, low(cycles(image), 9, shape, 2))
    found = exercises()["fourier_high_pass"].apply(image, {"cutoff": 9, "shape": shape, "order": 2})
    assert found.facts["largest"] == pytest.approx(np.abs(exact).max(), rel=1e-4)
    np.testing.assert_allclose(found.image, 128 + 127 * exact / np.abs(exact).max(), atol=1)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_band_stop_multiplies_the_spectrum(shape: str) -> None:
    distance = cycles(FLOAT)
    with np.errstate(divide="ignore"):
        ratio = (distance**2 - 20**2) / (distance * 7)
        forms = {"ideal": np.abs(distance - 20) > 3.5, "gaussian": 1 - np.exp(-(ratio**2))}
        mask = forms.get(shape, 1 / (1 + (1 / ratio) ** 4)).astype(float)
    knobs = {"center": 20, "width": 7, "shape": shape, "order": 2, "stripes": 0}
    close(run("fourier_band_stop", FLOAT, **knobs), filtered(FLOAT, mask), by=0)


@pytest.mark.parametrize(("name", "knobs"), [("fourier_low_pass", {"cutoff": 512}), ("fourier_band_stop", {})])
def test_a_filter_that_passes_everything_changes_nothing(name: str, knobs: dict[str, Any]) -> None:
    wide = {"shape": "ideal", "center": 512, "stripes": 0, **knobs}
    asked = {k.name: wide[k.name] for k in exercises()[name].knobs if k.name in wide}
    np.testing.assert_array_equal(run(name, CT, **asked), CT)


@pytest.mark.parametrize("name", NAMES)
def test_an_even_picture_has_no_frequency_to_filter(name: str) -> None:
    even = np.full((20, 33), 90, np.uint8)
    expected = 128 if name == "fourier_high_pass" else 90
    assert set(run(name, even, **({"stripes": 0} if name == "fourier_band_stop" else {})).ravel()) == {expected}


def test_the_ideal_filter_rings_and_the_gaussian_does_not() -> None:
    step = np.zeros((64, 64), np.uint8)
    step[:, 16:48] = 200
    beyond = {s: exercises()["fourier_low_pass"].apply(step, {"cutoff": 8, "shape": s}).facts for s in SHAPES}
    assert beyond["ideal"]["overshoot"] > 3
    assert beyond["gaussian"]["overshoot"] == 0
    assert 0 < beyond["butterworth"]["overshoot"] < beyond["ideal"]["overshoot"]


def test_without_the_shift_a_low_pass_loses_the_mean() -> None:
    knobs = {"cutoff": 10, "shape": "gaussian"}
    assert run("fourier_low_pass", GRAY, **knobs).mean() == pytest.approx(GRAY.mean(), abs=1)
    assert exercises()["fourier_low_pass"].apply_naive(GRAY, knobs).image.mean() < 40


def test_the_ring_takes_the_stripes_and_half_a_ring_takes_half_of_them() -> None:
    smooth = np.tile(np.linspace(50, 200, 128), (128, 1)).astype(np.float32)
    knobs = {"center": 40, "cycles": 40, "width": 8, "stripes": 20, "shape": "ideal"}
    ex = exercises()["fourier_band_stop"]
    good, half = ex.apply(smooth, knobs).facts, ex.apply_naive(smooth, knobs).facts
    assert good["before"] == pytest.approx(0.2 * 150 / 2**0.5, rel=0.01)
    assert good["after"] < 0.2 * good["before"]
    assert half["after"] == pytest.approx(good["before"] / 2, rel=0.1)
