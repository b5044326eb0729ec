"""Bad files made on the spot: bombs, lies, cut-offs and oddities of every format, each with what must become of it."""

import io
import itertools
import random
import struct
import zlib
from collections.abc import Callable, Iterator

import cv2
import numpy as np
from PIL import Image

from tests import hostile_dicom, hostile_nifti, hostile_tiff
from tests.hostile_zeros import zeros

Bad = tuple[str, bytes, str]  # name, bytes, and "read", "refused" or "either"
PIXEL_DATA = b"\xe0\x7f\x10\0"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
PICTURE = cv2.GaussianBlur(np.random.default_rng(7).integers(0, 255, (97, 131, 3), dtype=np.uint8), (0, 0), 3)


def files() -> Iterator[Bad]:
    """Every kind of bad file we know."""
    yield from itertools.chain(_png(), _apng(), _jpeg(), _bmp(), _webp(), _other())
    yield from itertools.chain(hostile_tiff.files(), hostile_dicom.files(), hostile_nifti.files())


def pil(kind: str, mode: str = "RGB", **options: object) -> bytes:
    """The test picture written by Pillow."""
    out = io.BytesIO()
    Image.fromarray(PICTURE).convert(mode).save(out, kind, **options)
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    """One PNG chunk."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(
    width: int, height: int, depth: int = 8, color: int = 0, idat: bytes | None = None, extra: bytes = b""
) -> bytes:
    """A black PNG; without `idat` its data are whole up to 2 MB and cut beyond that."""
    row = 1 + (width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color] + 7) // 8
    body = zeros(min(row * height, 1 << 21)) if idat is None else idat
    palette = chunk(b"PLTE", bytes(6)) if color == 3 else b""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0))
    return SIGNATURE + head + extra + palette + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _png() -> Iterator[Bad]:
    for width, height, depth, color in (
        *((100_000, 100_000, 1, 0), (32767, 32767, 8, 0), (20_000, 20_000, 16, 6), (12_000, 12_000, 8, 2)),
        *((65535, 65535, 8, 2), (2**31 - 1, 2**31 - 1, 8, 2), (1, 2**30, 8, 0), (0, 10, 8, 0)),
    ):
        yield f"png of {width} x {height}", png(width, height, depth, color), "refused"
    for width, height, depth, color in ((1, 1, 8, 0), (1, 5000, 8, 0), (5000, 1, 8, 0), (33, 17, 1, 0)):
        yield f"png of {width} x {height} {depth} bit", png(width, height, depth, color), "read"
    for depth, color in ((16, 0), (16, 6), (8, 3), (8, 4), (2, 0), (4, 3), (16, 2), (16, 4)):
        yield f"png colour type {color} {depth} bit", png(33, 17, depth, color), "read"
    text = chunk(b"zTXt", b"Comment\0\0" + zeros(300 << 20))
    yield "png with a text of 300 MB", png(8, 8, extra=text), "read"
    yield "png with a profile of 300 MB", png(8, 8, extra=chunk(b"iCCP", b"p\0\0" + zeros(300 << 20))), "read"
    yield "png with 10,000 texts", png(8, 8, extra=b"".join(chunk(b"tEXt", b"k\0v") for _ in range(10_000))), "read"
    yield "png with 300 MB of pixels too many", png(8, 8, idat=zeros(300 << 20)), "either"
    yield "png with a page inside", png(8, 8, extra=chunk(b"tEXt", b"c\0<script>alert(1)</script>")), "read"
    yield "png without its end", png(64, 64)[:-12], "either"
    yield "png without pixels", SIGNATURE + png(8, 8)[8:33] + chunk(b"IEND", b""), "refused"
    yield "png signature only", SIGNATURE, "refused"
    yield "png cut in half", pil("PNG")[:9000], "refused"
    yield (
        "png with a chunk of 1 GB announced",
        png(1, 1)[:33] + struct.pack(">I", 1 << 30) + b"IDAT" + bytes(40),
        "refused",
    )
    yield "png with a wrong checksum", png(8, 8)[:-20] + b"xxxx" + png(8, 8)[-16:], "either"
    yield "png with a broken colour type", png(8, 8)[:25] + b"\x05" + png(8, 8)[26:], "refused"


def apng(frames: int, announced: int, hidden: bool = False, break_at: int | None = None) -> bytes:
    """An animated PNG of 16 x 16 pixels."""
    raw, parts, order = (
        zlib.compress(bytes(17 * 16)),
        [png(16, 16)[:33], chunk(b"acTL", struct.pack(">II", announced, 0))],
        0,
    )
    if hidden:
        parts.append(chunk(b"IDAT", raw))
    for index in range(frames):
        width = 60_000 if index == break_at else 16
        parts.append(chunk(b"fcTL", struct.pack(">IIIIIHHBB", order, width, 16, 0, 0, 1, 100, 0, 0)))
        if index == 0 and not hidden:
            parts.append(chunk(b"IDAT", raw))
            order += 1
        else:
            parts.append(chunk(b"fdAT", struct.pack(">I", order + 1) + raw))
            order += 2
    return b"".join([*parts, chunk(b"IEND", b"")])


def _apng() -> Iterator[Bad]:
    yield "apng of 5 frames", apng(5, 5), "read"
    yield "apng of 2 of 4,294,967,295 frames", apng(2, 2**32 - 1), "read"
    yield "apng of 5,000 frames", apng(5000, 5000), "read"
    yield "apng with a hidden first frame", apng(2, 2, hidden=True), "read"
    for index in range(3):
        yield f"apng with frame {index} out of bounds", apng(3, 3, hidden=True, break_at=index), "read"
    crasher = apng(1, 1, hidden=True, break_at=0)
    yield "apng that crashes OpenCV", crasher[: crasher.index(b"fcTL") + 16] + crasher[-16:], "refused"


def sized(jpeg: bytes, height: int, width: int) -> bytes:
    """The JPEG with another size in its frame header."""
    at = min(i for i in (jpeg.find(b"\xff\xc0"), jpeg.find(b"\xff\xc1"), jpeg.find(b"\xff\xc2")) if i > 0)
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def many_scans(count: int, height: int, width: int) -> bytes:
    """A progressive JPEG that repeats its last pass."""
    jpeg = sized(pil("JPEG", progressive=True), height, width)
    at = jpeg.rfind(b"\xff\xda")
    length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return jpeg[:at] + (jpeg[at : at + 2 + length] + b"\0\0") * count + b"\xff\xd9"


def _jpeg() -> Iterator[Bad]:
    plain = pil("JPEG", quality=80)
    for height, width in ((65500, 65500), (30000, 30000), (0, 0), (97, 0), (1, 65535)):
        yield f"jpeg announcing {width} x {height}", sized(plain, height, width), "either" if height == 1 else "refused"
    yield "jpeg of 5,000 passes", many_scans(5000, 6000, 6000), "refused"
    yield "jpeg of 90 passes over 36 Mpx", many_scans(90, 6000, 6000), "either"
    yield "jpeg start only", b"\xff\xd8\xff", "refused"
    yield "jpeg start of two bytes", b"\xff\xd8", "refused"
    yield "jpeg cut in half", plain[: len(plain) // 2], "refused"
    yield "jpeg with garbage after it", plain + random.Random(1).randbytes(5000), "read"
    yield "jpeg with an archive after it", plain + b"PK\x05\x06" + bytes(18), "read"
    yield "jpeg of 1 x 1", cv2.imencode(".jpg", np.zeros((1, 1), np.uint8))[1].tobytes(), "read"
    yield "jpeg in CMYK", pil("JPEG", "CMYK"), "read"
    yield "progressive jpeg", pil("JPEG", progressive=True), "read"
    for orientation in (0, 9, 99, 65535):
        exif = Image.Exif()
        exif[0x0112] = orientation
        yield f"jpeg with orientation {orientation}", pil("JPEG", exif=exif), "read"
    yield "jpeg with a broken EXIF block", pil("JPEG", exif=b"Exif\0\0" + b"\xff" * 40), "read"


def bmp(width: int, height: int, bits: int = 24, packing: int = 0, body: bytes = bytes(64)) -> bytes:
    """A BMP header and some bytes."""
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, packing, len(body), 2835, 2835, 0, 0)
    start = 54 + (1024 if bits == 8 else 0)
    return b"BM" + struct.pack("<IHHI", start + len(body), 0, 0, start) + head + bytes(start - 54) + body


def _bmp() -> Iterator[Bad]:
    for width, height, bits, packing in (
        *((30_000, 30_000, 24, 0), (30_000, -30_000, 24, 0), (-(2**31), -(2**31), 24, 0)),
        *((30_000, 30_000, 8, 1), (12_000, 12_000, 8, 1), (0, 0, 24, 0)),
    ):
        yield f"bmp of {width} x {height} packed {packing}", bmp(width, height, bits, packing, b"\0\1"), "refused"
    yield "bmp of 32 bit from the top", bmp(4, -4, 32), "read"
    yield "bmp packed, 36 Mpx from two bytes", bmp(6000, 6000, 8, 1, b"\0\1"), "either"
    yield "bmp header only", bmp(10, 10)[:30], "refused"
    yield "bmp of a megabyte of zeros", b"BM" + bytes(1 << 20), "refused"


def _webp() -> Iterator[Bad]:
    yield "webp lossless with alpha", pil("WEBP", "RGBA", lossless=True), "read"
    yield "webp of 16383 x 16383", _resized_webp(16383, 16383), "refused"
    yield "webp that lies about its size", _resized_webp(3000, 3000), "either"
    yield "webp cut in half", pil("WEBP")[:400], "refused"
    yield "webp header only", pil("WEBP")[:16], "refused"
    out, frames = io.BytesIO(), [Image.fromarray(np.full((16, 16, 3), i % 255, np.uint8)) for i in range(60)]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    yield "webp of 60 frames", out.getvalue(), "read"


def _resized_webp(width: int, height: int) -> bytes:
    data = pil("WEBP")
    return data[:26] + struct.pack("<HH", width, height) + data[30:]


def _other() -> Iterator[Bad]:
    for name, data in {
        "nothing": b"",
        "an svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "a web page": b"<html><script>alert(1)</script></html>",
        "a text in GBK": "你好，图像".encode("gbk"),
        "a text in UTF-8": "你好，图像".encode(),
        "a gif": pil("GIF", "P"),
        "a jpeg 2000 picture": pil("JPEG2000"),
        "an archive": b"PK\x03\x04" + bytes(100),
        "a document": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(100),
        "a program": b"\x7fELF\x02\x01\x01" + bytes(20_000),
        "noise": random.Random(2).randbytes(4096),
        "a megabyte of zeros": bytes(1 << 20),
        "33 MB": SIGNATURE + bytes(33 << 20),
        "a portable bitmap": b"P6\n100000 100000\n255\n" + bytes(100),
        "a radiance picture": b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 30000 +X 30000\n",
    }.items():
        yield name, data, "refused"


_BYTES = (0, 1, 0x7F, 0x80, 0xFF, 0x10, 0x40)
_WORDS = (0, 1, 0x7FFF, 0x8000, 0xFFFF, 0x100)
_LONGS = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x10000, 0xFFFFFFFE, 0x3FFFFFFF)


def mutants(seeds: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """Seeds with one to eight random injuries each: near the beginning, anywhere, or within a DICOM's pixels."""
    rng = random.Random(seed)
    for _ in range(count):
        data = bytearray(rng.choice(seeds))
        first = max(data.rfind(PIXEL_DATA), 0) if rng.random() < 0.3 else 0
        for _ in range(rng.choice((1, 1, 1, 2, 3, 5, 8))):
            if len(data) >= first + 8:
                at = first + int((len(data) - first) * rng.random() ** rng.choice((1, 1, 3)))
                _injure(rng, data, min(at, len(data) - 1), seeds)
        yield bytes(data)


def _injure(rng: random.Random, data: bytearray, at: int, seeds: list[bytes]) -> None:
    if rng.random() < 0.05:  # a piece of another file
        other = rng.choice(seeds)
        start = rng.randrange(len(other))
        data[at : at + 64] = other[start : start + 64]
    else:
        rng.choices(_INJURIES, (25, 20, 13, 12, 8, 6, 6, 5))[0](rng, data, at)


def _flip(rng: random.Random, data: bytearray, at: int) -> None:
    data[at] ^= 1 << rng.randrange(8)


def _byte(rng: random.Random, data: bytearray, at: int) -> None:
    data[at] = rng.choice(_BYTES)


def _word(rng: random.Random, data: bytearray, at: int) -> None:
    data[at : at + 2] = struct.pack(rng.choice("<>") + "H", rng.choice(_WORDS))


def _long(rng: random.Random, data: bytearray, at: int) -> None:
    data[at : at + 4] = struct.pack(rng.choice("<>") + "I", rng.choice(_LONGS))


def _cut(rng: random.Random, data: bytearray, at: int) -> None:
    del data[at:]


def _drop(rng: random.Random, data: bytearray, at: int) -> None:
    del data[at : at + rng.randrange(1, 64)]


def _repeat(rng: random.Random, data: bytearray, at: int) -> None:
    data[at:at] = data[at : at + rng.randrange(1, 64)]


def _noise(rng: random.Random, data: bytearray, at: int) -> None:
    data[at : at + 32] = rng.randbytes(min(32, len(data) - at))


_INJURIES: tuple[Callable[[random.Random, bytearray, int], None], ...] = (
    *(_flip, _byte, _word, _long),
    *(_cut, _drop, _repeat, _noise),
)
