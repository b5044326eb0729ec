"""Width and height from the headers of PNG, JPEG, BMP and WebP, read by ourselves before any library sees the bytes."""

import struct
from dataclasses import dataclass

from scans.limits import JPEG_PASSES, check_size, damaged
from scans.magic import Kind
from scans.scan import ScanError
from study.text import Text

_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"eXIf", b"IEND")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF markers; the other three are tables
_ALONE = frozenset((0x01, *range(0xD0, 0xDA)))  # markers without a length


def check(kind: Kind, data: bytes) -> None:
    """Refuse a PNG, JPEG, BMP or WebP that is too large or has no readable header."""
    match kind:
        case "png":
            plain_png(data)
        case "jpeg":
            check_jpeg(data)
        case "bmp":
            check_size(*_bmp(data))
        case "webp":
            check_size(*_webp(data))


def plain_png(data: bytes) -> tuple[bytes, bool]:
    """The PNG without its animation and texts, and whether it was animated.

    A malformed animation makes OpenCV crash, and long compressed texts cost memory; neither is needed.
    """
    kept, animated, at = [data[:8]], False, 8
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > len(data) or (at == 8) != (name == b"IHDR") or (at == 8 and length != 13):
            raise damaged("PNG")
        if at == 8:
            check_size(*struct.unpack_from(">II", data, 16))
        animated |= name == b"acTL"
        if name in _KEPT:
            kept.append(data[at : at + 12 + length])
        if name == b"IEND":
            break
        at += 12 + length
    if not any(chunk[4:8] == b"IDAT" for chunk in kept):
        raise damaged("PNG")
    return b"".join(kept), animated


@dataclass(frozen=True, slots=True)
class Jpeg:
    """What the frame header of a JPEG or JPEG-LS stream says."""

    width: int
    height: int
    channels: int
    precision: int
    lossless: bool
    rgb: bool  # the components are named R, G and B
    jfif: bool  # a JFIF marker: three components are YCbCr


def jpeg(data: bytes) -> Jpeg | None:
    """Read the markers up to the frame header; None when there is none."""
    at, jfif = 2, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        jfif |= marker == 0xE0 and data[at + 4 : at + 8] == b"JFIF"
        if marker in _FRAMES or marker == 0xF7:
            return _frame(marker, data[at + 4 : at + 2 + length], jfif)
        if marker == 0xDA or length < 2:
            return None
        at += 2 + length
    return None


def _frame(marker: int, body: bytes, jfif: bool) -> Jpeg | None:
    if len(body) < 6 or len(body) < 6 + 3 * body[5]:
        return None
    precision, height, width, channels = struct.unpack_from(">BHHB", body)
    rgb = body[6::3][:3] in (b"RGB", b"rgb")
    return Jpeg(width, height, channels, precision, marker in (0xC3, 0xC7, 0xCB, 0xCF), rgb, jfif)


def check_jpeg(data: bytes) -> Jpeg:
    """The frame header of a JPEG, refused when it is too large or is built to take for ever."""
    head = jpeg(data)
    if head is None:
        raise damaged("JPEG")
    check_size(head.width, head.height)
    if data.count(b"\xff\xda") > JPEG_PASSES:
        raise ScanError(
            Text(
                f"这个 JPEG 的扫描超过 {JPEG_PASSES} 遍，正常文件约 10 遍，不予读取。请另存为普通 JPEG 或 PNG。",
                f"This JPEG has over {JPEG_PASSES} passes where 10 are usual. Save it again as a plain JPEG or PNG.",
            )
        )
    return head


def _bmp(data: bytes) -> tuple[int, int]:
    if len(data) < 26:
        raise damaged("BMP")
    size = int.from_bytes(data[14:18], "little")
    width, height = struct.unpack_from("<HH" if size == 12 else "<ii", data, 18)
    return abs(width), abs(height)


def _webp(data: bytes) -> tuple[int, int]:
    if len(data) < 30:
        raise damaged("WebP")
    match data[12:16]:
        case b"VP8X":
            return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF
    raise damaged("WebP")
