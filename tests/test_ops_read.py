"""How a declaration becomes an exercise, and that a bad one is refused with file and parameter named."""

import math
from types import ModuleType

import pytest

from ops import Exercise, Range, Text
from ops._read import of

GOOD = '''
from typing import Annotated, Literal
from ops import Color, Gray, Picture, Pixels, Range, Text

TITLE = Text("点", "Spot")
GROUP = "edges"
ABOUT = Text("一句。", "One.")

def spot(
    image: Gray,
    size: Annotated[int, Range(1, 9, 2), Text("大小", "Size")] = 3,
    mode: Annotated[Literal["a", "b"], Text("方式", "Mode"), (Text("甲", "A"), Text("乙", "B"))] = "a",
    flag: Annotated[bool, Text("开关", "Flag")] = False,
) -> Gray:
    """Nothing."""
    return image
'''
BAD = [
    ("def spot(", "def sport(", "ops/spot.py: must have TITLE and ABOUT (Text), GROUP and a function named spot"),
    ('TITLE = Text("点", "Spot")', 'TITLE = "Spot"', "must have TITLE"),
    ("ABOUT =", "ABUOT =", "must have TITLE and ABOUT"),
    ('GROUP = "edges"', 'GROUP = "edge"', "GROUP must be one of gray, geometry"),
    ('GROUP = "edges"', "", "GROUP must be one of"),
    ('GROUP = "edges"', 'GROUP = "edges"\nDEPTHS = ("uint8", "int32")', "DEPTHS must be a tuple of uint8, uint16"),
    ('GROUP = "edges"', 'GROUP = "edges"\nDEPTHS = "uint8"', "DEPTHS must be a tuple"),
    ('GROUP = "edges"', 'GROUP = "edges"\nDEPTHS = ("uint16",)', "with uint8 in it"),
    ('GROUP = "edges"', 'GROUP = "edges"\nFACTS = {"n": "number"}', "FACTS must give every number a Text"),
    ('GROUP = "edges"', 'GROUP = "edges"\nCOST = "fast"', "COST must be O(...), got 'fast'"),
    ('GROUP = "edges"', 'GROUP = "edges"\nTRAP = Text("", "")', "naive and TRAP must come together"),
    ('    """Nothing."""\n', "", "spot must have a docstring"),
    ("def spot(", "def stages(image): ...\n\ndef spot(", "stages must take image, size, mode, flag, got image"),
    ("def spot(", "TRAP = TITLE\ndef naive(image, size): ...\n\ndef spot(", "naive must take image, size, mode, flag"),
    ("image: Gray", "image", "image needs a default, a Text label and a Range, Literal or bool"),
    ("image: Gray,\n", "", "must take one or two pictures (Gray, Color or Picture), got 0"),
    ("image: Gray", "image: Gray, two: Gray, three: Color", "must take one or two pictures"),
    ("] = 3", "]", "size needs a default"),
    (', Text("大小", "Size")', "", "size needs a default, a Text label"),
    ("Range(1, 9, 2), ", "", "size needs a default, a Text label and a Range"),
    ("] = 3", "] = 11", "size = 11 is outside 1..9"),
    ("] = 3", "] = 4", "size: the default 4 must be a step of 2 from 1"),
    ("Range(1, 9, 2)", "Range(1, 10, 2)", "size: the high end 10 must be a step of 2 from 1"),
    ("Range(1, 9, 2)", "Range(9, 1, 2)", "size must have low < high"),
    ("Range(1, 9, 2)", "Range(1, 9, 0)", "size must have low < high and a step above 0"),
    ("Range(1, 9, 2)", "Range(0.5, 9.5)", "size is an int, its Range must be whole numbers"),
    ("] = 3", "] = 3.0", "size must be an int or a float with a default of that type, got 3.0"),
    ("Annotated[int", "Annotated[str", "size must be an int or a float"),
    ('] = "a"', '] = "c"', "mode = 'c' must be one of ('a', 'b')"),
    (', Text("乙", "B")', ",", "mode names 1 of 2 choices"),
    ("    size:", "    scan:", "scan must not be one of exercise, scan"),
]


def declared(source: str) -> Exercise:
    module = ModuleType("ops.spot")
    exec(source, module.__dict__)
    return of(module)


def test_a_signature_becomes_knobs() -> None:
    ex = declared(GOOD)
    size, mode, flag = ex.knobs
    assert (ex.name, ex.takes, ex.group, ex.depths, ex.local) == ("spot", "gray", "edges", ("uint8",), False)
    assert (size.name, size.default, size.range, list(size.extremes())) == ("size", 3, Range(1, 9, 2), [1, 9])
    assert (mode.choices, [n.en for n in mode.names]) == (("a", "b"), ["A", "B"])
    assert (flag.choices, flag.default) == ((False, True), False)
    assert size.label == Text("大小", "Size")


def test_the_cost_is_told_when_the_file_tells_it() -> None:
    assert declared(GOOD).cost == ""
    assert declared(GOOD.replace('GROUP = "edges"', 'GROUP = "edges"\nCOST = "O(HW)"')).cost == "O(HW)"


def test_a_second_picture_is_a_second_slot() -> None:
    ex = declared(GOOD.replace("image: Gray", 'image: Picture, mask: Annotated[Gray, Text("掩膜", "Mask")]'))
    assert ex.takes == "any"
    assert ex.second == ("mask", "gray", Text("掩膜", "Mask"))


@pytest.mark.parametrize(("good", "bad", "said"), BAD, ids=[said for *_, said in BAD])
def test_a_bad_declaration_is_refused_by_name(good: str, bad: str, said: str) -> None:
    assert good in GOOD
    with pytest.raises(TypeError) as refused:
        declared(GOOD.replace(good, bad, 1))
    assert str(refused.value).startswith("ops/spot.py: ")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("span", "asked", "got"),
    [
        (Range(1, 31, 2), 4, 5),
        (Range(1, 31, 2), 3.9, 3),
        (Range(1, 31, 2), -7, 1),
        (Range(1, 31, 2), 1e9, 31),
        (Range(1, 31, 2), math.inf, 31),
        (Range(1, 31, 2), -math.inf, 1),
        (Range(1, 31, 2), math.nan, 1),
        (Range(0, 1, 0.1), 0.30000000000000004, 0.3),
        (Range(-5, 5, 2.5), 1, 0),
    ],
)
def test_the_nearest_step(span: Range, asked: float, got: float) -> None:
    assert span.nearest(asked) == got


@pytest.mark.parametrize(
    ("knob", "asked", "got"),
    [
        ("size", "7", 7),
        ("size", "6.2", 7),
        ("size", None, 3),
        ("size", "seven", 3),
        ("size", "nan", 3),
        ("mode", "B", "b"),
        ("mode", "z", "a"),
        ("flag", "true", True),
        ("flag", "1", True),
        ("flag", "0", False),
        ("flag", "yes", False),
    ],
)
def test_what_a_link_says_is_turned_into(knob: str, asked: object, got: object) -> None:
    assert declared(GOOD).turn({knob: asked})[knob] == got
