"""How well marking agrees with a reader: precision, recall, F1 and Cohen's kappa over answers and their points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from study.marking import mark
from study.question import Worded

DRAWS = 1000
MEASURES = ("precision", "recall", "f1", "kappa")
OFF_TOPIC = ("c3", "off-topic")  # styles of answers to another question


@dataclass(frozen=True, slots=True)
class Labelled:
    """An answer with the points that a reader credits, and those that a second one does where there is one."""

    question: Worded
    style: str
    answer: str
    covered: frozenset[str]
    second: frozenset[str] | None = None
    wrong_claim: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Decisions, one a point: both say yes, only the first (false), only the second (missed), neither."""

    both: int = 0
    false: int = 0
    missed: int = 0
    neither: int = 0

    def measure(self, name: str) -> float | None:
        """One of MEASURES, in 0..1 (kappa in -1..1); None where there is nothing to divide by."""
        yes, wanted = self.both + self.false, self.both + self.missed
        match name:
            case "precision":
                return _part(self.both, yes)
            case "recall":
                return _part(self.both, wanted)
            case "f1":
                return _part(2 * self.both, yes + wanted)
        return self._kappa(yes, wanted)

    def _kappa(self, yes: int, wanted: int) -> float | None:
        """Cohen 1960: agreement beyond what two independent judges with these shares of yes would reach."""
        n = yes + self.missed + self.neither
        by_chance = yes * wanted + (n - yes) * (n - wanted)
        return _part(n * (self.both + self.neither) - by_chance, n * n - by_chance)


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled answer and the points that marking ticks."""

    labelled: Labelled
    hits: frozenset[str]

    def table(self) -> Table:
        return compared(self.labelled.question, self.hits, self.labelled.covered)

    def between_readers(self) -> Table:
        """The second reader against the first; empty without a second."""
        said = self.labelled
        return Table() if said.second is None else compared(said.question, said.second, said.covered)


def judge(labelled: Labelled) -> Judged:
    return Judged(labelled, frozenset(mark(labelled.question, labelled.answer).hits()))


def compared(question: Worded, said: frozenset[str], wanted: frozenset[str]) -> Table:
    """The decisions on each point of a question."""
    pairs = [(p.id in said, p.id in wanted) for p in question.points]
    return Table(*(pairs.count(kind) for kind in ((True, True), (True, False), (False, True), (False, False))))


def total(tables: Iterable[Table]) -> Table:
    rows = [(t.both, t.false, t.missed, t.neither) for t in tables]
    return Table(*(sum(column) for column in zip(*rows, strict=True))) if rows else Table()


def intervals(tables: Sequence[Table], chance: Random, draws: int = DRAWS) -> dict[str, tuple[float, float] | None]:
    """95% percentile intervals of each measure, drawing whole answers with replacement.

    Points of one answer hang together, so single points must not be drawn. Draws in which a measure is undefined
    are left out; None where it is undefined in all.
    """
    drawn = [total(chance.choices(tables, k=len(tables))) for _ in range(draws)] if tables else []
    return {name: _middle([v for t in drawn if (v := t.measure(name)) is not None]) for name in MEASURES}


def false_ticks(judged: Iterable[Judged]) -> tuple[int, int]:
    """Ticks that off-topic answers got without earning them, and the number of such answers."""
    off = [j.table().false for j in judged if j.labelled.style in OFF_TOPIC]
    return sum(off), len(off)


def below(table: Table, floors: dict[str, float]) -> list[str]:
    """The measures that are undefined or under their floor."""
    return [name for name, floor in floors.items() if (value := table.measure(name)) is None or value < floor]


def _part(some: int, whole: int) -> float | None:
    return some / whole if whole else None


def _middle(values: list[float]) -> tuple[float, float] | None:
    if not values:
        return None
    values.sort()
    cut = round(0.025 * (len(values) - 1))
    return values[cut], values[-1 - cut]
