"""Numbers in pixels are said in millimetres too, where the spacing of the pixels is known and means something."""

import math

import numpy as np
import pytest

from ops import Measure, exercises
from scans.samples import sample
from scans.scan import Scan, Window
from server.budget import Budget
from server.found import found, metric
from server.pace import Pace
from server.pictures import Pictures
from server.scene import Scene
from server.studio import Studio
from tests.live import read_ask

SQUARE, LONG = (0.5, 0.5), (3.0, 2.0)


@pytest.mark.parametrize(
    ("value", "measure", "spacing", "expected"),
    [
        (100, "area", SQUARE, " = 25 mm²"),
        (100.0, "area", LONG, " = 600 mm²"),
        (12.5, "length", SQUARE, " = 6.25 mm"),
        (12.5, "length", LONG, ""),  # along which side?
        (100, "area", None, ""),
        (100, None, SQUARE, ""),
        ("∞", "length", SQUARE, ""),
        (math.inf, "length", SQUARE, ""),
        (0, "area", SQUARE, " = 0 mm²"),
    ],
)
def test_a_number_in_pixels_in_millimetres(
    value: float | str, measure: Measure | None, spacing: tuple[float, float] | None, expected: str
) -> None:
    assert metric(value, measure, spacing) == expected


@pytest.mark.parametrize("name", sorted(n for n, ex in exercises().items() if ex.measures and not ex.second))
@pytest.mark.parametrize("spacing", [SQUARE, None])
def test_the_facts_of_an_exercise_carry_them_with_the_spacing_of_the_scan(
    name: str, spacing: tuple[float, float] | None
) -> None:
    exercise = exercises()[name]
    whole = sample(exercise.best_on)
    scan = Scan(whole.pixels, whole.windows, spacing=spacing)
    pictures = Pictures(1 << 28, 60)
    token = pictures.hold(scan, "ada")
    studio = Studio(pictures.find, Budget(1 << 28, 60, lambda: 0.0), Pace())
    scene = Scene(read_ask(token=token, exercise=name), scan, None)
    numbers = studio.result(scene).facts
    said = {fact["name"]: fact["value"] for fact in found(studio, scene)["facts"]}
    for fact, measure in exercise.measures.items():
        assert said[fact].endswith(("mm²" if measure == "area" else "mm") if spacing else said[fact].split(" = ")[0])
        if spacing:
            factor = 0.25 if measure == "area" else 0.5
            assert float(said[fact].split(" = ")[1].split()[0]) == pytest.approx(
                float(numbers[fact]) * factor, rel=1e-3
            )


def test_the_area_found_is_the_number_of_its_pixels() -> None:
    disc = np.hypot(*np.mgrid[-60:60, -60:60]) < 40
    picture = np.where(disc, 200, 20).astype(np.uint8)
    scan = Scan(picture[None], (Window(127.5, 255.0),), spacing=SQUARE)
    pictures = Pictures(1 << 24, 60)
    studio = Studio(pictures.find, Budget(1 << 24, 60, lambda: 0.0), Pace())
    ask = read_ask(
        token=pictures.hold(scan, "ada"),
        exercise="connected_components",
        view=[0, 0, 120, 120, 120, 120],
    )
    said = {f["name"]: f["value"] for f in found(studio, Scene(ask, scan, None))["facts"]}
    assert float(said["largest"].split(" = ")[1].split()[0]) == pytest.approx(disc.sum() * 0.25, rel=0.03)
