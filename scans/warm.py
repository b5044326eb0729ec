"""One tiny file of each kind: decoding them once loads all that decoding needs."""

import io
from collections.abc import Iterator
from typing import Any

import imagecodecs
import nibabel
import numpy as np
from PIL import Image
from pydicom import uid
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate

from scans.magic import Kind


def tiny() -> Iterator[tuple[Kind, bytes]]:
    """Kinds and files, each of 8 × 8 pixels."""
    picture = Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8))
    formats: tuple[Kind, ...] = ("png", "jpeg", "bmp", "webp", "tiff")
    for kind in formats:
        out = io.BytesIO()
        picture.save(out, kind.upper(), **({"exif": _exif()} if kind == "jpeg" else {}))
        yield kind, out.getvalue()
    nifti: Any = nibabel.Nifti1Image  # has no types
    yield "nifti", nifti(np.zeros((4, 4, 4), np.int16), np.eye(4)).to_bytes()
    pixels = np.asarray(picture)
    yield "dicom", _dicom(pixels.tobytes(), uid.ExplicitVRLittleEndian)
    yield "dicom", _dicom(encapsulate([bytes(imagecodecs.jpeg8_encode(pixels))]), uid.JPEGBaseline8Bit)
    yield "dicom", _dicom(encapsulate([bytes(imagecodecs.jpegls_encode(pixels))]), uid.JPEGLSLossless)
    yield "dicom", _dicom(encapsulate([bytes(imagecodecs.jpeg2k_encode(pixels, codecformat="j2k"))]), uid.JPEG2000)


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def _dicom(pixels: bytes, syntax: uid.UID) -> bytes:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = syntax
    ds.SOPClassUID, ds.SOPInstanceUID = uid.CTImageStorage, "1.2.3"
    ds.Modality, ds.PhotometricInterpretation = "CT", "MONOCHROME2"
    ds.Rows = ds.Columns = 8
    ds.SamplesPerPixel, ds.PixelRepresentation = 1, 0
    ds.BitsAllocated = ds.BitsStored = 8
    ds.HighBit = 7
    ds.RescaleSlope, ds.RescaleIntercept = 1, -1024
    ds.PixelData = pixels
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = syntax.is_encapsulated
    out = io.BytesIO()
    ds.save_as(out, enforce_file_format=True)
    return out.getvalue()
