"""What may be said about a DICOM: technical facts from closed lists, never a name, a date, an id or free text."""

import re

from pydicom.dataset import Dataset

from scans import labels
from scans.codestream import Layout
from scans.dicom_groups import grouped, numbers
from scans.dicom_values import rescale_lines
from study.text import Text

_MODALITIES = re.compile(
    "AR|AU|BDUS|BI|BMD|CR|CT|DG|DX|ECG|EPS|ES|FID|GM|HC|HD|IO|IOL|IVOCT|IVUS|KER|LEN|LS|MG|MR|NM|OAM|OCT|OP|OPM|OPT|OPV|"
    "OSS|OT|PT|PX|REG|RESP|RF|RG|RTDOSE|RTIMAGE|RTPLAN|RTRECORD|RTSTRUCT|SEG|SM|SMR|SR|ST|TG|US|VA|XA|XC"
)
# Pictures that are made by a screen or a scanner, where a name is often part of the pixels.
_OFTEN_BURNED = frozenset(("US", "OT", "XA", "SC", "ES", "XC", "GM", "RF", "DG", ""))
_RARELY_BURNED = frozenset(("CT", "MR", "PT", "NM", "MG", "SEG", "RTDOSE", "CR", "DX"))


def modality(ds: Dataset) -> str:
    """The modality when it is one that the standard defines, else nothing."""
    said = str(ds.get("Modality") or "")
    return said if _MODALITIES.fullmatch(said) else ""


def spacing(ds: Dataset) -> tuple[float, float] | None:
    """Millimetres between rows and between columns."""
    item = grouped(ds, "PixelMeasuresSequence")
    found = numbers(item.get("PixelSpacing")) or numbers(ds.get("ImagerPixelSpacing"))
    return (found[0], found[1]) if len(found) == 2 and min(found) > 0 else None


def dicom_facts(ds: Dataset, layout: Layout, frames: int, unit: str) -> tuple[tuple[Text, str], ...]:
    """Label and value, in the order of the screen."""
    between, (slope, intercept) = spacing(ds), rescale_lines(ds, 1)[0]
    signed = " signed" if layout.signed else ""
    facts = {
        labels.MODALITY: modality(ds),
        labels.SIZE: f"{layout.columns} × {layout.rows}",
        labels.FRAMES: str(frames) if frames > 1 else "",
        labels.BITS: f"{layout.stored} / {layout.bits}{signed}",
        labels.PHOTOMETRIC: layout.photometric,
        labels.SYNTAX: layout.syntax.name if layout.syntax.name != layout.syntax else "",
        labels.SPACING: labels.spaced(between),
        labels.LINE: f"{slope:g}, {intercept:g}" if (slope, intercept) != (1, 0) else "",
        labels.UNIT: unit,
    }
    return tuple((label, value) for label, value in facts.items() if value)


def burned_in(ds: Dataset) -> tuple[Text, ...]:
    """The warning, unless the kind of picture makes it unlikely and the file does not say otherwise."""
    said = str(ds.get("BurnedInAnnotation") or "")
    captured = f"{ds.get('SOPClassUID')}.".startswith("1.2.840.10008.5.1.4.1.1.7.")  # Secondary Capture
    risky = modality(ds) in _OFTEN_BURNED or captured or (said not in ("", "NO"))
    unsure = said == "" and modality(ds) not in _RARELY_BURNED
    return (labels.BURNED_IN,) * (risky or unsure)
