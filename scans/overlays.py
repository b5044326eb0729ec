"""The overlays of a DICOM, groups 6000 to 601E: drawings of one bit that lie over the picture, joined into one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from cv2.typing import MatLike
from pydicom.dataset import Dataset

from scans.codestream import Layout
from scans.limits import OVERLAY_BYTES
from study.text import Text

_GROUPS = range(0x6000, 0x6020, 2)
_ROWS, _COLUMNS, _FRAMES, _ORIGIN, _FIRST, _BITS, _POSITION, _DATA = 0x10, 0x11, 0x15, 0x50, 0x51, 0x100, 0x102, 0x3000
_ELEMENTS = (_ROWS, _COLUMNS, _FRAMES, _ORIGIN, _FIRST, _BITS, _POSITION, _DATA)
# Neither label, description nor comments: a person writes those.
TAGS = [group << 16 | element for group in _GROUPS for element in _ELEMENTS]

_PASTES = 20_000  # pieces that are put on frames one by one; so many take a tenth of a second
_CHUNK = 1 << 24  # bits that are unpacked at once

BROKEN = Text(
    "叠加层 {groups} 的大小、位置或数据长度不合法，没有读取；图像本身不受影响。",
    "Overlay {groups}: size, place or length is not legal, so it is left out. The picture itself is not affected.",
)
OUTSIDE = Text(
    "叠加层 {groups} 完全落在图像之外，没有可显示的部分。",
    "Overlay {groups} lies wholly outside the picture, so there is nothing of it to show.",
)
COMPRESSED = Text(
    "叠加层 {groups} 存放在像素的空闲位里，而像素已压缩，无法读取。要看叠加层，请导出为未压缩的 DICOM。",
    "Overlay {groups} is kept in unused bits of pixels that are compressed, so it is left out. Export the file "
    "uncompressed to see it.",
)
LARGE = Text(
    "叠加层 {groups} 逐帧展开后太大，没有读取。请减少帧数。",
    "Overlay {groups} is too large, frame by frame, and is left out. Export fewer frames.",
)


class _LeftOut(Exception):
    """An overlay that is not read, and the note that says why."""

    def __init__(self, note: Text) -> None:
        super().__init__(note.en)
        self.note = note


@dataclass(frozen=True, slots=True)
class _Embedded:
    """In one bit of the cells of PixelData, which the picture does not use."""

    group: int
    position: int


@dataclass(frozen=True, slots=True)
class _Packed:
    """In an element of its own, bit by bit, frames and rows without padding."""

    group: int
    rows: int
    columns: int
    top: int  # where its first pixel lies on the picture, from 0; may be negative
    left: int
    first: int  # the frame of the picture where it begins, from 0
    frames: int | None  # of its own; None: the only one lies on every frame of the picture
    bits: bytes


def overlays(ds: Dataset, layout: Layout, frames: int) -> tuple[MatLike | None, tuple[Text, ...]]:
    """All overlays together on the `frames` first frames, and a note for each kind of overlay that is left out.

    uint8 of 0 and 255, in the size of the picture: (1, H, W) when every frame has the same, else (frames, H, W).
    None when nothing is drawn.
    """
    found: list[_Embedded | _Packed] = []
    out: list[tuple[Text, int]] = []
    for group in _GROUPS:
        if any((group, element) in ds for element in _ELEMENTS):
            try:
                found.append(_described(ds, layout, group))
            except _LeftOut as why:
                out.append((why.note, group))
            except Exception:  # values of a wrong kind raise almost anything in pydicom, and must not cost the picture
                out.append((BROKEN, group))
    drawn = None
    if found:
        try:
            drawn, more = _joined(ds, layout, frames, found)
            out += more
        except MemoryError:
            out += [(LARGE, one.group) for one in found]
        except Exception:  # the same: the picture is read already and stays
            out += [(BROKEN, one.group) for one in found]
    return drawn, tuple(_notes(out))


def _notes(out: Sequence[tuple[Text, int]]) -> Iterator[Text]:
    for note in (BROKEN, OUTSIDE, COMPRESSED, LARGE):
        names = [f"{group:04X}" for which, group in out if which is note]
        if names:
            yield Text(note.zh.format(groups="、".join(names)), note.en.format(groups=", ".join(names)))


def _described(ds: Dataset, layout: Layout, group: int) -> _Embedded | _Packed:
    rows, columns = _whole(ds, group, _ROWS), _whole(ds, group, _COLUMNS)
    if not (0 < rows < 65536 and 0 < columns < 65536):
        raise _LeftOut(BROKEN)
    data = ds.get((group, _DATA))
    if data is None or not data.value:
        return _embedded(ds, layout, group, (rows, columns))
    row, column = (1, 1) if _lacks(ds, group, _ORIGIN) else (int(v) for v in ds[group, _ORIGIN].value)
    frames = None if _lacks(ds, group, _FRAMES) and _lacks(ds, group, _FIRST) else _whole(ds, group, _FRAMES, 1)
    first = _whole(ds, group, _FIRST, 1)
    bits = _in_order(bytes(data.value), data.VR, ds)
    if first < 1 or (frames is not None and frames < 1) or rows * columns * (frames or 1) > 8 * len(bits):
        raise _LeftOut(BROKEN)
    return _Packed(group, rows, columns, row - 1, column - 1, first - 1, frames, bits)


def _embedded(ds: Dataset, layout: Layout, group: int, size: tuple[int, int]) -> _Embedded:
    bits, position = _whole(ds, group, _BITS), _whole(ds, group, _POSITION)
    whole_cells = layout.bits in (8, 16, 32) and layout.samples == 1 and "PixelData" in ds
    fits = size == (layout.rows, layout.columns) and bits == layout.bits and layout.stored <= position < bits
    if not (whole_cells and fits):
        raise _LeftOut(BROKEN)
    if layout.syntax.is_encapsulated:
        raise _LeftOut(COMPRESSED)
    return _Embedded(group, position)


def _lacks(ds: Dataset, group: int, element: int) -> bool:
    found = ds.get((group, element))
    return found is None or found.value is None or found.value == ""


def _whole(ds: Dataset, group: int, element: int, default: int | None = None) -> int:
    """An element as a whole number; the default when it is absent or empty."""
    value = default if _lacks(ds, group, element) else ds[group, element].value
    if not isinstance(value, int):
        raise _LeftOut(BROKEN)
    return int(value)


def _in_order(data: bytes, vr: str, ds: Dataset) -> bytes:
    """Bytes in the order of little endian: in big endian the words of OW are turned."""
    if vr != "OW" or ds.file_meta.TransferSyntaxUID.is_little_endian or len(data) % 2:
        return data
    return np.frombuffer(data, np.uint16).byteswap().tobytes()


def _joined(
    ds: Dataset, layout: Layout, frames: int, found: Sequence[_Embedded | _Packed]
) -> tuple[MatLike | None, list[tuple[Text, int]]]:
    still = [one for one in found if isinstance(one, _Packed) and one.frames is None]
    moving = [one for one in found if isinstance(one, _Embedded) or one.frames is not None]
    out: list[tuple[Text, int]] = []
    if frames * layout.rows * layout.columns > OVERLAY_BYTES or frames * len(moving) > _PASTES:
        out += [(LARGE, one.group) for one in moving]
        moving = []
    board = np.zeros((frames if moving else 1, layout.rows, layout.columns), np.uint8)
    out += [(OUTSIDE, one.group) for one in still if not _pasted(board[0], one, 0)]
    if still:
        board[1:] = board[0]
    for one in moving:
        if isinstance(one, _Packed):
            pasted = [
                _pasted(board[frame], one, frame - one.first)
                for frame in range(frames)
                if 0 <= frame - one.first < (one.frames or 1)
            ]
            if not any(pasted):
                out.append((OUTSIDE, one.group))
    if mask := sum({1 << one.position for one in moving if isinstance(one, _Embedded)}):
        _lift(board, ds, layout, mask)
    return (board if board.any() else None), out


def _pasted(board: MatLike, one: _Packed, frame: int) -> bool:
    """Draw one frame of an overlay on (H, W), as far as it reaches; whether any of it lies there."""
    high, wide = board.shape
    top, bottom = max(0, -one.top), min(one.rows, high - one.top)
    left, right = max(0, -one.left), min(one.columns, wide - one.left)
    if top >= bottom or left >= right:
        return False
    step = max(1, _CHUNK // one.columns)
    for row in range(top, bottom, step):
        end = min(row + step, bottom)
        start, stop = ((frame * one.rows + r) * one.columns for r in (row, end))
        packed = np.frombuffer(one.bits, np.uint8, -(-stop // 8) - start // 8, start // 8)
        bits = np.unpackbits(packed, bitorder="little")[start % 8 :][: stop - start]
        part = bits.reshape(end - row, one.columns)[:, left:right]
        place = board[one.top + row : one.top + end, one.left + left : one.left + right]
        np.bitwise_or(place, part * np.uint8(255), out=place)
    return True


def _lift(board: MatLike, ds: Dataset, layout: Layout, mask: int) -> None:
    """Draw what lies in the bits of a mask of every cell of PixelData on (F, H, W)."""
    order = "<" if ds.file_meta.TransferSyntaxUID.is_little_endian else ">"
    data = ds.PixelData if layout.bits > 8 else _in_order(ds.PixelData, ds["PixelData"].VR, ds)
    cells = np.frombuffer(data, f"{order}u{layout.bits // 8}", board.size).reshape(board.shape)
    for frame, cell in zip(board, cells, strict=True):
        frame[(cell & cell.dtype.type(mask)) != 0] = 255
