"""The segmentation exercises against SciPy, scikit-image, exact masks and their definitions, with any knob."""

from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import pytest
from scipy import ndimage
from skimage import draw, filters, measure, morphology, segmentation

from ops import Pixels, exercises
from ops._levels import best_cuts, levels
from ops._paint import painted
from ops._reduced import enlarged, reduced
from ops.chan_vese import circle, evolved
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
NAMES = ("region_growing", "watershed", "connected_components", "chan_vese", "grabcut")


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


def test_the_flood_is_the_one_of_scikit_image_from_the_same_peaks() -> None:
    image = sample("cells").plane()
    smooth = ndimage.gaussian_filter(image.astype(float), 2.5)
    mask = image * 0 + (smooth > filters.threshold_otsu(np.rint(smooth).astype(np.uint8))) > 0
    far = ndimage.distance_transform_edt(mask)
    seeds = measure.label(morphology.local_maxima(ndimage.maximum_filter(far, 13) * (far > 0)))
    exact = segmentation.watershed(-far, seeds, mask=mask)
    found = facts("watershed", image)["objects"]
    # their peaks are plateaus of the maximum filter, ours single pixels: about as many objects, close to the true 45
    assert abs(found - 45) <= 4
    assert abs(found - len(np.unique(exact)) + 1) <= 12


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
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(image, marks, (48, 18, 88, 84), *models, 3, cv2.GC_INIT_WITH_RECT)
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
    assert found.facts["factor"] == pytest.approx((600 * 800 / 65536) ** 0.5)
    assert dice(found.image > 0, np.kron(exact, np.ones((5, 5))) > 0) > 0.98
