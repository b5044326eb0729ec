"""The exercises without a browser: python -m ops list, run, script."""

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from ops import Exercise, Pixels, exercises
from ops._batch import bar, each, outputs
from ops._files import Failed, claim, made, picture
from ops._listing import described
from ops._script import call, script
from ops._words import Usage, values

MOST = 5  # notes printed on a folder; of a thousand scans each may have values of its own
KINDS = (Failed, MemoryError, ArithmeticError, ValueError)  # what one file of many may fail with


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _stop(2, f"{message} - see {self.prog} --help")


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; exits with 2 when it was called wrongly, with 1 when the picture or the knobs are refused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a Windows console, or LANG=C, would choke on Chinese
    words = list(sys.argv[1:] if argv is None else argv)
    # what follows the names goes to the exercise, which knows its knobs
    cut = {"run": 4, "script": 2}.get(words[0] if words else "", len(words))
    args = _commands().parse_args(words[:cut])
    match args.command:
        case "list":
            _list(args.json)
        case "script":
            ex = _named(args.name)
            print(script(ex, _asked(ex, words[cut:])[0]), end="")
        case "run":
            _run(_named(args.name), args.input, Path(args.output), words[cut:])


def _commands() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m ops", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="what there is").add_argument("--json", action="store_true")
    run = commands.add_parser(
        "run",
        help="run an exercise on a picture, a scan, or every file of a folder",
        usage="%(prog)s NAME INPUT OUTPUT.png [--knob value ...]\n       %(prog)s NAME FROM/ TO/ [--knob value ...]",
    )
    take = commands.add_parser(
        "script", help="print an exercise as a script of its own", usage="%(prog)s NAME [--knob value ...]"
    )
    for sub in (run, take):
        sub.add_argument("name", metavar="NAME", help="one of: python -m ops list")
    run.add_argument("input", metavar="INPUT", help="PNG, JPEG, TIFF, BMP, WebP, DICOM or NIfTI, or a folder of them")
    run.add_argument(
        "output", metavar="OUTPUT", help="a PNG to write, or a folder; what is there already is not done again"
    )
    return parser


def _list(as_json: bool) -> None:
    if as_json:
        print(json.dumps([described(ex) for ex in exercises().values()], ensure_ascii=False, indent=1))
        return
    for ex in exercises().values():
        print(f"{ex.name:<20} {ex.title.en} / {ex.title.zh}".rstrip())


def _named(name: str) -> Exercise:
    ex = exercises().get(name)
    if ex is None:
        _stop(2, f"{name}: no such exercise, must be one of {', '.join(exercises())}")
    return ex


def _asked(ex: Exercise, words: Sequence[str]) -> tuple[dict[str, Any], str | None]:
    try:
        return values(ex, words)
    except Usage as usage:
        _stop(2, str(usage))


def _run(ex: Exercise, source: str, out: Path, words: Sequence[str]) -> None:
    turned, second = _asked(ex, words)
    if ex.second and second is None:
        _stop(2, f"{ex.name}: needs a second picture - add --{ex.second[0]} PATH")
    many = Path(source).is_dir() and out.suffix.lower() != ".png"
    if not many and out.suffix.lower() != ".png":
        _stop(2, f"{out}: OUTPUT must end in .png")
    try:
        other = None if second is None else picture(second, second, ex, True, _note)
        if many:
            return _run_folder(ex, Path(source), out, turned, other)
        image = picture(source, source, ex, False, _note)
        facts = made(ex, image, out, turned, other, _note)
    except Failed as failed:
        _stop(1, str(failed))
    for fact in facts:
        print(fact)


def _run_folder(ex: Exercise, source: Path, folder: Path, turned: dict[str, Any], other: Pixels | None) -> None:
    """Every file of a folder. On a screen and on disk a file is called by its output: names of scans name patients."""
    files = sorted(p for p in source.iterdir() if p.is_file() and not p.name.startswith("."))
    if not files:
        _stop(1, f"{source}: no files in this folder")
    names = outputs([p.name for p in files])
    try:
        claim(folder, call(ex, turned), other)
    except Failed as failed:
        _stop(2, str(failed))
    notes: dict[str, None] = {}

    def heard(said: str) -> None:
        notes.setdefault(said.partition(": ")[2])

    def work(number: int) -> None:
        image = picture(str(files[number]), names[number], ex, False, heard)
        facts = made(ex, image, folder / names[number], turned, other, heard)
        print("\t".join([names[number], *facts]), flush=True)

    try:
        bad = each(len(files), lambda number: (folder / names[number]).exists(), work, KINDS, _bar)
    except KeyboardInterrupt:
        _stop(130, "stopped - the same command goes on from here")
    for said in list(notes)[:MOST]:
        _note(said)
    if len(notes) > MOST:
        _note(f"and {len(notes) - MOST} notes more of this kind")
    for number, problem in bad.items():
        _note(str(problem) if isinstance(problem, Failed) else f"{names[number]}: failed ({type(problem).__name__})")
    if bad:
        _stop(1, f"{len(bad)} of {len(files)} not written")


def _bar(done: int, total: int, failed: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{bar(done, total, failed)}", end="\n" if done == total else "", file=sys.stderr, flush=True)
    elif done == total or done % max(1, total // 10) == 0:
        print(f"ops: {done} of {total}, {failed} failed", file=sys.stderr, flush=True)


def _note(said: str) -> None:
    print(f"ops: {said}", file=sys.stderr)


def _stop(code: int, said: str) -> NoReturn:
    _note(said)
    raise SystemExit(code)


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
