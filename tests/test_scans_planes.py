"""A volume can be cut along three planes, and every cut shows the same body the right way up."""

from dataclasses import replace

import numpy as np
import pytest

from scans.decode import read
from scans.planes import PLANES, Plane, along, planes
from scans.samples import sample
from scans.scan import Scan
from tests.hostile_nifti import nii, put
from tests.test_scans_nifti import RAS, stored

HEAD, FRONT, RIGHT = 7, 6, 5


@pytest.fixture(scope="module")
def volume() -> Scan:
    return read(stored((0, 1, 2), (1, 1, 1)))


def test_a_volume_offers_three_planes_and_other_scans_one(volume: Scan) -> None:
    assert planes(volume) == tuple(PLANES)
    for other in (read(nii(RAS[:, :, 0])), sample("us-cyst"), sample("ct-abdomen")):
        assert planes(other) == ("axial",)
        assert along(other, "coronal") is other


@pytest.mark.parametrize(
    ("plane", "shape", "spacing", "gap"),
    [
        ("axial", (8, 7, 6), (2.0, 1.5), 3.0),
        ("coronal", (7, 8, 6), (3.0, 1.5), 2.0),
        ("sagittal", (6, 8, 7), (3.0, 2.0), 1.5),
    ],
)
def test_each_plane_has_its_size_and_its_spacing(
    volume: Scan, plane: Plane, shape: tuple[int, ...], spacing: tuple[float, float], gap: float
) -> None:
    scan = along(volume, plane)
    assert (scan.pixels.shape, scan.spacing, scan.gap) == (shape, spacing, gap)
    facts = {label.en: value for label, value in scan.facts}
    assert facts["Size"] == f"{shape[2]} × {shape[1]}"
    assert facts["Frames"] == str(shape[0])
    assert facts["Spacing"] == f"{spacing[0]:g} × {spacing[1]:g} mm"


@pytest.mark.parametrize(
    ("spacing", "tall"),
    [
        (None, 1.0),
        ((0.7, 0.7), 1.0),
        ((0.7, 0.7005), 1.0),  # rounded somewhere on the way
        ((5.0, 0.5), 10.0),
        ((0.5, 1.0), 0.5),
        ((1e300, 1e-300), 16.0),  # no broken file shows a line
        ((1e-300, 1e300), 1 / 16),
    ],
)
def test_how_tall_a_pixel_is_follows_from_the_spacing(spacing: tuple[float, float] | None, tall: float) -> None:
    assert replace(sample("cells"), spacing=spacing).tall == tall


def test_head_up_and_the_right_hand_on_the_left_and_the_nose_on_the_left(volume: Scan) -> None:
    corner = RAS[RIGHT, FRONT, HEAD]
    for plane in ("coronal", "sagittal"):
        assert along(volume, plane).pixels[0, 0, 0] == corner
    assert along(volume, "coronal").pixels[1, 2, 3] == RAS[RIGHT - 3, FRONT - 1, HEAD - 2]
    assert along(volume, "sagittal").pixels[1, 2, 3] == RAS[RIGHT - 1, FRONT - 3, HEAD - 2]


@pytest.mark.parametrize("plane", PLANES)
def test_a_cut_is_shown_like_any_scan_and_copies_nothing(volume: Scan, plane: Plane) -> None:
    scan = along(volume, plane)
    assert np.shares_memory(scan.pixels, volume.pixels)
    assert not scan.pixels.flags.writeable
    for frame in (0, scan.frames - 1):
        assert scan.gray(frame=frame).shape == scan.size
        assert scan.color(frame=frame).shape == (*scan.size, 3)
        assert not scan.plane(frame).flags.writeable
    assert scan.reach() == volume.reach()


def test_colours_are_cut_too() -> None:
    colours = np.zeros((5, 6, 7), dtype=[("R", "u1"), ("G", "u1"), ("B", "u1")])
    colours["G"][:, :, 6] = 200
    scan = along(read(nii(colours)), "sagittal")
    assert scan.pixels.shape == (5, 7, 6, 3)
    assert scan.color()[0, 0].tolist() == [0, 200, 0]


def test_a_volume_whose_spacing_is_unknown_is_cut_all_the_same() -> None:
    scan = read(put(80, "<3f", float("nan"), float("nan"), float("nan")))
    assert planes(scan) == tuple(PLANES)
    assert along(scan, "coronal").spacing is None
    assert along(scan, "coronal").gap is None


def test_a_single_picture_is_no_volume() -> None:
    scan = sample("ct-abdomen")
    assert planes(scan) == ("axial",)
    assert along(scan, "coronal") is scan
