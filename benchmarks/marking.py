"""Marking an answer of 5,000 characters: python -m benchmarks.marking."""

import time
from itertools import cycle
from statistics import quantiles

from benchmarks.table import HEAD, Row
from study import bank
from study.marking import mark
from study.question import Worded
from tests.browser import ROOT

LENGTH = 5_000
MOST = 20.0  # ms


def answers(questions: list[Worded]) -> list[tuple[Worded, str]]:
    """For each question its own model answer and then those of others, up to the length."""
    made = []
    for n, q in enumerate(questions):
        parts = cycle([q.answer.zh, *(o.answer.zh for o in questions[n + 1 :] + questions[:n])])
        text = ""
        while len(text) < LENGTH:
            text += next(parts)
        made.append((q, text[:LENGTH]))
    return made


def main() -> None:
    files = sorted((ROOT / "questions").glob("*.yaml"))
    questions = [q for path in files for q in bank.read(path).questions if isinstance(q, Worded)]
    took = []
    for q, answer in answers(questions):
        mark(q, answer)  # the patterns are compiled once in the life of a process
        for _ in range(3):
            began = time.process_time()
            mark(q, answer)
            took.append((time.process_time() - began) * 1000)
    p95 = quantiles(took, n=20)[-1]
    print(HEAD)
    print(Row(f"marking {LENGTH:,} characters, p95, against {MOST:.0f} ms", f"{p95:.1f} ms", "–", p95 / MOST, 1.0))


if __name__ == "__main__":
    main()
