"""Reading files of labelled answers; everything wrong with them is said at once, a line each."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from study._decode import UndecodableError, decode
from study._document import NotYamlError, Value
from study._yaml import LIMITS, parse
from study.agreement import Labelled
from study.question import Question, Worded

KEYS = ("question", "style", "answer", "covered", "covered_by_second_reader", "wrong_claim")


class LabelledError(ValueError):
    """Why files of labelled answers cannot be used: one line for each reason."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read(paths: list[Path], questions: Mapping[str, Question]) -> list[Labelled]:
    """The labelled answers of all files. Raises LabelledError."""
    found: list[Labelled] = []
    wrong: list[str] = []
    for path in paths:
        try:
            found += _file(path, questions)
        except LabelledError as e:
            wrong += e.lines
    if wrong:
        raise LabelledError(wrong)
    return found


def _file(path: Path, questions: Mapping[str, Question]) -> list[Labelled]:
    entries = _entries(path)
    wrong = [f"{path}: entry {i}: {said}" for i, entry in enumerate(entries, 1) for said in _problems(entry, questions)]
    if wrong:
        raise LabelledError(wrong)
    return [_labelled(entry, questions) for entry in entries if isinstance(entry, dict)]


def _entries(path: Path) -> list[Value]:
    try:
        document = parse(decode(path.read_bytes()).text, LIMITS)
    except OSError as e:
        raise LabelledError([f"{path}: cannot be read: {e.strerror} - check the path"]) from e
    except UndecodableError as e:
        raise LabelledError([f"{path}: is neither UTF-8 nor GBK - save it as UTF-8"]) from e
    except NotYamlError as e:
        slip = e.slip
        raise LabelledError([f"{path}:{slip.line}:{slip.column}: {slip.said.en} - {slip.cure.en}"]) from e
    if document.slips:
        raise LabelledError([f"{path}:{s.line}:{s.column}: {s.said.en} - {s.cure.en}" for s in document.slips])
    if not isinstance(document.data, list) or not document.data:
        raise LabelledError([f"{path}: must be a list of answers - begin each with `- question: some-id`"])
    return document.data


def _problems(entry: Value, questions: Mapping[str, Question]) -> Iterator[str]:
    """What is wrong with one entry, each with its cure."""
    if not isinstance(entry, dict):
        yield "must be a mapping - begin it with `- question: some-id`"
        return
    yield from (f"`{key[:40]}` is no key of an answer - use {', '.join(KEYS)}" for key in entry if key not in KEYS)
    for key in ("question", "style", "answer"):
        if not isinstance(entry.get(key), str):
            yield f"`{key}` must be a text, got {_shown(entry.get(key))} - write it, in quotes if it is a number"
    asked = entry.get("question")
    question = questions.get(asked) if isinstance(asked, str) else None
    if isinstance(asked, str) and not isinstance(question, Worded):
        yield f"`question` {_shown(asked)} is no question answered in words - take an id from questions/"
    yield from _unknown(entry, question)


def _unknown(entry: dict[str, Value], question: Question | None) -> Iterator[str]:
    for key in ("covered", "covered_by_second_reader"):
        ids = entry.get(key, [] if key != "covered" else None)
        if not isinstance(ids, list):
            yield f"`{key}` must be a list of point ids, got {_shown(ids)} - write [] for none"
        elif isinstance(question, Worded):
            known = [p.id for p in question.points]
            strange = [_shown(i) for i in ids if i not in known]
            if strange:
                yield f"`{key}` holds {', '.join(strange)}, no point of {question.id} - it has {', '.join(known)}"


def _labelled(entry: dict[str, Value], questions: Mapping[str, Question]) -> Labelled:
    question = questions[str(entry["question"])]
    assert isinstance(question, Worded)  # _problems has seen to it
    second = entry.get("covered_by_second_reader")
    return Labelled(
        question,
        str(entry["style"]),
        str(entry["answer"]),
        _ids(entry["covered"]),
        None if second is None else _ids(second),
        str(entry.get("wrong_claim") or ""),
    )


def _ids(value: Value) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)[:60]
