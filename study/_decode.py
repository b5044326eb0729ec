"""From the bytes of a file to its text, whatever editor on whatever system saved it."""

import re
from dataclasses import dataclass
from typing import Literal

from study.text import Text

Encoding = Literal["utf-8", "utf-16", "gb18030"]

# libyaml counts NEL, LS and PS as line ends and editors do not, so lines after one would be misnamed.
STRAY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_HANZI = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`notice` says what is unusual about the encoding, and the cure; the text is right all the same."""

    text: str
    encoding: Encoding
    notice: tuple[Text, Text] | None = None


class UndecodableError(ValueError):
    """Neither UTF-8, UTF-16 with a mark, nor GBK."""


_SAVE = Text("用编辑器另存为 UTF-8", "save it as UTF-8")
_UTF16 = Text("文件是 UTF-16 编码", "the file is UTF-16")
_GBK = Text("文件是 GBK 编码", "the file is GBK")
_BOM = Text("文件开头有 BOM 标记", "the file starts with a byte order mark (BOM)")
_MAYBE_GBK = Text(
    "文件里没有一个汉字，按 GBK 读却有：多半是 GBK 编码",
    "there is no Chinese in the file, but read as GBK there is: it is probably GBK",
)


def decode(data: bytes) -> Decoded:
    """Text of a file: UTF-8 with or without a mark, UTF-16 with one, else GBK. Raises UndecodableError."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Decoded(_strictly(data, "utf-16"), "utf-16", (_UTF16, _SAVE))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Decoded(_strictly(data, "gb18030"), "gb18030", (_GBK, _SAVE))
    if data.startswith(b"\xef\xbb\xbf"):
        return Decoded(text, "utf-8", (_BOM, Text("另存为不带 BOM 的 UTF-8", "save it as UTF-8 without BOM")))
    return Decoded(text, "utf-8", (_MAYBE_GBK, _SAVE) if _reads_as_gbk(data, text) else None)


def _strictly(data: bytes, encoding: Encoding) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        raise UndecodableError(str(e)) from e


def _reads_as_gbk(data: bytes, text: str) -> bool:
    """Some pairs of GBK bytes are valid UTF-8 by accident, as in a short file that holds only 什么."""
    if text.isascii() or _HANZI.search(text):
        return False
    try:
        return bool(_HANZI.search(data.decode("gb18030")))
    except UnicodeDecodeError:
        return False
