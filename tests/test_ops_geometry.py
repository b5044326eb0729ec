"""The geometric exercises against NumPy, SciPy and scikit-image."""

import numpy as np
import pytest
from scipy import ndimage

from ops import Pixels, Refused, exercises
from tests.ops_awkward import fuzz
from tests.test_ops_oracle import COLOR, CT, DEEP, FLOAT, GRAY, PLANES, run

NAMES = ["rotate", "flip", "crop", "affine"]
EVERY = [GRAY, COLOR, CT, DEEP, FLOAT]
NEUTRAL = {
    "rotate": {"angle": 0, "keep": True},
    "crop": {"left": 0, "right": 0, "top": 0, "bottom": 0},
    "affine": {"shear_x": 0, "shear_y": 0, "scale": 1, "move_x": 0, "move_y": 0},
}


@pytest.mark.parametrize("name", NAMES)
def test_knobs_turned_at_random_crash_nothing(name: str) -> None:
    fuzz(name)


@pytest.mark.parametrize("name", NEUTRAL)
@pytest.mark.parametrize("image", EVERY, ids=lambda i: f"{i.dtype}{i.ndim}")
def test_neutral_knobs_change_nothing(name: str, image: Pixels) -> None:
    np.testing.assert_array_equal(run(name, image, **NEUTRAL[name]), image)


@pytest.mark.parametrize("direction", ["horizontal", "vertical", "both"])
@pytest.mark.parametrize("image", EVERY, ids=lambda i: f"{i.dtype}{i.ndim}")
def test_a_flip_reverses_and_twice_is_back(direction: str, image: Pixels) -> None:
    axes = {"horizontal": 1, "vertical": 0, "both": (0, 1)}[direction]
    found = run("flip", image, direction=direction)
    np.testing.assert_array_equal(found, np.flip(image, axes))
    np.testing.assert_array_equal(run("flip", found, direction=direction), image)


def test_the_naive_flip_goes_the_other_way() -> None:
    naive = exercises()["flip"].apply_naive(GRAY, {"direction": "horizontal"}).image
    np.testing.assert_array_equal(naive, GRAY[::-1])


def test_a_crop_is_a_slice_with_rows_first() -> None:
    result = exercises()["crop"].apply(COLOR, {"left": 10, "right": 20, "top": 30, "bottom": 0})
    np.testing.assert_array_equal(result.image, COLOR[18:61, 8:68])
    assert result.facts == {"width": 60, "height": 43, "kept": pytest.approx(100 * 60 * 43 / (61 * 84))}


def test_the_naive_crop_of_a_wide_picture_is_empty_and_says_so() -> None:
    with pytest.raises(Refused, match=r"image\[450:510, 0:50\] is empty"):
        exercises()["crop"].apply_naive(
            np.zeros((50, 1000), np.uint8), {"left": 45, "right": 49, "bottom": 0, "top": 0}
        )


@pytest.mark.parametrize("size", [(31, 40), (32, 41), (1, 9), (30, 30)])
@pytest.mark.parametrize("interpolation", ["nearest", "linear", "cubic"])
@pytest.mark.parametrize("quarters", [-2, -1, 1, 2])
def test_quarter_turns_move_pixels_and_invent_none(size: tuple[int, int], interpolation: str, quarters: int) -> None:
    image = CT[: size[0], : size[1]]
    found = run("rotate", image, angle=90 * quarters, interpolation=interpolation)
    np.testing.assert_array_equal(found, np.rot90(image, quarters))


def looked_up(image: Pixels, shape: tuple[int, int], matrix: Pixels, shift: Pixels, order: int) -> Pixels:
    """Each output pixel at matrix @ (row, column) + shift of the input; the lowest value outside."""
    fill = min(0.0, float(image.min()))
    return ndimage.affine_transform(
        image.astype(float), matrix, shift, shape, order=order, mode="constant", cval=fill, prefilter=False
    )


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("angle", [-137.5, -30, 12, 45, 90, 160])
@pytest.mark.parametrize("keep", [True, False])
def test_a_rotation_looks_up_where_each_pixel_came_from(image: Pixels, angle: float, keep: bool) -> None:
    smooth = ndimage.gaussian_filter(image.astype(float), 3).astype(image.dtype)
    found = run("rotate", smooth, angle=angle, keep=keep)
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    back = np.array([[cos, sin], [-sin, cos]])  # rows go down, so turning back by a positive angle looks like this
    old, new = (np.array(i.shape) for i in (smooth, found))
    exact = looked_up(smooth, found.shape, back, (old - 1) / 2 - back @ ((new - 1) / 2), order=1)
    inside = ndimage.binary_erosion(
        looked_up(np.ones_like(smooth), found.shape, back, (old - 1) / 2 - back @ ((new - 1) / 2), 1) > 0.999
    )
    # OpenCV rounds positions to 1/32 pixel: 1/32 of the steepest slope, and its rounding
    slope = max(np.abs(np.diff(smooth.astype(float), axis=a)).max() for a in (0, 1))
    off = np.abs(found.astype(float) - exact)[inside]
    assert off.max() <= slope / 16 + (1 if found.dtype.kind != "f" else 1e-4)
    assert inside.mean() > 0.2


@pytest.mark.parametrize("angle", [7.5, 30, 45, 90, 135])
def test_the_grown_canvas_loses_nothing_and_the_old_one_does(angle: float) -> None:
    image = np.full((60, 90), 200, np.uint8)
    rotate = exercises()["rotate"]
    kept, cut = rotate.apply(image, {"angle": angle}), rotate.apply(image, {"angle": angle, "keep": False})
    # a pixel on the rim is mixed with the outside on both sides: within 2 % of the area
    assert kept.image.sum() / 200 == pytest.approx(image.size, rel=0.02)
    assert kept.facts["lost"] == 0
    assert cut.facts["lost"] == pytest.approx(100 * (1 - cut.image.sum() / 200 / image.size), abs=2)


@pytest.mark.parametrize("name", ["rotate", "affine"])
def test_emptiness_is_air_in_a_ct_and_black_elsewhere(name: str) -> None:
    # a HU of 40 all over but one pixel of air
    body = np.full((40, 40), 40, np.int16)
    body[20, 20] = -1000
    assert run(name, body)[0, 0] == -1000
    assert exercises()["rotate"].apply_naive(body).image[0, 0] == 0
    assert run(name, np.full((40, 40), 9, np.uint8))[0, 0] == 0


@pytest.mark.parametrize("name", ["rotate", "affine"])
def test_nearest_invents_no_label_and_linear_does(name: str) -> None:
    labels = np.zeros((50, 50), np.uint8)
    labels[10:30, 10:30], labels[30:45, 20:45] = 2, 6
    assert set(run(name, labels, interpolation="nearest").ravel()) == {0, 2, 6}
    assert len(set(run(name, labels, interpolation="linear").ravel())) > 3


def test_a_rotation_beyond_forty_megapixels_is_refused_before_it_is_made() -> None:
    with pytest.raises(Refused, match="more than 40 million - keep the old canvas"):
        run("rotate", np.broadcast_to(np.uint8(0), (1, 20000)), angle=45)


@pytest.mark.parametrize("image", PLANES)
def test_the_affine_matrix_is_looked_up_backwards(image: Pixels) -> None:
    smooth = ndimage.gaussian_filter(image.astype(float), 3).astype(image.dtype)
    knobs = {"shear_x": 0.2, "shear_y": -0.1, "scale": 1.3, "move_x": 5, "move_y": -3}
    result = exercises()["affine"].apply(smooth, knobs)
    # rows first: the matrix of the formula with x and y exchanged
    forward = 1.3 * np.array([[1, -0.1], [0.2, 1]])
    back = np.linalg.inv(forward)
    center = (np.array(smooth.shape) - 1) / 2
    exact = looked_up(smooth, smooth.shape, back, center - back @ (center + np.array([-3, 5])), order=1)
    slope = max(np.abs(np.diff(smooth.astype(float), axis=a)).max() for a in (0, 1))
    off = np.abs(result.image.astype(float) - exact)[8:-8, 8:-8]
    assert off.max() <= slope / 16 + (1 if image.dtype.kind != "f" else 1e-4)  # positions are rounded to 1/32 pixel
    assert result.facts["area"] == pytest.approx(1.3**2 * (1 + 0.2 * 0.1), abs=1e-4)


def test_the_naive_affine_leaves_the_centre() -> None:
    spot = np.zeros((41, 41), np.uint8)
    spot[20, 20] = 255
    knobs = {"shear_x": 0.0, "scale": 2.0, "interpolation": "nearest"}
    assert run("affine", spot, **knobs)[20, 20] == 255
    assert exercises()["affine"].apply_naive(spot, knobs).image[40, 40] == 255
