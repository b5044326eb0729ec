"""PNG, JPEG, BMP and WebP to a Scan: depth kept, orientation applied, transparency over black."""

import io
from collections.abc import Callable

import cv2
import imagecodecs
import numpy as np
from cv2.typing import MatLike
from PIL import Image

from scans import depth, labels
from scans.headers import check_jpeg, plain_png
from scans.limits import damaged
from scans.magic import Kind
from scans.scan import Scan
from study.text import Text

NAMES: dict[Kind, str] = {"png": "PNG", "jpeg": "JPEG", "bmp": "BMP", "webp": "WebP", "tiff": "TIFF"}

ANIMATED = Text("这是动图，只读取第一帧。", "The picture is animated; only its first frame is read.")
TRANSPARENT = Text("透明部分按黑色背景显示。", "Transparent parts are shown over black.")
TURNED = Text("已按照片的方向标记（EXIF）旋转。", "Turned as the picture's orientation mark (EXIF) asks.")
CMYK = Text("印刷颜色（CMYK）已转换为 RGB。", "Print colours (CMYK) were converted to RGB.")

_TURNS: dict[int, Callable[[MatLike], MatLike]] = {
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: a[::-1].swapaxes(0, 1),
    7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
    8: lambda a: a[:, ::-1].swapaxes(0, 1),
}


def raster(kind: Kind, data: bytes) -> Scan:
    """Decode one picture. Raises ScanError, or whatever the libraries raise on broken bytes."""
    said: list[Text] = []
    if kind == "png":
        data, animated = plain_png(data)
        said += [ANIMATED] * animated
    elif kind == "webp" and data[12:16] == b"VP8X" and data[20] & 2:
        said.append(ANIMATED)
    elif kind == "jpeg" and check_jpeg(data).channels == 4:
        said.append(CMYK)
    pixels, alpha = _pixels(kind, data)
    pixels, turned = turn(pixels, _orientation(kind, data))
    return scan(pixels[None], NAMES[kind], (*said, *[TRANSPARENT] * alpha, *[TURNED] * turned))


def scan(frames: MatLike, name: str, said: tuple[Text, ...], inverted: bool = False) -> Scan:
    """A Scan of (F, H, W) or (F, H, W, 3) values of any kind of number."""
    pixels, changed = depth.measured(frames)
    windows, unfinished = depth.windows(pixels)
    facts = [
        (labels.FORMAT, name),
        (labels.SIZE, f"{pixels.shape[2]} × {pixels.shape[1]}"),
        (labels.KIND, pixels.dtype.name + (" RGB" if pixels.ndim == 4 else "")),
    ]
    if len(pixels) > 1:
        facts.append((labels.FRAMES, str(len(pixels))))
    return Scan(
        np.ascontiguousarray(pixels),
        windows,
        inverted=inverted,
        facts=tuple(facts),
        warnings=(*said, *changed, *unfinished),
    )


def _pixels(kind: Kind, data: bytes) -> tuple[MatLike, bool]:
    if kind == "jpeg" and (head := check_jpeg(data)) and (head.lossless or head.precision != 8):
        return imagecodecs.jpeg8_decode(data), False
    try:
        found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        found = None
    if found is None:
        return _by_pillow(kind, data)
    if found.ndim == 2:
        return found, False
    if kind == "png" and data[25] == 4:  # grey with alpha
        return opaque(found[..., 0], found[..., 3])
    rgb = cv2.cvtColor(found, cv2.COLOR_BGRA2RGBA if found.shape[2] == 4 else cv2.COLOR_BGR2RGB)
    if kind in ("png", "bmp") and _gray_palette(kind, data, rgb):
        rgb = rgb[..., [0, 3]] if rgb.shape[2] == 4 else rgb[..., 0]
    if rgb.ndim == 3 and rgb.shape[2] in (2, 4):
        return opaque(rgb[..., 0] if rgb.shape[2] == 2 else rgb[..., :3], rgb[..., -1])
    return rgb, False


def _gray_palette(kind: Kind, data: bytes, rgb: MatLike) -> bool:
    indexed = data[25] == 3 if kind == "png" else data[28] <= 8
    return indexed and bool((rgb[..., 0] == rgb[..., 1]).all() and (rgb[..., 1] == rgb[..., 2]).all())


def _by_pillow(kind: Kind, data: bytes) -> tuple[MatLike, bool]:
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=[NAMES[kind]])
        if picture.mode in ("P", "CMYK", "YCbCr", "LAB", "HSV", "PA"):
            picture = picture.convert("RGBA" if "transparency" in picture.info or picture.mode == "PA" else "RGB")
        values: MatLike = np.asarray(picture)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise damaged(NAMES[kind]) from error
    if values.ndim == 3 and values.shape[2] in (2, 4):
        return opaque(values[..., 0] if values.shape[2] == 2 else values[..., :3], values[..., -1])
    return values, False


def opaque(values: MatLike, alpha: MatLike) -> tuple[MatLike, bool]:
    """Values over black, and whether anything was transparent. Alpha that is zero everywhere means nothing."""
    top = {"u": 2 ** (8 * alpha.dtype.itemsize) - 1, "i": 2 ** (8 * alpha.dtype.itemsize - 1) - 1}.get(
        alpha.dtype.kind, 1
    )
    if alpha.min() >= top or not alpha.any():
        return np.ascontiguousarray(values), False
    share = (alpha.astype(np.float32) / np.float32(top)).reshape(alpha.shape + (1,) * (values.ndim - 2))
    over = values * share
    return (np.rint(over) if values.dtype.kind in "iu" else over).astype(values.dtype), True


def turn(values: MatLike, orientation: int) -> tuple[MatLike, bool]:
    """Apply an EXIF orientation 1 to 8 to (H, W, ...); others do nothing."""
    if orientation not in _TURNS:
        return values, False
    return np.ascontiguousarray(_TURNS[orientation](values)), True


def _orientation(kind: Kind, data: bytes) -> int:
    if kind == "bmp" or (b"Exif\0" not in data and b"eXIf" not in data and b"EXIF" not in data):
        return 1
    try:
        found = Image.open(io.BytesIO(data), formats=[NAMES[kind]]).getexif().get(0x0112, 1)
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError):
        return 1
    return found if isinstance(found, int) else 1
