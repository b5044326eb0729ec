"""The contract: what an exercise, a knob and a result are."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import numpy as np
from cv2.typing import MatLike

from study.text import Text

Kind = Literal["gray", "color"]
Gray = Annotated[MatLike, "gray"]  # (H, W)
Color = Annotated[MatLike, "color"]  # (H, W, 3), RGB

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
    """

    low: float
    high: float
    step: float = 1
    unit: str = ""

    def nearest(self, value: float) -> float:
        """The step nearest to value; what is not a finite number becomes low."""
        if not math.isfinite(value):
            return self.low
        steps = round((min(max(value, self.low), self.high) - self.low) / self.step)
        # round() again because 0.1 * 3 is not 0.3
        return min(round(self.low + steps * self.step, 10), self.high)


@dataclass(frozen=True, slots=True)
class Knob:
    """One adjustable parameter of an exercise, read from its signature."""

    name: str
    default: Any
    label: Text
    range: Range | None = None
    choices: tuple[Any, ...] = ()
    names: tuple[Text, ...] = ()  # what the choices are called on screen; empty: the choices themselves

    def extremes(self) -> Iterator[Any]:
        """Both ends of the range, or every choice."""
        if self.range is None:
            yield from self.choices
        else:
            yield from (type(self.default)(self.range.low), type(self.default)(self.range.high))

    def turn(self, value: object) -> Any:
        """The legal value nearest to what was asked for; a URL can carry anything."""
        if self.range is None:
            said = str(value).casefold()
            return next((c for c in self.choices if str(c).casefold() == said), self.default)
        try:
            number = float(value)  # type: ignore[arg-type]  # a str that is no number is caught below
        except (TypeError, ValueError, OverflowError):
            return self.default
        if math.isnan(number):
            return self.default
        return type(self.default)(self.range.nearest(number))


@dataclass(frozen=True, slots=True)
class Result:
    """What an exercise gives back: a picture and the numbers it found on the way."""

    image: MatLike  # (H, W) or (H, W, 3) RGB
    facts: Mapping[str, float | int | str] = field(default_factory=dict)


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
    depths: tuple[str, ...] = ("uint8",)  # dtypes the first picture may have
    best_on: str = "ct-abdomen"  # id of the sample scan that shows it best
    second: tuple[str, Kind, Text] | None = None  # parameter name, kind and label of the second picture slot
    naive: Callable[..., Any] | None = None
    trap: Text | None = None
    stages: Callable[..., Iterator[tuple[Text, MatLike]]] | None = None
    facts: Mapping[str, Text] = field(default_factory=dict)  # labels of the numbers in Result.facts
    local: bool = False  # each output pixel depends on a neighbourhood only: may be computed on a crop

    def turn(self, asked: Mapping[str, object]) -> dict[str, Any]:
        """A legal value for every knob; unknown names are dropped, missing ones take the default."""
        return {k.name: k.turn(asked[k.name]) if k.name in asked else k.default for k in self.knobs}

    def apply(self, image: MatLike, asked: Mapping[str, object] | None = None, second: MatLike | None = None) -> Result:
        """Run the exercise with its knobs clamped once more. Raises Refused."""
        return self._call(self.run, image, asked or {}, second)

    def apply_naive(
        self, image: MatLike, asked: Mapping[str, object] | None = None, second: MatLike | None = None
    ) -> Result:
        """Run the well-known wrong version with the same knobs. Raises Refused."""
        assert self.naive is not None, f"{self.name} has no naive version"
        return self._call(self.naive, image, asked or {}, second)

    def _call(
        self, func: Callable[..., Any], image: MatLike, asked: Mapping[str, object], second: MatLike | None
    ) -> Result:
        extra = {} if self.second is None else {self.second[0]: second}
        out = func(image, **extra, **self.turn(asked))
        found, facts = out if isinstance(out, tuple) else (out, {})
        return Result(np.ascontiguousarray(found), facts)
