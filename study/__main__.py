"""python -m study COMMAND: check, mark, export, import, new."""

import sys
from collections.abc import Callable
from pathlib import Path

from ops import exercises
from scans.samples import samples
from study import bank, cli_check, cli_export, cli_import, cli_mark
from study.check import World

BANKS = Path(__file__).parent.parent / "questions"


def check(args: list[str]) -> int:
    knobs = {name: [k.name for k in exercise.knobs] for name, exercise in exercises().items()}
    return cli_check.main(args, World(knobs, list(samples())))


def marked(args: list[str]) -> int:
    if args:
        print("usage: python -m study mark < answers.jsonl", file=sys.stderr)
        return 2
    try:
        banks = [bank.read(path) for path in sorted(BANKS.glob("*.yaml"))]
    except bank.BankError as e:
        print(e, file=sys.stderr)
        return 1
    return cli_mark.main({q.id: q for b in banks for q in b.questions}, sys.stdin)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "check": check,
    "mark": marked,
    "export": cli_export.main,
    "import": cli_import.main,
    "new": cli_import.new,
}


def main(args: list[str]) -> int:
    """Run the command that the first argument names."""
    if not args or args[0] not in COMMANDS:
        print(f"usage: python -m study {{{','.join(COMMANDS)}}} ...", file=sys.stderr)
        return 0 if args and args[0] in ("-h", "--help") else 2
    return COMMANDS[args[0]](args[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
