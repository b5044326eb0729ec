"""One exercise over many files: which are left, what failed, how far it has come. Files are numbers in here."""

from collections import Counter
from collections.abc import Callable, Sequence

WIDE = 30  # characters of the bar


def outputs(names: Sequence[str]) -> list[str]:
    """A PNG for each file name: its stem, or the whole name where two would have one stem (1.2.3 and 1.2.4)."""
    stems = [name.rpartition(".")[0] or name for name in names]
    # a stem may also be another's whole name, so everything that is wanted twice falls back at once
    wanted = Counter(stem.casefold() for stem in stems)
    firm = [stem if wanted[stem.casefold()] == 1 else name for stem, name in zip(stems, names, strict=True)]
    again = Counter(one.casefold() for one in firm)
    return [f"{one if again[one.casefold()] == 1 else name}.png" for one, name in zip(firm, names, strict=True)]


def each(
    total: int,
    done: Callable[[int], bool],
    work: Callable[[int], None],
    kinds: tuple[type[Exception], ...],
    told: Callable[[int, int, int], None],
) -> dict[int, Exception]:
    """Work on every number below total that is not done; what failed with one of these kinds, by number.

    told(finished, total, failed) after each.
    """
    failed: dict[int, Exception] = {}
    for number in range(total):
        if not done(number):
            try:
                work(number)
            except kinds as problem:
                failed[number] = problem
        told(number + 1, total, len(failed))
    return failed


def bar(finished: int, total: int, failed: int) -> str:
    """[######......] 12 / 24, 1 failed"""
    filled = WIDE * finished // total
    return f"[{'#' * filled}{'.' * (WIDE - filled)}] {finished} / {total}" + (f", {failed} failed" if failed else "")
