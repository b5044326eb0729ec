"""The elements of a DICOM file that we read at all: an allow-list without any identity."""

import io
import struct
import zlib

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from scans import overlays
from scans.limits import RAW_BYTES, check_raw, check_size, damaged
from scans.scan import ScanError
from study.text import Text

# fmt: off
_READ = [
    "SOPClassUID", "Modality", "BurnedInAnnotation", "ConversionType", "SamplesPerPixel",
    "PhotometricInterpretation", "PlanarConfiguration", "NumberOfFrames", "Rows", "Columns", "BitsAllocated",
    "BitsStored", "HighBit", "PixelRepresentation", "PixelSpacing", "ImagerPixelSpacing", "WindowCenter",
    "WindowWidth", "WindowCenterWidthExplanation", "VOILUTFunction", "VOILUTSequence", "RescaleSlope",
    "RescaleIntercept", "RescaleType", "ModalityLUTSequence", "Units", "DoseGridScaling", "DoseUnits",
    "RedPaletteColorLookupTableDescriptor", "GreenPaletteColorLookupTableDescriptor",
    "BluePaletteColorLookupTableDescriptor", "RedPaletteColorLookupTableData", "GreenPaletteColorLookupTableData",
    "BluePaletteColorLookupTableData", "SegmentedRedPaletteColorLookupTableData",
    "SegmentedGreenPaletteColorLookupTableData", "SegmentedBluePaletteColorLookupTableData",
    "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence", "ExtendedOffsetTable",
    "ExtendedOffsetTableLengths", "PixelData", "FloatPixelData", "DoubleFloatPixelData",
]
# fmt: on

_TAGS = [*map(Tag, _READ), *(Tag(tag) for tag in overlays.TAGS)]
PIXELS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")
_NEEDED = ("Rows", "Columns", "SamplesPerPixel", "PhotometricInterpretation", "BitsAllocated")
_ALSO_NEEDED = ("BitsStored", "PixelRepresentation")  # of integers

NO_PICTURE = Text(
    "这个 DICOM 文件里没有图像（例如报告、结构或目录文件）。请选择含图像的文件。",
    "This DICOM has no picture (it may be a report, a structure set or a directory). Choose one that has.",
)


def dicom_head(data: bytes) -> Dataset:
    """The allowed elements, checked: sizes are legal and there are pixels. Raises ScanError."""
    ds = dcmread(io.BytesIO(_plain(data)), force=True, specific_tags=_TAGS)
    _name_syntax(ds)
    if not any(ds.get(name) for name in PIXELS):
        raise ScanError(NO_PICTURE)
    missing = [name for name in _NEEDED if ds.get(name) is None]
    if "PixelData" in ds:
        missing += [name for name in _ALSO_NEEDED if ds.get(name) is None]
    if missing:
        names = ", ".join(missing)
        raise ScanError(
            Text(
                f"这个 DICOM 缺少必需的元素 {names}，无法解读像素。请从设备或 PACS 重新导出。",
                f"This DICOM lacks the required {names}, so its pixels cannot be read. Export it again.",
            )
        )
    _check(ds)
    return ds


def _check(ds: Dataset) -> None:
    rows, columns, bits = whole(ds, "Rows"), whole(ds, "Columns"), whole(ds, "BitsAllocated")
    check_size(columns, rows)
    frames, samples = whole(ds, "NumberOfFrames", 1), whole(ds, "SamplesPerPixel")
    legal = {
        "NumberOfFrames": frames >= 0,
        "SamplesPerPixel": samples in (1, 3),
        "BitsAllocated": bits in (1, 8, 16, 32, 64),
        "BitsStored": 1 <= whole(ds, "BitsStored", bits) <= bits,
        "PixelRepresentation": whole(ds, "PixelRepresentation", 0) in (0, 1),
    }
    for name, ok in legal.items():
        if not ok:
            raise ScanError(
                Text(
                    f"这个 DICOM 的 {name} 不合法，无法解读像素。请从设备或 PACS 重新导出。",
                    f"This DICOM's {name} is not a legal value, so its pixels cannot be read. Export it again.",
                )
            )
    check_raw(rows * columns * samples * max(1, frames) * max(1, bits // 8))


def whole(ds: Dataset, name: str, default: int = 0) -> int:
    """An element as a whole number; the default when it is absent or empty."""
    value = ds.get(name)
    return default if value is None or value == "" else int(value)


def _name_syntax(ds: Dataset) -> None:
    """Files without a meta header say by their encoding what they are."""
    if ds.file_meta.get("TransferSyntaxUID"):
        return
    implicit, little = ds.original_encoding
    ds.file_meta.TransferSyntaxUID = (
        ExplicitVRBigEndian if not little else ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian
    )


def _plain(data: bytes) -> bytes:
    """The same file, inflated with a limit when it is deflated: pydicom would inflate without one."""
    syntax, end = _meta(data)
    if syntax != DeflatedExplicitVRLittleEndian:
        return data
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    body = inflate.decompress(data[end:], RAW_BYTES // 2)
    if inflate.unconsumed_tail:
        check_raw(RAW_BYTES + 1)
    uid = ExplicitVRLittleEndian.encode() + b"\0"
    return data[:128] + b"DICM\x02\0\x10\0UI" + struct.pack("<H", len(uid)) + uid + body


def _meta(data: bytes) -> tuple[UID | None, int]:
    """The transfer syntax from the meta header, which is always explicit little endian, and where the header ends."""
    at, syntax = 132 if data[128:132] == b"DICM" else 0, None
    while data[at : at + 2] == b"\x02\0" and at + 8 <= len(data):
        element, vr, length = struct.unpack_from("<H2sH", data, at + 2)
        start = at + 8
        if vr in (b"OB", b"OW", b"UN", b"SQ", b"UT", b"OF"):
            if at + 12 > len(data):
                raise damaged("DICOM")
            length, start = int.from_bytes(data[at + 8 : at + 12], "little"), at + 12
        if element == 0x10:
            syntax = UID(data[start : start + length].rstrip(b"\0 ").decode("ascii", "replace"))
        at = start + length
    return syntax, at
