"""A sample scan as a DICOM file, to try an upload with."""

import io

import numpy as np
from pydicom import uid
from pydicom.dataset import Dataset, FileMetaDataset

from scans.samples import Sample, sample, samples
from scans.scan import Scan

_CLASSES = {
    "CT": uid.CTImageStorage,
    "MR": uid.MRImageStorage,
    "CR": uid.ComputedRadiographyImageStorage,
    "SM": uid.VLMicroscopicImageStorage,
    "OP": uid.OphthalmicPhotography8BitImageStorage,
    "US": uid.UltrasoundMultiFrameImageStorage,
}
_PACKED = ("CT", "US")  # the others are stored plainly, so that both kinds can be tried
_EXPLANATIONS = {"Soft tissue": "SOFT TISSUE", "Default": "NORMAL"}


def as_dicom(id: str) -> bytes:
    """The sample as a DICOM file; reading it gives the same scan. KeyError when there is none of this id."""
    one, scan = samples()[id], sample(id)
    ds = _described(one, scan)
    stored = (scan.pixels.astype(np.int32) - one.line[1]).astype(f"u{one.bits[1] // 8}")
    ds.PixelData = stored.tobytes()
    ds["PixelData"].VR = "OW" if one.bits[1] > 8 else "OB"
    if one.modality in _PACKED:
        ds.compress(uid.RLELossless, generate_instance_uid=False)
    out = io.BytesIO()
    ds.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _described(one: Sample, scan: Scan) -> Dataset:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = uid.ExplicitVRLittleEndian
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = _CLASSES[one.modality]
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = uid.generate_uid(entropy_srcs=["scanprep", one.id])
    ds.StudyInstanceUID = uid.generate_uid(entropy_srcs=["scanprep", "study", one.id])
    ds.SeriesInstanceUID = uid.generate_uid(entropy_srcs=["scanprep", "series", one.id])
    ds.PatientName, ds.PatientID, ds.Modality = "Phantom^Synthetic", "PHANTOM", one.modality
    ds.BurnedInAnnotation = "YES" if one.modality == "US" else "NO"
    ds.Rows, ds.Columns = scan.size
    ds.SamplesPerPixel, ds.PhotometricInterpretation = (3 if scan.colored else 1), one.photometric
    ds.BitsStored, ds.BitsAllocated = one.bits
    ds.HighBit, ds.PixelRepresentation = one.bits[0] - 1, 0
    if scan.colored:
        ds.PlanarConfiguration = 0
    if scan.frames > 1:
        ds.NumberOfFrames = scan.frames
    if one.spacing:
        ds.PixelSpacing = list(one.spacing)
    if one.line != (1, 0):
        ds.RescaleSlope, ds.RescaleIntercept = one.line
        ds.RescaleType = "HU"
    if one.windows:
        ds.WindowCenter = [w.center for w in one.windows]
        ds.WindowWidth = [w.width for w in one.windows]
        ds.WindowCenterWidthExplanation = [_EXPLANATIONS.get(w.name.en, w.name.en.upper()) for w in one.windows]
        ds.VOILUTFunction = "LINEAR_EXACT"
    return ds
