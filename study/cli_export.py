"""python -m study export anki|gift|csv|json OUT: the banks for other programs."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from study import anki, gift, table
from study.bank import BankError, read
from study.question import Bank
from study.text import Lang

FORMATS = ("anki", "gift", "csv", "json")


def main(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m study export", description=__doc__)
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="csv and json hold both languages")
    parser.add_argument("--banks", type=Path, default=Path("questions"))
    said = parser.parse_args(args)
    try:
        paths = sorted(said.banks.glob("*.yaml"))
        banks = [read(path) for path in paths]
        stamp = max((path.stat().st_mtime for path in paths), default=0.0)
        export(said.format, banks, said.out, said.lang, stamp)
    except BankError as e:
        print(e)
        return 1
    except OSError as e:
        print(f"{said.out}: cannot be written: {e.strerror} - choose another folder")
        return 1
    print(f"{said.out}: {sum(len(b.questions) for b in banks)} questions")
    return 0


def export(kind: str, banks: Sequence[Bank], out: Path, lang: Lang, stamp: float) -> None:
    """Write the banks to OUT. Raises OSError."""
    match kind:
        case "anki":
            anki.write(banks, out, lang, stamp)
        case "gift":
            out.write_text(gift.write(banks, lang), "utf-8")
        case "csv":
            out.write_text(table.write(banks), "utf-8", newline="")
        case "json":
            whole = [bank.model_dump(mode="json", by_alias=True, exclude_defaults=True) for bank in banks]
            out.write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf-8")
        case _:
            raise ValueError(f"format must be one of {', '.join(FORMATS)}, got {kind!r}")
