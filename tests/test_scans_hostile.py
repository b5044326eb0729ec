"""Bad files end in a picture or in a sentence, quickly, and never end the process that asked.

SCANPREP_ALL=1 tries 5,000 mutated files instead of 150. The memory of a child is limited by the system itself, see
scans/child.py.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pydicom

from scans import decode
from scans.decode import read
from scans.scan import Scan, ScanError
from tests.hostile import files, mutants

ALL = "SCANPREP_ALL" in os.environ
MUTANTS = 5000 if ALL else 150
SEED = 20261125
SECONDS = 8.0  # four of them computing; the rest is what a busy machine takes from us


def outcome(data: bytes) -> tuple[str, float]:
    """What became of a file, and in how many seconds; anything but a Scan or a ScanError is raised."""
    started = time.monotonic()
    try:
        scan = read(data)
    except ScanError as error:
        assert error.said.zh.endswith("。"), error.said
        assert error.said.en.endswith("."), error.said
        became = {decode.DIED: "died", decode.TOO_LONG: "stopped"}.get(error.said, "refused")
        return became, time.monotonic() - started
    _check(scan)
    return "read", time.monotonic() - started


def _check(scan: Scan) -> None:
    assert scan.pixels.size > 0
    assert scan.pixels.dtype.name in ("uint8", "uint16", "int16", "float32")
    assert scan.gray().shape == scan.size
    assert scan.color(frame=scan.frames - 1).shape == (*scan.size, 3)


def each(data: Iterable[bytes], ask: Callable[[bytes], tuple[str, float]] = outcome) -> list[tuple[str, float]]:
    decode.start()
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(ask, data))


def test_every_known_kind_of_bad_file_ends_as_it_must() -> None:
    bad = list(files())
    assert len(bad) > 200
    found = each(data for _, data, _ in bad)
    wrong = [
        (name, wanted, became)
        for (name, data, wanted), (became, _) in zip(bad, found, strict=True)
        # a busy machine may stop a bomb before it is refused, so that is asked again, by itself
        if wanted not in ("either", became)
        and (became != "stopped" or all(outcome(data)[0] != wanted for _ in range(3)))
    ]
    assert not wrong
    slow = [(name, seconds) for (name, _, _), (_, seconds) in zip(bad, found, strict=True) if seconds > SECONDS]
    assert not slow


def test_mutated_files_end_in_a_picture_or_a_sentence() -> None:
    folder = Path(pydicom.__file__).parent / "data" / "test_files"
    seeds = [data for path in sorted(folder.glob("*.dcm")) if len(data := path.read_bytes()) < 60_000]
    seeds += [data for _, data, wanted in files() if wanted == "read" and len(data) < 60_000]
    found = each(mutants(seeds, MUTANTS, SEED))
    counts = Counter(became for became, _ in found)
    assert counts["read"] > 0.15 * MUTANTS
    assert counts["refused"] > 0.15 * MUTANTS
    assert counts["died"] == 0
    assert counts["stopped"] <= 0.002 * MUTANTS  # by the clock, on a busy machine
    assert max(seconds for _, seconds in found) < SECONDS
