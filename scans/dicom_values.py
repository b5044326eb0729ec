"""Stored values of a DICOM to measured ones: rescale slope and intercept, or a modality table."""

import numpy as np
from cv2.typing import MatLike
from pydicom.dataset import Dataset
from pydicom.pixels.processing import apply_modality_lut

from scans.depth import measured
from scans.dicom_groups import grouped, numbers
from study.text import Text

Line = tuple[float, float]  # slope, intercept


def dicom_values(frames: MatLike, ds: Dataset) -> tuple[MatLike, str, tuple[Text, ...]]:
    """(F, H, W) measured values as int16, uint16, uint8 or float32, their unit, and what had to be said."""
    if ds.get("ModalityLUTSequence"):
        values, said = measured(apply_modality_lut(frames, ds))
        return values, "", said
    lines = rescale_lines(ds, len(frames))
    if set(lines) == {(1.0, 0.0)}:
        values, said = measured(frames)
        return values, _unit(ds), said
    return _rescaled(frames, lines), _unit(ds), ()


def rescale_lines(ds: Dataset, frames: int) -> list[Line]:
    """Slope and intercept of every frame; (1, 0) where the file gives none that is usable."""
    if len(ds.get("PerFrameFunctionalGroupsSequence") or []) == frames:
        return [_line(grouped(ds, "PixelValueTransformationSequence", index)) for index in range(frames)]
    return [_line(grouped(ds, "PixelValueTransformationSequence"))] * frames


def _line(item: Dataset) -> Line:
    scaling = numbers(item.get("DoseGridScaling"))
    slope, intercept = numbers(item.get("RescaleSlope")), numbers(item.get("RescaleIntercept"))
    if scaling and scaling[0] > 0:
        return scaling[0], 0.0
    return (slope[0], intercept[0]) if slope and intercept and slope[0] != 0 else (1.0, 0.0)


def _rescaled(frames: MatLike, lines: list[Line]) -> MatLike:
    out = np.empty(frames.shape, _kind(frames, lines))
    exact = out.dtype.kind != "f"
    for index, (slope, intercept) in enumerate(lines):
        if exact:
            out[index] = frames[index].astype(np.int32) * int(slope) + int(intercept)
        else:
            out[index] = frames[index] * np.float64(slope) + np.float64(intercept)
    return out


def _kind(frames: MatLike, lines: list[Line]) -> type[np.generic]:
    """The narrowest that holds every possible value exactly, else float32."""
    if frames.dtype.kind == "f" or not all(v.is_integer() and abs(v) < 65536 for line in lines for v in line):
        return np.float32
    ends = [e * s + i for s, i in set(lines) for e in (int(frames.min()), int(frames.max()))]
    for kind in (np.int16, np.uint16):
        if np.iinfo(kind).min <= min(ends) and max(ends) <= np.iinfo(kind).max:
            return kind
    return np.float32


def _unit(ds: Dataset) -> str:
    """A unit only where the standard says which; anything else stays unnamed."""
    item = grouped(ds, "PixelValueTransformationSequence")
    kind = item.get("RescaleType") or ("HU" if ds.get("Modality") == "CT" else "")
    if ds.get("Modality") == "CT" and kind in ("HU", "US", "HU_MOD") and item.get("RescaleIntercept") is not None:
        return "HU"
    if ds.get("Modality") == "PT" and ds.get("Units") == "BQML":
        return "Bq/mL"
    return "Gy" if ds.get("DoseUnits") == "GY" else ""
