"""What surrounds the exercises: the range ribbon, and fitting a picture to what an exercise takes."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from ops import Exercise, Pixels, Text, exercises
from ops._draw import curve
from ops._exercise import DEPTHS, Kind
from ops._input import fit
from ops._ribbon import Ribbon, ribbon

CANNY = exercises()["canny"]


def test_the_ribbon_of_eight_bits_counts_both_ends() -> None:
    image = np.array([[0, 0, 7, 255]], np.uint8)
    assert ribbon(image) == Ribbon("uint8", 1, 0.0, 255.0, lost=0.0, bottom=0.5, top=0.25)
    assert ribbon(image).said() == Text(
        "uint8 · 0 … 255 · 50.0% 在下限 · 25.0% 在上限", "uint8 · 0 … 255 · 50.0% at the bottom · 25.0% at the top"
    )


def test_the_ribbon_of_hounsfield_units_has_its_own_ends() -> None:
    image = np.array([[-1024, 0, 3071, 32767]], np.int16)
    assert ribbon(image) == Ribbon("int16", 1, -1024.0, 32767.0, lost=0.0, bottom=0.0, top=0.25)


def test_the_ribbon_of_floats_leaves_out_what_is_no_number() -> None:
    image = np.array([[np.nan, np.inf, 0.25, -1.5]], np.float32)
    assert ribbon(image) == Ribbon("float32", 1, -1.5, 0.25, lost=0.5, bottom=0.0, top=0.0)
    assert ribbon(np.full((2, 2), np.nan, np.float32)) == Ribbon("float32", 1, 0.0, 0.0, lost=1.0, bottom=0.0, top=0.0)


def test_the_ribbon_of_colour_counts_values() -> None:
    image = np.zeros((2, 2, 3), np.uint8)
    image[..., 0] = 255
    found = ribbon(image)
    assert found.channels == 3
    assert (found.bottom, found.top) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


def taking(kind: Kind, *depths: str) -> Exercise:
    return replace(CANNY, takes=kind, depths=depths)


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("shape", [(5, 6), (5, 6, 3)])
def test_what_is_taken_is_passed_on_untouched(depth: str, shape: tuple[int, ...]) -> None:
    image = np.ones(shape, depth)
    kinds: list[Kind] = ["any", "gray" if len(shape) == 2 else "color"]
    for kind in kinds:
        fitted, said = fit(image, taking(kind, *DEPTHS))
        assert fitted is image
        assert said is None


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("shape", [(5, 6), (5, 6, 3)])
@pytest.mark.parametrize("kind", ["gray", "color", "any"])
@pytest.mark.parametrize("depths", [("uint8",), ("uint8", "float32"), ("uint8", "uint16")])
def test_whatever_comes_something_fitting_goes_in(
    depth: str, shape: tuple[int, ...], kind: Kind, depths: tuple[str, ...]
) -> None:
    image = (np.random.default_rng(0).random(shape) * 200).astype(depth)
    image.setflags(write=False)
    fitted, said = fit(image, taking(kind, *depths))
    assert fitted.dtype.name in depths
    assert fitted.ndim == {"gray": 2, "color": 3, "any": len(shape)}[kind]
    assert (said is not None) == (depth not in depths or (kind == "gray" and len(shape) == 3))


def test_sixteen_bits_go_to_float_where_that_loses_nothing() -> None:
    image = np.array([[0, 1, 65535]], np.uint16)
    fitted, said = fit(image, taking("gray", "uint8", "float32"))
    np.testing.assert_array_equal(fitted, image)
    assert fitted.dtype == np.float32
    assert said
    assert said.en == "uint16 to float32, values unchanged"


def test_hounsfield_units_go_to_eight_bits_through_the_window() -> None:
    image = np.array([[-1024, -160, 40, 240, 3000]], np.int16)
    fitted, said = fit(image, CANNY, window=(-160, 240))
    assert fitted.tolist() == [[0, 0, 128, 255, 255]]
    assert said == Text(
        "int16 转 8 位：-160 … 240 线性映射到 0 … 255", "int16 to 8 bits: -160 … 240 mapped linearly to 0 … 255"
    )


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (np.array([[np.nan, np.inf, -np.inf, 0.0, 1.0]], np.float32), [[0, 255, 0, 0, 255]]),
        (np.full((1, 2), np.nan, np.float32), [[0, 0]]),
        (np.full((1, 2), -7, np.int16), [[0, 0]]),
    ],
    ids=["some", "all", "even"],
)
def test_what_is_no_number_becomes_black(image: Pixels, expected: list[list[int]]) -> None:
    assert fit(image, CANNY)[0].tolist() == expected


def test_colour_becomes_grey_by_rec_601() -> None:
    image = np.random.default_rng(0).integers(0, 256, (5, 6, 3), np.uint8)
    fitted, said = fit(image, CANNY)
    np.testing.assert_array_equal(fitted, cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    assert said
    assert said.en == "colour to grey (Rec. 601 weights)"


def test_the_second_slot_has_a_kind_of_its_own() -> None:
    ex = replace(CANNY, takes="color", second=("mask", "gray", Text("掩膜", "Mask")))
    image = np.zeros((4, 4, 3), np.uint8)
    assert fit(image, ex)[0].ndim == 3
    assert fit(image, ex, second=True)[0].ndim == 2


def test_a_curve_is_as_high_as_its_values() -> None:
    drawn = curve(np.array([0.0, 1.0, 0.5]), mark=0.0)
    assert (drawn.dtype, drawn.shape) == (np.uint8, (200, 256))
    assert set(drawn[:, 0]) == {255}
    filled = (drawn == 150).sum(axis=0)
    assert filled[127] >= 198
    assert filled[-1] == 100
    assert set(np.unique(curve(np.zeros(3), mark=2.0))) == {20, 255}
