"""From uploaded bytes to a Scan: gates that only look, then a child process that may die."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
import weakref
from io import BytesIO
from pathlib import Path

from scans import headers, wire
from scans.child import KINDS, REQUEST, WALL_SECONDS
from scans.limits import check_file
from scans.magic import Kind, kind
from scans.scan import Scan, ScanError
from scans.tiff_pages import tiff_pages
from study.text import Text

TOO_LONG = Text(
    "读取这个文件用时过长，已停止。请缩小图像、减少帧数，或另存为 PNG 再试。",
    "Reading this file took too long and was stopped. Shrink it, export fewer frames, or save it as PNG.",
)
DIED = Text(
    "这个文件已损坏，或者结构异常到会让解码程序崩溃，已安全拒绝。请重新导出或换一个文件。",
    "This file is damaged, or built so oddly that the decoder stops; it was refused safely. Export it again.",
)
BUSY = Text(
    "正在读取的文件太多，请稍等几秒再试。", "Too many files are being read just now. Try again in a few seconds."
)

_ROOT = Path(__file__).resolve().parent.parent
_START_SECONDS = 30.0
_QUEUE_SECONDS = 30.0
_END_SECONDS = 2.0  # a child that has answered is gone in a moment, but it is the last to run on a busy machine
_forks = sys.platform == "linux"
_places = threading.BoundedSemaphore(2)
_lock = threading.Lock()


def read(data: bytes) -> Scan:
    """What the bytes are a picture of. Raises ScanError with a sentence for the person who uploaded them.

    Safe in any thread; at most two files are decoded at once, each by its own process with 1.5 GB of memory,
    4 s of processor time and 7 s in all (on a busy machine a moment more, until the child has gone).
    """
    check_file(len(data))
    found = kind(data)
    headers.check(found, data)
    if found == "tiff":
        tiff_pages(data)
    if not _places.acquire(timeout=_QUEUE_SECONDS):
        raise ScanError(BUSY)
    try:
        return _asked(found, data)
    finally:
        _places.release()


def start() -> None:
    """Start the process that forks the children, so that the first upload does not wait for it."""
    if _forks:
        _nursery()


def _asked(found: Kind, data: bytes) -> Scan:
    started = time.monotonic()
    try:
        return _forked(found, data) if _forks else _spawned(found, data)
    except (EOFError, OSError, wire.Broken, subprocess.TimeoutExpired) as error:
        late = time.monotonic() - started > WALL_SECONDS - 3
        raise ScanError(TOO_LONG if late else DIED) from error


def _forked(found: Kind, data: bytes) -> Scan:
    nursery = _nursery()
    try:
        return nursery.ask(found, data)
    except (OSError, EOFError):
        if not nursery.gone:
            raise
    return _nursery().ask(found, data)  # it was killed from outside; a new one does it


def _request(found: Kind, data: bytes) -> bytes:
    return REQUEST.pack(KINDS.index(found), len(data))


class _Nursery:
    """The forking process and our end of its control socket."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "scans.nursery", str(theirs.fileno())],
                cwd=_ROOT,
                env=_environment(),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self.stop = weakref.finalize(self, _stop, self._control, self._process)
        self._control.settimeout(_START_SECONDS)
        if self._control.recv(1) != b"1":
            self.stop()
            raise ScanError(DIED)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self.owner == os.getpid() and self._process.poll() is None

    @property
    def gone(self) -> bool:
        """Whether it has ended, or is just ending: its sockets close a moment before the system says so."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.2)
        return not self.alive

    def ask(self, found: Kind, data: bytes) -> Scan:
        """One decoding by a new child. Raises ScanError, wire.Broken, OSError or EOFError."""
        deadline = time.monotonic() + WALL_SECONDS + 0.5
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, _lock:
                socket.send_fds(self._control, [b"1"], [theirs.fileno()])
            ours.settimeout(WALL_SECONDS)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                ours.sendall(_request(found, data))
                ours.sendall(data)
            try:
                return wire.received(lambda view: _fill(ours, view, deadline))
            finally:
                _ended(ours)


def _ended(source: socket.socket) -> None:
    """Wait until the child has given its memory back, so that there are never more than two of them."""
    source.settimeout(_END_SECONDS)
    with contextlib.suppress(OSError):
        while source.recv(1 << 16):
            pass


def _fill(source: socket.socket, view: memoryview, deadline: float) -> None:
    while view:
        source.settimeout(max(deadline - time.monotonic(), 0.001))
        count = source.recv_into(view)
        if not count:
            raise EOFError("the child ended early")
        view = view[count:]


def _stop(control: socket.socket, process: "subprocess.Popen[bytes]") -> None:
    control.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


_current: _Nursery | None = None


def _nursery() -> _Nursery:
    global _current
    with _lock:
        if _current is None or not _current.alive:
            _current = _Nursery()
        return _current


def _spawned(found: Kind, data: bytes) -> Scan:
    """The same without fork: a new interpreter for each file, which takes about a second."""
    done = subprocess.run(
        [sys.executable, "-m", "scans.child"],
        cwd=_ROOT,
        env=_environment(),
        input=_request(found, data) + data,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=WALL_SECONDS + 0.5,
        check=False,
    )
    answer = BytesIO(done.stdout)

    def fill(view: memoryview) -> None:
        if answer.readinto(view) < len(view):
            raise EOFError("the child ended early")

    return wire.received(fill)


def _environment() -> dict[str, str]:
    """Only what the libraries need: no passwords of the server reach a process that reads hostile bytes."""
    kept = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "TMPDIR", "TEMP")
    ours = {name: os.environ[name] for name in kept if name in os.environ}
    opencv = {name: value for name, value in os.environ.items() if name.startswith("OPENCV_")}
    return {**ours, **opencv, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
