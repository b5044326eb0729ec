"""The scans that visitors are looking at: in memory only, under a token that cannot be guessed, within a budget."""

import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from scans.planes import PLANES, Plane, along
from scans.samples import mask, masks, sample, samples
from scans.scan import Scan, ScanError
from server.budget import Budget, Pool, pool
from study.text import Text

PER_VISITOR = 4
SAMPLE = "sample:"  # tokens of sample scans say which; they are nobody's secret
CUT = ":"  # stands between the token of an upload, the plane along which it is cut, and OVERLAY
OVERLAY = "overlay"

TOO_BIG = Text(
    "解码后的图像比服务器允许的内存还大 - 请上传更小的图，或裁剪后再传。",
    "decoded, this picture is larger than the server's memory for pictures - upload a smaller one or crop it.",
)


@dataclass(frozen=True, slots=True)
class _Held:
    scan: Scan
    visitor: str


def cut(token: str, plane: Plane) -> str:
    """The token of the same upload along a plane."""
    return token if plane == "axial" or not token else f"{token}{CUT}{plane}"


def over(token: str) -> str:
    """The token of the overlay of the same upload."""
    return f"{token}{CUT}{OVERLAY}" if token else ""


class Pictures:
    """Uploaded scans by token. Whoever comes with the token but another cookie finds nothing."""

    def __init__(
        self, limit: int, idle: float, now: Callable[[], float] = time.monotonic, pool: Pool | None = None
    ) -> None:
        # nobody but the visitor can bring a scan back, so it outlives what can be computed again
        self._budget: Budget[_Held] = Budget(limit, idle, now, pool, dear=1)

    def hold(self, scan: Scan, visitor: str) -> str:
        """Keep a scan for this visitor and give its token. Raises ScanError when it is larger than the budget."""
        token = secrets.token_urlsafe(24)
        if not self._budget.put(token, _Held(scan, visitor), scan.nbytes):
            raise ScanError(TOO_BIG)
        for old in self._of(visitor)[:-PER_VISITOR]:
            self._budget.drop(old)
        return token

    def find(self, token: str, visitor: str) -> Scan | None:
        """The scan of this token: a sample or its mask for anybody, an upload for its visitor, None when it is gone.

        An upload may be asked for along a plane, as cut() writes it, and its overlay as over() does; both share the
        memory of the whole.
        """
        if token.startswith(SAMPLE):
            id = token.removeprefix(SAMPLE)
            return sample(id) if id in samples() else mask(id) if id in masks() else None
        whole, _, last = token.rpartition(CUT)
        drawn = bool(whole) and last == OVERLAY
        bare, _, said = (whole if drawn else token).partition(CUT)
        plane = next((p for p in PLANES if p == (said or "axial")), None)
        held = self._budget.get(bare)
        if plane is None or held is None or held.visitor != visitor:
            return None
        found = along(held.scan, plane)
        return found.overlay_mask() if drawn else found

    def drop(self, token: str) -> None:
        """Forget a scan."""
        self._budget.drop(token)

    def sweep(self) -> None:
        """Forget what nobody has looked at for the idle time."""
        self._budget.sweep()

    @property
    def held(self) -> int:
        """Bytes of uploaded scans in memory."""
        return self._budget.held

    def _of(self, visitor: str) -> list[str]:
        kept = ((key, self._budget.peek(key)) for key in self._budget.oldest())
        return [str(key) for key, held in kept if held is not None and held.visitor == visitor]


@cache
def pictures() -> Pictures:
    """The process's one, within its pool; SCANPREP_PICTURE_MINUTES (30) is how long nobody need look at a scan."""
    minutes = float(os.environ.get("SCANPREP_PICTURE_MINUTES") or 30)
    return Pictures(pool().limit, minutes * 60, pool=pool())
