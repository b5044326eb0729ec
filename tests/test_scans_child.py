"""Decoding happens in children of a process of ours: many threads may ask, and any of them may be killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from scans import decode, warm, wire
from scans.child import WALL_SECONDS
from scans.decode import read
from scans.scan import ScanError
from tests.hostile import many_scans, pil, png
from tests.hostile_dicom import made
from tests.patience import until

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ("jpeg", "bmp", "webp", "tiff") if "SCANPREP_ALL" in os.environ else ()


def cli(*args: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "scans", *args],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def children(pid: int) -> list[int]:
    """Those that hold memory; one that has just ended may still be listed."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed if _holds_memory(child)]


def _holds_memory(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/statm").read_text().split()[1] != "0"
    except (FileNotFoundError, ProcessLookupError):
        return False


def nursery() -> int:
    """The process id of the one that forks."""
    decode.start()
    assert decode._current is not None
    return decode._current.pid


def test_sixteen_threads_get_their_own_pictures() -> None:
    files = [png(3 + n, 5) for n in range(16)]
    with ThreadPoolExecutor(16) as pool:
        scans = list(pool.map(read, files))
    assert [scan.size for scan in scans] == [(5, 3 + n) for n in range(16)]


def test_at_most_two_children_at_once() -> None:
    slow, most = many_scans(60, 2000, 2000), 0
    parent = nursery()
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(read, slow) for _ in range(4)]
        while not all(one.done() for one in waiting):
            most = max(most, len(children(parent)))
            time.sleep(0.005)
    assert 1 <= most <= 2
    assert all(one.result().size == (2000, 2000) for one in waiting)


def test_a_file_is_read_only_when_the_child_has_given_its_memory_back() -> None:
    large = many_scans(2, 3000, 3000)
    for _ in range(8):
        read(large)
        assert children(nursery()) == []


def test_a_child_that_is_killed_becomes_a_sentence() -> None:
    parent, found = nursery(), list[ScanError]()

    def ask() -> None:
        with pytest.raises(ScanError) as caught:
            read(many_scans(90, 6000, 6000))
        found.append(caught.value)

    thread = threading.Thread(target=ask)
    thread.start()
    until(lambda: children(parent))
    alive = children(parent)
    time.sleep(0.1)
    os.kill(alive[0], signal.SIGKILL)
    thread.join()
    assert found[0].said == decode.DIED
    assert read(png(4, 4)).size == (4, 4)


def test_when_the_process_that_forks_is_killed_another_is_started() -> None:
    before = nursery()
    os.kill(before, signal.SIGKILL)
    assert read(png(4, 4)).size == (4, 4)
    assert nursery() != before


def test_what_takes_too_long_is_stopped_and_said() -> None:
    endless, started = _endless(), time.monotonic()
    with pytest.raises(ScanError) as caught:
        read(endless)
    assert caught.value.said == decode.TOO_LONG
    assert time.monotonic() - started < WALL_SECONDS + 0.5 + decode._END_SECONDS + 0.5


def _endless() -> bytes:
    """A DICOM of a private sequence of 2 million empty items: correct, and slow to walk through on any machine."""
    whole = made()
    at = whole.rfind(b"\xe0\x7f\x10\0")
    opened, closed = b"\x01\x20\x10\x10SQ\0\0\xff\xff\xff\xff", b"\xfe\xff\xdd\xe0\0\0\0\0"
    return whole[:at] + opened + b"\xfe\xff\x00\xe0\0\0\0\0" * 2_000_000 + closed + whole[at:]


def test_no_password_of_the_server_reaches_the_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@db/app")
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "secret")
    assert "secret" not in json.dumps(decode._environment())


@pytest.mark.parametrize("kind", ["png", "nifti", "dicom", *OTHERS])
def test_without_fork_the_pictures_are_the_same(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = next(data for name, data in warm.tiny() if name == kind)
    forked = read(data)
    monkeypatch.setattr(decode, "_forks", False)
    spawned = read(data)
    assert np.array_equal(spawned.pixels, forked.pixels)
    assert (spawned.windows, spawned.facts) == (forked.windows, forked.facts)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0" * 8,
        b"\xff" * 64,
        b"\0\0\0\x02\0\0\0\0{}",
        b'\0\0\0\x0e\0\0\0\0{"said": "no"}',
        b'\0\0\0\x26\0\0\0\x08{"dtype": "object", "shape": [1, 1, 1]}' + bytes(8),
        b'\0\0\0\x25\0\0\0\x01{"dtype": "uint8", "shape": [1, 9, 9]}' + bytes(1),
    ],
)
def test_an_answer_that_is_no_scan_is_not_believed(answer: bytes) -> None:
    rest = memoryview(answer)

    def fill(view: memoryview) -> None:
        nonlocal rest
        if len(rest) < len(view):
            raise EOFError
        view[:], rest = rest[: len(view)], rest[len(view) :]

    with pytest.raises((wire.Broken, EOFError)):
        wire.received(fill)


def test_the_server_ends_without_leaving_a_process_or_a_warning() -> None:
    code = "from scans import decode; decode.start(); print(decode._current.pid)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert not Path(f"/proc/{done.stdout.strip()}").exists()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.png").write_bytes(pil("PNG"))
    (tmp_path / "名字.dcm").write_bytes("不是影像".encode("gbk"))
    (tmp_path / "empty.nii").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


def test_the_command_line_says_one_thing_for_each_file_and_never_dies(folder: Path) -> None:
    names = [str(folder / name) for name in ("good.png", "名字.dcm", "empty.nii", "pipe", "missing", ".")]
    done = cli("read", *names, LC_ALL="C", PYTHONIOENCODING="ascii")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert [line["file"] for line in lines] == names
    assert [line["ok"] for line in lines] == [True, False, False, False, False, False]
    assert lines[0] | {"file": ""} == {
        "file": "",
        "ok": True,
        "kind": "png",
        "shape": [1, 97, 131, 3],
        "dtype": "uint8",
        "said": None,
    }
    assert all(line["said"]["zh"] and line["said"]["en"] for line in lines[1:])


def test_a_sample_that_is_written_can_be_read(tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in ("a.dcm", "b.png")]
    assert [cli("write", "cells", path).returncode for path in paths] == [0, 0]
    lines = [json.loads(line) for line in cli("read", *paths).stdout.splitlines()]
    assert [(line["kind"], line["shape"]) for line in lines] == [("dicom", [1, 384, 384]), ("png", [1, 384, 384])]


def test_a_command_that_makes_no_sense_shows_how_it_is_used() -> None:
    for args in ([], ["read"], ["write", "no-such-sample", "x.png"]):
        done = cli(*args)
        assert (done.returncode, done.stdout) == (2, "")
        assert "us-cyst" in done.stderr
