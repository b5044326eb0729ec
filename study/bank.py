"""Reading a YAML bank. Everything wrong with it is reported at once, each at its line, with the cure."""

import gc
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from study import _lines, _yaml_words
from study._decode import STRAY, Decoded, UndecodableError, decode
from study._document import Document, NotYamlError, Slip
from study._salvage import Salvaged, salvage
from study._validate import Checked, validated
from study._yaml import LIMITS, Limits, parse
from study.problem import Problem
from study.question import Bank, Question
from study.text import Text

_SILENT = "\x7f\x85\u2028\u2029\ufeff"  # what libyaml takes without a word; it stops at other control characters
_MOST_STRAY = 100


class BankError(ValueError):
    """Everything that keeps a bank from being used, sorted."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as far as it could be read. `bank` is None when there is any error; `questions` are those without one,
    each with its number (from 0) in the file."""

    path: Path
    text: str
    document: Document | None
    bank: Bank | None
    questions: tuple[tuple[int, Question], ...]
    problems: tuple[Problem, ...]

    def line(self, number: int) -> int:
        """The line where question `number` begins."""
        return self.document.place("questions", number)[0] if self.document else 1


def read(path: Path, limits: Limits = LIMITS) -> Bank:
    """Read one bank. Raises BankError with every error in it, also when the file is not there."""
    loaded = load(path, limits)
    if loaded.bank is None:
        raise BankError(tuple(p for p in loaded.problems if p.level == "error"))
    return loaded.bank


def load(path: Path, limits: Limits = LIMITS) -> Loaded:
    """Read one bank as far as that goes. Never raises."""
    try:
        data = _bytes(path, limits)
    except OSError as e:
        said = Text(f"读不了：{e.strerror}", f"cannot be read: {e.strerror}")
        return _unread(path, said, Text("检查文件是否还在、有没有权限", "check that it is there and may be read"))
    if len(data) > limits.bytes:
        return _unread(path, *_yaml_words.too_large(len(data), limits.bytes))
    return loads(data, path, limits)


def source_lines(path: Path, limits: Limits = LIMITS) -> list[str]:
    """The lines of a file as problems count them; none of one that cannot be read. Never raises."""
    try:
        return list(_lines.split(decode(_bytes(path, limits)).text))
    except (OSError, UndecodableError):
        return []


def loads(data: bytes, path: Path, limits: Limits = LIMITS) -> Loaded:
    """Read a bank from its bytes as far as that goes; the path is only named in problems. Never raises."""
    try:
        decoded = decode(data)
    except UndecodableError:
        said = Text("既不是 UTF-8 也不是 GBK", "is neither UTF-8 nor GBK")
        return _unread(path, said, Text("用编辑器另存为 UTF-8", "save it as UTF-8 in an editor"))
    with without_gc():
        return _read(decoded, path, limits)


def _read(decoded: Decoded, path: Path, limits: Limits) -> Loaded:
    notices = [Problem(path, 1, 1, "notice", *decoded.notice)] if decoded.notice else []
    text = decoded.text
    if text.count("\n") > limits.lines or text.count("\r") > limits.lines:
        return _unread(path, *_yaml_words.too_long(limits.lines))
    stray = _stray(text) if any(c in text for c in _SILENT) else []
    document, error = _parsed(STRAY.sub(" ", text) if stray else text, limits)
    if error and not stray and (stray := _stray(text)):  # it may have been one of those that libyaml stops at
        document, error = _parsed(STRAY.sub(" ", text), limits)
    checked = validated(document, path, frozenset()) if document else None
    if document and checked and checked.bank and not document.slips and not stray:
        loaded = Loaded(path, text, document, checked.bank, checked.questions, ())
    else:
        loaded = _diagnosed(STRAY.sub(" ", text), path, document, checked, error, stray, limits)
    return replace(loaded, problems=(*notices, *loaded.problems)) if notices else loaded


def _parsed(text: str, limits: Limits) -> tuple[Document | None, NotYamlError | None]:
    try:
        return parse(text, limits), None
    except NotYamlError as e:
        return None, e


def _diagnosed(
    text: str,
    path: Path,
    document: Document | None,
    checked: Checked | None,
    error: NotYamlError | None,
    stray: list[Slip],
    limits: Limits,
) -> Loaded:
    """What is wrong, and everything that is good all the same."""
    lines = _lines.split(text)
    seen = tuple(_lines.slips(lines))
    found = salvage(lines, error, limits, seen) if error else Salvaged(document, (), frozenset())
    if checked is None or seen:
        checked = validated(found.document, path, found.broken, seen) if found.document else Checked(None, (), ())
    slips = (*stray, *seen, *(document.slips if document else found.slips))
    said = {Problem(path, s.line, s.column, "error", s.said, s.cure) for s in slips}
    told = {slip.line for slip in slips}  # what else is wrong on such a line comes of the slip
    said |= {p for p in checked.problems if p.line not in told}
    return Loaded(path, text, found.document, None if said else checked.bank, checked.questions, tuple(sorted(said)))


def _stray(text: str) -> list[Slip]:
    """Characters that no editor shows and that have no place in a bank."""
    found = []
    for number, line in enumerate(_lines.split(text), 1):
        if m := STRAY.search(line):
            found.append(Slip(number, m.start() + 1, *_yaml_words.invisible(m.group())))
            if len(found) == _MOST_STRAY:
                break
    return found


def _bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file, one more than allowed at most. Raises OSError."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(0, "is not a regular file")
    with path.open("rb") as file:
        return file.read(limits.bytes + 1)


def _unread(path: Path, said: Text, cure: Text) -> Loaded:
    return Loaded(path, "", None, None, (), (Problem(path, 1, 1, "error", said, cure),))


@contextmanager
def without_gc() -> Iterator[None]:
    """Half a million young objects that all stay alive make the collector work for nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
