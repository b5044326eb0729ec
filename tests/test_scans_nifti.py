"""A NIfTI volume becomes axial slices that look the same however it was stored."""

import gzip
import itertools
from typing import Any

import nibabel
import numpy as np
import pytest

from scans.decode import read
from scans.scan import Scan
from tests.hostile_nifti import nii

RAS = np.random.default_rng(3).integers(-500, 500, (6, 7, 8)).astype(np.int16)  # right, front, head
SIZES = (1.5, 2.0, 3.0)
ORDERS = [
    (order, signs) for order in itertools.permutations(range(3)) for signs in itertools.product((1, -1), repeat=3)
]


def stored(order: tuple[int, ...], signs: tuple[int, ...]) -> bytes:
    """The volume with its axes in another order and direction, and the affine that says so."""
    volume = RAS.transpose(order)
    affine = np.zeros((4, 4))
    for axis, (world, sign) in enumerate(zip(order, signs, strict=True)):
        affine[world, axis] = sign * SIZES[world]
        if sign < 0:
            volume = np.flip(volume, axis)
    affine[3, 3] = 1
    return nii(np.ascontiguousarray(volume), affine)


@pytest.fixture(scope="module")
def upright() -> Scan:
    return read(stored((0, 1, 2), (1, 1, 1)))


def test_feet_first_nose_up_and_the_right_hand_on_the_left(upright: Scan) -> None:
    head, front, right = 7, 6, 5
    assert upright.pixels.shape == (8, 7, 6)
    assert upright.pixels[head, 0, 0] == RAS[right, front, head]
    assert upright.spacing == (2.0, 1.5)


@pytest.mark.parametrize(("order", "signs"), ORDERS)
def test_all_48_ways_to_store_a_volume_look_the_same(order: Any, signs: Any, upright: Scan) -> None:
    scan = read(stored(order, signs))
    assert np.array_equal(scan.pixels, upright.pixels)
    assert scan.spacing == upright.spacing


@pytest.mark.parametrize("kind", ["u1", "i2", "u2", "i4", "f4", "f8"])
def test_values_are_those_of_nibabel(kind: str) -> None:
    data = nii((RAS % 200).astype(kind))
    expected = np.asarray(nibabel.Nifti1Image.from_bytes(data).dataobj)
    assert np.array_equal(read(data).pixels.transpose(2, 1, 0)[::-1, ::-1], expected)


@pytest.mark.parametrize(
    ("slope", "intercept", "becomes"), [(2, -3, "int16"), (0.5, 0.25, "float32"), (1, -1024, "int16")]
)
def test_slope_and_intercept_are_applied_as_nibabel_does(slope: float, intercept: float, becomes: str) -> None:
    image: Any = nibabel.Nifti1Image(RAS, np.eye(4))
    image.header.set_slope_inter(slope, intercept)
    data = image.to_bytes()
    expected = nibabel.Nifti1Image.from_bytes(data).get_fdata()
    scan = read(data)
    assert scan.pixels.dtype.name == becomes
    assert np.allclose(scan.pixels.transpose(2, 1, 0)[::-1, ::-1], expected)


def test_packed_and_plain_are_the_same() -> None:
    assert np.array_equal(read(gzip.compress(nii())).pixels, read(nii()).pixels)


def test_of_four_dimensions_the_first_volume_is_read() -> None:
    scan = read(nii(np.stack([RAS, RAS + 1], -1)))
    assert np.array_equal(scan.pixels, read(nii(RAS)).pixels)
    assert any("four dimensions" in said.en for said in scan.warnings)


def test_values_like_those_of_a_ct_get_its_windows() -> None:
    scan = read(nii((RAS * 4).astype(np.int16)))
    assert scan.windows[0].name.en == "Soft tissue"
    assert scan.unit == ""
