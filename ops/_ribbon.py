"""The range ribbon: what depth a picture has, which values it holds, and how much of it sits at the limits."""

from dataclasses import dataclass

import numpy as np

from ops._exercise import Pixels
from study.text import Text


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Values of one picture; shares are 0..1 of all values, colour channels counted singly."""

    depth: str  # "uint8", "uint16", "int16", "float32"
    channels: int
    low: float  # of the finite values; 0 when there are none
    high: float
    lost: float  # share that is NaN or infinite
    bottom: float  # share at the lowest value the depth can hold; 0 for float, which has no such limit
    top: float  # share at the highest

    def said(self) -> Text:
        """The ribbon in one line of words."""
        span = f"{self.depth} · {self.low:g} … {self.high:g}"
        zh, en = [span], [span]
        for share, said_zh, said_en in (
            (self.bottom, "在下限", "at the bottom"),
            (self.top, "在上限", "at the top"),
            (self.lost, "为 NaN 或无穷", "NaN or infinite"),
        ):
            if share:
                zh.append(f"{share:.1%} {said_zh}")
                en.append(f"{share:.1%} {said_en}")
        return Text(" · ".join(zh), " · ".join(en))


def ribbon(image: Pixels) -> Ribbon:
    """The ribbon of a picture of any depth, (H, W) or (H, W, 3)."""
    channels = 1 if image.ndim == 2 else int(image.shape[2])
    if image.dtype.kind == "f":
        finite = image[np.isfinite(image)]
        ends = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
        return Ribbon(image.dtype.name, channels, *ends, lost=1 - finite.size / image.size, bottom=0.0, top=0.0)
    limits = np.iinfo(image.dtype)
    bottom, top = (float(np.count_nonzero(image == end)) / image.size for end in (limits.min, limits.max))
    return Ribbon(image.dtype.name, channels, float(image.min()), float(image.max()), 0.0, bottom, top)
