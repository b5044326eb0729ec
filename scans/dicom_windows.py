"""The windows of a DICOM: those in the file with their names, then the usual ones."""

import numpy as np
from cv2.typing import MatLike
from pydicom.dataset import Dataset

from scans import depth, presets
from scans.dicom_groups import grouped, numbers
from scans.scan import Window
from study.text import Text

TABLE = Text(
    "文件自带显示曲线（VOI LUT），默认按它显示；改动窗宽窗位后按直线显示。",
    "The file brings a display curve (VOI LUT), used by default; once you change the window, grey rises in a line.",
)
CURVED = Text(
    "文件要求 S 形显示曲线（SIGMOID），默认按它显示；改动窗宽窗位后按直线显示。",
    "The file asks for an S-shaped curve (SIGMOID), used by default; once you change the window, grey rises in a line.",
)
SAME_SPAN = Text(
    "文件有几条显示曲线覆盖同一段数值，只列出第一条。",
    "The file brings several display curves for the same span of values; only the first is listed.",
)
_TABLES = 4  # of one file

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
    own, said = _own(values, ds)
    if unit == "HU":
        usual = (*presets.CT, *usual)
    seen, kept = set[tuple[float, float]](), []
    for window in (*own, *usual):
        if (window.center, window.width) not in seen:
            seen.add((window.center, window.width))
            kept.append(window)
    return tuple(kept), (*said, *unfinished)


def _own(values: MatLike, ds: Dataset) -> tuple[tuple[Window, ...], tuple[Text, ...]]:
    """Tables before windows: whoever wrote a table meant it to be seen."""
    tables, (found, said) = _tables(values, ds), _windows(ds)
    # a window is known by its centre and width, so a second curve between the same edges could not be chosen
    spans = {(w.center, w.width) for w in tables}
    twice = [SAME_SPAN] if len(spans) < len(tables) else []
    return (*tables, *found), (*[TABLE] * bool(tables), *twice, *said)


def _windows(ds: Dataset) -> tuple[tuple[Window, ...], tuple[Text, ...]]:
    item = grouped(ds, "FrameVOILUTSequence")
    function = item.get("VOILUTFunction") or "LINEAR"
    names = item.get("WindowCenterWidthExplanation")
    pairs = list(zip(numbers(item.get("WindowCenter")), numbers(item.get("WindowWidth")), strict=False))
    listed = [names] if isinstance(names, str) else list(names or [])
    found = tuple(
        Window(center, width, _name(index, listed), function == "LINEAR", function == "SIGMOID")
        for index, (center, width) in enumerate(pairs[:16])
        if width >= 1 or (width > 0 and function != "LINEAR")
    )
    return found, (CURVED,) * (bool(found) and function == "SIGMOID")


def _name(index: int, names: list[str], zh: str = "文件窗", en: str = "From the file") -> Text:
    said = str(names[index]).strip().upper().replace("_", " ") if index < len(names) else ""
    return _KNOWN.get(said, Text(f"{zh} {index + 1}", f"{en} {index + 1}"))


def _tables(values: MatLike, ds: Dataset) -> tuple[Window, ...]:
    items = list(grouped(ds, "FrameVOILUTSequence").get("VOILUTSequence") or ds.get("VOILUTSequence") or [])[:_TABLES]
    names = [str(item.get("LUTExplanation") or "") for item in items]
    big = ds.original_encoding[1] is False
    found = (
        _table(item, values, big, _name(index, names, "文件显示曲线", "The file's curve"))
        for index, item in enumerate(items)
    )
    return tuple(window for window in found if window)


def _table(item: Dataset, values: MatLike, big: bool, name: Text) -> Window | None:
    """A VOI table as a window with a curve: DICOM PS3.3 C.11.2.1.1; None when it is empty or level."""
    described = numbers(item.get("LUTDescriptor"))
    if len(described) != 3 or not 8 <= described[2] <= 16:
        return None
    count, first = int(described[0]) or 65536, described[1]
    if first > 32767 and values.dtype.kind != "u" and float(values.min()) < 0:
        first -= 65536  # written without a sign
    table = _entries(item.get("LUTData"), count, big)
    if table.size < 2 or table.min() == table.max():
        return None
    levels = np.rint(table * (255.0 / max(2 ** described[2] - 1, int(table.max())))).astype(np.uint8)
    return Window(first + (table.size - 1) / 2, float(table.size - 1), name, curve=levels.tobytes())


def _entries(data: object, count: int, big: bool) -> MatLike:
    """One entry of 16 bits each, or of 8 when there are not enough bytes for that."""
    if isinstance(data, bytes):
        wide = (">u2" if big else "<u2") if len(data) >= 2 * count else "u1"
        return np.frombuffer(data, wide, len(data) // np.dtype(wide).itemsize)[:count]
    table = np.array(numbers(data), np.uint16)
    return table[:count] if table.size >= count else table.astype("<u2").view(np.uint8)[:count]
