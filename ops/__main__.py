"""The exercises without a browser: python -m ops list, run, script."""

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import cv2
import numpy as np

from ops import Exercise, Knob, Pixels, Refused, exercises
from ops._input import fit
from ops._ribbon import ribbon
from ops._script import script
from ops._words import Usage, values


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
        "run", help="run an exercise on a picture or a scan", usage="%(prog)s NAME INPUT OUTPUT.png [--knob value ...]"
    )
    take = commands.add_parser(
        "script", help="print an exercise as a script of its own", usage="%(prog)s NAME [--knob value ...]"
    )
    for sub in (run, take):
        sub.add_argument("name", metavar="NAME", help="one of: python -m ops list")
    run.add_argument("input", metavar="INPUT", help="PNG, JPEG, TIFF, BMP, WebP, DICOM or NIfTI")
    run.add_argument("output", metavar="OUTPUT", help="a PNG to write")
    return parser


def _list(as_json: bool) -> None:
    if as_json:
        print(json.dumps([_described(ex) for ex in exercises().values()], ensure_ascii=False, indent=1))
        return
    for ex in exercises().values():
        print(f"{ex.name:<20} {ex.title.en} / {ex.title.zh}".rstrip())


def _described(ex: Exercise) -> dict[str, Any]:
    return {
        "name": ex.name,
        "title": _both(ex.title),
        "group": ex.group,
        "about": _both(ex.about),
        "takes": ex.takes,
        "knobs": [_described_knob(k) for k in ex.knobs],
        "naive": ex.naive is not None,
        "stages": ex.stages is not None,
    }


def _described_knob(knob: Knob) -> dict[str, Any]:
    span = knob.range
    return {
        "name": knob.name,
        "label": _both(knob.label),
        "default": knob.default,
        "low": span.low if span else None,
        "high": span.high if span else None,
        "step": span.step if span else None,
        "unit": span.unit if span else "",
        "choices": list(knob.choices),
    }


def _both(text: Any) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


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
    if out.suffix.lower() != ".png":
        _stop(2, f"{out}: OUTPUT must end in .png")
    image = _picture(source, ex, False)
    other = None if second is None else _picture(second, ex, True)
    try:
        result = ex.apply(image, turned, other)
    except Refused as refused:
        _stop(1, f"{ex.name}: {refused.said.en}")
    _write(out, result.image)
    for key, value in result.facts.items():
        print(f"{ex.facts[key].en}: {value:g}" if isinstance(value, float) else f"{ex.facts[key].en}: {value}")


def _picture(path: str, ex: Exercise, second: bool) -> Pixels:
    """The measured pixels when the exercise takes their depth, otherwise what the scan's window shows."""
    from scans.decode import read  # only here, because starting the decoder takes longer than the other commands
    from scans.scan import ScanError

    try:
        scan = read(Path(path).read_bytes())
    except OSError as problem:
        _stop(1, f"{path}: {problem.strerror}")
    except ScanError as problem:
        _stop(1, f"{path}: {problem.said.en}")
    measured = scan.plane()
    if scan.inverted or measured.dtype.name not in ex.depths:
        shown = scan.color() if scan.colored else scan.gray()
        if measured.dtype != np.uint8:
            _note(f"{path}: shown through its window, {ribbon(measured).said().en} became 8 bits")
        measured = shown
    fitted, said = fit(measured, ex, second=second)
    if said:
        _note(f"{path}: {said.en}")
    return fitted


def _write(path: Path, image: Pixels) -> None:
    if image.dtype not in (np.uint8, np.uint16):
        low, high = float(np.nanmin(image)), float(np.nanmax(image))
        _note(f"{path}: {low:g} … {high:g} written as 0 … 65535, a PNG holds nothing else")
        image = (
            np.nan_to_num((image.astype(np.float64) - low) * (65535 / ((high - low) or 1))).round().astype(np.uint16)
        )
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR) if image.ndim == 3 else image
    try:
        path.write_bytes(cv2.imencode(".png", bgr)[1].tobytes())
    except OSError as problem:
        _stop(1, f"{path}: {problem.strerror}")


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
