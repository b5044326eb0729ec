"""Bad and odd DICOM files made on the spot."""

import io
import random
import struct
import zlib
from collections.abc import Iterator

import imagecodecs
import numpy as np
from pydicom import dcmwrite, uid
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate

from tests.hostile_zeros import END, megabyte

Bad = tuple[str, bytes, str]
GREY = (np.add.outer(np.arange(97), np.arange(131)) % 251).astype(np.uint8)


def dataset(syntax: uid.UID = uid.ExplicitVRLittleEndian, **elements: object) -> Dataset:
    """A 32 x 32 picture of 12 bits; elements given as None are left out."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = syntax
    ds.file_meta.MediaStorageSOPClassUID = uid.SecondaryCaptureImageStorage
    ds.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    usual: dict[str, object] = {
        "SOPClassUID": uid.SecondaryCaptureImageStorage,
        "SOPInstanceUID": "1.2.3.4",
        "Modality": "OT",
        "Rows": 32,
        "Columns": 32,
        "BitsAllocated": 16,
        "BitsStored": 12,
        "HighBit": 11,
        "PixelRepresentation": 0,
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        "PixelData": (np.arange(1024) % 4096).astype("u2").tobytes(),
    }
    for name, value in {**usual, **elements}.items():
        if value is not None:
            setattr(ds, name, value)
    if "PixelData" in ds:
        ds["PixelData"].VR = "OW" if ds.get("BitsAllocated", 16) > 8 else "OB"
        ds["PixelData"].is_undefined_length = syntax.is_encapsulated
    return ds


def made(syntax: uid.UID = uid.ExplicitVRLittleEndian, **elements: object) -> bytes:
    """That picture as a file."""
    return saved(dataset(syntax, **elements))


def saved(ds: Dataset) -> bytes:
    """A dataset as a file."""
    out = io.BytesIO()
    dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()


EIGHT = {"BitsAllocated": 8, "BitsStored": 8, "HighBit": 7}


def packed(frame: bytes, syntax: uid.UID, rows: int = 97, columns: int = 131, **elements: object) -> bytes:
    """One compressed frame, with a size in the header that need not be its own."""
    return made(syntax, Rows=rows, Columns=columns, PixelData=encapsulate([frame]), **{**EIGHT, **elements})


def files() -> Iterator[Bad]:
    """Illegal headers, missing elements, bombs and damaged frames."""
    yield from _headers()
    yield from _wholes()
    yield from _frames()


def _headers() -> Iterator[Bad]:
    short = bytes(100)
    for name, elements in {
        "no PixelData": {"PixelData": None},
        "empty PixelData": {"PixelData": b""},
        "too little PixelData": {"PixelData": short},
        "no rows": {"Rows": 0, "PixelData": bytes(2)},
        "65535 rows and little data": {"Rows": 65535, "Columns": 65535, "PixelData": short},
        "2^31 frames": {"NumberOfFrames": 2**31 - 1},
        "negative frames": {"NumberOfFrames": -5},
        "100 frames and data of one": {"NumberOfFrames": 100},
        "7 bits": {"BitsAllocated": 7, "BitsStored": 7, "HighBit": 6, "PixelData": bytes(1024)},
        "more bits stored than allocated": {**EIGHT, "BitsStored": 16, "PixelData": bytes(1024)},
        "a palette photometric without palette": {
            **EIGHT,
            "PhotometricInterpretation": "PALETTE COLOR",
            "PixelData": bytes(1024),
        },
        "two samples": {**EIGHT, "SamplesPerPixel": 2, "PixelData": bytes(2048)},
        "a photometric that is none": {"PhotometricInterpretation": "CHEST"},
        **{
            f"no {name}": {name: None}
            for name in ("Rows", "BitsAllocated", "PixelRepresentation", "PhotometricInterpretation")
        },
    }.items():
        yield f"dicom with {name}", made(**elements), "refused"
    rgb = {**EIGHT, "SamplesPerPixel": 3, "PhotometricInterpretation": "RGB", "PixelData": bytes(3072)}
    for name, elements in {
        "MONOCHROME1": {"PhotometricInterpretation": "MONOCHROME1"},
        "signed values": {"PixelRepresentation": 1},
        "a slope of zero": {"RescaleSlope": "0", "RescaleIntercept": "0"},
        "a slope and no intercept": {"RescaleSlope": "2"},
        "a fraction as slope": {"RescaleSlope": "2.5", "RescaleIntercept": "-1024"},
        "a huge slope": {"RescaleSlope": "1e300", "RescaleIntercept": "-1e300"},
        "a window of no width": {"WindowCenter": "40", "WindowWidth": "0"},
        "a negative window": {"WindowCenter": "40", "WindowWidth": "-10"},
        "two centers and one width": {"WindowCenter": ["40", "500"], "WindowWidth": "80"},
        "one bit": {"BitsAllocated": 1, "BitsStored": 1, "HighBit": 0, "PixelData": b"\xaa" * 128},
        "32 bits": {"BitsAllocated": 32, "BitsStored": 32, "HighBit": 31, "PixelData": b"\1\2\3\4" * 1024},
        "planes of colour": {**rgb, "PlanarConfiguration": 1},
        "too much PixelData": {"PixelData": bytes(100_000)},
        "a Chinese character set": {"SpecificCharacterSet": "GB18030", "PatientName": "王^小东"},
    }.items():
        yield f"dicom with {name}", made(**elements), "read"
    unknown = made(SpecificCharacterSet="ISO_IR 100").replace(b"ISO_IR 100", b"ISO_IR 999")
    yield "dicom with an unknown character set", unknown, "read"
    yield "dicom of colour without planar configuration", made(**rgb), "either"


def deflated(megabytes: int) -> bytes:
    """A deflated DICOM that unpacks to megabytes of pixels."""
    whole = made()
    start, at = whole.index(b"\x08\0\x16\0UI"), whole.rfind(b"\xe0\x7f\x10\0")
    head = whole[:start].replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.1.99")
    head = head.replace(b"\x02\0\x10\0UI\x14\0", b"\x02\0\x10\0UI\x16\0")
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = whole[start:at] + b"\xe0\x7f\x10\0OB\0\0" + struct.pack("<I", megabytes << 20)
    first = deflate.compress(body) + deflate.flush(zlib.Z_FULL_FLUSH)
    return head + first + megabyte() * megabytes + END


def _wholes() -> Iterator[Bad]:
    whole = made()
    at = whole.rfind(b"\xe0\x7f\x10\0")
    yield "dicom deflate bomb", deflated(600), "refused"
    yield "dicom cut before the pixels", whole[: at - 3], "refused"
    yield "dicom cut in the pixels", whole[: at + 400], "refused"
    yield "dicom preamble only", whole[:132], "refused"
    yield "dicom without preamble", whole[132:], "read"
    yield "dicom with a page before it", b"<script>alert(1)</script>".ljust(128) + whole[128:], "read"
    yield "dicom that begins like a program", b"MZ" + whole[2:], "read"
    yield (
        "dicom with pixels of 4 GB announced",
        whole[:at] + b"\xe0\x7f\x10\0OW\0\0\xfe\xff\xff\xff" + whole[at + 12 :],
        "either",
    )
    yield (
        "dicom with pixels of unknown length",
        whole[:at] + b"\xe0\x7f\x10\0OW\0\0\xff\xff\xff\xff" + whole[at + 12 :],
        "refused",
    )
    nest = b"\x08\0\x40\x11SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff"
    for depth in (100, 5000, 100_000):
        yield f"dicom nested {depth} deep", whole[:at] + nest * depth + whole[at:], "refused"
    private = (
        struct.pack("<HH2sH", 0x2001 + 2 * (k >> 12), 0x1000 + (k & 0xFFF), b"LO", 2) + b"ab" for k in range(50_000)
    )
    yield "dicom of 50,000 private elements", whole[:at] + b"".join(private) + whole[at:], "read"


def _frames() -> Iterator[Bad]:
    jpeg = bytes(imagecodecs.jpeg8_encode(GREY))
    j2k = bytes(imagecodecs.jpeg2k_encode(GREY, codecformat="j2k"))
    jls = bytes(imagecodecs.jpegls_encode(GREY))
    noise = random.Random(4).randbytes(2000)
    yield "dicom jpeg", packed(jpeg, uid.JPEGBaseline8Bit), "read"
    yield "dicom jpeg-ls", packed(jls, uid.JPEGLSLossless), "read"
    yield "dicom jpeg 2000", packed(j2k, uid.JPEG2000Lossless), "read"
    for name, frame, syntax in (
        ("jpeg", jpeg, uid.JPEGBaseline8Bit),
        ("jpeg-ls", jls, uid.JPEGLSLossless),
        ("jpeg 2000", j2k, uid.JPEG2000Lossless),
        ("rle", bytes(64), uid.RLELossless),
    ):
        yield f"dicom {name} larger in the header", packed(frame, syntax, 9700, 1310), "refused"
        yield f"dicom {name} smaller in the header", packed(frame, syntax, 9, 13), "refused"
        yield f"dicom {name} of noise", packed(noise, syntax), "refused"
        yield f"dicom {name} cut", packed(frame[: len(frame) // 3], syntax), "refused"
        yield f"dicom {name} of nothing", packed(bytes(2), syntax), "refused"
    at = jpeg.index(b"\xff\xc0")
    yield (
        "dicom jpeg of 65500",
        packed(jpeg[: at + 5] + b"\xff\xdc\xff\xdc" + jpeg[at + 9 :], uid.JPEGBaseline8Bit),
        "refused",
    )
    large = j2k[:8] + struct.pack(">II", 60000, 60000) + j2k[16:]
    yield "dicom jpeg 2000 of 60000", packed(large, uid.JPEG2000Lossless), "refused"
    tiles = j2k[:24] + struct.pack(">II", 1, 1) + j2k[32:]
    yield "dicom jpeg 2000 in tiles of one pixel", packed(tiles, uid.JPEG2000Lossless), "either"
    segments = struct.pack("<16I", 15, *[2**32 - 1] * 15) + b"\x80" * 100
    yield "dicom rle with segments nowhere", packed(segments, uid.RLELossless), "refused"
    rle = struct.pack("<16I", 1, 64, *[0] * 14) + b"\x81\0" * 100_000
    yield "dicom rle bomb", packed(rle, uid.RLELossless, 65535, 65535), "refused"
    yield "dicom rle of 36 Mpx", packed(rle, uid.RLELossless, 6000, 6000), "refused"
    yield (
        "dicom of an unknown compression",
        packed(jpeg, uid.JPEGBaseline8Bit).replace(b"1.2.4.50", b"1.2.4.99"),
        "refused",
    )
    yield "dicom of a film", packed(b"\0\0\0\x18ftypmp42" + noise, uid.MPEG4HP41), "refused"
