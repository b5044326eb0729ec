"""A Scan as plain bytes between two processes: lengths, JSON, raw pixels; nothing that could run code."""

import base64
import binascii
import json
import math
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
from cv2.typing import MatLike

from scans.limits import KEPT_BYTES, OVERLAY_BYTES, PIXELS
from scans.scan import Scan, ScanError, Window
from study.text import Text

Fill = Callable[[memoryview], None]  # fills the whole view with the next bytes, or raises OSError or EOFError

_HEAD = struct.Struct(">II")  # bytes of JSON, bytes of pixels
_MOST_JSON = 1 << 19  # a display curve of 65,536 steps takes 87 kB, and there are at most four
_MOST_PIXELS = max(KEPT_BYTES, PIXELS * 12)
_KINDS = ("uint8", "uint16", "int16", "float32")


class Broken(Exception):
    """What came over the wire is not a Scan."""


def packed(scan: Scan) -> tuple[bytes, tuple[MatLike, ...]]:
    """The bytes that go first, and the arrays whose bytes follow: pixels, and the overlay with a bit for each."""
    bits = None if scan.overlay is None else np.packbits(scan.overlay != 0)
    head = {
        "dtype": scan.pixels.dtype.name,
        "shape": scan.pixels.shape,
        "windows": [_window_head(window) for window in scan.windows[:32]],
        "unit": scan.unit,
        "spacing": scan.spacing,
        "gap": scan.gap,
        "volume": bool(scan.volume),
        "inverted": bool(scan.inverted),
        "facts": [(label.zh, label.en, value) for label, value in scan.facts],
        "warnings": [(said.zh, said.en) for said in scan.warnings],
        "overlay": None if scan.overlay is None or bits is None else (len(scan.overlay), bits.nbytes),
    }
    text = json.dumps(head).encode()
    return _HEAD.pack(len(text), scan.pixels.nbytes) + text, (scan.pixels,) if bits is None else (scan.pixels, bits)


def refused(said: Text) -> bytes:
    """The bytes of a refusal."""
    text = json.dumps({"said": (said.zh, said.en)}).encode()
    return _HEAD.pack(len(text), 0) + text


def received(fill: Fill) -> Scan:
    """Read one answer; every length is checked before memory is given to it. Raises ScanError or Broken."""
    start = bytearray(_HEAD.size)
    fill(memoryview(start))
    text_bytes, pixel_bytes = _HEAD.unpack(start)
    if text_bytes > _MOST_JSON or pixel_bytes > _MOST_PIXELS:
        raise Broken("lengths")
    text = bytearray(text_bytes)
    fill(memoryview(text))
    try:
        head = json.loads(text)
        if "said" in head:
            raise ScanError(_text(head["said"]))
        pixels = np.empty(_shape(head, pixel_bytes), head["dtype"])
        fill(pixels.reshape(-1).view(np.uint8).data)
        return _scan(head, pixels, _overlay(head, pixels, fill))
    except ScanError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, binascii.Error) as error:
        raise Broken("header") from error


def _shape(head: dict[str, Any], pixel_bytes: int) -> tuple[int, ...]:
    shape = tuple(int(n) for n in head["shape"])
    if head["dtype"] not in _KINDS or len(shape) not in (3, 4) or min(shape) < 1 or (len(shape) == 4 and shape[3] != 3):
        raise Broken("shape")
    if math.prod(shape) * np.dtype(head["dtype"]).itemsize != pixel_bytes:
        raise Broken("size")
    return shape


def _overlay(head: dict[str, Any], pixels: MatLike, fill: Fill) -> MatLike | None:
    """The second block: one overlay for each frame of the pixels, or one for all of them."""
    if head["overlay"] is None:
        return None
    count, bit_bytes = head["overlay"]
    if type(count) is not int or type(bit_bytes) is not int:
        raise Broken("overlay")
    shape = (count, *pixels.shape[1:3])
    total = math.prod(shape)
    if count not in (1, len(pixels)) or total > OVERLAY_BYTES or bit_bytes != -(-total // 8):
        raise Broken("overlay")
    bits = np.empty(bit_bytes, np.uint8)
    fill(bits.data)
    drawn: MatLike = np.unpackbits(bits, count=total).reshape(shape)
    drawn *= 255
    return drawn


def _window_head(window: Window) -> tuple[object, ...]:
    curve = base64.b64encode(window.curve).decode()
    return window.center, window.width, (window.name.zh, window.name.en), window.linear, window.sigmoid, curve


def _window(head: Any) -> Window:
    center, width, name, linear, sigmoid, curve = head
    levels = base64.b64decode(curve, validate=True)
    return Window(_finite(center), _finite(width), _text(name), linear is True, sigmoid is True, levels)


def _scan(head: dict[str, Any], pixels: MatLike, overlay: MatLike | None) -> Scan:
    windows = tuple(_window(window) for window in head["windows"])
    if not windows:
        raise Broken("windows")
    return Scan(
        pixels,
        windows,
        _clean(head["unit"]),
        None if head["spacing"] is None else (_finite(head["spacing"][0]), _finite(head["spacing"][1])),
        head["inverted"] is True,
        tuple((_text((zh, en)), _clean(value)) for zh, en, value in head["facts"]),
        tuple(_text(said) for said in head["warnings"]),
        None if head["gap"] is None else _finite(head["gap"]),
        head["volume"] is True,
        overlay,
    )


def _finite(value: object) -> float:
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        raise Broken("number")
    return float(value)


def _clean(value: object) -> str:
    return "".join(c for c in str(value)[:300] if c.isprintable())


def _text(pair: Any) -> Text:
    zh, en = pair if isinstance(pair, (list, tuple)) else ()
    return Text(_clean(zh), _clean(en))
