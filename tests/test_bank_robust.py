"""Whatever is in a file, reading and checking it ends soon, without a crash, and says where and what."""

import os
import time
from pathlib import Path

import pytest

from study import bank
from study.check import check
from study.library import Library
from tests.broken import BANK, bombs, mutants
from tests.test_check import WORLD

COUNT = 2000 if os.environ.get("SCANPREP_ALL") else 300
LIMIT = 0.5  # seconds of CPU for one file


def seconds(path: Path, data: bytes) -> tuple[float, int]:
    """CPU time that checking the file takes, and how many problems it has."""
    path.write_bytes(data)
    start = time.process_time()
    problems = check([path], WORLD)
    took = time.process_time() - start
    for p in problems:
        assert p.path == path
        assert p.line >= 1
        assert p.column >= 1
        assert "\n" not in str(p) + p.show("zh")
        assert "Traceback" not in str(p)
    return took, len(problems)


def test_the_bank_that_is_broken_here_is_good(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(BANK, "utf-8")
    assert not [p for p in check([tmp_path / "r.yaml"], WORLD) if p.level == "error"]


@pytest.mark.parametrize("data", bombs(), ids=lambda d: f"{d[:12]!r}-{len(d)}")
def test_a_bomb_is_refused_at_once(tmp_path: Path, data: bytes) -> None:
    tries = [seconds(tmp_path / "r.yaml", data) for _ in range(3)]  # the quickest: a busy machine is slow now and then
    assert min(took for took, _ in tries) < LIMIT
    assert all(problems for _, problems in tries)
    with pytest.raises(bank.BankError):
        bank.read(tmp_path / "r.yaml")


@pytest.mark.parametrize("part", range(10))
def test_no_broken_bank_crashes_the_checker(tmp_path: Path, part: int) -> None:
    told = 0
    for n, data in enumerate(mutants(part, COUNT // 10)):
        took, problems = seconds(tmp_path / "r.yaml", data)
        assert took < LIMIT, f"seed {part}, file {n}"
        told += problems > 0
    assert told > 0.8 * (COUNT // 10)  # most of them are broken, not only different


def test_the_watcher_survives_every_broken_bank_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(BANK.replace("bank: ", "bank: good-", 1), "utf-8")
    os.utime(tmp_path / "good.yaml", (1, 1))
    library = Library(tmp_path)
    good = set(library.shelf.questions)
    assert good
    now = time.monotonic()
    for seed in range(10):
        for data in mutants(100 + seed, COUNT // 10):
            (tmp_path / "broken.yaml").write_bytes(data)
            for _ in range(2):  # once to see that it changed, once when it has settled
                now += 10
                began = time.process_time()
                library.refresh(now)
                assert time.process_time() - began < LIMIT
            assert good <= set(library.shelf.questions)
