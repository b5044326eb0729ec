"""What a YAML file says, and where it says it."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from study.text import Text

Value = dict[str, "Value"] | list["Value"] | str | int | None
Step = int | str
COLUMN_BITS = 24  # a line of a file of 2 MB can be 2 million characters long
AGAIN = "\0"  # marks the key of a second value for the same key: it keeps its place but is not data


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that is YAML, or nearly, but not what the author meant. Counted from 1."""

    line: int
    column: int
    said: Text
    cure: Text


class NotYamlError(ValueError):
    """Reading stopped at `slip`; `slips` came before. `problem` and `context` are libyaml's words for what and while
    doing what, `since` is where that began; `problem` is empty when one of our own limits was passed."""

    def __init__(
        self,
        slip: Slip,
        problem: str = "",
        context: str = "",
        since: tuple[int, int] = (1, 1),
        slips: tuple[Slip, ...] = (),
    ) -> None:
        super().__init__(problem or slip.said.en)
        self.slip, self.problem, self.context, self.since, self.slips = slip, problem, context, since, slips


@dataclass(frozen=True, slots=True)
class Document:
    """`marks` holds line and column, packed in one number, of every key and value in the order of the file.

    `children` says for the containers at the top where in `marks` their items (or keys) begin, so that one question
    is found without walking through all before it. Everything deeper is found by walking, and only when asked.
    """

    data: Value
    marks: "array[int]"
    children: Mapping[int, list[int]]
    slips: tuple[Slip, ...] = ()
    _inner: dict[int, dict[Step, tuple[int, Value]]] = field(default_factory=dict, compare=False, repr=False)

    def place(self, *path: Step) -> tuple[int, int]:
        """Line and column, from 1, of the value at path, or of the last on the way to it that is there."""
        return self._place(self._find(path)[0])

    def key(self, *path: Step) -> tuple[int, int]:
        """Line and column, from 1, of the key of the value at path."""
        at, whole = self._find(path)
        return self._place(at - 1 if whole and path and isinstance(path[-1], str) else at)

    def real(self, path: tuple[Step, ...]) -> tuple[Step, ...]:
        """Path without the steps that are not in the file, such as the name of a kind."""
        node, kept = self.data, list[Step]()
        for step in path:
            inside = dict(steps(node))
            if step in inside:
                node = inside[step]
                kept.append(step)
        return tuple(kept)

    def _place(self, at: int) -> tuple[int, int]:
        if not self.marks:
            return 1, 1
        return (self.marks[at] >> COLUMN_BITS) + 1, (self.marks[at] & (1 << COLUMN_BITS) - 1) + 1

    def _find(self, path: tuple[Step, ...]) -> tuple[int, bool]:
        at, node = 0, self.data
        for step in path:
            inner = self._inside(at, node)
            if step not in inner:
                return at, False
            at, node = inner[step]
        return at, True

    def _inside(self, at: int, node: Value) -> dict[Step, tuple[int, Value]]:
        if at not in self._inner:
            self._inner[at] = dict(self._walk(at, node))
        return self._inner[at]

    def _walk(self, at: int, node: Value) -> Iterator[tuple[Step, tuple[int, Value]]]:
        known, here = self.children.get(at), at + 1
        keyed = isinstance(node, dict)
        for n, (step, value) in enumerate(steps(node)):
            start = (known[n] if known else here) + keyed
            yield step, (start, value)
            here = start if known else start + size(value)


def steps(node: Value) -> Iterator[tuple[Step, Value]]:
    """What is directly inside: keys of a mapping, numbers from 0 of a list."""
    if isinstance(node, dict):
        yield from node.items()
    elif isinstance(node, list):
        yield from enumerate(node)


def size(node: Value) -> int:
    """How many places the value takes in `marks`."""
    if isinstance(node, dict):
        return 1 + len(node) + sum(map(size, node.values()))
    return 1 + sum(map(size, node)) if isinstance(node, list) else 1


def cleaned(node: Value) -> Value:
    """The value without second values for the same key."""
    if isinstance(node, dict):
        return {k: cleaned(v) for k, v in node.items() if AGAIN not in k}
    return [cleaned(v) for v in node] if isinstance(node, list) else node
