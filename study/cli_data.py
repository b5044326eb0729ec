"""python -m study data export|import FILE: a learner's own data, to another machine or to be looked at."""

import argparse
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from study import home
from study.owndata import OwnDataError, export_lines, import_lines, read_lines
from study.store import Store, StoreError

LOCAL = "local"  # the learner of one's own machine


def main(args: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m study data",
        description="Write everything that is kept of a learner to a file of JSON lines, or add such a file.",
    )
    parser.add_argument("way", choices=("export", "import"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--learner", default=LOCAL, help="by default the learner of one's own machine")
    said = parser.parse_args(args)
    try:
        with closing(home.store_as_it_is()) as store:
            return (_export if said.way == "export" else _import)(store, said.file, said.learner)
    except (StoreError, OwnDataError) as e:
        print(f"{said.file}: {e}", file=sys.stderr)
    except OSError as e:
        print(f"{said.file}: {e.strerror}", file=sys.stderr)
    return 1


def _export(store: Store, file: Path, learner: str) -> int:
    lines = list(export_lines(store, learner))
    with file.open("x", encoding="utf-8", newline="\n") as out:
        out.writelines(lines)
    print(f"{file}: {len(lines) - 1} lines of learner {learner}")
    return 0


def _import(store: Store, file: Path, learner: str) -> int:
    lines = read_lines(file.read_bytes())
    n = import_lines(store, learner, lines, datetime.now(UTC))
    print(
        f"{file}: added {n.reviews} reviews, {n.withdrawals} withdrawals, {n.drafts} drafts, {n.settings} settings, "
        f"{n.interviews} interviews, {n.reports} reports; {n.known} reviews were there already"
    )
    return 0
