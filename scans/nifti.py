"""NIfTI to a Scan: axial slices as frames, feet first, with the patient's right on the left."""

import io
import math
import zlib
from typing import Any

import nibabel
import numpy as np
from cv2.typing import MatLike
from nibabel.orientations import OrientationError
from nibabel.spatialimages import HeaderDataError

from scans import depth, labels, presets
from scans.limits import RAW_BYTES, check_raw, check_size, damaged, kept_frames, some_frames
from scans.scan import Scan, ScanError
from study.text import Text

nib: Any = nibabel  # most of its functions have no types

FIRST_VOLUME = Text(
    "这是 4 维数据，只读取第一个时间点。", "The data have four dimensions; only the first volume is read."
)
CT_LIKELY = Text(
    "NIfTI 不记录单位；数值范围像 CT，所以附上 CT 窗。",
    "NIfTI names no unit; the values look like CT, so CT windows are offered.",
)
PAIR = Text(
    "这是 NIfTI 的头文件（.hdr），像素在另一个 .img 文件里。请转换为单个 .nii 文件。",
    "This is a NIfTI header (.hdr) whose pixels are in a separate .img file. Convert the pair into one .nii file.",
)
THIN = Text(
    "这个 NIfTI 不是二维或三维图像，无法显示。", "This NIfTI is not a picture or a volume, so it cannot be shown."
)


TOO_LONG = Text(
    f"解压后超过 {RAW_BYTES >> 21} MB，不予读取。请只导出其中一部分。",
    f"It unpacks to more than {RAW_BYTES >> 21} MB. Export only a part of it.",
)
_HEAD_BYTES = 1024
UNTURNED = Text("方位信息不完整，按存储顺序显示。", "The orientation is incomplete; slices are shown as stored.")


def nifti(data: bytes) -> Scan:
    """Decode the first volume. Raises ScanError, or whatever nibabel raises on broken bytes."""
    packed = data[:2] == b"\x1f\x8b"
    raw = _inflated(data, _HEAD_BYTES) if packed else data
    kind = nib.Nifti1Header if raw[:4] in (b"\x5c\x01\0\0", b"\0\0\x01\x5c") else nib.Nifti2Header
    if raw[344:348] == b"ni1\0" or raw[4:7] == b"ni2":
        raise ScanError(PAIR)
    header = kind.from_fileobj(io.BytesIO(raw[:_HEAD_BYTES]), check=False)
    end = _end(header)
    volume = _volume(_inflated(data, end) if packed else data, header, end)
    frames, sizes, said = _axial(volume, header)
    between, gap = (None, None) if sizes is None else (sizes[:2], sizes[2])
    kept = kept_frames(len(frames), frames[0].nbytes)
    said += [some_frames(kept, len(frames))] * (kept < len(frames))
    said += [FIRST_VOLUME] * (math.prod(_shape(header)[3:]) > 1)
    values, changed = _scaled(np.ascontiguousarray(frames[:kept]), header)
    windows, unfinished = depth.windows(values)
    if values.dtype == np.int16 and int(values.min()) < -900 and int(values.max()) > 200:
        windows, said = (*presets.CT, *windows), [*said, CT_LIKELY]
    return Scan(
        values,
        windows,
        spacing=between,
        gap=gap,
        volume=UNTURNED not in said,
        facts=_facts(values, header, between),
        warnings=(*said, *changed, *unfinished),
    )


def _inflated(data: bytes, most: int) -> bytes:
    """The first bytes of what is packed: of a long series only the first volume is ever unpacked."""
    return zlib.decompressobj(31).decompress(data, most)


def _shape(header: Any) -> list[int]:
    count, *sizes = (int(n) for n in header["dim"])
    if not 1 <= count <= 7:
        raise damaged("NIfTI")
    return sizes[:count]


def _sizes(header: Any) -> tuple[int, int, int]:
    """The first three dimensions, checked before anything is allocated."""
    sizes = _shape(header)
    if min(sizes) < 0:
        raise damaged("NIfTI")
    x, y, z = [*sizes, 1, 1][:3]
    if len(sizes) < 2 or sorted(sizes)[-2:][0] < 2:
        raise ScanError(THIN)
    check_size(x, y)
    check_size(x, z)
    return x, y, z


def _end(header: Any) -> int:
    """Where the first volume ends, in bytes."""
    count = math.prod(_sizes(header)) * int(header.get_data_dtype().itemsize)
    check_raw(count)
    start = int(header.get_data_offset())
    if start < 348:
        raise damaged("NIfTI")
    if start + count > RAW_BYTES // 2:
        raise ScanError(TOO_LONG)
    return start + count


def _volume(raw: bytes, header: Any, end: int) -> MatLike:
    """The first volume as stored, (X, Y, Z)."""
    if end > len(raw):
        raise damaged("NIfTI")
    sizes, start = _sizes(header), int(header.get_data_offset())
    return np.frombuffer(raw, header.get_data_dtype(), math.prod(sizes), start).reshape(sizes, order="F")


def _axial(volume: MatLike, header: Any) -> tuple[MatLike, tuple[float, float, float] | None, list[Text]]:
    """(Z, Y, X): feet first, nose up, the patient's right on the left of the screen; mm between them."""
    sizes, said = [float(v) for v in header["pixdim"][1:4]], []
    try:
        turn = nib.io_orientation(header.get_best_affine())
        volume = nib.apply_orientation(volume, turn)
        sizes = [size for _, size in sorted(zip(turn[:, 0], sizes, strict=True))]
    except (ValueError, np.linalg.LinAlgError, OrientationError):
        said = [UNTURNED]
    between = (abs(sizes[1]), abs(sizes[0]), abs(sizes[2]))
    known = all(math.isfinite(v) and v > 0 for v in between)
    return volume[::-1, ::-1, :].transpose(2, 1, 0), between if known else None, said


def _scaled(frames: MatLike, header: Any) -> tuple[MatLike, tuple[Text, ...]]:
    if frames.dtype.names:  # RGB and RGBA are stored as records
        records: Any = frames
        return np.stack([records[name] for name in ("R", "G", "B")], axis=-1), ()
    try:
        slope, intercept = header.get_slope_inter()
    except HeaderDataError:
        slope, intercept = None, None
    if slope in (None, 0, 1) and not intercept:
        return depth.measured(frames)
    if frames.dtype.kind == "c":
        frames = np.abs(frames)
    with np.errstate(over="ignore", invalid="ignore"):
        values = frames.astype(np.float32) * np.float32(slope or 1) + np.float32(intercept or 0)
    small = frames.dtype.kind in "iu" and frames.dtype.itemsize <= 2
    whole = float(slope or 1).is_integer() and float(intercept or 0).is_integer()
    if small and whole and abs(values).max() < 32768:
        return values.astype(np.int16), ()
    return values, ()


def _facts(values: MatLike, header: Any, between: tuple[float, float] | None) -> tuple[tuple[Text, str], ...]:
    facts = {
        labels.FORMAT: "NIfTI-1" if header["sizeof_hdr"] == 348 else "NIfTI-2",
        labels.SIZE: f"{values.shape[2]} × {values.shape[1]}",
        labels.FRAMES: str(len(values)) if len(values) > 1 else "",
        labels.KIND: header.get_data_dtype().name if not header.get_data_dtype().names else "RGB",
        labels.SPACING: labels.spaced(between),
    }
    return tuple((label, value) for label, value in facts.items() if value)
