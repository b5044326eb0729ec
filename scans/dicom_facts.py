"""What may be said about a DICOM: technical facts from closed lists, never a name, a date, an id or free text."""

import re

from pydicom.dataset import Dataset

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

BURNED_IN = Text(
    "图像里可能烧录了姓名、日期等患者信息，请先去标识再使用或分享。",
    "Names or dates may be burned into this picture. De-identify it before you use or share it.",
)


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
        Text("模态", "Modality"): modality(ds),
        Text("尺寸", "Size"): f"{layout.columns} × {layout.rows}",
        Text("帧数", "Frames"): str(frames) if frames > 1 else "",
        Text("位深", "Bits"): f"{layout.stored} / {layout.bits}{signed}",
        Text("光度解释", "Photometric"): layout.photometric,
        Text("传输语法", "Transfer syntax"): layout.syntax.name if layout.syntax.name != layout.syntax else "",
        Text("像素间距", "Spacing"): f"{between[0]:.4g} × {between[1]:.4g} mm" if between else "",
        Text("斜率与截距", "Slope, intercept"): f"{slope:g}, {intercept:g}" if (slope, intercept) != (1, 0) else "",
        Text("单位", "Unit"): unit,
    }
    return tuple((label, value) for label, value in facts.items() if value)


def burned_in(ds: Dataset) -> tuple[Text, ...]:
    """The warning, unless the kind of picture makes it unlikely and the file does not say otherwise."""
    said = str(ds.get("BurnedInAnnotation") or "")
    captured = str(ds.get("SOPClassUID") or "").startswith("1.2.840.10008.5.1.4.1.1.7")
    risky = modality(ds) in _OFTEN_BURNED or captured or (said not in ("", "NO"))
    unsure = said == "" and modality(ds) not in _RARELY_BURNED
    return (BURNED_IN,) * (risky or unsure)
