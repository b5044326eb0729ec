"""The contract: what an exercise, a knob and a result are."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from ops._strokes import EXAMPLE, Strokes, tidy
from study.text import Text

Kind = Literal["gray", "color", "any"]
Pixels = NDArray[Any]
Gray = Annotated[Pixels, "gray"]  # (H, W)
Color = Annotated[Pixels, "color"]  # (H, W, 3), RGB
Picture = Annotated[Pixels, "any"]  # (H, W) or (H, W, 3), and what comes out has the same number of channels

DEPTHS = ("uint8", "uint16", "int16", "float32")  # every depth that a scan can have

GROUPS = {
    "gray": Text("灰度化", "Grayscale"),
    "geometry": Text("几何变换", "Geometry"),
    "intensity": Text("灰度变换", "Intensity"),
    "noise": Text("噪声", "Noise"),
    "smoothing": Text("平滑滤波", "Smoothing"),
    "sharpening": Text("锐化", "Sharpening"),
    "edges": Text("边缘检测", "Edges"),
    "segmentation": Text("分割", "Segmentation"),
    "morphology": Text("形态学", "Morphology"),
    "features": Text("特征", "Features"),
    "frequency": Text("频域", "Frequency"),
    "metrics": Text("评价指标", "Metrics"),
    "augmentation": Text("数据增强", "Augmentation"),
    "anomaly": Text("异常检测", "Anomaly"),
}


class Refused(ValueError):
    """These knobs do not go together, or not with this picture. The message is for the person at the knobs."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


@dataclass(frozen=True, slots=True)
class Range:
    """From low to high, both included, in steps counted from low: Range(1, 31, 2) is the odd numbers.

    The unit "px" marks a length in pixels of the full picture: a preview at 1/k of the size divides it by k.
    The units "%x" and "%y" mark a place in percent of the width and of the height.
    """

    low: float
    high: float
    step: float = 1
    unit: str = ""

    def nearest(self, value: float) -> float:
        """The step nearest to value; NaN becomes low."""
        if math.isnan(value):
            return self.low
        steps = round((min(max(value, self.low), self.high) - self.low) / self.step)
        # round() again because 0.1 * 3 is not 0.3
        return round(self.low + steps * self.step, 10)


@dataclass(frozen=True, slots=True)
class Knob:
    """One adjustable parameter of an exercise, read from its signature."""

    name: str
    default: Any
    label: Text
    range: Range | None = None
    choices: tuple[Any, ...] = ()
    names: tuple[Text, ...] = ()  # what the choices are called on screen; empty: the choices themselves
    strokes: Strokes | None = None  # it is drawn on the picture

    def extremes(self) -> Iterator[Any]:
        """Both ends of the range, or every choice; nothing drawn and something drawn."""
        if self.strokes:
            yield from ("", EXAMPLE)
        elif self.range is None:
            yield from self.choices
        else:
            yield from (type(self.default)(self.range.low), type(self.default)(self.range.high))

    def turn(self, value: object) -> Any:
        """The legal value nearest to what was asked for; a URL can carry anything."""
        if self.strokes:
            return tidy(value)
        if self.range is None:
            said = str(value).casefold()
            if isinstance(self.default, bool):
                said = {"1": "true", "0": "false"}.get(said, said)
            return next((c for c in self.choices if str(c).casefold() == said), self.default)
        try:
            number = float(value)  # type: ignore[arg-type]  # a str that is no number is caught below
        except (TypeError, ValueError, OverflowError):
            return self.default
        if math.isnan(number):
            return self.default
        return type(self.default)(self.range.nearest(number))


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What an exercise gives back: a picture and the numbers it found on the way.

    The picture is uint8 and ready to be looked at, or it has the depth and the unit of the picture that went in
    (then the same window shows it).
    """

    image: Pixels  # (H, W) or (H, W, 3) RGB, contiguous, read-only
    facts: Mapping[str, float | int | str] = field(default_factory=dict)


Measure = Literal["area", "length"]


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise as read from its file. `about` and `trap` are one sentence each."""

    name: str
    title: Text
    group: str
    about: Text
    takes: Kind
    knobs: tuple[Knob, ...]
    run: Callable[..., Any]
    formula: str = ""  # LaTeX, without dollar signs
    source: str = ""  # where the formula stands
    cost: str = ""  # O-notation in H, W and the knobs
    depths: tuple[str, ...] = ("uint8",)  # dtypes the first picture may have
    best_on: str = "ct-abdomen"  # id of the sample scan that shows it best
    second: tuple[str, Kind, Text] | None = None  # parameter name, kind and label of the second picture slot
    second_best: str = ""  # id of the sample, or of the mask of a sample, to begin with in that slot
    naive: Callable[..., Any] | None = None
    trap: Text | None = None
    stages: Callable[..., Iterator[tuple[Text, Pixels]]] | None = None
    facts: Mapping[str, Text] = field(default_factory=dict)  # labels of the numbers in Result.facts
    measures: Mapping[str, Measure] = field(default_factory=dict)  # which of them are pixels that millimetres can say
    order: int = 0  # place in the menu of the group, before the name
    local: bool = False  # each output pixel depends on a neighbourhood only: may be computed on a crop

    def turn(self, asked: Mapping[str, object]) -> dict[str, Any]:
        """A legal value for every knob; unknown names are dropped, missing ones take the default."""
        return {k.name: k.turn(asked[k.name]) if k.name in asked else k.default for k in self.knobs}

    def apply(self, image: Pixels, asked: Mapping[str, object] | None = None, second: Pixels | None = None) -> Result:
        """Run the exercise with its knobs clamped once more. Raises Refused."""
        try:
            return self._call(self.run, image, asked or {}, second)
        except cv2.error as problem:
            raise Refused(_UNFIT) from problem

    def apply_naive(
        self, image: Pixels, asked: Mapping[str, object] | None = None, second: Pixels | None = None
    ) -> Result:
        """Run the well-known wrong version with the same knobs. Raises Refused, also when that version crashes."""
        assert self.naive is not None, f"{self.name} has no naive version"
        try:
            with np.errstate(all="ignore"):  # what it gets wrong is shown as a picture, not as a warning in a log
                return self._call(self.naive, image, asked or {}, second)
        except Refused:
            raise
        except (cv2.error, ArithmeticError, ValueError, IndexError) as problem:
            raise Refused(_crash(problem)) from problem

    def _call(
        self, func: Callable[..., Any], image: Pixels, asked: Mapping[str, object], second: Pixels | None
    ) -> Result:
        extra = {} if self.second is None else {self.second[0]: second}
        out = func(image, **extra, **self.turn(asked))
        found, facts = out if isinstance(out, tuple) else (out, {})
        found = np.ascontiguousarray(found)
        if np.may_share_memory(found, image):
            found = found.copy()  # the input must not become read-only behind its owner's back
        found.setflags(write=False)
        return Result(found, facts)


_UNFIT = Text(
    "OpenCV 不接受这张图和这组参数的组合 - 换一张图，或恢复默认参数。",
    "OpenCV does not take this picture with these knobs - choose another picture, or reset the knobs.",
)


def _crash(problem: Exception) -> Text:
    said = problem.err if isinstance(problem, cv2.error) else str(problem)
    return Text(f"朴素写法在这里直接报错：{said}", f"The naive version crashes here: {said}")
