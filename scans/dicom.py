"""DICOM to a Scan: stored values, measured values, windows, and only facts without identity."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
from cv2.typing import MatLike
from pydicom.dataset import Dataset
from pydicom.encaps import generate_frames
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import apply_color_lut, convert_color_space

from scans import codestream, depth, labels
from scans.codestream import Layout
from scans.dicom_facts import burned_in, dicom_facts, spacing
from scans.dicom_head import dicom_head, whole
from scans.dicom_values import dicom_values
from scans.dicom_windows import dicom_windows
from scans.limits import damaged, kept_frames, some_frames
from scans.overlays import overlays
from scans.scan import Scan, ScanError
from study.text import Text

_COLORS = ("RGB", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT")


def dicom(data: bytes) -> Scan:
    """Decode every frame that fits. Raises ScanError, or whatever the libraries raise on broken bytes."""
    ds = dicom_head(data)
    layout = _layout(ds)
    announced = max(1, whole(ds, "NumberOfFrames", 1))
    frame_bytes = layout.rows * layout.columns * layout.samples * max(1, layout.bits // 8)
    stored = _stacked(_frames(ds, layout), kept_frames(announced, frame_bytes))
    said = burned_in(ds)
    if len(stored) < announced:
        said = (*said, some_frames(len(stored), announced))
    overlay, left_out = overlays(ds, layout, len(stored))
    said = (*said, *(labels.IN_OVERLAY,) * (overlay is not None), *left_out)
    if layout.photometric == "PALETTE COLOR":
        stored = _painted(stored, ds)
    if layout.bits == 1:
        stored = stored * np.uint8(255)
    if stored.ndim == 4:
        return replace(_colored(stored, ds, layout, said), overlay=overlay)
    values, unit, changed = dicom_values(stored, ds)
    windows, shown = dicom_windows(values, ds, unit)
    return Scan(
        np.ascontiguousarray(values),
        windows,
        unit,
        spacing(ds),
        inverted=layout.photometric == "MONOCHROME1",
        facts=dicom_facts(ds, layout, len(values), unit),
        warnings=(*said, *changed, *shown),
        overlay=overlay,
    )


def _colored(stored: MatLike, ds: Dataset, layout: Layout, said: tuple[Text, ...]) -> Scan:
    values, changed = depth.measured(stored)
    windows, _ = depth.windows(values)
    facts = dicom_facts(ds, layout, len(values), "")
    return Scan(np.ascontiguousarray(values), windows, "", spacing(ds), facts=facts, warnings=(*said, *changed))


def _layout(ds: Dataset) -> Layout:
    photometric, samples = str(ds.PhotometricInterpretation), whole(ds, "SamplesPerPixel")
    legal = _COLORS if samples == 3 else ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR")
    if photometric not in legal:
        raise ScanError(
            Text(
                "这个 DICOM 的颜色编码（光度解释）不受支持。请导出为 MONOCHROME2 或 RGB。",
                "This DICOM's colour coding (photometric interpretation) is not supported. Export it as "
                "MONOCHROME2 or RGB.",
            )
        )
    bits = whole(ds, "BitsAllocated")
    return Layout(
        ds.file_meta.TransferSyntaxUID,
        whole(ds, "Rows"),
        whole(ds, "Columns"),
        samples,
        bits,
        whole(ds, "BitsStored", bits),
        bool(whole(ds, "PixelRepresentation", 0)),
        photometric,
    )


def _frames(ds: Dataset, layout: Layout) -> Iterator[MatLike]:
    if layout.syntax in codestream.READABLE:
        yield from _compressed(ds, layout)
    elif layout.syntax.is_transfer_syntax and not layout.syntax.is_encapsulated:
        yield from (values for values, _ in get_decoder(layout.syntax).iter_array(ds))
    else:
        name = layout.syntax.name if layout.syntax.name != layout.syntax else "?"
        raise ScanError(
            Text(
                f"这个 DICOM 的压缩方式（{name}）不受支持。请导出为未压缩或 JPEG 2000 的 DICOM。",
                f"This DICOM is compressed as {name}, which is not supported. Export it uncompressed or as JPEG 2000.",
            )
        )


def _compressed(ds: Dataset, layout: Layout) -> Iterator[MatLike]:
    offsets = (ds.ExtendedOffsetTable, ds.ExtendedOffsetTableLengths) if "ExtendedOffsetTable" in ds else None
    announced = max(1, whole(ds, "NumberOfFrames", 1))
    for frame in generate_frames(ds.PixelData, number_of_frames=announced, extended_offsets=offsets):
        values, rgb = codestream.decode(frame, layout)
        if values.ndim == 3 and not rgb:
            values = convert_color_space(values, layout.photometric, "RGB")
        yield values


def _stacked(frames: Iterator[MatLike], count: int) -> MatLike:
    """The first frames as (F, H, W) or (F, H, W, 3), filled one by one to keep memory low."""
    stack: MatLike | None = None
    done = 0
    for done, values in enumerate(islice(frames, count), 1):
        if stack is None:
            stack = np.empty((count, *values.shape), values.dtype.newbyteorder("="))
        stack[done - 1] = values
    if stack is None:
        raise damaged("DICOM")
    return stack[:done]


def _painted(stored: MatLike, ds: Dataset) -> MatLike:
    """Indices through the file's palette; 16-bit colours lose their low byte."""
    painted: MatLike = apply_color_lut(stored, ds)[..., :3]
    return np.right_shift(painted, 8).astype(np.uint8) if painted.dtype == np.uint16 else painted
