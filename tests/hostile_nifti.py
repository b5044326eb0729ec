"""Bad and odd NIfTI files made on the spot."""

import gzip
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import nibabel
import numpy as np

from tests.hostile_zeros import END, megabyte

Bad = tuple[str, bytes, str]
VOLUME = (np.arange(20 * 21 * 22).reshape(20, 21, 22) % 1000).astype("i2")
NAN = float("nan")


def nii(values: np.ndarray = VOLUME, affine: np.ndarray | None = None, second: bool = False) -> bytes:
    """A NIfTI of an array (X, Y, Z)."""
    kind: Any = nibabel.Nifti2Image if second else nibabel.Nifti1Image
    return bytes(kind(values, np.eye(4) if affine is None else affine).to_bytes())


def put(at: int, layout: str, *values: object) -> bytes:
    """A NIfTI with these values at a byte of its header."""
    data = bytearray(nii())
    struct.pack_into(layout, data, at, *values)
    return bytes(data)


def dims(*sizes: int) -> bytes:
    """A NIfTI with other numbers in its `dim` field."""
    return put(40, "<8h", *sizes, *[1] * (8 - len(sizes)))


def bomb(megabytes: int) -> bytes:
    """A .nii.gz that is small and unpacks to megabytes of zeros."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = deflate.compress(dims(3, 1200, 1200, 1200)[:352]) + deflate.flush(zlib.Z_FULL_FLUSH)
    return head + megabyte() * megabytes + END


def files() -> Iterator[Bad]:
    """Lies in the header, cut-offs and odd kinds of numbers."""
    yield "nifti gzip bomb", bomb(600), "refused"
    for name, data in {
        "7 dimensions of 32767": dims(7, *[32767] * 7),
        "3 dimensions of 32767": dims(3, 32767, 32767, 32767),
        "a negative dimension": dims(3, -20, 21, 22),
        "no dimensions": dims(0),
        "a dimension of zero": dims(3, 0, 21, 22),
        "12 dimensions": dims(12, 20, 21, 22),
        "small data and a large size, packed": gzip.compress(dims(3, 2000, 2000, 100)),
        "pixels at 1e30": put(108, "<f", 1e30),
        "pixels at -500": put(108, "<f", -500.0),
        "pixels at NaN": put(108, "<f", NAN),
        "an unknown kind of number": put(70, "<h", 9999),
        "a wrong magic": put(344, "4s", b"xxxx"),
        "a header size of 999": put(0, "<i", 999),
        "a separate picture file": put(344, "4s", b"ni1\0"),
        "half the voxels": nii()[:1000],
        "a header only": nii()[:352],
        "a packed file that is cut": gzip.compress(nii())[:200],
        "a packed text": gzip.compress(b"hello" * 100),
        "one dimension": nii(VOLUME[:, 0, 0]),
    }.items():
        yield f"nifti with {name}", data, "refused"
    record = [("R", "u1"), ("G", "u1"), ("B", "u1")]
    for name, data in {
        "a plain volume": nii(),
        "a packed volume": gzip.compress(nii()),
        "the second version": nii(second=True),
        "floats": nii(VOLUME.astype("f4")),
        "doubles and NaN": nii(np.where(VOLUME % 3 == 0, np.nan, VOLUME).astype("f8")),
        "NaN only": nii(np.full((5, 5, 5), np.nan, "f4")),
        "complex numbers": nii(VOLUME.astype("c8")),
        "four dimensions": nii(np.stack([VOLUME] * 3, -1)),
        "two dimensions": nii(VOLUME[:, :, 0]),
        "colours": nii(np.zeros((5, 6, 7), dtype=record)),
        "a slope of NaN": put(112, "<ff", NAN, NAN),
        "a slope of infinity": put(112, "<ff", float("inf"), 1.0),
        "a slope of zero": put(112, "<ff", 0.0, 0.0),
        "a spacing of NaN": put(80, "<3f", NAN, NAN, NAN),
        "a broken extension flag": nii()[:348] + b"\1" + nii()[349:],
    }.items():
        yield f"nifti with {name}", data, "either" if "slope of inf" in name else "read"
    yield (
        "nifti with an extension of 2 GB",
        nii()[:348] + b"\1\0\0\0" + struct.pack("<ii", 0x7FFFFFF0, 6) + nii()[352:],
        "either",
    )
