"""What the kernel knows of a running server: who listens on a port, its processor time, its memory."""

import os
from pathlib import Path
from urllib.parse import urlsplit

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
LISTENING = "0A"


def server_of(url: str) -> Path:
    """The /proc folder of the process that listens at this address."""
    port = urlsplit(url).port
    tables = [(PROC / "net" / name).read_text().splitlines()[1:] for name in ("tcp", "tcp6")]
    rows = [line.split() for table in tables for line in table]
    sockets = {f"socket:[{r[9]}]" for r in rows if int(r[1].split(":")[1], 16) == port and r[3] == LISTENING}
    for folder in PROC.glob("[0-9]*"):
        try:
            if any(os.readlink(link) in sockets for link in (folder / "fd").iterdir()):
                return folder
        except OSError:  # it ended meanwhile, or is another user's
            continue
    raise AssertionError(f"nobody listens on port {port}")


def cpu(process: Path) -> float:
    """Seconds of processor time that it has used, in user and kernel mode, without its children."""
    fields = (process / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident(process: Path) -> float:
    """Megabytes of memory that are its own (PSS: a page that n processes share counts as 1/n)."""
    lines = (process / "smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024
