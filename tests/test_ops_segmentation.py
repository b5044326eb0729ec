"""The segmentation exercises against SciPy, scikit-image, exact masks and their definitions, with any knob."""

from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import pytest
from scipy import ndimage
from skimage import draw, filters, measure, segmentation

from ops import Pixels, Refused, exercises
from ops._levels import best_cuts, levels
from ops._paint import painted
from ops._reduced import enlarged, reduced
from ops.chan_vese import circle, evolved
from ops.kmeans import centres
from ops.mean_shift import regions
from ops.triangle import farthest
from scans.samples import sample, truth
from tests.ops_fuzz import survives

CHANCE = np.random.default_rng(seed=9)


def run(name: str, image: Pixels, **values: Any) -> Pixels:
    return exercises()[name].apply(image, values).image


def facts(name: str, image: Pixels, **values: Any) -> Any:
    return exercises()[name].apply(image, values).facts


def dice(found: Pixels, exact: Pixels) -> float:
    return float(2 * (found & exact).sum() / (found.sum() + exact.sum()))


def numbered(picture: Pixels) -> Pixels:
    """Colours back to label numbers; black is 0."""
    flat = picture.astype(int) @ [65536, 256, 1]
    return np.searchsorted(np.unique(np.append(flat, 0)), flat)


def partition(labels: Pixels) -> Pixels:
    """The same partition has the same numbers: each pixel gets the index of the first pixel of its label."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return first[inverse].reshape(labels.shape)


def blobs(depth: str = "uint8") -> Pixels:
    image = np.zeros((120, 150))
    for row, column, radius in ((30, 30, 14), (30, 54, 14), (80, 40, 20), (85, 110, 9), (20, 120, 5), (60, 140, 2)):
        image[draw.disk((row, column), radius, shape=image.shape)] = 1
    low, high = {"uint8": (20, 200), "uint16": (300, 52000), "int16": (-900, 400), "float32": (-0.5, 0.5)}[depth]
    return np.asarray((low + image * (high - low)).astype(depth))


DEPTHS = ("uint8", "uint16", "int16", "float32")
NAMES = (
    "region_growing",
    "watershed",
    "connected_components",
    "chan_vese",
    "grabcut",
    "multi_otsu",
    "triangle",
    "kmeans",
    "mean_shift",
)


@pytest.mark.parametrize("name", NAMES)
def test_any_knob_on_any_picture(name: str) -> None:
    assert survives(exercises()[name]) > 50


# what they share


@pytest.mark.parametrize("depth", ["uint16", "int16", "float32"])
def test_levels_are_the_bins_of_numpy(depth: str) -> None:
    image = np.asarray((CHANCE.random((40, 50)) * 20000 - (10000 if depth != "uint16" else 0)).astype(depth))
    level, low, width = levels(image)
    counts, edges = np.histogram(image.astype(np.float64), 256)
    assert (low, low + 256 * width) == pytest.approx((edges[0], edges[-1]))
    # a value on an edge may fall to either side by rounding
    assert np.abs(np.cumsum(np.bincount(level.ravel(), minlength=256)) - np.cumsum(counts)).max() <= 1


def test_levels_of_an_eight_bit_picture_are_its_values() -> None:
    image = CHANCE.integers(0, 256, (9, 9), np.uint8)
    assert levels(image)[0] is image


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_the_best_cuts_are_those_of_scikit_image(classes: int) -> None:
    for seed in range(5):
        chance = np.random.default_rng(seed)
        image = np.clip(chance.normal([60, 120, 200], 12, (3000, 3)), 0, 255).astype(np.uint8)
        exact = filters.threshold_multiotsu(image, classes)
        cuts = best_cuts(np.bincount(image.ravel(), minlength=256), classes)
        # between two levels in use any cut is as good
        used = np.unique(image)
        assert [np.searchsorted(used, c, "right") for c in cuts] == [np.searchsorted(used, e, "right") for e in exact]


def test_there_are_never_more_classes_than_levels() -> None:
    assert best_cuts(np.bincount([7, 7, 9], minlength=256), 5) == [7]
    assert best_cuts(np.bincount([7], minlength=256), 2) == []


def test_a_picture_made_smaller_has_about_so_many_pixels_and_comes_back_in_size() -> None:
    image = CHANCE.integers(0, 256, (301, 999), np.uint8)
    small, factor = reduced(image, 30000)
    assert 28000 < small.size < 32000
    assert factor == pytest.approx((image.size / 30000) ** 0.5)
    assert enlarged(small, 301, 999).shape == image.shape
    assert reduced(image, 301 * 999)[0] is image
    np.testing.assert_array_equal(enlarged(np.array([[1, 2]]), 2, 4), [[1, 1, 2, 2]] * 2)


def test_neighbouring_numbers_have_colours_that_differ() -> None:
    colours = painted(np.arange(300).reshape(1, -1))[0].astype(int)
    assert colours[0].tolist() == [0, 0, 0]
    assert np.abs(np.diff(colours[1:], axis=0)).sum(axis=1).min() > 100
    assert len(np.unique(colours[:40], axis=0)) == 40


# region growing


@pytest.mark.parametrize("diagonal", [False, True])
def test_growing_from_a_seed_is_the_flood_of_scikit_image(diagonal: bool) -> None:
    for seed in range(6):
        image = np.random.default_rng(seed).integers(0, 6, (40, 60)).astype(np.int16) * 20
        image[0, 0], image[0, 1] = 0, 100
        found = run("region_growing", image, x=50, y=50, tolerance=20, sigma=0, diagonal=diagonal)
        exact = segmentation.flood(image, (20, 30), tolerance=20, connectivity=2 if diagonal else 1)
        np.testing.assert_array_equal(found > 0, exact)


@pytest.mark.parametrize("depth", DEPTHS)
def test_it_takes_the_whole_of_a_disc_in_any_depth(depth: str) -> None:
    image = blobs(depth)
    exact = np.zeros(image.shape, bool)
    exact[draw.disk((80, 40), 20)] = True
    place = {"x": 27.0, "y": 67.0, "sigma": 0}
    np.testing.assert_array_equal(run("region_growing", image, **place) > 0, exact)
    assert facts("region_growing", image, **place)["area"] == exact.sum()


def test_following_the_mean_crosses_a_ramp_that_the_seed_does_not() -> None:
    ramp = np.tile(np.arange(0, 200, 2, dtype=np.uint8), (20, 1))
    near = run("region_growing", ramp, x=10, y=50, tolerance=10, sigma=0, against="seed") > 0
    far = run("region_growing", ramp, x=10, y=50, tolerance=10, sigma=0, against="mean") > 0
    assert np.flatnonzero(near[0]).tolist() == list(range(1, 20))  # 10 % of 198 is 9.9 columns to either side
    assert far.sum() >= near.sum()


def test_a_hole_in_the_measurement_is_never_taken() -> None:
    image = np.ones((20, 20), np.float32)
    image[3, 3], image[4, 4] = np.nan, np.inf
    image[0, 0] = 0
    mask = run("region_growing", image, x=50, y=50, sigma=0)
    assert (mask[3, 3], mask[4, 4], mask[0, 0], mask[10, 10]) == (0, 0, 0, 255)


def test_the_naive_seed_lies_across_the_diagonal() -> None:
    image = np.zeros((50, 50), np.uint8)
    image[5:15, 30:45] = 200
    place = {"x": 70, "y": 20, "sigma": 0}
    assert run("region_growing", image, **place)[10, 35] == 255
    assert exercises()["region_growing"].apply_naive(image, place).image[10, 35] == 0


def test_the_liver_is_found_from_one_click() -> None:
    mask = run("region_growing", sample("ct-abdomen").plane()) > 0
    exact = truth("ct-abdomen")["liver"]
    assert dice(mask, exact) > 0.85  # measured 0.873; it misses the lesion, and vessels inside count as liver


# connected components


@pytest.mark.parametrize("diagonal", [False, True])
def test_the_pieces_are_those_of_scikit_image(diagonal: bool) -> None:
    mask = CHANCE.random((60, 70)) < 0.45
    found = run("connected_components", mask.astype(np.uint8) * 255, diagonal=diagonal, least=0)
    exact = measure.label(mask, connectivity=2 if diagonal else 1)
    count = facts("connected_components", mask.astype(np.uint8), diagonal=diagonal, least=0)["count"]
    assert count == exact.max()
    # colours repeat after some hundred labels, so every piece has one colour, and none is lost
    np.testing.assert_array_equal(found.any(axis=2), mask)
    for region in measure.regionprops(exact):
        assert len(np.unique(found[tuple(region.coords.T)], axis=0)) == 1


@pytest.mark.parametrize("depth", DEPTHS)
def test_counts_and_areas_of_discs(depth: str) -> None:
    image = blobs(depth)
    areas = sorted(r.area for r in measure.regionprops(measure.label(image > image.min())))
    found = facts("connected_components", image, least=0)
    assert (found["count"], found["dropped"]) == (5, 0)
    assert (found["smallest"], found["median"], found["largest"]) == (areas[0], np.median(areas), areas[-1])
    fewer = facts("connected_components", image, least=6)
    assert (fewer["count"], fewer["dropped"], fewer["smallest"]) == (4, 1, areas[1])


def test_the_naive_count_is_one_too_many() -> None:
    ex = exercises()["connected_components"]
    assert ex.apply_naive(blobs()).facts["count"] == ex.apply(blobs(), {"least": 0}).facts["count"] + 1


# watershed


@pytest.mark.parametrize("depth", DEPTHS)
def test_touching_discs_are_parted_where_they_touch(depth: str) -> None:
    image = blobs(depth)
    assert facts("connected_components", image, least=0)["count"] == 5
    assert facts("watershed", image, sigma=0)["objects"] == 6
    labels = numbered(run("watershed", image, sigma=0))
    assert labels[30, 30] != labels[30, 54]
    assert len(np.unique(labels[25:35, 20:40])) == 1
    assert (run("watershed", image, sigma=0)[:, 42][25:36] == 255).all()  # the dam, half way between the centres


def test_the_cells_are_those_that_scipy_and_scikit_image_part() -> None:
    image = sample("cells").plane()
    smooth = ndimage.gaussian_filter(image.astype(float), 2.5)
    mask = smooth > filters.threshold_otsu(np.rint(smooth).astype(np.uint8))
    far = ndimage.distance_transform_edt(mask)
    seeds = ndimage.label((far >= ndimage.maximum_filter(far, 13)) & mask, np.ones((3, 3)))[0]
    exact = segmentation.watershed(-far, seeds, mask=mask)
    found = facts("watershed", image)["objects"]
    # our distance is OpenCV's chamfer 5 x 5, theirs exact: a flat top may have a peak more; the truth is 45
    assert abs(found - (len(np.unique(exact)) - 1)) <= 3
    assert abs(found - 45) <= 4


def test_drawn_markers_decide_how_many_objects_there_are() -> None:
    image = blobs()
    strokes = "f 20,25 22,25;f 36,25 38,25;f 27,67;b 1,1 99,1;b 1,99 99,99"
    labels = numbered(run("watershed", image, strokes=strokes, sigma=0))
    assert facts("watershed", image, strokes=strokes, sigma=0)["objects"] == 3
    assert len({labels[30, 28], labels[30, 56], labels[80, 40], 0}) == 4
    exact = np.zeros(image.shape, bool)
    exact[draw.disk((80, 40), 20)] = True
    assert dice(labels == labels[80, 40], exact) > 0.95  # the dam runs on the ridge of a gradient two pixels wide


def test_background_strokes_alone_leave_nothing() -> None:
    assert not run("watershed", blobs(), strokes="b 50,50").any()


def test_without_markers_a_noisy_picture_falls_to_pieces() -> None:
    ex = exercises()["watershed"]
    image = sample("cells").plane()
    pieces = [len(np.unique(partition(numbered(p)))) for p in (ex.apply(image).image, ex.apply_naive(image).image)]
    assert pieces[1] > 3 * pieces[0]


def test_a_large_picture_is_flooded_at_a_smaller_size_and_says_so() -> None:
    image = np.kron(blobs(), np.ones((9, 9), np.uint8)).astype(np.uint8)
    found = facts("watershed", image, sigma=0, apart=61)
    assert found["factor"] == pytest.approx((image.size / (1 << 20)) ** 0.5)
    assert found["objects"] == 6


# Chan-Vese


def disc(height: int, width: int, row: float, column: float, radius: float) -> Pixels:
    rows, columns = np.mgrid[:height, :width]
    return np.asarray(np.hypot(rows - row, columns - column) < radius)


@pytest.mark.parametrize("weight", [1.0, 2.0])
@pytest.mark.parametrize("steps", [1, 7, 30])
def test_each_step_is_the_morphological_step_of_scikit_image(steps: int, weight: float) -> None:
    image = ndimage.gaussian_filter(CHANCE.random((50, 60)), 2) + disc(50, 60, 25, 30, 12)
    start = circle((50, 60), 50, 50, 20)
    found = list(evolved(image, start, steps, 0, weight))[-1]
    exact = segmentation.morphological_chan_vese(image, steps, start, smoothing=0, lambda1=weight)
    np.testing.assert_array_equal(found, exact)


def test_a_smoothing_pair_is_the_one_of_scikit_image() -> None:
    image = ndimage.gaussian_filter(CHANCE.random((50, 60)), 1) + disc(50, 60, 25, 30, 12)
    start = circle((50, 60), 50, 50, 20)
    for steps in (1, 5):
        # smoothing by twos, so that its alternation, which outlives a call, starts where ours does
        found = list(evolved(image, start, steps, 2, 1.0))[-1]
        exact = segmentation.morphological_chan_vese(image, steps, start, smoothing=2)
        np.testing.assert_array_equal(found, exact)


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_contour_comes_to_rest_on_a_disc_in_noise(depth: str) -> None:
    exact = disc(100, 120, 50, 60, 25)
    chance = np.random.default_rng(seed=4)
    low, high = {"uint8": (20, 200), "uint16": (300, 52000), "int16": (-900, 400), "float32": (-0.5, 0.5)}[depth]
    image = low + (high - low) * np.clip(0.3 + 0.4 * exact + chance.normal(0, 0.12, exact.shape), 0, 1)
    found = exercises()["chan_vese"].apply(image.astype(depth), {"x": 50, "y": 50, "radius": 8, "iterations": 120})
    assert dice(found.image > 0, exact) > 0.97  # the noise moves the border by up to a pixel
    assert found.facts["steps"] < 120
    assert found.facts["inside"] == pytest.approx(image.astype(depth)[found.image > 0].mean(dtype=float))
    assert found.facts["area"] == np.count_nonzero(found.image)


def test_the_energy_falls_from_step_to_step() -> None:
    image = ndimage.gaussian_filter(CHANCE.random((60, 60)), 1) / 4 + disc(60, 60, 30, 30, 15)
    energy = []
    for mask in evolved(image, circle((60, 60), 50, 50, 10), 40, 0, 1.0):
        energy.append(sum(((image[mask == k] - image[mask == k].mean()) ** 2).sum() for k in (0, 1)))
    assert len(energy) > 5
    assert all(after <= before + 1e-9 for before, after in pairwise(energy))


def test_no_iteration_leaves_the_circle() -> None:
    image = np.zeros((80, 80), np.uint8)
    image[20:60, 20:60] = 99
    found = run("chan_vese", image, x=50, y=50, radius=20, iterations=0) > 0
    assert np.count_nonzero(found) == pytest.approx(np.pi * 16**2, rel=0.03)


def test_the_cyst_is_found_from_a_circle_inside() -> None:
    scan = sample("us-cyst")
    assert (
        dice(run("chan_vese", scan.plane()) > 0, truth("us-cyst")["cyst"][0]) > 0.93
    )  # measured 0.944: its wall is blurred


# GrabCut


def photo() -> tuple[Pixels, Pixels]:
    chance = np.random.default_rng(seed=6)
    exact = disc(120, 160, 60, 90, 30)
    image = np.where(exact[..., None], (200, 80, 60), (60, 90, 120)) + chance.normal(0, 12, (120, 160, 3))
    return np.clip(image, 0, 255).astype(np.uint8), exact


BOX = {"left": 30, "right": 85, "top": 15, "bottom": 85}


def test_a_red_disc_is_cut_out_of_its_box() -> None:
    image, exact = photo()
    found = exercises()["grabcut"].apply(image, BOX)
    assert dice(found.image > 0, exact) > 0.99
    assert found.facts["area"] == np.count_nonzero(found.image)
    assert found.facts["share"] == pytest.approx(100 * exact.sum() / (88 * 84), abs=1)


def test_nothing_outside_the_box_is_taken_and_its_corners_may_be_swapped() -> None:
    image, _ = photo()
    found = run("grabcut", image, **BOX)
    outside = np.ones(found.shape, bool)
    outside[18:102, 48:136] = False
    assert not found[outside].any()
    swapped = {"left": 85, "right": 30, "top": 85, "bottom": 15}
    np.testing.assert_array_equal(run("grabcut", image, **swapped), found)


def test_strokes_win_over_colours() -> None:
    image, exact = photo()
    found = run("grabcut", image, **BOX, strokes="b 50,50 62,50;f 35,20 40,20")
    assert not found[60, 81:99].any()
    assert found[24, 57:64].all()
    assert dice(found > 0, exact) < 0.99


def test_it_is_what_opencv_gives_in_one_call() -> None:
    image, _ = photo()
    marks = np.zeros(image.shape[:2], np.uint8)
    rough = cv2.add(image, np.random.default_rng(seed=0).integers(0, 2, image.shape, np.uint8))
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(rough, marks, (48, 18, 88, 84), *models, 3, cv2.GC_INIT_WITH_RECT)
    np.testing.assert_array_equal(run("grabcut", image, **BOX, iterations=3) > 0, marks % 2 == 1)


def test_the_naive_mask_holds_only_what_was_drawn() -> None:
    image, _ = photo()
    ex = exercises()["grabcut"]
    assert not ex.apply_naive(image, BOX).image.any()
    drawn = ex.apply_naive(image, {**BOX, "strokes": "f 56,50 60,50"}).image
    assert 0 < np.count_nonzero(drawn) < 60


def test_a_box_round_everything_or_nothing_is_given_back() -> None:
    image, _ = photo()
    assert run("grabcut", image, left=0, top=0, right=100, bottom=100).all()
    assert not run("grabcut", image, left=40, right=40).any()


def test_a_large_picture_is_cut_at_a_smaller_size_and_says_so() -> None:
    image, exact = photo()
    large = np.kron(image, np.ones((5, 5, 1), np.uint8)).astype(np.uint8)
    found = exercises()["grabcut"].apply(large, BOX)
    assert found.facts["factor"] == pytest.approx((600 * 800 / 25600) ** 0.5)
    assert dice(found.image > 0, np.kron(exact, np.ones((5, 5))) > 0) > 0.98


# multi-level Otsu


def hills(depth: str) -> Pixels:
    chance = np.random.default_rng(seed=11)
    middle = chance.choice([0.2, 0.5, 0.8], (90, 100))
    low, high = {"uint8": (0, 255), "uint16": (100, 60000), "int16": (-1000, 2000), "float32": (-1, 1)}[depth]
    return np.asarray((low + (high - low) * np.clip(middle + chance.normal(0, 0.04, (90, 100)), 0, 1)).astype(depth))


@pytest.mark.parametrize("classes", [2, 3, 4])
@pytest.mark.parametrize("depth", DEPTHS)
def test_the_thresholds_are_those_of_scikit_image(depth: str, classes: int) -> None:
    image = hills(depth)
    found = exercises()["multi_otsu"].apply(image, {"classes": classes})
    said = [float(word) for word in str(found.facts["thresholds"]).split(", ")]
    exact = filters.threshold_multiotsu(image.astype(np.float64), classes, nbins=256)
    # they give the middle of the last level below, we its upper end, and levels are 1/256 of the span; said to 6 digits
    np.testing.assert_allclose(said, exact, atol=1.5 * np.ptp(image.astype(float)) / 256)
    number = np.rint(found.image.astype(float) * (classes - 1) / 255).astype(int)
    assert set(np.unique(number)) == set(range(classes))
    expected = sum((image > t if depth == "uint8" else image >= t).astype(int) for t in said)
    assert (number == expected).mean() > 0.999  # the said digits are fewer than the thresholds have


def test_separability_is_the_share_of_variance_explained() -> None:
    image = hills("uint8")
    found = exercises()["multi_otsu"].apply(image, {"classes": 3})
    means = np.zeros(image.shape)
    for shade in np.unique(found.image):
        means[found.image == shade] = image[found.image == shade].mean()
    assert found.facts["separability"] == pytest.approx(means.var() / image.astype(float).var(), rel=1e-9)


def test_the_naive_border_files_the_threshold_itself_above() -> None:
    image = np.repeat(np.uint8([10, 100, 200]), 30).reshape(9, 10)
    ex = exercises()["multi_otsu"]
    assert np.unique(ex.apply(image).image).tolist() == [0, 128, 255]
    assert np.unique(ex.apply_naive(image).image).tolist() == [128, 255]


def test_fewer_levels_than_classes_give_as_many_classes_as_levels() -> None:
    image = np.repeat(np.uint8([10, 200]), 40).reshape(8, 10)
    found = exercises()["multi_otsu"].apply(image, {"classes": 6})
    assert np.unique(found.image).tolist() == [0, 255]
    assert found.facts == {"thresholds": "10", "separability": pytest.approx(1)}
    assert exercises()["multi_otsu"].apply(image[:1], {}).facts == {"thresholds": "-", "separability": 1.0}


# triangle


def peaked(seed: int, bright: bool) -> Pixels:
    chance = np.random.default_rng(seed)
    tail = chance.exponential(18, (80, 90)) + chance.normal(30, 3, (80, 90))
    return np.asarray(np.clip(tail if bright else 255 - tail, 1, 254).astype(np.uint8))


@pytest.mark.parametrize("bright", [True, False])
def test_the_triangle_on_eight_bits_is_the_one_of_opencv(bright: bool) -> None:
    for seed in range(8):
        image = peaked(seed, bright)
        found = exercises()["triangle"].apply(image)
        threshold, mask = cv2.threshold(image, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_TRIANGLE)
        assert found.facts["threshold"] == threshold
        np.testing.assert_array_equal(found.image, mask)
        np.testing.assert_array_equal(run("triangle", image, invert=True), 255 - mask)
        assert abs(threshold - filters.threshold_triangle(image)) <= 2  # theirs ends its line on the last used level


def test_it_is_the_point_farthest_from_the_line() -> None:
    counts = np.zeros(256, int)
    counts[20:200] = (1000 * np.exp(-np.arange(180) / 20)).astype(int) + 1
    cut, below = farthest(counts)
    start, end = np.array([20, counts[20]]), np.array([200, 0])
    way = (end - start) / np.linalg.norm(end - start)
    away = [abs(way[0] * (counts[i] - start[1]) - way[1] * (i - start[0])) for i in range(20, 201)]
    assert cut - 1 == 20 + int(np.argmax(away))
    np.testing.assert_allclose(below[20:201] / np.linalg.norm(end - start), away, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("depth", ["uint16", "int16", "float32"])
def test_a_deeper_picture_is_cut_at_the_same_place(depth: str) -> None:
    image = peaked(3, True)
    deep = image.astype(np.float64) * 100 - (0 if depth == "uint16" else 5000)
    found = exercises()["triangle"].apply(deep.astype(depth))
    level, low, width = levels(image.astype(np.uint16))
    expected = low + (farthest(np.bincount(level.ravel(), minlength=256))[0] + 1) * width
    # 100: one of the grey levels it was made of
    assert found.facts["threshold"] + (0 if depth == "uint16" else 5000) == pytest.approx(100 * expected, abs=100)
    np.testing.assert_array_equal(found.image > 0, deep >= found.facts["threshold"])


# k-means


def three_colours() -> tuple[Pixels, Pixels, Pixels]:
    chance = np.random.default_rng(seed=12)
    which = chance.integers(0, 3, (60, 70))
    colours = np.array([(200, 40, 40), (40, 180, 60), (30, 60, 220)])
    image = np.clip(colours[which] + chance.normal(0, 6, (60, 70, 3)), 0, 255).astype(np.uint8)
    return image, which, colours


@pytest.mark.parametrize("space", ["values", "lab"])
@pytest.mark.parametrize("start", ["plus", "random"])
def test_three_colours_are_three_groups(space: str, start: str) -> None:
    image, which, _ = three_colours()
    found = exercises()["kmeans"].apply(image, {"k": 3, "space": space, "start": start, "seed": 3})
    for number in range(3):
        mean = np.rint(image[which == number].mean(axis=0))
        assert (found.image[which == number] == mean).all()
    assert found.facts["groups"] == 3
    assert found.facts["error"] == pytest.approx(np.sqrt(3) * 6, rel=0.05)  # three channels of noise 6


def test_the_centres_rest_where_lloyd_s_rule_leaves_them() -> None:
    points = CHANCE.random((3000, 1)).astype(np.float32)
    middle = np.sort(centres(points, 4, "plus", 0), axis=0)
    for _ in range(50):
        groups = np.abs(points - middle.T).argmin(axis=1)
        middle = np.array([points[groups == k].mean(axis=0) for k in range(4)])
    # OpenCV stops after 30 rounds
    np.testing.assert_allclose(np.sort(centres(points, 4, "plus", 0), axis=0), middle, atol=0.02)


def test_the_same_seed_gives_the_same_picture() -> None:
    image = CHANCE.integers(0, 256, (50, 60, 3), np.uint8)
    first = run("kmeans", image, k=5, start="random", seed=7)
    np.testing.assert_array_equal(first, run("kmeans", image, k=5, start="random", seed=7))
    assert len({run("kmeans", image, k=5, start="random", seed=seed).tobytes() for seed in range(4)}) > 1


@pytest.mark.parametrize("depth", DEPTHS)
def test_every_pixel_gets_the_mean_of_its_group_in_its_own_depth(depth: str) -> None:
    image = hills(depth)
    found = run("kmeans", image, k=3)
    assert found.dtype == image.dtype
    shades = np.unique(found)
    assert len(shades) == 3
    for shade in shades:
        exact = image[found == shade].astype(float).mean()
        assert float(shade) == pytest.approx(exact, abs=0.5 if depth != "float32" else 1e-6)  # rounded


def test_the_naive_call_fails_with_opencv_s_own_words() -> None:
    with pytest.raises(Refused, match="CV_32F"):
        exercises()["kmeans"].apply_naive(CHANCE.integers(0, 256, (9, 9), np.uint8))


def test_a_large_picture_is_clustered_on_a_part_and_says_so() -> None:
    image = np.kron(hills("uint8"), np.ones((5, 5), np.uint8)).astype(np.uint8)
    sample_size = facts("kmeans", image, k=3)["sample"]
    assert 30000 < sample_size <= 65536


# mean shift


def test_flat_colours_stay_and_noise_goes() -> None:
    image, exact = photo()
    found = run("mean_shift", image, space=8, color=60, shown="filtered")
    inside = exact & ~cv2.dilate((~exact).astype(np.uint8), np.ones((9, 9))).astype(bool)
    assert found[inside].std(axis=0).max() < image[inside].std(axis=0).max() / 3
    assert np.abs(found[inside].mean(axis=0) - image[inside].mean(axis=0)).max() < 2


def test_the_filter_is_the_one_of_opencv() -> None:
    image = CHANCE.integers(0, 256, (50, 60, 3), np.uint8)
    padded = cv2.copyMakeBorder(image, 2, 2, 2, 2, cv2.BORDER_REPLICATE)
    exact = cv2.pyrMeanShiftFiltering(padded, 5, 40, maxLevel=0)[2:-2, 2:-2]
    np.testing.assert_array_equal(run("mean_shift", image, space=5, color=40, shown="filtered"), exact)


def test_the_regions_are_the_flat_pieces() -> None:
    for seed in range(4):
        flat = np.random.default_rng(seed).integers(0, 3, (30, 40)).astype(np.uint8) * 60
        found = regions(cv2.merge([flat] * 3), 10)
        exact = measure.label(flat, connectivity=1, background=-1)
        np.testing.assert_array_equal(partition(found), partition(exact))


def test_a_disc_and_its_background_are_two_regions() -> None:
    image = np.where(disc(60, 80, 30, 40, 18)[..., None], (200, 80, 60), (60, 90, 120)).astype(np.uint8)
    assert facts("mean_shift", image)["regions"] == 2
    shown = run("mean_shift", image, shown="regions")
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) == 2


# adaptive threshold


def test_the_difference_decides_the_mask() -> None:
    ex = exercises()["adaptive_threshold"]
    image = CHANCE.integers(0, 256, (40, 50), np.uint8)
    assert ex.stages
    mean, difference, mask = (picture for _, picture in ex.stages(image, block=9, c=5, weights="mean"))
    np.testing.assert_array_equal(mask > 0, difference > 128)
    np.testing.assert_array_equal(mask > 0, image.astype(int) > mean.astype(int) - 5)
