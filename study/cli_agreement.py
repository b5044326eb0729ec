"""python -m study agreement FILE...: marks labelled answers and says how well the marks agree with the readers."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from study import _labelled
from study.agreement import MEASURES, Judged, Table, below, false_ticks, intervals, judge, total
from study.question import Question

SEED = 7  # the same files always give the same intervals
Row = dict[str, Any]


def main(args: list[str], questions: Mapping[str, Question]) -> int:
    """0 when every floor holds, 1 when one does not, 2 when a file cannot be used."""
    asked = _parser().parse_args(args)
    try:
        judged = [judge(labelled) for labelled in _labelled.read(asked.files, questions)]
    except _labelled.LabelledError as e:
        print(e, file=sys.stderr)
        return 2
    report = reported(judged)
    if asked.show:
        print(*disagreements(judged), sep="\n")
    print(json.dumps(report, ensure_ascii=False) if asked.json else _shown(report))
    floors = {name: f for name in MEASURES if (f := getattr(asked, f"floor_{name}")) is not None}
    whole = total(j.table() for j in judged)
    for name in below(whole, floors):
        print(f"{name} must be at least {floors[name]:.2f}, got {_number(whole.measure(name))}", file=sys.stderr)
    return int(bool(below(whole, floors)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m study agreement", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="YAML lists of labelled answers")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    parser.add_argument("--show", action="store_true", help="also list each point that is judged differently")
    for name in MEASURES:
        parser.add_argument(f"--floor-{name}", type=float, metavar="X", help=f"exit with 1 when {name} is below X")
    return parser


def reported(judged: Sequence[Judged]) -> Row:
    """Everything that is measured, ready for JSON."""
    styles = sorted({j.labelled.style for j in judged})
    ids = sorted({j.labelled.question.id for j in judged})
    ticks, off = false_ticks(judged)
    twice = [j for j in judged if j.labelled.second is not None]
    return {
        "all": _row([j.table() for j in judged]),
        "readers": _row([j.between_readers() for j in twice]),
        "off_topic": {"answers": off, "false_ticks": ticks, "per_answer": ticks / off if off else None},
        "slices": {s: _row([j.table() for j in judged if j.labelled.style == s]) for s in styles},
        "questions": {
            i: _row([j.table() for j in judged if j.labelled.question.id == i], intervalled=False) for i in ids
        },
    }


def _row(tables: Sequence[Table], intervalled: bool = True) -> Row:
    whole = total(tables)
    row: Row = {"answers": len(tables), "both": whole.both, "false": whole.false, "missed": whole.missed}
    row |= {"neither": whole.neither} | {name: whole.measure(name) for name in MEASURES}
    return row | {"intervals": intervals(tables, Random(SEED))} if intervalled else row


def disagreements(judged: Sequence[Judged]) -> list[str]:
    """A line for each point that marking and the reader judge differently."""
    lines = []
    for j in judged:
        said = j.labelled
        for point in said.question.points:
            if (point.id in j.hits) is not (point.id in said.covered):
                kind = "false" if point.id in j.hits else "missed"
                lines.append(f"{kind} {said.style} {said.question.id} {point.id} {point.text.zh} <- {said.answer!r}")
    return lines


def _shown(report: Row) -> str:
    head = f"{'':34} answers  both false missed neither  " + "  ".join(f"{m:18}" for m in MEASURES)
    rows = [("all", report["all"]), ("second reader against first", report["readers"])]
    rows += [(f"style {s}", row) for s, row in report["slices"].items()]
    rows += list(report["questions"].items())
    off = report["off_topic"]
    each = f"{off['false_ticks']} false ticks in {off['answers']} answers, {_number(off['per_answer'])} each"
    return "\n".join([head, *(_line(name, row) for name, row in rows), f"off topic: {each}"])


def _line(name: str, row: Row) -> str:
    counts = f"{row['answers']:7} {row['both']:5} {row['false']:5} {row['missed']:6} {row['neither']:7}"
    around = row.get("intervals", {})
    cells = (f"{_number(row[m])} {_range(around.get(m))}" for m in MEASURES)
    return f"{name:34} {counts}  " + "  ".join(f"{cell:18}" for cell in cells).rstrip()


def _number(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "-"


def _range(ends: tuple[float, float] | None) -> str:
    return f"[{ends[0]:.2f}, {ends[1]:.2f}]" if ends else ""
