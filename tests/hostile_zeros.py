"""Zeros, deflated: what bombs are made of, without packing hundreds of megabytes for each."""

import zlib
from functools import cache

END = b"\x03\0"  # an empty last block


@cache
def megabyte() -> bytes:
    """1 MB of zeros as blocks of raw deflate that stand alone, so that they may be repeated."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(bytes(1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)


def zeros(count: int) -> bytes:
    """That many zero bytes as a zlib stream."""
    whole, rest = divmod(count, 1 << 20)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    last = deflate.compress(bytes(rest)) + deflate.flush()
    checksum = (count % 65521) << 16 | 1  # Adler-32 of zeros
    return b"\x78\xda" + megabyte() * whole + last + checksum.to_bytes(4, "big")
