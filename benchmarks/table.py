"""A measured row: what, ours, the peer's, the ratio, and what was promised."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """`ratio` is ours over the peer's (or whatever `what` says); it holds when it is at most `most`."""

    what: str
    ours: str
    peer: str
    ratio: float
    most: float

    def __str__(self) -> str:
        verdict = "yes" if self.ratio <= self.most else "NO"
        return f"| {self.what} | {self.ours} | {self.peer} | {self.ratio:.3g} | {self.most:.3g} | {verdict} |"


HEAD = "| what | ours | peer | ratio | at most | holds |\n|---|--:|--:|--:|--:|---|"


def interleaved(runs: int, *jobs: Callable[[], object]) -> list[float]:
    """The median seconds of processor time of each job, taking turns so that noise falls on all alike."""
    times: list[list[float]] = [[] for _ in jobs]
    for _ in range(runs):
        for job, kept in zip(jobs, times, strict=True):
            began = time.process_time()
            job()
            kept.append(time.process_time() - began)
    return [median(kept) for kept in times]
