"""Reading values that an enhanced multi-frame DICOM keeps in functional groups and others at the top."""

import math
from collections.abc import Iterable

from pydicom.dataset import Dataset


def grouped(ds: Dataset, group: str, frame: int = 0) -> Dataset:
    """The item that holds a group's elements for one frame; the file itself when there is no such group."""
    per_frame, shared = ds.get("PerFrameFunctionalGroupsSequence"), ds.get("SharedFunctionalGroupsSequence")
    for holder in ((per_frame or [])[frame : frame + 1], (shared or [])[:1]):
        found = holder[0].get(group) if holder else None
        if found:
            item: Dataset = found[0]
            return item
    return ds


def numbers(value: object) -> tuple[float, ...]:
    """One value or many as finite floats; what is no number is left out."""
    many = value if isinstance(value, Iterable) and not isinstance(value, (str, bytes)) else (value,)
    found = []
    for one in many:
        try:
            found.append(float(one))  # type: ignore[arg-type]  # what float() cannot take is caught below
        except (TypeError, ValueError, OverflowError):
            continue
    return tuple(v for v in found if math.isfinite(v))
