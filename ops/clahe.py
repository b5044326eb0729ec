"""Contrast-limited adaptive histogram equalisation (CLAHE)."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._chart import columns, eight
from ops._depth import ends, saturated
from ops._luma import brightness, on_luma
from ops._tiles import blended, clipped, curves, histograms, places

TITLE = Text("限制对比度自适应直方图均衡（CLAHE）", "CLAHE (adaptive equalisation with a limit)")
GROUP = "intensity"
ORDER = 5
ABOUT = Text(
    "分块各自均衡，直方图先截顶以限制放大倍数，块间双线性插值；局部细节出来了，绝对灰度不再可比。",
    "Equalises tile by tile, clips the histograms, blends tiles: local detail shows, grey values no longer compare.",
)
FORMULA = (
    r"h'_k = \min(h_k, \beta \tfrac{N}{L}) + \tfrac{1}{L} \sum_j \max(0, h_j - \beta \tfrac{N}{L})"
    r", \quad g = f_{\min} + (f_{\max} - f_{\min})\, \frac{1}{N} \sum_{k \le f} h'_k"
)
SOURCE = (
    "Zuiderveld K., Contrast Limited Adaptive Histogram Equalization, in: Heckbert P. (ed.), Graphics Gems IV, "
    "Academic Press, 1994, pp. 474-485; Pizer S.M. et al., Comput. Vis. Graph. Image Process. 39(3):355-368, 1987"
)
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW + T^2 L)"
TRAP = Text(
    "不设截顶（普通 AHE）：均匀区域的直方图只有一根尖峰，曲线极陡，噪声被放大成满屏颗粒。",
    "Without the clip limit: the histogram of a flat region is one peak, its curve is steep, and noise fills the tile.",
)


def clahe(
    image: Picture,
    clip: Annotated[float, Range(1, 20, 0.5), Text("截顶倍数（相对平均高度）", "Clip limit, times the average")] = 3.0,
    tiles: Annotated[int, Range(1, 16), Text("每边分块数", "Tiles each way")] = 8,
) -> Picture:
    """Equalise the luma tile by tile; any depth, which is kept. Deep ones keep their lowest and highest value."""
    return on_luma(image, lambda gray: _equalised(gray, clip, tiles))


def naive(image: Picture, clip: float, tiles: int) -> Picture:
    """Adaptive, but not limited."""
    return on_luma(image, lambda gray: _equalised(gray, 0, tiles))


def stages(image: Picture, clip: float, tiles: int) -> Iterator[tuple[Text, Pixels]]:
    """Tiles, one histogram before and after clipping, all curves, each tile by its own curve, then blended."""
    gray = brightness(image)
    low, high = ends(gray)
    counts = histograms(places(gray)[0], tiles)
    maps = curves(clipped(counts, clip))
    one = counts[tiles // 2, tiles // 2]
    yield Text("分块", "Tiles"), _grid(eight(gray, low, high), tiles)
    yield Text("中间一块的直方图", "Histogram of a tile in the middle"), columns(one)
    yield Text("截顶并平摊之后", "Clipped, and the excess spread evenly"), columns(clipped(one, clip))
    yield Text("每块一条映射曲线", "A mapping curve for every tile"), _mosaic(maps)
    yield (
        Text("每块只用自己的曲线：有接缝", "Each tile by its own curve: seams"),
        eight(blended(gray, maps, smooth=False), low, high),
    )
    yield Text("块间双线性插值", "Blended between tiles"), clahe(image, clip, tiles)


def _equalised(gray: Pixels, clip: float, tiles: int) -> Pixels:
    """A clip of 0 is no limit."""
    if gray.dtype == np.uint8:
        return cv2.createCLAHE(clip, (tiles, tiles)).apply(gray)
    low, high = ends(gray)
    if not high > low:
        return gray
    # cv2.createCLAHE takes 65536 bins on 16 bits: on 12-bit scans nearly all are empty and the limit never holds
    counts = histograms(places(gray)[0], tiles)
    return saturated(blended(gray, curves(clipped(counts, clip) if clip else counts)), gray)


def _grid(picture: Pixels, tiles: int) -> Pixels:
    lined = picture.copy()
    for axis, size in enumerate(picture.shape):
        at = [min(i * -(-size // tiles), size - 1) for i in range(1, tiles)]
        lined[tuple([slice(None)] * axis + [at])] = 255
    return lined


def _mosaic(maps: Pixels) -> Pixels:
    """All curves in one picture, bright below the curve."""
    size = max(24, 512 // len(maps))
    heights = maps[..., np.linspace(0, maps.shape[-1] - 1, size).astype(int)] * (size - 1)
    filled = np.arange(size)[::-1, None] <= heights[:, :, None, :]
    shades = np.where(filled, 170, 20).astype(np.uint8)
    shades[:, :, 0, :] = shades[:, :, :, 0] = 90
    return shades.swapaxes(1, 2).reshape(size * len(maps), size * len(maps))
