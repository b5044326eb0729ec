"""What runs in the child process: limits first, then one decoding, then the answer, then the end."""

import contextlib
import logging
import os
import signal
import socket
import struct
import sys
import warnings
from collections.abc import Callable
from typing import get_args

from scans import wire
from scans.limits import FILE_BYTES, damaged
from scans.magic import Kind
from scans.scan import Scan, ScanError
from study.text import Text

REQUEST = struct.Struct(">BI")  # index of the kind, bytes of the file
KINDS: tuple[Kind, ...] = get_args(Kind)
WALL_SECONDS = 7.0
CPU_SECONDS = 4
MEMORY_BYTES = 1536 << 20

_NAMES: dict[Kind, str] = {"dicom": "DICOM", "nifti": "NIfTI"}
MEMORY = Text(
    "解开这个文件需要的内存太多，不予读取。请缩小图像或减少帧数。",
    "Reading this file needs too much memory. Shrink the picture or export fewer frames.",
)


def decoded(kind: Kind, data: bytes) -> Scan:
    """Decode in this process. Raises ScanError, or anything else that a library raises."""
    from scans.dicom import dicom
    from scans.nifti import nifti
    from scans.raster import raster
    from scans.tiff import tiff

    match kind:
        case "dicom":
            return dicom(data)
        case "nifti":
            return nifti(data)
        case "tiff":
            return tiff(data)
        case _:
            return raster(kind, data)


def answer(kind: Kind, data: bytes, send: Callable[[bytes | memoryview], object]) -> None:
    """Decode and send the Scan or the sentence."""
    try:
        head, blocks = wire.packed(decoded(kind, data))
    except ScanError as error:
        send(wire.refused(error.said))
    except MemoryError:
        send(wire.refused(MEMORY))
    except BaseException:  # some decoders raise what is no Exception, and this process ends here anyway
        send(wire.refused(damaged(_NAMES.get(kind, kind.upper())).said))
    else:
        send(head)
        for block in blocks:
            send(block.reshape(-1).data.cast("B"))


def limit() -> None:
    """Bound memory, time and files of this process, as far as the system can, and silence it."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        import resource
    except ImportError:  # Windows; the parent's clock remains
        return
    for what, soft, hard in (
        (resource.RLIMIT_AS, MEMORY_BYTES, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 1),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    ):
        # macOS refuses some of them
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
    with contextlib.suppress(OSError):
        os.nice(5)


def serve(connection: socket.socket) -> None:
    """Answer one request that comes over a socket."""
    limit()
    os.dup2(2, 1)
    stream = connection.makefile("rb")
    index, length = REQUEST.unpack(stream.read(REQUEST.size))
    answer(KINDS[index], stream.read(min(length, FILE_BYTES)), connection.sendall)


def main() -> None:
    """Answer one request that comes on standard input, on standard output: for systems without fork."""
    out = os.fdopen(os.dup(1), "wb")
    limit()
    os.dup2(2, 1)
    index, length = REQUEST.unpack(sys.stdin.buffer.read(REQUEST.size))
    answer(KINDS[index], sys.stdin.buffer.read(min(length, FILE_BYTES)), out.write)
    out.flush()


if __name__ == "__main__":
    main()
