"""Loading banks against bare PyYAML, its growth, and what a page run pays for the banks: python -m benchmarks.banks."""

import re
import tempfile
from itertools import count
from pathlib import Path

import yaml

from benchmarks.table import HEAD, Row, interleaved
from study.bank import loads
from study.library import Library

QUESTIONS = Path(__file__).parent.parent / "questions"
SIZES = (1_000, 10_000)
PER_FILE = 200
_ID = re.compile(r"^(  - id: )([a-z0-9-]+)$", re.M)


def files(size: int) -> dict[str, str]:
    """Banks with `size` questions together: our own questions over and over, each time under new ids."""
    pool = []
    for path in sorted(QUESTIONS.glob("*.yaml")):
        body = path.read_text("utf-8").split("\nquestions:\n", 1)[1]
        pool += [part for part in re.split(r"(?m)^(?=  - id: )", body) if part.strip()]
    made, number = {}, count()
    while size > 0:
        n = next(number)
        parts = [pool[(n * PER_FILE + i) % len(pool)] for i in range(min(PER_FILE, size))]
        renamed = [_ID.sub(rf"\g<1>q{n}-{i}", part, count=1) for i, part in enumerate(parts)]
        made[f"b{n}.yaml"] = f"bank: b{n}\ntitle: b{n}\nquestions:\n" + "".join(renamed)
        size -= PER_FILE
    return made


def ours(texts: dict[str, str]) -> int:
    """Load, validate, keep the line of every value. Returns how many questions were read."""
    loaded = [loads(text.encode(), Path(name)) for name, text in texts.items()]
    read = sum(len(file.questions) for file in loaded)
    assert all(file.bank for file in loaded), next(p for file in loaded for p in file.problems)
    return read


def theirs(texts: dict[str, str]) -> int:
    """What yaml.CSafeLoader takes to make plain dicts, without lines and without looking at them."""
    return len([yaml.load(text, yaml.CSafeLoader) for text in texts.values()])


def looked_up(library: Library) -> None:
    """What a page run asks of the banks: the shelf, a question, its topic, whether it changed."""
    shelf = library.shelf
    id = next(iter(shelf.questions))
    assert shelf.topics[shelf.topic_of[id]]
    assert shelf.questions[id] is shelf.questions.get(id)


def opened(texts: dict[str, str], folder: Path) -> Library:
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return Library(folder)


def main() -> None:
    print(HEAD)
    small, large = (files(size) for size in SIZES)
    few, _ = interleaved(5, lambda: ours(small), lambda: theirs(small))
    many, peer = interleaved(3, lambda: ours(large), lambda: theirs(large))
    print(
        Row("10,000 questions: load, validate, keep lines / yaml.CSafeLoader", _s(many), _s(peer), many / peer, 1 / 3)
    )
    print(Row("10,000 / 1,000 questions: growth", _s(many), _s(few), many / few, 12))
    for texts, size in ((small, SIZES[0]), (large, SIZES[1])):
        with tempfile.TemporaryDirectory() as folder:
            library = opened(texts, Path(folder))
            (each,) = interleaved(2_000, lambda kept=library: looked_up(kept))  # type: ignore[misc]
            print(Row(f"{size:,} questions: a page run, in ms", f"{each * 1e3:.4f} ms", "–", each * 1e3, 0.1))


def _s(seconds: float) -> str:
    return f"{seconds:.2f} s"


if __name__ == "__main__":
    main()
