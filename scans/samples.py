"""stand-in"""

from dataclasses import dataclass
from functools import cache
import numpy as np
from scans.scan import Scan, Window
from study.text import Text


@dataclass(frozen=True)
class Sample:
    id: str
    title: Text


def samples() -> dict[str, Sample]:
    return {
        i: Sample(i, Text(i, i)) for i in ("ct-abdomen", "mr-head", "cr-chest", "cells", "retina-vessels", "us-cyst")
    }


@cache
def sample(id: str) -> Scan:
    y, x = np.mgrid[:256, :256]
    return Scan(((np.hypot(x - 128, y - 128) < 80) * 120 + (x % 32)).astype(np.uint8)[None], (Window(127.5, 255.0),))
