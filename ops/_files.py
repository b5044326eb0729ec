"""Pictures from files and to files, for the command line; the one place in this room that touches a disk."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ops._exercise import Exercise, Pixels, Refused
from ops._input import fit
from ops._ribbon import ribbon

RECORD = ".ops-run.json"  # in a folder of results: what made them


class Failed(Exception):
    """A picture could not be read, computed or written; the message is for the person at the terminal."""


def claim(folder: Path, made_by: str, other: Pixels | None) -> None:
    """Note in the folder what its pictures are made by, so that no run with other knobs is taken for done."""
    mark = "" if other is None else hashlib.sha256(str(other.shape).encode() + other.tobytes()).hexdigest()[:16]
    record = json.dumps({"call": made_by, "second": mark}, ensure_ascii=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / RECORD).exists():
            if (folder / RECORD).read_text("utf-8") != record:
                raise Failed(f"{folder}: holds results of other knobs or another second picture - choose a new one")
        elif any(folder.iterdir()):
            raise Failed(f"{folder}: must be empty, or hold an earlier run of this command")
        _replace(folder / RECORD, record.encode())
    except OSError as problem:
        raise Failed(f"{folder}: {problem.strerror}") from problem


def made(
    ex: Exercise,
    image: Pixels,
    out: Path,
    turned: dict[str, Any],
    other: Pixels | None,
    note: Callable[[str], object],
) -> list[str]:
    """Run it, write the picture, and give the facts as words."""
    try:
        result = ex.apply(image, turned, other)
    except Refused as refused:
        raise Failed(f"{ex.name}: {refused.said.en}") from refused
    _write(out, result.image, note)
    facts = result.facts.items()
    return [f"{ex.facts[k].en}: {v:g}" if isinstance(v, float) else f"{ex.facts[k].en}: {v}" for k, v in facts]


def picture(path: str, called: str, ex: Exercise, second: bool, note: Callable[[str], object]) -> Pixels:
    """The measured pixels when the exercise takes their depth, otherwise what the scan's window shows."""
    from scans.decode import read  # only here, because starting the decoder takes longer than the other commands
    from scans.scan import ScanError

    try:
        scan = read(Path(path).read_bytes())
    except OSError as problem:
        raise Failed(f"{called}: {problem.strerror}") from problem
    except ScanError as problem:
        raise Failed(f"{called}: {problem.said.en}") from problem
    measured = scan.plane()
    if scan.inverted or measured.dtype.name not in ex.depths:
        shown = scan.color() if scan.colored else scan.gray()
        if measured.dtype != np.uint8:
            note(f"{called}: shown through its window, {ribbon(measured).said().en} became 8 bits")
        measured = shown
    fitted, said = fit(measured, ex, second=second)
    if said:
        note(f"{called}: {said.en}")
    return fitted


def _write(path: Path, image: Pixels, note: Callable[[str], object]) -> None:
    if image.dtype not in (np.uint8, np.uint16):
        low, high = float(np.nanmin(image)), float(np.nanmax(image))
        note(f"{path}: {low:g} … {high:g} written as 0 … 65535, a PNG holds nothing else")
        image = (
            np.nan_to_num((image.astype(np.float64) - low) * (65535 / ((high - low) or 1))).round().astype(np.uint16)
        )
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR) if image.ndim == 3 else image
    try:
        _replace(path, cv2.imencode(".png", bgr)[1].tobytes())
    except OSError as problem:
        raise Failed(f"{path}: {problem.strerror}") from problem


def _replace(path: Path, data: bytes) -> None:
    """Whole or not at all: whoever is killed while writing leaves no half picture under the name."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
