"""The feature exercises against scikit-image, OpenCV and hand-made pictures, in time, and with any knob."""

import os
import time
from typing import Any

import cv2
import numpy as np
import pytest
from scipy import ndimage
from skimage import feature, transform

from ops import Pixels, exercises
from ops._input import fit
from ops._marks import grey, peaks
from ops.contours import traced
from ops.harris import response, tensor
from ops.hog import descriptor, gradient, histograms
from ops.hough_lines import counted, strongest
from ops.lbp import coded, possible
from ops.template_matching import cut
from ops.template_matching import response as matched
from tests.ops_fuzz import survives

NAMES = ("harris", "orb", "template_matching", "hog", "lbp", "hough_lines", "hough_circles", "contours")
CHANCE = np.random.default_rng(seed=12)
GRAY = CHANCE.integers(0, 256, (47, 66), np.uint8)
PLANES = [
    pytest.param(GRAY, id="uint8"),
    pytest.param(CHANCE.integers(0, 65536, (47, 66), np.uint16), id="uint16"),
    pytest.param(CHANCE.integers(-1024, 3072, (47, 66), np.int16), id="int16"),
    pytest.param(CHANCE.random((47, 66), np.float32), id="float32"),
]
SIDE = 1448 if os.environ.get("SCANPREP_ALL") == "1" else 512


def run(name: str, image: Pixels, **values: Any) -> Any:
    return exercises()[name].apply(image, values)


def squares() -> Pixels:
    picture = np.full((120, 160), 40, np.uint8)
    picture[30:70, 30:80] = 200
    picture[80:110, 100:140] = 160
    return picture


def discs(*at: tuple[int, int, int], size: tuple[int, int] = (160, 200)) -> Pixels:
    rows, columns = np.indices(size)
    picture = np.full(size, 30, np.uint8)
    for x, y, radius in at:
        picture[np.hypot(rows - y, columns - x) <= radius] = 180
    return picture


def speckles() -> Pixels:
    return np.random.default_rng(seed=1).integers(0, 256, (SIDE, SIDE, 3), np.uint8)


def grid() -> Pixels:
    return cv2.merge([(np.indices((SIDE, SIDE)).sum(axis=0) // 4 % 2 * 255).astype(np.uint8)] * 3)


def white() -> Pixels:
    picture = np.full((SIDE, SIDE, 3), 255, np.uint8)
    picture[0, 0] = 0
    return picture


@pytest.mark.parametrize("name", NAMES)
def test_any_knob_on_any_picture(name: str) -> None:
    assert survives(exercises()[name]) > 50


@pytest.mark.parametrize("picture", [speckles, grid, white], ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", [*NAMES, "skeleton"])
def test_it_ends_in_time_with_every_knob_at_either_end(name: str, picture: Any) -> None:
    ex = exercises()[name]
    image = fit(picture(), ex)[0]
    for end in (0, -1):
        start = time.process_time()  # of the processor, because the machine may be busy with something else
        ex.apply(image, {knob.name: list(knob.extremes())[end] for knob in ex.knobs})
        assert time.process_time() - start < 3


@pytest.mark.parametrize("image", PLANES)
def test_grey_is_the_picture_stretched_in_order(image: Pixels) -> None:
    values = grey(image)
    np.testing.assert_array_equal(np.argsort(values, axis=None, kind="stable")[[0, -1]] >= 0, True)
    exact = image.astype(float)
    expected = exact if image.dtype == np.uint8 else (exact - exact.min()) / (exact.max() - exact.min()) * 255
    np.testing.assert_allclose(values, expected, atol=2e-5)  # float32 holds 255 to 1.5e-5


def test_peaks_are_one_for_each_plateau_and_strongest_first() -> None:
    values = np.zeros((20, 30), np.float32)
    values[3:5, 3:6], values[10, 20], values[11, 21], values[15, 5] = 2, 5, 4, 1
    rows, columns = peaks(values, 5, 1.5)
    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == [(10, 20), (3, 3)]
    assert peaks(np.zeros((4, 4), np.float32), 3, 0)[0].size == 0


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize(("block", "aperture"), [(3, 3), (7, 5), (5, 7)])
def test_the_response_is_the_one_of_opencv(image: Pixels, block: int, aperture: int) -> None:
    values = grey(image)
    found = response(tensor(values, block, aperture), 0.04)
    theirs = cv2.cornerHarris(values / 255, block, aperture, 0.04)  # they scale by the kernel, the window and 255
    inside = np.s_[8:-8, 8:-8]
    ours, theirs = found[inside] / np.abs(found[inside]).max(), theirs[inside] / np.abs(theirs[inside]).max()
    np.testing.assert_allclose(ours, theirs, atol=1e-4)  # float32 products in another order


def test_harris_finds_the_corners_of_squares_and_nothing_on_their_sides() -> None:
    result = run("harris", squares(), block=5, quality=10)
    assert result.facts["count"] == 8
    assert result.facts["above"] > 8 * 5
    corners = {(30, 30), (30, 79), (69, 30), (69, 79), (80, 100), (80, 139), (109, 100), (109, 139)}
    answer = response(tensor(grey(squares()), 5, 3), 0.04)
    rows, columns = peaks(answer, 11, float(answer.max()) / 10)
    for corner in corners:
        assert min(np.hypot(rows - corner[0], columns - corner[1])) < 2.5  # a corner lies between pixels
    assert answer[50, 30] < 0  # an edge


def test_the_naive_harris_counts_pixels_instead_of_corners() -> None:
    naive = exercises()["harris"].apply_naive(squares(), {"block": 5, "quality": 10})
    assert naive.facts["count"] > 5 * run("harris", squares(), block=5, quality=10).facts["count"]


def test_orb_finds_the_keypoints_of_opencv() -> None:
    smooth = cv2.GaussianBlur(CHANCE.integers(0, 256, (200, 220), np.uint8), (0, 0), 2)
    smooth = cv2.normalize(smooth, None, 0, 255, cv2.NORM_MINMAX)
    for most in (20, 150):
        result = run("orb", smooth, most=most, threshold=10)
        theirs = cv2.ORB_create(most, 1.2, 8, fastThreshold=10).detectAndCompute(smooth, None)
        assert result.facts["count"] == len(theirs[0]) <= most + 8  # a level may keep one more when two tie
        assert result.facts["bytes"] == theirs[1].shape[1] == 32
        changed = (result.image != cv2.merge([smooth] * 3)).any(axis=2)
        assert all(changed[round(p.pt[1]) - 1 : round(p.pt[1]) + 2, round(p.pt[0]) - 1 :].any() for p in theirs[0])


def test_orb_finds_nothing_in_a_flat_or_tiny_picture() -> None:
    for picture in (np.full((200, 200), 90, np.uint8), GRAY):
        result = run("orb", picture)
        assert result.facts["count"] == 0
        np.testing.assert_array_equal(result.image, cv2.merge([picture] * 3))


@pytest.mark.parametrize("image", PLANES)
def test_ncc_is_the_one_of_scikit_image(image: Pixels) -> None:
    box = cut(image, 20, 30, 60, 70)
    found = matched(image, box, "ccoeff", 0)
    part = grey(image)[box[1] : box[3], box[0] : box[2]]
    theirs = feature.match_template(grey(image), part)
    np.testing.assert_allclose(found, theirs, atol=2e-4)  # float32 sums by Fourier transform


@pytest.mark.parametrize("method", ["sqdiff", "ccorr"])
def test_the_other_measures_are_their_formulas(method: Any) -> None:
    box = cut(GRAY, 10, 10, 30, 40)
    part = GRAY[box[1] : box[3], box[0] : box[2]].astype(float)
    windows = np.lib.stride_tricks.sliding_window_view(GRAY.astype(float), part.shape)
    scale = np.sqrt((part**2).sum() * (windows**2).sum(axis=(2, 3)))
    over = ((windows - part) ** 2 if method == "sqdiff" else windows * part).sum(axis=(2, 3))
    np.testing.assert_allclose(matched(GRAY, box, method, 0), over / scale, atol=1e-4)  # float32


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("method", ["sqdiff", "ccorr", "ccoeff"])
def test_a_template_is_found_where_it_was_cut(image: Pixels, method: str) -> None:
    facts = run("template_matching", image, left=25, top=30, right=60, bottom=80, method=method).facts
    x, y, *_ = cut(image, 25, 30, 60, 80)
    assert (facts["x"], facts["y"], facts["away"]) == (x, y, 0)
    assert facts["best"] == pytest.approx(0 if method == "sqdiff" else 1, abs=1e-4)


def test_only_ncc_stands_a_brighter_template() -> None:
    knobs = {"left": 10, "top": 20, "right": 30, "bottom": 45, "lift": 80}
    dark = cv2.GaussianBlur(GRAY, (0, 0), 2) // 2
    assert run("template_matching", dark, method="ccoeff", **knobs).facts["away"] == 0
    assert run("template_matching", dark, method="ccoeff", **knobs).facts["best"] == pytest.approx(1, abs=1e-3)
    assert run("template_matching", dark, method="sqdiff", **knobs).facts["best"] > 0.1


def test_the_largest_squared_difference_is_the_wrong_place() -> None:
    knobs = {"left": 20, "top": 30, "right": 50, "bottom": 60, "method": "sqdiff"}
    assert exercises()["template_matching"].apply_naive(GRAY, knobs).facts["away"] > 3


def test_the_sides_of_the_box_may_come_in_any_order() -> None:
    assert cut(GRAY, 60, 70, 20, 30) == cut(GRAY, 20, 30, 60, 70)
    for sides in ((0, 0, 0, 0), (100, 100, 100, 100), (0, 0, 100, 100)):
        left, top, right, bottom = cut(GRAY, *sides)
        assert 0 <= left < right <= 66
        assert 0 <= top < bottom <= 47


@pytest.mark.parametrize(("side", "bins", "block"), [(8, 9, 2), (5, 6, 1), (7, 12, 3)])
def test_the_descriptor_is_the_one_of_scikit_image(side: int, bins: int, block: int) -> None:
    values = grey(GRAY).astype(np.float64)
    theirs = feature.hog(values, bins, (side, side), (block, block), "L2-Hys", feature_vector=False)
    ours = descriptor(histograms(*gradient(values), side, bins), block)
    # a direction right on the border of two bins may fall to either
    assert (np.abs(ours - theirs) > 1e-6).mean() < 0.02
    assert run("hog", GRAY, cell=side, bins=bins, block=block).facts["length"] == theirs.size


def test_hog_strokes_run_along_the_edge() -> None:
    ramp = np.tile((np.arange(64) * 4).astype(np.uint8), (64, 1))
    picture = run("hog", ramp, cell=16, bins=9, shown="strongest").image
    cell = picture[16:32, 16:32].astype(float)
    assert cell.sum(axis=0).max() > 3 * cell.sum(axis=1).max()  # the gradient lies level, so strokes stand upright


def test_the_wrapped_gradient_gives_another_picture() -> None:
    step = squares()
    assert (exercises()["hog"].apply_naive(step).image != run("hog", step).image).any()


@pytest.mark.parametrize("image", PLANES)
@pytest.mark.parametrize("method", ["default", "ror", "uniform"])
def test_codes_are_the_ones_of_the_formula(image: Pixels, method: Any) -> None:
    code = coded(image, 8, 1, method)[0][1:-1, 1:-1]
    exact = image.astype(np.float64)
    # right, and on against the clock; (0, 1) and the other whole places need no interpolation
    bits = [
        exact[1 - int(dy) : 46 - int(dy), 1 + int(dx) : 65 + int(dx)] >= exact[1:-1, 1:-1]
        for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1))
    ]
    if method == "default":
        for bit, expected in zip((0, 2, 4, 6), bits, strict=True):
            np.testing.assert_array_equal(code >> bit & 1, expected)
    if method == "ror":
        turned = [(code >> n | code << 8 - n) & 255 for n in range(8)]
        np.testing.assert_array_equal(np.min(turned, axis=0), code)
    if method == "uniform":
        assert set(np.unique(code)) <= set(range(10))


@pytest.mark.parametrize("method", ["default", "ror", "uniform"])
def test_brighter_and_more_contrast_change_no_code(method: str) -> None:
    dark = (GRAY // 4).astype(np.uint16)
    before, after = run("lbp", dark, method=method, radius=1), run("lbp", dark * 100 + 900, method=method, radius=1)
    np.testing.assert_array_equal(before.image[1:-1, 1:-1], after.image[1:-1, 1:-1])  # the outside stays 0


@pytest.mark.parametrize("points", [4, 8, 12, 16])
def test_the_number_of_codes_is_the_number_of_necklaces(points: int) -> None:
    def least(code: int) -> int:
        return min((code >> n | code << points - n) & ((1 << points) - 1) for n in range(points))

    some = range(1 << min(points, 12))
    if points <= 12:
        assert possible(points, "ror") == len({least(code) for code in some})
    assert possible(points, "uniform") == points + 2
    assert possible(points, "default") == 2**points


def test_a_flat_picture_has_one_code_away_from_the_border() -> None:
    facts = run("lbp", np.full((40, 40), 9, np.uint8), radius=1).facts
    assert facts["uniform"] > 90
    assert 0 < facts["entropy"] < 1
    assert run("lbp", np.zeros((40, 40), np.uint8)).facts["entropy"] == 0


def lined() -> Pixels:
    picture = np.full((150, 200), 20, np.uint8)
    picture[60:] = 160
    cv2.line(picture, (20, 0), (150, 149), 255, 3)
    return picture


def test_votes_are_the_ones_of_scikit_image() -> None:
    edges = cv2.Canny(lined(), 50, 150)
    votes = counted(edges)
    theirs, _, distances = transform.hough_line(edges > 0, theta=np.deg2rad(np.arange(180)))
    offset = votes.shape[0] // 2 - len(distances) // 2
    # a distance right between two rows may fall to either: compare what three rows hold together
    ours = ndimage.uniform_filter1d(votes[offset : offset + len(distances)].astype(float), 3, axis=0) * 3
    assert np.abs(ours - ndimage.uniform_filter1d(theirs.astype(float), 3, axis=0) * 3).max() <= 0.25 * theirs.max()
    assert votes.sum() == theirs.sum() == 180 * (edges > 0).sum()


def test_lines_are_where_they_were_drawn() -> None:
    rho, theta = strongest(counted(cv2.Canny(lined(), 50, 150)), 30, 21, 2)
    level, slanted = sorted(zip(rho.tolist(), np.rad2deg(theta).tolist(), strict=True), key=lambda one: -one[1] % 180)
    level, slanted = sorted((level, slanted), key=lambda one: abs(one[1] - 90))
    assert level == pytest.approx((59.5, 90), abs=1)
    angle = np.arctan2(150 - 20, -149)  # the normal of a line along (130, 149)
    assert slanted[1] == pytest.approx(np.rad2deg(angle), abs=2)
    assert slanted[0] == pytest.approx(20 * np.cos(np.deg2rad(slanted[1])), abs=4)


def test_the_lines_drawn_cover_the_edge() -> None:
    step = np.full((150, 200), 20, np.uint8)
    step[60:] = 160
    right, naive = run("hough_lines", step), exercises()["hough_lines"].apply_naive(step).image
    red = (right.image == (255, 60, 60)).all(axis=2)
    assert red[58:62].any(axis=0).all()
    assert right.facts["lines"] == 1
    assert right.facts["theta"] == pytest.approx(90, abs=1)
    assert not (naive[58:62] == (255, 60, 60)).all(axis=2).any(axis=0).all()


def test_circles_are_where_they_were_drawn_and_where_opencv_finds_them() -> None:
    drawn = [(50, 60, 20), (130, 100, 30), (150, 40, 25)]
    picture = discs(*drawn)
    result = run("hough_circles", picture, sigma=1.0, small=12, large=40, apart=31, edge=100)
    assert result.facts["circles"] == 3
    assert result.facts["median"] == pytest.approx(25, abs=1.5)  # the edge lies between two pixels
    assert result.facts["support"] > 60
    theirs = cv2.HoughCircles(picture, cv2.HOUGH_GRADIENT, 1, 31, None, 100, 15, 12, 40).reshape(-1, 3)
    red = np.argwhere((result.image == (255, 60, 60)).all(axis=2))
    for x, y, radius in theirs:
        assert np.hypot(*(red - (y, x)).T).min() < 4
        assert min(abs(radius - r) for *_, r in drawn) < 3


def test_a_large_picture_gives_the_same_circles_in_its_own_pixels() -> None:
    picture = discs((300, 360, 120), (780, 600, 180), size=(960, 1200))
    facts = run("hough_circles", picture, sigma=3.0, small=100, large=150, apart=91, edge=60).facts
    assert facts["factor"] > 1
    assert facts["circles"] == 1  # the other one is too large
    assert facts["median"] == pytest.approx(120, abs=3)  # a pixel computed on is 2 wide


def test_the_naive_circles_are_many_more() -> None:
    picture = discs((50, 60, 20), (130, 100, 30))
    knobs = {"small": 12, "large": 40, "edge": 100, "apart": 31}
    changed = (exercises()["hough_circles"].apply_naive(picture, knobs).image != cv2.merge([picture] * 3)).any(axis=2)
    assert changed.sum() > 1.2 * (run("hough_circles", picture, **knobs).image != cv2.merge([picture] * 3)).any(2).sum()


def test_a_contour_has_the_area_and_perimeter_of_its_shape() -> None:
    picture = np.zeros((100, 120), np.uint8)
    picture[20:61, 30:91] = 200
    picture[30:41, 40:61] = 0
    facts = run("contours", picture, sigma=0, least=0).facts
    # through the middles of pixels: 40 by 60; the hole is traced on the pixels around it, its corners cut
    assert facts["count"] == facts["holes"] == 1
    assert facts["perimeter"] == 200
    assert facts["area"] == pytest.approx(40 * 60 - 12 * 22, abs=4)
    assert facts["roundness"] == pytest.approx(4 * np.pi * 2400 / 200**2)


def test_contours_are_the_pieces_and_holes_that_scipy_labels() -> None:
    smooth = ndimage.gaussian_filter(CHANCE.random((90, 110)), 3)
    mask = np.where(smooth > np.median(smooth), 255, 0).astype(np.uint8)
    outer, holes, _ = traced(mask, 0, 0)
    assert len(outer) == ndimage.label(mask, np.ones((3, 3)))[1]
    assert len(holes) == ndimage.label(np.pad(mask == 0, 1, constant_values=True))[1] - 1


def test_a_disc_is_round_and_a_dark_one_is_found_when_asked() -> None:
    disc = discs((100, 80, 50))
    assert run("contours", disc).facts["roundness"] == pytest.approx(0.9, abs=0.03)  # steps make the way longer
    dark = run("contours", 255 - disc, invert=True).facts
    assert dark == run("contours", disc).facts
    assert dark["area"] == pytest.approx(np.pi * 50**2, rel=0.03)


def test_a_coarser_polygon_has_fewer_points() -> None:
    points = [run("contours", discs((100, 80, 50)), simpler=error).facts["points"] for error in (0, 1, 5, 20)]
    assert points == sorted(points, reverse=True)
    assert points[0] > 200 > 8 > points[-1]


def test_an_untouched_grey_picture_is_one_piece_for_the_naive_version() -> None:
    picture = discs((50, 60, 20), (130, 100, 30))
    assert run("contours", picture).facts["count"] == 2
    naive = exercises()["contours"].apply_naive(picture)
    assert naive.facts["count"] == 1
    assert naive.facts["area"] == 159 * 199


def test_a_large_picture_is_measured_in_its_own_pixels() -> None:
    facts = run("contours", discs((600, 600, 400), size=(1200, 1300))).facts
    assert facts["factor"] > 1
    assert facts["area"] == pytest.approx(np.pi * 400**2, rel=0.01)
