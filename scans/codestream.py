"""One compressed frame of a DICOM to an array: JPEG, JPEG lossless, JPEG-LS, JPEG 2000, HTJ2K and RLE.

The size in the frame's own header is compared with Rows and Columns before anything is decoded, because a
small frame may announce a picture of gigabytes.
"""

import struct
from dataclasses import dataclass

import imagecodecs
import numpy as np
from cv2.typing import MatLike
from pydicom import uid

from scans.headers import jpeg
from scans.limits import damaged
from scans.scan import ScanError
from study.text import Text

_JPEG = (uid.JPEGBaseline8Bit, uid.JPEGExtended12Bit, uid.JPEGLossless, uid.JPEGLosslessSV1)
_JPEG_LS = (uid.JPEGLSLossless, uid.JPEGLSNearLossless)
_JPEG_2000 = (uid.JPEG2000Lossless, uid.JPEG2000)
_HT = (uid.HTJ2KLossless, uid.HTJ2KLosslessRPCL, uid.HTJ2K)
READABLE = frozenset((*_JPEG, *_JPEG_LS, *_JPEG_2000, *_HT, uid.RLELossless))

MISMATCH = Text(
    "压缩数据里的图像尺寸与 DICOM 头不一致，文件已损坏。请从设备或 PACS 重新导出。",
    "The size inside the compressed data is not the size in the DICOM header; the file is damaged. Export it again.",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the header says about every frame."""

    syntax: uid.UID
    rows: int
    columns: int
    samples: int
    bits: int  # allocated
    stored: int
    signed: bool
    photometric: str


def decode(frame: bytes, layout: Layout) -> tuple[MatLike, bool]:
    """(H, W) or (H, W, 3), and whether three samples are RGB already. Raises ScanError or RuntimeError."""
    if layout.syntax == uid.RLELossless:
        return _rle(frame, layout), layout.photometric == "RGB"
    if layout.syntax in _JPEG_2000 or layout.syntax in _HT:
        values = _jpeg_2000(frame, layout)
        rgb = layout.photometric in ("RGB", "YBR_ICT", "YBR_RCT")
    else:
        values, rgb = _jpeg(frame, layout)
    if values.shape != (layout.rows, layout.columns) + (layout.samples,) * (layout.samples > 1):
        raise ScanError(MISMATCH)
    return values, rgb


def _jpeg(frame: bytes, layout: Layout) -> tuple[MatLike, bool]:
    head = jpeg(frame)
    if head is None or b"\xff\xd9" not in frame:  # libjpeg paints what is missing grey and says nothing
        raise damaged("DICOM")
    if (head.height, head.width, head.channels) != (layout.rows, layout.columns, layout.samples):
        raise ScanError(MISMATCH)
    rgb = head.rgb or (layout.photometric == "RGB" and not head.jfif)
    if layout.syntax in _JPEG_LS:
        return _signed(imagecodecs.jpegls_decode(frame), head.precision, layout), rgb
    if layout.samples == 1:
        return _signed(imagecodecs.jpeg8_decode(frame), head.precision, layout), False
    space = "RGB" if rgb else "YCBCR"
    if head.lossless:  # has no colour conversion of its own
        return imagecodecs.jpeg8_decode(frame, colorspace=space, outcolorspace=space), rgb
    return imagecodecs.jpeg8_decode(frame, colorspace=space, outcolorspace="RGB"), True


def _signed(values: MatLike, precision: int, layout: Layout) -> MatLike:
    """JPEG has no signs: take the highest bit that is in use as one when the header says so."""
    if not layout.signed:
        return values
    unused = 8 * values.dtype.itemsize - min(precision, layout.stored)
    return np.left_shift(values, unused).view(f"i{values.dtype.itemsize}") >> unused


def _jpeg_2000(frame: bytes, layout: Layout) -> MatLike:
    at = frame.find(b"\xff\x4f\xff\x51")
    if at < 0 or len(frame) < at + 43:
        raise damaged("DICOM")
    x1, y1, x0, y0, tile_w, tile_h, tile_x, tile_y, samples, depth = struct.unpack_from(">8IHB", frame, at + 8)
    if (y1 - y0, x1 - x0, samples) != (layout.rows, layout.columns, layout.samples):
        raise ScanError(MISMATCH)
    if not (tile_w and tile_h) or -((tile_x - x1) // tile_w) * -((tile_y - y1) // tile_h) > 65535:
        raise damaged("DICOM")
    if layout.syntax in _HT:
        values: MatLike = imagecodecs.htj2k_decode(frame[at:])
    else:
        values = imagecodecs.jpeg2k_decode(frame, numthreads=1)
    if bool(depth & 0x80) == layout.signed:
        return values
    kind, unused = "iu"[not layout.signed], 8 * values.dtype.itemsize - (depth & 0x7F) - 1
    turned: MatLike = np.left_shift(values, unused).view(f"{kind}{values.dtype.itemsize}") >> unused
    return turned


def _rle(frame: bytes, layout: Layout) -> MatLike:
    """DICOM PS3.5 annex G: a table of up to 15 segments, each one byte plane packed as PackBits, high bytes first."""
    wide = layout.bits // 8
    count, *starts = struct.unpack_from("<16I", frame)
    if count != wide * layout.samples or not all(64 <= s <= len(frame) for s in starts[:count]):
        raise damaged("DICOM")
    size = layout.rows * layout.columns
    planes = np.empty((layout.samples, wide, size), np.uint8)
    for index, (start, end) in enumerate(zip(starts[:count], [*starts[1:count], len(frame)], strict=True)):
        if (end - start) * 64 < size:
            raise damaged("DICOM")
        unpacked = imagecodecs.packbits_decode(frame[start:end], out=size + 256)
        if len(unpacked) < size:
            raise damaged("DICOM")
        planes[index // wide, index % wide] = np.frombuffer(unpacked, np.uint8, size)
    kind = "i" if layout.signed else "u"
    values: MatLike = np.moveaxis(planes, 1, 2).copy().view(f">{kind}{wide}")[..., 0].astype(f"{kind}{wide}")
    values = values.reshape(layout.samples, layout.rows, layout.columns)
    unused = layout.bits - layout.stored
    values = np.left_shift(values, unused) >> unused
    return values[0] if layout.samples == 1 else np.moveaxis(values, 0, -1)
