"""A volume cut along the three planes of the body: one upload, three scans."""

from dataclasses import replace
from typing import Literal

import numpy as np

from scans import labels
from scans.scan import Scan
from study.text import Text

Plane = Literal["axial", "coronal", "sagittal"]

PLANES: dict[Plane, Text] = {
    "axial": Text("横断面", "Axial"),
    "coronal": Text("冠状面", "Coronal"),
    "sagittal": Text("矢状面", "Sagittal"),
}


def planes(scan: Scan) -> tuple[Plane, ...]:
    """Along which planes a scan can be cut; "axial" alone stands for "as it is"."""
    return tuple(PLANES) if scan.volume and scan.frames > 1 else ("axial",)


def along(scan: Scan, plane: Plane) -> Scan:
    """The same values and overlay as slices of a plane, without a copy; the scan itself where it cannot be cut.

    Coronal: front first, the right on the left. Sagittal: right first, nose on the left. The head is up in both.
    """
    if plane == "axial" or plane not in planes(scan):
        return scan
    rows, columns = scan.spacing or (None, None)
    axes, across, gap = {
        "coronal": ((1, 0, 2), columns, rows),
        "sagittal": ((2, 0, 1), rows, columns),
    }[plane]
    frames = scan.pixels[::-1].transpose(*axes, *range(3, scan.pixels.ndim))
    spacing = (scan.gap, across) if scan.gap and across else None
    facts = _facts(scan.facts, frames.shape, spacing)
    overlay = scan.overlay
    if overlay is not None:
        overlay = np.broadcast_to(overlay, scan.pixels.shape[:3])[::-1].transpose(axes)
    return replace(scan, pixels=frames, spacing=spacing, gap=gap, volume=False, facts=facts, overlay=overlay)


def _facts(
    facts: tuple[tuple[Text, str], ...], shape: tuple[int, ...], spacing: tuple[float, float] | None
) -> tuple[tuple[Text, str], ...]:
    new = {
        labels.SIZE: f"{shape[2]} × {shape[1]}",
        labels.FRAMES: str(shape[0]),
        labels.SPACING: labels.spaced(spacing),
    }
    changed = ((label, new.get(label, value)) for label, value in facts)
    return tuple((label, value) for label, value in changed if value)
