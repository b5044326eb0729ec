"""What a person draws on the picture becomes text, and the text becomes marks on a picture of any size."""

from types import ModuleType

import numpy as np
import pytest

from ops import Exercise
from ops._read import of
from ops._strokes import EXAMPLE, MOST_TEXT, lines, markers, tidy
from ops._words import Usage, values

SPOT = '''
from typing import Annotated
from ops import Gray, Strokes, Text
TITLE = Text("点", "Spot")
GROUP = "edges"
ABOUT = Text("一句。", "One.")

def spot(image: Gray, drawn: Annotated[str, Strokes(), Text("笔画", "Strokes")] = "") -> Gray:
    """Nothing."""
    return image
'''


def declared(source: str) -> Exercise:
    module = ModuleType("ops.spot")
    exec(source, module.__dict__)
    return of(module)


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ("", ""),
        (None, ""),
        (5, ""),
        ("f 12.5,30.0 13.1,31.2;b 5,5 6,6", "f 12.5,30 13.1,31.2;b 5,5 6,6"),
        (" f   1,2\n3,4 ; ; b 5,5 ", "f 1,2 3,4;b 5,5"),
        ("f -3,120.04", "f 0,100"),
        ("f 0.04,-0 99.96,7", "f 0,0 100,7"),
        ("f 1,2 nan,3 1e3,4 5 6,7,8 ,9 ٣,3", "f 1,2"),
        ("x 1,2;f;b ,;f 3,4", "f 3,4"),
        ("f 1,2;" * 50, ";".join(["f 1,2"] * 40)),
        ("b " + "1,2 " * 70, "b " + " ".join(["1,2"] * 64)),
    ],
)
def test_any_text_becomes_legal_strokes(asked: object, got: str) -> None:
    assert tidy(asked) == got
    assert tidy(got) == got


def test_a_text_that_is_too_long_is_cut_between_two_points() -> None:
    long = ";".join(["f " + " ".join(f"{i % 100}.5,{i % 90}.5" for i in range(60))] * 39)
    kept = tidy(long)
    assert 3000 < len(kept) <= MOST_TEXT
    assert long.startswith(kept)
    assert long[len(kept)] in " ;"


def test_noise_never_breaks_it() -> None:
    chance = np.random.default_rng(seed=2)
    for _ in range(500):
        said = "".join(chance.choice(list("fb;,. -0123456789"), 200))
        kept = tidy(said)
        assert tidy(kept) == kept
        assert len(kept) <= MOST_TEXT
        markers(kept, "f", 7, 9)


def test_percent_become_pixels_of_any_size() -> None:
    (line,) = lines("f 0,0 50,50 100,100;b 1,1", "f", 20, 40)
    assert line.tolist() == [[0, 0], [20, 10], [39, 19]]
    assert lines("", "f", 20, 40) == []


def test_each_stroke_has_its_number() -> None:
    drawn = markers("f 0,0 100,0;b 0,50 100,50;f 0,100", "f", 10, 10)
    assert (drawn[0] == 1).all()
    assert drawn[9, 0] == 2
    assert np.count_nonzero(drawn) == 11
    assert (markers("b 0,50 100,50", "b", 10, 10)[5] == 1).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1)])
def test_marks_stay_inside_the_smallest_picture(shape: tuple[int, int]) -> None:
    assert markers(EXAMPLE, "f", *shape, thick=3).shape == shape


def test_the_knob_is_read_turned_and_typed() -> None:
    ex = declared(SPOT)
    (knob,) = ex.knobs
    assert (knob.strokes is not None, knob.range, knob.choices) == (True, None, ())
    assert list(knob.extremes()) == ["", EXAMPLE]
    assert ex.turn({"drawn": "f 1,1 junk"}) == {"drawn": "f 1,1"}
    assert values(ex, ["--drawn", "f 1.0,1.0;b 2,2"])[0] == {"drawn": "f 1,1;b 2,2"}
    with pytest.raises(Usage, match="spot: --drawn must be strokes such as"):
        values(ex, ["--drawn", "f 1,1 2;2"])


@pytest.mark.parametrize(("good", "bad"), [('] = ""', "] = 0"), ('] = ""', '] = "f 1.0,1"'), ("[str", "[int")])
def test_a_default_that_is_no_stroke_is_refused(good: str, bad: str) -> None:
    with pytest.raises(TypeError, match=r"ops/spot\.py: drawn must be a str with legal strokes"):
        declared(SPOT.replace(good, bad))
