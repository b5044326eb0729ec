"""How large a scan may be, and the sentences for what is larger."""

from scans.scan import ScanError
from study.text import Text

FILE_BYTES = 32 << 20  # of an upload
PIXELS = 40_000_000  # of one frame
RAW_BYTES = 512 << 20  # of all frames together, as the header announces them
KEPT_BYTES = 256 << 20  # of the frames that are kept in memory
OVERLAY_BYTES = KEPT_BYTES // 2  # of the overlay of these frames, a byte for each pixel
PAGES = 200  # of a TIFF
JPEG_PASSES = 100  # of a progressive JPEG; a camera writes about 10


def check_file(size: int) -> None:
    """Refuse a file that is larger than we read at all."""
    if size > FILE_BYTES:
        megabytes, limit = size / (1 << 20), FILE_BYTES >> 20
        raise ScanError(
            Text(
                f"文件有 {megabytes:.0f} MB，上限是 {limit} MB。请裁剪、缩小或压缩后再上传。",
                f"The file has {megabytes:.0f} MB; the limit is {limit} MB. Crop, shrink or compress it first.",
            )
        )


def check_size(width: int, height: int) -> None:
    """Refuse a picture without pixels or with more than 40 million."""
    if width < 1 or height < 1:
        raise ScanError(
            Text(
                "文件头写的图像尺寸是 0，里面没有像素。请重新导出后再试。",
                "The header says the picture has no pixels. Export it again.",
            )
        )
    if width * height > PIXELS:
        raise ScanError(
            Text(
                f"图像尺寸 {width}×{height} 太大，上限是 {PIXELS // 1_000_000} 百万像素。请先缩小。",
                f"{width}×{height} pixels are too many; the limit is {PIXELS // 1_000_000} million. Shrink it first.",
            )
        )


def check_raw(total: int) -> None:
    """Refuse when all frames together would need more than 512 MB."""
    if total > RAW_BYTES:
        limit = RAW_BYTES >> 20
        raise ScanError(
            Text(
                f"全部帧解开后超过 {limit} MB。请只导出其中一部分。",
                f"All frames together need more than {limit} MB. Export only some of them.",
            )
        )


def kept_frames(frames: int, frame_bytes: int) -> int:
    """How many of the first frames we keep; at least one."""
    return max(1, min(frames, KEPT_BYTES // max(frame_bytes, 1)))


def some_frames(kept: int, frames: int) -> Text:
    """The warning that only the first frames are shown."""
    return Text(f"共 {frames} 帧，只读取前 {kept} 帧。", f"Only the first {kept} of {frames} frames are read.")


def damaged(name: str) -> ScanError:
    """For bytes that begin like a format and do not go on like it."""
    return ScanError(
        Text(
            f"这个 {name} 文件已损坏或不完整，读不出图像。请重新导出或换一个文件。",
            f"This {name} file is damaged or cut off, so it holds no readable picture. Export it again.",
        )
    )
