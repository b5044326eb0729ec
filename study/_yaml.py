"""YAML straight from libyaml's events into dicts, lists, texts and whole numbers, with the place of everything.

Only whole numbers and null are told from text: `yes`, `3.10`, `1:30` and dates stay as written, and what is in quotes
is always text. Anchors, aliases, tags and merges are refused as they come, so a bomb never unfolds; libyaml's own
composer, which dies of deep nesting, is never asked.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from study import _yaml_words as words
from study._decode import STRAY
from study._document import AGAIN, COLUMN_BITS, Document, NotYamlError, Slip, Value

_NULL = frozenset(("", "~", "null"))
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DIGITS = frozenset("0123456789")
_TELLING = _DIGITS | {"", "~", "l"}  # how a plain scalar ends that may be a number or null
_TAGGED = (False, False)
_MOST_SLIPS = 100  # nobody reads more, and a bomb has a hundred thousand


@dataclass(frozen=True, slots=True)
class Limits:
    """What a bank may be; beyond is not a bank but an accident or an attack."""

    bytes: int = 2_000_000
    lines: int = 100_000
    depth: int = 12
    nodes: int = 120_000  # keys and values
    items: int = 5_000  # of one list or mapping


LIMITS = Limits()


def parse(text: str, limits: Limits = LIMITS) -> Document:
    """The first document in text. Raises NotYamlError where reading cannot go on; smaller slips are in the result."""
    loader = yaml.CSafeLoader(text)
    reader = _Reader(loader, limits)
    try:
        return reader.document()
    except yaml.MarkedYAMLError as e:
        raise _stopped(e, tuple(reader.slips)) from e
    except yaml.YAMLError as e:
        raise NotYamlError(Slip(1, 1, *words.UNREADABLE), str(e), slips=tuple(reader.slips)) from e
    finally:
        loader.dispose()


def _stopped(e: yaml.MarkedYAMLError, slips: tuple[Slip, ...]) -> NotYamlError:
    here, since = _from_one(e.problem_mark or e.context_mark), _from_one(e.context_mark or e.problem_mark)
    return NotYamlError(Slip(*here, *words.UNREADABLE), e.problem or "", e.context or "", since, slips)


def _from_one(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


@dataclass(slots=True)
class _Reader:
    """Pulls events one by one. Speed matters here: one call per value, one packed place per key and value."""

    loader: Any
    limits: Limits
    marks: "array[int]" = field(default_factory=lambda: array("Q"))
    children: dict[int, list[int]] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)

    def document(self) -> Document:
        get = self.loader.get_event
        get()  # the stream starts
        data: Value = None
        if isinstance(get(), yaml.DocumentStartEvent):
            data = self._value(get(), 0)
            get()  # the document ends
            if not isinstance(second := get(), yaml.StreamEndEvent):
                self._slip(second, words.SECOND_DOCUMENT)
        return Document(data, self.marks, self.children, tuple(self.slips))

    def _value(self, event: Any, depth: int) -> Value:
        mark = event.start_mark
        self.marks.append(mark.line << COLUMN_BITS | mark.column)
        if type(event) is ScalarEvent:
            if event.anchor or event.implicit == _TAGGED:
                self._odd(event)
            style, text = event.style, event.value
            # nearly every text is told here, without another call
            return self._scalar(event) if style == '"' or (not style and text[-1:] in _TELLING) else text
        if len(self.marks) > self.limits.nodes:
            raise self._stop(event, words.too_many(self.limits.nodes))
        if type(event) is AliasEvent:
            self._slip(event, words.ALIAS)
            return ""
        if depth == self.limits.depth:
            raise self._stop(event, words.too_deep(depth))
        if event.anchor or event.tag:
            self._odd(event)
        return self._mapping(depth + 1) if type(event) is MappingStartEvent else self._list(depth + 1)

    def _scalar(self, event: Any) -> str | int | None:
        text: str = event.value
        if not event.style:
            if text in _NULL:
                return None
            if text[-1] in _DIGITS and _INT.fullmatch(text):
                return int(text)
        elif event.style == '"' and STRAY.search(text.replace("\t", "\a")):
            self._slip(event, words.control(text))
        return text

    def _mapping(self, depth: int) -> Value:
        found: dict[str, Value] = {}
        get, marks, items, value = self.loader.get_event, self.marks, self.limits.items, self._value
        children = self.children.setdefault(len(marks) - 1, []) if depth <= 2 else None
        first: dict[str, int] = {}
        while type(event := get()) is not MappingEndEvent:
            if len(found) == items:
                raise self._stop(event, words.too_many_here(items))
            at = len(marks)
            if children is not None:
                children.append(at)
            if type(event) is ScalarEvent and not event.anchor and not event.tag and event.value != "<<":
                mark: Any = event.start_mark
                marks.append(mark.line << COLUMN_BITS | mark.column)
                key: str = event.value
            else:
                key = self._odd_key(event, depth)
            if key in found:
                self._slip(event, words.duplicate(key, marks[first[key]] >> COLUMN_BITS))
                key = f"{key}{AGAIN}{at}"
            first[key] = at
            found[key] = value(get(), depth)
        return found

    def _odd_key(self, event: Any, depth: int) -> str:
        at = len(self.marks)
        if type(event) is ScalarEvent:
            mark: Any = event.start_mark
            self.marks.append(mark.line << COLUMN_BITS | mark.column)
            self._odd(event)
            return str(event.value)
        self._slip(event, words.NOT_A_KEY)
        self._value(event, depth)
        del self.marks[at + 1 :]  # a key has one place, whatever it holds
        return f"{AGAIN}{at}"

    def _list(self, depth: int) -> Value:
        found: list[Value] = []
        get, marks, items, value = self.loader.get_event, self.marks, self.limits.items, self._value
        children = self.children.setdefault(len(marks) - 1, []) if depth <= 2 else None
        while type(event := get()) is not SequenceEndEvent:
            if len(found) == items:
                raise self._stop(event, words.too_many_here(items))
            if children is not None:
                children.append(len(marks))
            found.append(value(event, depth))
        return found

    def _odd(self, event: Any) -> None:
        if event.anchor:
            self._slip(event, words.anchor(event.anchor))
        elif event.tag:
            self._slip(event, words.tag(event.tag))
        else:
            self._slip(event, words.MERGE)

    def _slip(self, event: Any, said: words.Words) -> None:
        self.slips.append(self._at(event, said))
        if len(self.slips) == _MOST_SLIPS:
            raise self._stop(event, words.TOO_MANY_SLIPS)

    def _stop(self, event: Any, said: words.Words) -> NotYamlError:
        return NotYamlError(self._at(event, said), slips=tuple(self.slips))

    def _at(self, event: Any, said: words.Words) -> Slip:
        return Slip(event.start_mark.line + 1, event.start_mark.column + 1, *said)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as it stands in the file. `style` is one of "", ', ", | and >; places count from 1, `end` is behind."""

    style: str
    text: str
    start: tuple[int, int]
    end: tuple[int, int]


def scalars(text: str) -> Iterator[Scalar]:
    """Every key and value in order, up to where reading cannot go on."""
    loader = yaml.CSafeLoader(text)
    try:
        while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
            if isinstance(event, ScalarEvent):
                yield Scalar(event.style or "", event.value, _from_one(event.start_mark), _from_one(event.end_mark))
    except yaml.YAMLError:
        return
    finally:
        loader.dispose()
