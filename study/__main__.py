"""python -m study COMMAND: banks, marking, backups, one's own data. Each command is a function of its arguments."""

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ops import exercises
from scans.samples import samples
from study import bank, cli_agreement, cli_backup, cli_check, cli_data, cli_export, cli_import, cli_mark, home, schema
from study.check import World
from study.question import Question
from study.store import StoreError

BANKS = Path(__file__).parent.parent / "questions"


def check(args: list[str]) -> int:
    return cli_check.main(args, World.of(exercises(), samples()), answered)


def answered() -> frozenset[str]:
    """Questions that learners of this machine have a history with; none where no learner has been yet."""
    file = home.file()
    if file is not None and not file.exists():
        return frozenset()
    try:
        with closing(home.store_as_it_is()) as store:
            return frozenset(store.asked())
    except StoreError as e:
        print(f"the store cannot be read, so vanished ids are not looked for: {e}", file=sys.stderr)
        return frozenset()


def write_schema(args: list[str]) -> int:
    path = Path(args[0]) if args else BANKS / "bank.schema.json"
    path.write_text(schema.written(), "utf-8")
    print(f"{path}: written")
    return 0


def marked(args: list[str]) -> int:
    if args:
        print("usage: python -m study mark < answers.jsonl", file=sys.stderr)
        return 2
    questions = ours()
    return 1 if questions is None else cli_mark.main(questions, sys.stdin)


def agreement(args: list[str]) -> int:
    questions = ours()
    return 2 if questions is None else cli_agreement.main(args, questions)


def ours() -> dict[str, Question] | None:
    """The questions of our banks by id; None, with a word why, when a bank is broken."""
    try:
        banks = [bank.read(path) for path in sorted(BANKS.glob("*.yaml"))]
    except bank.BankError as e:
        print(e, file=sys.stderr)
        return None
    return {q.id: q for b in banks for q in b.questions}


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "check": check,
    "mark": marked,
    "agreement": agreement,
    "export": cli_export.main,
    "import": cli_import.main,
    "new": cli_import.new,
    "schema": write_schema,
    "backup": cli_backup.backup,
    "restore": cli_backup.restore,
    "verify": cli_backup.verify,
    "data": cli_data.main,
}


def main(args: list[str]) -> int:
    """Run the command that the first argument names."""
    if not args or args[0] not in COMMANDS:
        print(f"usage: python -m study {{{','.join(COMMANDS)}}} ...", file=sys.stderr)
        return 0 if args and args[0] in ("-h", "--help") else 2
    return COMMANDS[args[0]](args[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
