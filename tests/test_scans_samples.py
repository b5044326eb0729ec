"""The samples are the same every time, agree with their truth, and survive being written as DICOM."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.segmentation import flood

from scans.as_dicom import as_dicom
from scans.decode import read
from scans.samples import sample, samples, truth

IDS = ("ct-abdomen", "mr-head", "cr-chest", "cells", "retina-vessels", "us-cyst")
Mask = NDArray[np.bool_]


def dice(found: Mask, true: Mask) -> float:
    return float(2 * (found & true).sum() / (found.sum() + true.sum()))


def otsu(values: NDArray[np.generic]) -> float:
    return cv2.threshold(np.ascontiguousarray(values), 0, 255, cv2.THRESH_OTSU)[0]


def test_the_six_samples_are_in_the_order_of_the_menu() -> None:
    assert tuple(samples()) == IDS


@pytest.mark.parametrize("id", IDS)
def test_a_sample_is_drawn_the_same_every_time(id: str) -> None:
    pixels, masks = samples()[id].make()
    frames = sample(id).pixels
    assert np.array_equal(pixels.reshape(frames.shape), frames)
    assert all(np.array_equal(mask, truth(id)[name]) for name, mask in masks.items())


@pytest.mark.parametrize("id", IDS)
def test_truth_has_the_size_of_its_sample_and_is_never_empty(id: str) -> None:
    scan = sample(id)
    whole = (scan.frames, *scan.size) if scan.frames > 1 else scan.size
    for name, mask in truth(id).items():
        assert mask.shape == whole, name
        assert 0 < np.count_nonzero(mask) < mask.size, name
        assert mask.dtype == (np.int32 if name == "labels" else np.bool_), name


@pytest.mark.parametrize("id", IDS)
def test_written_as_dicom_and_read_it_is_the_same_scan(id: str) -> None:
    scan, back = sample(id), read(as_dicom(id))
    assert np.array_equal(back.pixels, scan.pixels)
    assert back.pixels.dtype == scan.pixels.dtype
    assert [w.edges for w in back.windows] == [w.edges for w in scan.windows]
    assert (back.unit, back.spacing, back.inverted) == (scan.unit, scan.spacing, scan.inverted)
    assert set(scan.facts) <= set(back.facts)
    assert back.warnings == scan.warnings


@pytest.mark.parametrize("id", IDS)
def test_what_a_sample_holds_cannot_be_changed(id: str) -> None:
    with pytest.raises(ValueError, match="read-only"):
        sample(id).plane()[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        next(iter(truth(id).values()))[0] = 1


def test_only_the_ultrasound_has_a_name_in_its_pixels() -> None:
    assert [id for id in IDS if sample(id).warnings] == ["us-cyst"]


def test_organs_have_the_densities_of_a_portal_phase() -> None:
    pixels, masks = sample("ct-abdomen").plane(), truth("ct-abdomen")
    means = {name: float(np.median(pixels[mask])) for name, mask in masks.items()}
    assert 95 < means["liver"] < 120
    assert 40 < means["lesion"] < 75
    assert 100 < means["spleen"] < 135
    assert means["kidneys"] > 140
    assert means["bone"] > 200


def test_air_is_dark_in_a_monochrome1_chest() -> None:
    gray, masks = sample("cr-chest").gray(), truth("cr-chest")
    assert gray[:40, :300].mean() < 20
    assert gray[masks["lungs"]].mean() + 60 < gray[masks["heart"]].mean()


def _bone() -> float:
    return dice(sample("ct-abdomen").plane() > 200, truth("ct-abdomen")["bone"])


def _liver() -> float:
    smooth = cv2.GaussianBlur(sample("ct-abdomen").plane().astype(np.float32), (0, 0), 3)
    return dice(flood(smooth, (290, 150), tolerance=30), truth("ct-abdomen")["liver"])


def _body_on_raw_values() -> float:
    raw = (sample("ct-abdomen").plane().astype(np.int32) + 1024).astype(np.uint16)
    return dice(raw > cv2.threshold(raw, 0, 65535, cv2.THRESH_OTSU)[0], truth("ct-abdomen")["body"])


def _body_in_a_window() -> float:
    gray = sample("ct-abdomen").gray()
    return dice(gray > otsu(gray), truth("ct-abdomen")["body"])


def _brain() -> float:
    gray = sample("mr-head").gray()
    return dice(gray > otsu(gray), truth("mr-head")["brain"])


def _nuclei() -> float:
    gray = sample("cells").gray()
    return dice(gray > otsu(gray), truth("cells")["foreground"])


def _vessels_globally() -> float:
    green, masks = sample("retina-vessels").plane()[..., 1], truth("retina-vessels")
    return dice((green < otsu(green[masks["fov"]])) & masks["fov"], masks["vessel"])


def _vessels_by_black_hat() -> float:
    green, masks = sample("retina-vessels").plane()[..., 1], truth("retina-vessels")
    inner = cv2.erode(masks["fov"].astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    hat = cv2.morphologyEx(green, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (21, 21)))
    return dice((hat > otsu(hat[inner])) & inner, masks["vessel"])


def _cyst(smooth: int) -> float:
    gray, masks = sample("us-cyst").gray(), truth("us-cyst")
    gray = cv2.medianBlur(gray, smooth) if smooth > 1 else gray
    return dice((gray < 40) & masks["sector"][0], masks["cyst"][0])


@pytest.mark.parametrize(
    ("method", "low", "high"),
    [
        (_bone, 0.78, 0.90),
        (_liver, 0.80, 0.95),
        (_body_on_raw_values, 0.95, 1.0),
        (_body_in_a_window, 0.6, 0.8),
        (_brain, 0.75, 0.9),
        (_nuclei, 0.94, 1.0),
        (_vessels_globally, 0.2, 0.45),
        (_vessels_by_black_hat, 0.75, 0.9),
        (lambda: _cyst(1), 0.70, 0.85),
        (lambda: _cyst(9), 0.87, 0.97),
    ],
    ids=[
        "bone",
        "liver",
        "body raw",
        "body windowed",
        "brain",
        "nuclei",
        "vessels",
        "black hat",
        "cyst",
        "cyst median",
    ],
)
def test_plain_methods_score_what_the_lessons_say(method: Callable[[], float], low: float, high: float) -> None:
    assert low < method() < high


def test_counting_connected_pieces_misses_touching_nuclei() -> None:
    gray = sample("cells").gray()
    sizes = cv2.connectedComponentsWithStats((gray > otsu(gray)).astype(np.uint8))[2][1:, cv2.CC_STAT_AREA]
    assert truth("cells")["labels"].max() == 45
    assert (sizes > 50).sum() < 30
