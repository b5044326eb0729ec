"""Morphology against SciPy and scikit-image, by its laws, and with any knob on any picture."""

import itertools
from typing import Any

import cv2
import numpy as np
import pytest
from scipy import ndimage
from skimage import morphology

from ops import Pixels, exercises
from ops._element import element
from ops.skeleton import marked, peeled
from tests.ops_fuzz import survives

FLAT = ("erode", "dilate", "opening", "closing")
HATS = ("top_hat", "black_hat", "morphological_gradient")
CHANCE = np.random.default_rng(seed=11)
GRAY = CHANCE.integers(0, 256, (47, 66), np.uint8)
PLANES = [
    pytest.param(GRAY, id="uint8"),
    pytest.param(CHANCE.integers(0, 65536, (47, 66), np.uint16), id="uint16"),
    pytest.param(CHANCE.integers(-1024, 3072, (47, 66), np.int16), id="int16"),
    pytest.param(CHANCE.random((47, 66), np.float32), id="float32"),
]
ELEMENTS = [(shape, size) for shape in ("rect", "ellipse", "cross") for size in (1, 3, 7)]
MASK = (ndimage.gaussian_filter(CHANCE.random((60, 80)), 3) > 0.5).astype(np.uint8) * 255


def run(name: str, image: Pixels, **values: Any) -> Pixels:
    grey = {"binary": False, "invert": False, "iterations": 1, "fit": "keep"}
    return exercises()[name].apply(image, grey | values).image


@pytest.mark.parametrize("name", [*FLAT, *HATS, "skeleton"])
def test_any_knob_on_any_picture(name: str) -> None:
    assert survives(exercises()[name]) > 50


@pytest.mark.parametrize("size", range(1, 32, 2))
def test_elements_are_odd_symmetric_and_hold_their_middle(size: int) -> None:
    for shape in ("rect", "ellipse", "cross"):
        kernel = element(shape, size)  # type: ignore[arg-type]  # the literal comes from the tuple above
        assert kernel.shape == (size, size)
        np.testing.assert_array_equal(kernel, kernel[::-1, ::-1])
        assert kernel[size // 2].all()
    assert element("rect", size).sum() == size**2
    assert element("cross", size).sum() == 2 * size - 1


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize(("shape", "size"), ELEMENTS)
def test_every_operation_is_the_one_of_scipy(image: Pixels, shape: Any, size: int) -> None:
    part = element(shape, size) > 0
    # "reflect" repeats only values of the picture from inside the element, which moves no minimum or maximum
    low = ndimage.grey_erosion(image, footprint=part, mode="reflect")
    high = ndimage.grey_dilation(image, footprint=part, mode="reflect")
    inside = np.s_[size:-size, size:-size]  # SciPy reflects at the border, OpenCV leaves the outside out
    opened = ndimage.grey_opening(image, footprint=part)
    closed = ndimage.grey_closing(image, footprint=part)
    knobs = {"shape": shape, "size": size}
    for name, expected in (
        ("erode", low),
        ("dilate", high),
        ("opening", opened),
        ("closing", closed),
        ("top_hat", image - opened),
        ("black_hat", closed - image),
        ("morphological_gradient", high - low),
    ):
        found = run(name, image, **knobs)
        assert found.dtype == image.dtype
        np.testing.assert_array_equal(found[inside], expected[inside], name)


@pytest.mark.parametrize("image", PLANES)
def test_opening_lies_below_the_picture_and_closing_above(image: Pixels) -> None:
    for shape, size in ELEMENTS:
        for times in (1, 3):
            knobs = {"shape": shape, "size": size, "iterations": times}
            chain = [run(name, image, **knobs) for name in ("erode", "opening")] + [image]
            chain += [run(name, image, **knobs) for name in ("closing", "dilate")]
            assert all((a <= b).all() for a, b in itertools.pairwise(chain)), knobs


@pytest.mark.parametrize("name", ["opening", "closing"])
@pytest.mark.parametrize("image", PLANES)
def test_once_more_changes_nothing(name: str, image: Pixels) -> None:
    for shape, size in ELEMENTS:
        for times in (1, 2):
            once = run(name, image, shape=shape, size=size, iterations=times)
            np.testing.assert_array_equal(run(name, once, shape=shape, size=size, iterations=times), once)


@pytest.mark.parametrize(("name", "dual"), [("erode", "dilate"), ("opening", "closing"), ("top_hat", "black_hat")])
def test_the_complement_gives_the_complement_of_the_dual(name: str, dual: str) -> None:
    for shape, size in ELEMENTS:
        there = run(dual, 255 - GRAY, shape=shape, size=size)
        expected = there if name == "top_hat" else 255 - there
        np.testing.assert_array_equal(run(name, GRAY, shape=shape, size=size), expected)


def test_eroding_dark_foreground_is_dilating_the_picture() -> None:
    np.testing.assert_array_equal(run("erode", GRAY, invert=True), run("dilate", GRAY, size=9))
    np.testing.assert_array_equal(run("dilate", GRAY, invert=True), run("erode", GRAY, size=5))


def test_n_times_a_square_is_once_a_larger_square() -> None:
    for name in FLAT:
        many = run(name, GRAY, shape="rect", size=3, iterations=4)
        np.testing.assert_array_equal(many, run(name, GRAY, shape="rect", size=9))


@pytest.mark.parametrize("name", FLAT)
def test_a_binary_picture_agrees_with_scikit_image(name: str) -> None:
    theirs = {"erode": "erosion", "dilate": "dilation"}.get(name, name)
    for shape, size in ELEMENTS:
        part = element(shape, size)  # type: ignore[arg-type]  # the literal comes from ELEMENTS
        # "ignore" leaves the outside out, as OpenCV does
        expected = getattr(morphology, theirs)(MASK > 0, part, mode="ignore")
        found = run(name, MASK // 3 + 20, shape=shape, size=size, binary=True)  # any two values are a mask
        assert set(np.unique(found)) <= {0, 255}
        np.testing.assert_array_equal(found > 0, expected)


@pytest.mark.parametrize("name", FLAT)
def test_an_element_of_one_pixel_changes_nothing(name: str) -> None:
    result = exercises()[name].apply(GRAY, {"size": 1, "binary": False})
    np.testing.assert_array_equal(result.image, GRAY)
    assert result.facts == {"element": 1, "changed": 0.0}


def test_opening_removes_what_is_smaller_than_the_element_and_only_that() -> None:
    picture = np.zeros((60, 60), np.uint8)
    picture[5:8, 5:8] = 255
    picture[20:50, 20:50] = 255
    found = run("opening", picture, shape="rect", size=5)
    assert not found[:20, :20].any()
    np.testing.assert_array_equal(found[20:50, 20:50], picture[20:50, 20:50])
    swapped = exercises()["opening"].apply_naive(picture, {"shape": "rect", "size": 5, "binary": False}).image
    assert swapped[6, 6] == 255


def test_the_naive_closing_eats_what_touches_the_border() -> None:
    picture = np.zeros((40, 40), np.uint8)
    picture[:, :20] = 255
    knobs = {"binary": False, "size": 9, "shape": "rect"}
    assert run("closing", picture, **knobs).sum() == picture.sum()
    assert exercises()["closing"].apply_naive(picture, knobs).image.sum() < picture.sum()


def test_an_even_kernel_moves_the_foreground_and_an_odd_one_does_not() -> None:
    picture = np.zeros((61, 61), np.uint8)
    picture[28:33, 28:33] = 255
    knobs = {"binary": False, "shape": "rect", "size": 3, "iterations": 6}
    assert ndimage.center_of_mass(run("dilate", picture, **knobs)) == (30, 30)
    away = ndimage.center_of_mass(exercises()["dilate"].apply_naive(picture, knobs).image)
    assert np.abs(np.subtract(away, 30)) == pytest.approx(3)  # half a pixel each time


def test_the_gradient_is_the_inner_plus_the_outer_one() -> None:
    sides = [run("morphological_gradient", GRAY, side=s).astype(int) for s in ("inner", "outer", "both")]
    np.testing.assert_array_equal(sides[0] + sides[1], sides[2])


def test_the_top_hat_takes_off_a_slope_and_keeps_a_spot() -> None:
    rows, columns = np.mgrid[:100, :100]
    slope = (rows + columns).astype(np.uint16) * 100
    spot = slope.copy()
    spot[48:53, 48:53] += 3000
    found = exercises()["top_hat"].apply(spot, {"size": 15, "shape": "rect", "fit": "keep"})
    flat = run("top_hat", slope, size=15, shape="rect")
    assert found.image[50, 50] == pytest.approx(3000, abs=7 * 200)  # as far as the slope falls within the element
    assert flat[20:-20, 20:-20].max() == 0  # a plane is its own opening away from the border
    assert found.facts["largest"] == found.image.max()


@pytest.mark.parametrize("name", ["top_hat", "black_hat"])
def test_stretching_shows_the_largest_value_as_white(name: str) -> None:
    exact = run(name, GRAY).astype(float)
    found = run(name, GRAY, fit="stretch")
    assert found.dtype == np.uint8
    np.testing.assert_allclose(found, exact * 255 / exact.max(), atol=0.51)  # rounding to whole levels


def test_differences_that_do_not_fit_are_saturated() -> None:
    ends = np.zeros((20, 20), np.int16)
    ends[5:15, 5:15], ends[9:11, 9:11] = -32768, 32767
    for name in HATS:
        assert run(name, ends, size=7, shape="rect").max() == 32767
    vast = ends.astype(np.float32) * np.float32(1e34)
    for name in HATS:
        assert np.isfinite(run(name, vast, size=7, shape="rect")).all()


def thinned(mask: Pixels) -> Pixels:
    *_, (lines, _) = peeled(mask)
    return lines


def by_the_book(mask: Pixels) -> Pixels:
    """Zhang and Suen pixel by pixel, written from the paper."""
    picture = np.pad(mask, 1).astype(int)
    changed = True
    while changed:
        changed = False
        for half in (0, 1):
            gone = []
            for y, x in np.argwhere(picture):
                p = [picture[y - 1, x], picture[y - 1, x + 1], picture[y, x + 1], picture[y + 1, x + 1]]
                p += [picture[y + 1, x], picture[y + 1, x - 1], picture[y, x - 1], picture[y - 1, x - 1]]
                rises = sum((a, b) == (0, 1) for a, b in zip(p, [*p[1:], p[0]], strict=True))
                p2, p4, p6, p8 = p[::2]
                sides = (p2 * p4 * p6, p4 * p6 * p8) if half == 0 else (p2 * p4 * p8, p2 * p6 * p8)
                if 2 <= sum(p) <= 6 and rises == 1 and sides == (0, 0):
                    gone.append((y, x))
            for place in gone:
                picture[place] = 0
            changed = changed or bool(gone)
    return picture[1:-1, 1:-1].astype(np.uint8)


def test_peeling_is_the_algorithm_of_zhang_and_suen() -> None:
    for mask in (MASK // 255, (GRAY > 90).astype(np.uint8), np.ones((13, 21), np.uint8)):
        np.testing.assert_array_equal(thinned(mask), by_the_book(mask))


def test_the_skeleton_lies_in_the_mask_and_once_more_changes_nothing() -> None:
    lines = thinned(MASK // 255)
    assert (lines <= MASK // 255).all()
    np.testing.assert_array_equal(thinned(lines), lines)


def test_the_skeleton_keeps_pieces_and_holes() -> None:
    # blobs wider than 2 pixels: a square of 2 by 2 vanishes in this algorithm, as is known
    mask = np.pad(morphology.opening(MASK // 255, np.ones((5, 5))), 1)
    square = np.ones((3, 3))
    for part, around in ((0, square), (1, None)):
        counts = [ndimage.label(m == 1 - part, around)[1] for m in (mask, thinned(mask))]
        assert counts[0] == counts[1]


def test_the_skeleton_is_near_the_one_of_scikit_image() -> None:
    # theirs deletes the sides in another order and thins corners further, so a line may lie beside theirs
    mask = cv2.resize(MASK, None, fx=4, fy=4, interpolation=cv2.INTER_LINEAR) > 127
    ours, theirs = thinned(mask.astype(np.uint8)) > 0, morphology.skeletonize(mask)
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.15)
    away = ndimage.distance_transform_edt(~theirs)[ours]
    assert (away <= 1.5).mean() > 0.97


def test_ends_and_forks_of_a_drawn_tree() -> None:
    tree = np.zeros((50, 50), np.uint8)
    tree[10:40, 25] = tree[25, 5:25] = 1
    assert marked(tree) == (3, 1)
    assert marked(np.zeros((5, 5), np.uint8)) == (0, 0)


def test_a_bar_becomes_its_middle_line() -> None:
    bar = np.zeros((41, 101), np.uint8)
    bar[16:25, 10:91] = 200
    result = exercises()["skeleton"].apply(bar, {"sigma": 0, "hat": 1, "least": 0, "invert": False})
    rows, columns = np.nonzero(result.image == 255)
    assert set(rows) <= {19, 20}  # nine rows: the middle, or one beside it, for the two halves of a round differ
    assert result.facts["ends"] == 2
    assert result.facts["forks"] == 0
    assert 70 <= columns.size <= 81  # the ends are peeled too
    assert (result.image[16:25, 10:91] > 0).all()
