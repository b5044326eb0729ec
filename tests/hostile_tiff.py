"""Bad and odd TIFF files made on the spot."""

import io
import struct
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
import tifffile

Bad = tuple[str, bytes, str]
Tag = tuple[int, int, int, int]  # number, type, count, value


def written(values: np.ndarray, **options: object) -> bytes:
    """A TIFF of an array."""
    out = io.BytesIO()
    tifffile.imwrite(out, values, **options)
    return out.getvalue()


def made(
    width: int,
    height: int,
    samples: int = 3,
    bits: int = 8,
    packing: int = 1,
    body: bytes = bytes(100),
    tile: int | None = None,
    following: int = 0,
) -> bytes:
    """One directory that points to `body`."""
    tags: list[Tag] = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, bits), (259, 3, 1, packing)]
    tags += [(262, 3, 1, 2 if samples >= 3 else 1), (277, 3, 1, samples), (339, 3, 1, 1)]
    if tile is None:
        tags += [(273, 4, 1, 8), (278, 4, 1, height), (279, 4, 1, len(body))]
    else:
        tags += [(322, 4, 1, tile), (323, 4, 1, tile), (324, 4, 1, 8), (325, 4, 1, len(body))]
    return b"II*\0" + struct.pack("<I", 8 + len(body)) + body + _directory(tags, following)


def _directory(tags: Sequence[Tag], following: int) -> bytes:
    entries = b"".join(struct.pack("<HHII", *tag) for tag in sorted(tags))
    return struct.pack("<H", len(tags)) + entries + struct.pack("<I", following)


def _big(place: int) -> bytes:
    """A BigTIFF whose first tag has its values at this place."""
    return b"II+\0\x08\0\0\0" + struct.pack("<QQHHQQQ", 16, 1, 256, 16, 2, place, 0)


def pages(count: int, width: int, height: int, body: bytes, packing: int) -> bytes:
    """Many pages that all show the same strip."""
    tags: list[Tag] = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, packing), (262, 3, 1, 1)]
    tags += [(273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, len(body))]
    size, start = len(_directory(tags, 0)), 8 + len(body)
    parts = [_directory(tags, start + (i + 1) * size if i < count - 1 else 0) for i in range(count)]
    return b"II*\0" + struct.pack("<I", start) + body + b"".join(parts)


def files() -> Iterator[Bad]:
    """Bombs, lies and odd sample formats."""
    for size in (100_000, 30_000, 2**32 - 1, 0):
        yield f"tiff of {size} x {size}", made(size, size), "refused"
    yield "tiff of 65,535 channels", made(100, 100, samples=65535), "refused"
    yield "tiff of 64-bit integers without data", made(10, 10, 1, 64), "either"
    yield "tiff of 3-bit integers", made(10, 10, 1, 3), "either"
    yield "tiff with a tile of 10^18 pixels", made(100, 100, tile=10**9), "refused"
    yield "tiff with tiles of no size", made(100, 100, tile=0), "refused"
    yield "tiff bomb of 36 Mpx", made(6000, 6000, 3, 8, 8, zlib.compress(bytes(1 << 20))), "either"
    yield "tiff whose directory follows itself", made(4, 4, following=108), "read"
    yield "tiff whose next directory is nowhere", made(4, 4, following=10**9), "refused"
    yield "tiff without a directory", b"II*\0" + bytes(4), "refused"
    yield "tiff with a directory beyond the end", b"II*\0\xff\xff\xff\x7f", "refused"
    for place in (2**63 - 1, 2**63, 2**64 - 1):
        yield f"big tiff with a directory at {place}", b"II+\0\x08\0\0\0" + struct.pack("<Q", place), "refused"
        yield f"big tiff with a value at {place}", _big(place), "refused"
    yield "tiff with 65,535 tags announced", b"II*\0\x08\0\0\0\xff\xff" + bytes(100), "refused"
    yield "tiff of 20,000 pages", pages(20_000, 4, 4, bytes(16), 1), "read"
    yield "tiff of 3,000 pages of one strip", pages(3000, 2000, 2000, zlib.compress(bytes(4_000_000)), 8), "either"
    yield from _samples()


def _samples() -> Iterator[Bad]:
    values = np.random.default_rng(3).integers(0, 255, (20, 30))
    for kind in ("u1", "i1", "u2", "i2", "u4", "i4", "f2", "f4", "f8", "c8", "u8"):
        yield f"tiff of {kind}", written(values.astype(kind)), "read"
        yield f"tiff of big-endian {kind}", written(values.astype(kind), byteorder=">"), "read"
    holes = values.astype("f4")
    holes[::3], holes[1::7], holes[2::7] = np.nan, np.inf, -np.inf
    yield "tiff with NaN and infinities", written(holes), "read"
    yield "tiff of NaN only", written(np.full((20, 20), np.nan, "f4")), "read"
    yield "tiff of 3e38", written(np.full((20, 20), 3e38, "f4")), "read"
    yield "tiff of 1e300", written(np.full((20, 20), 1e300, "f8")), "read"
    yield "tiff of five channels", written(np.dstack([values] * 5).astype("u1"), photometric="rgb"), "read"
    yield "tiff of BigTIFF", written(values.astype("u1"), bigtiff=True), "read"
    yield "tiff cut in half", written(values.astype("u2"))[:300], "refused"
