"""What can be asked. Each kind is one class: its fields are its YAML."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from study.text import Text


def _both(value: object) -> object:
    """A plain text or number stands for both languages; a third language is a misspelt key."""
    if isinstance(value, str | int):
        return {"zh": str(value), "en": str(value)}
    if isinstance(value, dict) and (extra := [k for k in value if k not in ("zh", "en")]):
        raise PydanticCustomError("unknown_language", "must hold `zh` and `en`, got `{key}`", {"key": extra[0]})
    return value


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Said = Annotated[Text, BeforeValidator(_both)]
Groups = tuple[tuple[Line, ...], ...]


class Part(BaseModel):
    """What every value in a bank has: a misspelt key is an error, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True)


class Point(Part):
    """One thing that a good answer says. Ids never change: what a learner was credited with hangs on them.

    `any` is one group of aliases, `all` several groups of which each must be hit; `not` forbids.
    An alias is plain text, or a regular expression after "re:". See study/marking.py for how they are matched.
    """

    id: Id
    level: Literal["core", "expert"] = "core"
    weight: int = Field(default=1, ge=1, le=5)
    text: Said
    any: tuple[Line, ...] = ()
    all: Groups = ()
    order: Groups = ()  # each group must be hit, in this order, within one clause
    without: tuple[Line, ...] = Field(default=(), alias="not")
    hint: Said | None = None
    list: bool = False  # the point is itself an enumeration: bare keywords are a full answer

    @model_validator(mode="after")
    def _can_be_found(self) -> "Point":
        if not (self.any or self.all or self.order):
            raise PydanticCustomError("no_aliases", "needs `any`, `all` or `order`: words by which it is found")
        return self


class Pitfall(Part):
    """A popular mistake: what people say, what is true, and where that stands."""

    id: Id
    claim: Said
    truth: Said
    reference: Line
    signs: tuple[Line, ...] = ()  # aliases that give the mistake away in a typed answer


class FollowUp(Part):
    ask: Said
    answer: Said
    missed: tuple[Id, ...] = ()  # asked first when one of these points was missed


class Try(Part):
    """A way into the lab: an exercise with its knobs set, on a sample scan."""

    exercise: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    knobs: dict[str, int | str] = Field(default={}, alias="with")
    scan: Id | None = None


class Asked(Part):
    """What every kind of question has."""

    id: Id
    title: Said
    prompt: Said
    difficulty: Literal[1, 2, 3] = 2
    tags: tuple[Id, ...] = ()
    similar: tuple[Id, ...] = ()
    tries: tuple[Try, ...] = Field(default=(), alias="try")
    deprecated: bool = False  # no longer asked; kept because learners have history with it


class Worded(Asked):
    """Answered in the learner's own words and marked point by point."""

    source: Annotated[str, StringConstraints(pattern=r"^[AB](-code)?-\d{1,2}$")] | None = None
    answer: Said  # the model answer, Markdown
    points: tuple[Point, ...] = Field(min_length=1)
    pitfalls: tuple[Pitfall, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    def aliases(self) -> Iterator[str]:
        """Everything that an answer is searched for."""
        for point in self.points:
            yield from (*point.any, *point.without, *(a for group in (*point.all, *point.order) for a in group))
        for pitfall in self.pitfalls:
            yield from pitfall.signs


class Open(Worded):
    kind: Literal["open"] = "open"


class Example(Part):
    call: Line
    gives: Said


class Solution(Part):
    """What the judge needs, and what is shown after: the later code page runs it."""

    function: Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]*\([^()]*\)$")]
    limits: Said
    examples: tuple[Example, ...] = Field(min_length=1)
    hints: tuple[Said, ...] = Field(min_length=3, max_length=3)
    reference: str
    cost: Said


class Code(Worded):
    """A coding problem. Talked through like an open question; `solution` is what the code page runs."""

    kind: Literal["code"] = "code"
    solution: Solution | None = None


class Option(Part):
    text: Said
    right: Literal["yes", "no"] = "no"
    why: Said


class Choice(Asked):
    """One or several options are right; each says why."""

    kind: Literal["choice"] = "choice"
    trains: Id  # the open question it drills
    options: tuple[Option, ...] = Field(min_length=2, max_length=8)
    reference: Line | None = None

    @model_validator(mode="after")
    def _one_is_right(self) -> "Choice":
        if not any(o.right == "yes" for o in self.options):
            raise PydanticCustomError("none_right", "needs an option with `right: yes`")
        return self

    def grade(self, ticked: frozenset[int]) -> bool:
        """Whether exactly the right options (counted from 0) are ticked."""
        return ticked == self.right()

    def right(self) -> frozenset[int]:
        return frozenset(i for i, o in enumerate(self.options) if o.right == "yes")


class Order(Asked):
    """Put the steps in order. They are written in a right order; `also` lists other right ones."""

    kind: Literal["order"] = "order"
    trains: Id
    steps: tuple[Said, ...] = Field(min_length=3, max_length=9)
    also: tuple[tuple[int, ...], ...] = ()  # permutations, counted from 1
    why: Said

    @model_validator(mode="after")
    def _also_are_permutations(self) -> "Order":
        whole = list(range(1, len(self.steps) + 1))
        if bad := [o for o in self.also if sorted(o) != whole]:
            rule = {"count": len(self.steps), "got": list(bad[0])}
            raise PydanticCustomError("no_permutation", "`also` must hold permutations of 1..{count}, got {got}", rule)
        return self

    def right(self) -> tuple[tuple[int, ...], ...]:
        """Every right order, as indices counted from 0."""
        return (tuple(range(len(self.steps))), *(tuple(i - 1 for i in o) for o in self.also))

    def grade(self, order: tuple[int, ...]) -> bool:
        return order in self.right()


class Number(Asked):
    """Compute a number. `value` and `tolerance` are decimal numerals, kept as text so that 3.10 stays 3.10."""

    kind: Literal["number"] = "number"
    trains: Id
    value: Annotated[str, BeforeValidator(str), StringConstraints(pattern=r"^-?\d+(\.\d+)?$")]
    tolerance: Annotated[str, BeforeValidator(str), StringConstraints(pattern=r"^\d+(\.\d+)?$")] = "0"
    unit: Said | None = None
    solution: Said  # worked, step by step, Markdown

    def grade(self, said: float) -> bool:
        # a hair of slack: 0.1 + 0.2 must count as 0.3 at tolerance 0
        return abs(said - float(self.value)) <= float(self.tolerance) + 1e-9


class Picture(Asked):
    """Which exercise, or which setting, made this picture? Computed live by `ops`, so it cannot go stale."""

    kind: Literal["picture"] = "picture"
    trains: Id
    shows: Try
    options: tuple[Option, ...] = Field(min_length=2, max_length=6)

    @model_validator(mode="after")
    def _exactly_one_is_right(self) -> "Picture":
        if [o.right for o in self.options].count("yes") != 1:
            raise PydanticCustomError("one_right", "needs exactly one option with `right: yes`")
        return self

    def right(self) -> frozenset[int]:
        return frozenset(i for i, o in enumerate(self.options) if o.right == "yes")

    def grade(self, ticked: frozenset[int]) -> bool:
        return ticked == self.right()


Question = Open | Code | Choice | Order | Number | Picture
AnyQuestion = Annotated[Question, Field(discriminator="kind")]


class Bank(Part):
    """One YAML file. Banks with the same `topic` are asked together; without one a bank is its own topic."""

    bank: Id
    title: Said
    topic: Id | None = None
    questions: tuple[AnyQuestion, ...]
