"""The windows of a DICOM: those in the file with their names, then the usual ones."""

import numpy as np
from cv2.typing import MatLike
from pydicom.dataset import Dataset

from scans import depth, presets
from scans.dicom_groups import grouped, numbers
from scans.scan import Window
from study.text import Text

TABLE = Text(
    "文件自带的显示曲线（VOI LUT）不是直线，已用最接近的窗宽窗位代替。",
    "The file's own display curve (VOI LUT) is not a line; the nearest window stands in for it.",
)
CURVED = Text(
    "文件要求 S 形显示曲线（SIGMOID），这里按同样的窗宽窗位线性显示。",
    "The file asks for an S-shaped display curve (SIGMOID); it is shown as a line with the same window.",
)

# Explanations are free text and may hold anything, so only these are passed on.
_KNOWN = {
    "LUNG": presets.LUNG.name,
    "BONE": presets.BONE.name,
    "BRAIN": presets.BRAIN.name,
    "LIVER": presets.LIVER.name,
    "MEDIASTINUM": presets.MEDIASTINUM.name,
    "SOFT TISSUE": presets.SOFT_TISSUE.name,
    "ABDOMEN": Text("腹窗", "Abdomen"),
    "HEAD": Text("头部窗", "Head"),
    "SPINE": Text("脊柱窗", "Spine"),
    "NORMAL": Text("标准", "Normal"),
    "HARDER": Text("较硬", "Harder"),
    "SOFTER": Text("较软", "Softer"),
}


def dicom_windows(values: MatLike, ds: Dataset, unit: str) -> tuple[tuple[Window, ...], tuple[Text, ...]]:
    """The windows of grey values, the file's own first, and what had to be said about them."""
    usual, unfinished = depth.windows(values)
    own, said = _own(ds)
    if unit == "HU":
        usual = (*presets.CT, *usual)
    seen, kept = set[tuple[float, float]](), []
    for window in (*own, *usual):
        if (window.center, window.width) not in seen:
            seen.add((window.center, window.width))
            kept.append(window)
    return tuple(kept), (*said, *unfinished)


def _own(ds: Dataset) -> tuple[tuple[Window, ...], tuple[Text, ...]]:
    item = grouped(ds, "FrameVOILUTSequence")
    function = item.get("VOILUTFunction") or "LINEAR"
    names = item.get("WindowCenterWidthExplanation")
    pairs = list(zip(numbers(item.get("WindowCenter")), numbers(item.get("WindowWidth")), strict=False))
    listed = [names] if isinstance(names, str) else list(names or [])
    found = tuple(
        Window(center, width, _name(index, listed), function == "LINEAR")
        for index, (center, width) in enumerate(pairs[:16])
        if width >= 1 or (width > 0 and function != "LINEAR")
    )
    if found:
        return found, (CURVED,) * (function == "SIGMOID")
    table = _table(ds)
    return (table, (TABLE,)) if table else ((), ())


def _name(index: int, names: list[str]) -> Text:
    said = str(names[index]).strip().upper().replace("_", " ") if index < len(names) else ""
    number = f" {index + 1}"
    return _KNOWN.get(said, Text(f"文件窗{number}", f"From the file{number}"))


def _table(ds: Dataset) -> tuple[Window, ...]:
    """The span in which a VOI table rises from 2 % to 98 % of its output."""
    if not ds.get("VOILUTSequence"):
        return ()
    item = ds.VOILUTSequence[0]
    first = float(item.LUTDescriptor[1])
    raw = item.LUTData
    table = np.frombuffer(raw, np.uint16) if isinstance(raw, bytes) else np.asarray(list(raw))
    low, high = int(table.min()), int(table.max())
    inside = np.flatnonzero((table >= low + 0.02 * (high - low)) & (table <= low + 0.98 * (high - low)))
    if high <= low or inside.size < 2:
        return ()
    start, end = first + float(inside[0]), first + float(inside[-1])
    return (Window((start + end) / 2, end - start, Text("文件显示曲线", "The file's curve")),)
