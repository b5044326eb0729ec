"""TIFF to a Scan: any kind of number, palettes, and the first pages as frames."""

import io

import imagecodecs
import numpy as np
from cv2.typing import MatLike
from PIL import Image

from scans import raster
from scans.limits import PAGES, damaged, kept_frames
from scans.scan import Scan
from scans.tiff_pages import Page, room_for, tiff_pages
from study.text import Text

_WHITE_IS_ZERO, _RGB, _PALETTE, _SEPARATED = 0, 2, 3, 5


def tiff(data: bytes) -> Scan:
    """Decode the first page, and the others when they have the same size. Raises ScanError."""
    pages, more = tiff_pages(data)
    said: list[Text] = []
    first, alpha = _page(data, 0, pages[0], said)
    frames = min(room_for(pages), kept_frames(len(pages), first.nbytes))
    if frames < len(pages) or more:
        said.append(_some(frames, f"{len(pages)}" if not more else f">{PAGES}"))
    stack = np.empty((frames, *first.shape), first.dtype)
    stack[0] = first
    for index in range(1, frames):
        stack[index], clear = _page(data, index, pages[index], [])
        alpha |= clear
    said += [raster.TRANSPARENT] * alpha
    return raster.scan(stack, "TIFF", tuple(said), inverted=_inverted(pages[0], stack))


def _some(frames: int, pages: str) -> Text:
    return Text(f"共 {pages} 页，只读取前 {frames} 页。", f"The first {frames} of {pages} pages are read.")


def _inverted(page: Page, stack: MatLike) -> bool:
    return page.photometric == _WHITE_IS_ZERO and stack.ndim == 3


def _page(data: bytes, index: int, page: Page, said: list[Text]) -> tuple[MatLike, bool]:
    values = _decoded(data, index, page)
    if page.photometric == _SEPARATED:
        said.append(raster.CMYK)
    values, alpha = _channels(values, page, said)
    values, turned = raster.turn(values, page.orientation)
    said += [raster.TURNED] * turned
    return values, alpha


def _decoded(data: bytes, index: int, page: Page) -> MatLike:
    try:
        if page.photometric == _PALETTE:
            return imagecodecs.tiff_decode(data, index=index, asrgb=True)[..., :3]
        values: MatLike = imagecodecs.tiff_decode(data, index=index)
    except (RuntimeError, ValueError, IndexError, TypeError):
        return _by_pillow(data, index)
    if page.planar and values.ndim == 3 and values.shape[0] == page.samples:
        values = np.moveaxis(values, 0, -1)
    if values.shape[:2] != (page.height, page.width):
        raise damaged("TIFF")
    if values.dtype == np.uint8 and 1 < page.bits < 8:
        values = values * np.uint8(255 // ((1 << page.bits) - 1))
    return values


def _by_pillow(data: bytes, index: int) -> MatLike:
    try:
        picture = Image.open(io.BytesIO(data), formats=["TIFF"])
        picture.seek(index)
        return np.asarray(picture.convert("RGB") if picture.mode in ("P", "CMYK", "YCbCr", "LAB") else picture)
    except (OSError, SyntaxError, ValueError, EOFError, KeyError) as error:
        raise damaged("TIFF") from error


def _channels(values: MatLike, page: Page, said: list[Text]) -> tuple[MatLike, bool]:
    if values.ndim == 2 or (values.ndim == 3 and values.shape[2] == 3):
        return values, False
    if values.ndim != 3:
        raise damaged("TIFF")
    count = values.shape[2]
    color = page.photometric == _RGB and count >= 3
    shown = values[..., :3] if color else values[..., 0]
    if count == (4 if color else 2):
        return raster.opaque(shown, values[..., -1])
    said.append(
        Text(f"共 {count} 个通道，只显示前面的通道。", f"There are {count} channels; only the first are shown.")
    )
    return np.ascontiguousarray(shown), False
