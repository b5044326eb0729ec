"""What kind of file these bytes are, by what is in them and never by the name."""

import re
import zlib
from typing import Literal

from scans.scan import ScanError
from study.text import Text

Kind = Literal["png", "jpeg", "tiff", "bmp", "webp", "dicom", "nifti"]

READABLE = Text(
    "可以读取 PNG、JPEG、TIFF、BMP、WebP、DICOM 和 NIfTI（.nii、.nii.gz）。",
    "We read PNG, JPEG, TIFF, BMP, WebP, DICOM and NIfTI (.nii, .nii.gz).",
)

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
)
# Group 0002 or 0008 first, as in files written without the preamble, in either byte order.
_BARE_DICOM = re.compile(rb"(?s)[\x02\x08]\0[\0-\x70]\0..[\0-\x20A-Z].|\0\x08\0[\0-\x70](?:[A-Z]{2}|\0\0)")

_REFUSED: tuple[tuple[bytes, Text], ...] = (
    (b"GIF8", Text("GIF 动图", "a GIF")),
    (b"%PDF", Text("PDF 文档", "a PDF document")),
    (b"PK\x03\x04", Text("ZIP 压缩包（或 Office 文档）", "a ZIP archive (or an Office document)")),
    (b"PK\x05\x06", Text("ZIP 压缩包", "a ZIP archive")),
    (b"Rar!", Text("RAR 压缩包", "a RAR archive")),
    (b"7z\xbc\xaf", Text("7z 压缩包", "a 7z archive")),
    (b"\x7fELF", Text("可执行程序", "a program")),
    (b"MZ", Text("可执行程序", "a program")),
    (b"8BPS", Text("Photoshop 文件", "a Photoshop file")),
    (b"\0\0\0\x0cjP  ", Text("JPEG 2000 图像", "a JPEG 2000 picture")),
    (b"\x89HDF", Text("HDF5 文件", "an HDF5 file")),
    (b"\x1f\x8b", Text("不含 NIfTI 的 gzip 压缩包", "a gzip archive without a NIfTI volume")),
)


def kind(data: bytes) -> Kind:
    """The kind of file, or a ScanError that says what it is instead."""
    if not data:
        raise ScanError(Text("文件是空的，请重新选择一个文件。", "The file is empty. Choose another one."))
    found = _known(data)
    if found is None:
        raise ScanError(_unknown(data))
    return found


def _known(data: bytes) -> Kind | None:
    if data[128:132] == b"DICM":
        return "dicom"
    for start, name in _STARTS:
        if data.startswith(start):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if (
        data[:2] == b"BM"
        and data[15:18] == b"\0\0\0"
        and data[14:15]
        and data[14] in (12, 16, 40, 52, 56, 64, 108, 124)
    ):
        return "bmp"
    if _nifti(data[:544]) or (data[:2] == b"\x1f\x8b" and _nifti(_inflated(data))):
        return "nifti"
    return "dicom" if _BARE_DICOM.match(data) else None


def _nifti(head: bytes) -> bool:
    one = head[:4] in (b"\x5c\x01\0\0", b"\0\0\x01\x5c") and head[344:348] in (b"n+1\0", b"ni1\0")
    return one or (head[:4] in (b"\x1c\x02\0\0", b"\0\0\x02\x1c") and head[4:7] in (b"n+2", b"ni2"))


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data[:65536], 544)
    except zlib.error:
        return b""


def _unknown(data: bytes) -> Text:
    what = next((text for start, text in _REFUSED if data.startswith(start)), None) or _text(data[:512])
    if what is None:
        what = Text("无法识别的文件", "no kind of picture we know")
    return Text(f"这是{what.zh}，不是我们能读的图像。{READABLE.zh}", f"This is {what.en}. {READABLE.en}")


def _text(head: bytes) -> Text | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml")) and b"<svg" in head.lower():
        return Text("SVG 矢量图", "an SVG drawing")
    if start.startswith((b"<!doctype html", b"<html", b"<script")):
        return Text("网页", "a web page")
    return Text("文本文件", "a text file") if b"\0" not in head and _words(head) else None


def _words(head: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        # the last character may be cut in two
        said = head.decode(encoding, "ignore")
        if len(said.encode(encoding)) >= len(head) - 3 and all(c.isprintable() or c.isspace() for c in said):
            return True
    return False
