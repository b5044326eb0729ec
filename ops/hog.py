"""Histograms of oriented gradients: which way edges run, cell by cell."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._gradient import eight_bits
from ops._marks import grey
from ops._reduced import reduced

TITLE = Text("HOG 方向梯度直方图", "HOG")
GROUP = "features"
ORDER = 4
ABOUT = Text(
    "每个小格按梯度方向累加强度，再在块内归一化：抓住轮廓走向、抗明暗变化，配 SVM 就是经典行人检测。",
    "Sums gradient strength by direction in each cell and normalises in blocks: outlines, whatever the light.",
)
FORMULA = (
    r"h_c(b) = \tfrac{1}{|c|} \sum_{p \in c} \lVert \nabla I(p) \rVert\,[\theta(p) \in b], \quad "
    r"v \gets \frac{v}{\sqrt{\lVert v \rVert_2^2 + \epsilon^2}}, \; \min(v, 0.2), \text{ again}"
)
SOURCE = "Dalal N., Triggs B., Histograms of Oriented Gradients for Human Detection, CVPR 2005, vol. 1, 886-893"
COST = "O(HW)"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "cells": Text("小格数", "Cells"),
    "length": Text("描述子长度", "Length of the descriptor"),
    "clipped": Text("归一化时被截在 0.2 的分量（%）", "Parts clipped at 0.2 (%)"),
    "factor": Text("内部缩小倍数（超过 100 万像素时）", "Computed at 1/n of the size (above 1 Mpx)"),
}
TRAP = Text(
    "直接在 uint8 上相减求梯度：负差绕回成 200 多，暗的一侧凭空多出强边，方向也全算错。",
    "Gradients by subtracting in uint8: negative differences wrap to 200 and more, false in strength and direction.",
)
MOST = 1 << 20  # pixels


def hog(
    image: Gray,
    cell: Annotated[int, Range(4, 64, 1, unit="px"), Text("小格边长", "Side of a cell")] = 12,
    bins: Annotated[int, Range(2, 18), Text("方向数（0…180°）", "Directions (0..180 deg)")] = 9,
    block: Annotated[int, Range(1, 4), Text("块边长（格）", "Side of a block (cells)")] = 2,
    shown: Annotated[
        Literal["glyphs", "strongest"],
        Text("显示", "Shown"),
        (Text("每格的各个方向", "Every direction of a cell"), Text("每格最强的方向", "Strongest direction")),
    ] = "glyphs",
) -> tuple[Gray, dict[str, float]]:
    """A star for each cell: strokes along the edges, as bright as the histogram; (H, W) uint8.

    Values are scaled to 0..255 first; pixels right of and below the last whole cell are left out.
    """
    small, factor = reduced(grey(image), MOST)
    side = max(2, round(cell / factor))
    cells = histograms(*gradient(small), side, bins)
    length, clipped = described(cells, block)
    facts = {"cells": cells.shape[0] * cells.shape[1], "length": length, "clipped": clipped, "factor": factor}
    return stars(cells, side, shown == "strongest", small.shape, image.shape), facts


def gradient(values: Pixels) -> tuple[Pixels, Pixels]:
    """Differences of the two neighbours along x and y, float64; 0 at the border."""
    gx, gy = np.zeros(values.shape), np.zeros(values.shape)
    gx[:, 1:-1] = values[:, 2:] - values[:, :-2]
    gy[1:-1] = values[2:] - values[:-2]
    return gx, gy


def histograms(gx: Pixels, gy: Pixels, side: int, bins: int) -> Pixels:
    """(rows, columns, bins) of cells: mean strength of the gradients whose direction, 0..180 degrees, is in the bin."""
    rows, columns = gx.shape[0] // side, gx.shape[1] // side
    if not rows * columns:
        return np.zeros((0, 0, bins))
    gx, gy = gx[: rows * side, : columns * side], gy[: rows * side, : columns * side]
    place = np.minimum((np.rad2deg(np.arctan2(gy, gx)) % 180 * bins / 180).astype(int), bins - 1)
    number = np.arange(rows * side)[:, None] // side * columns + np.arange(columns * side) // side
    sums = np.bincount((number * bins + place).ravel(), np.hypot(gx, gy).ravel(), rows * columns * bins)
    return np.asarray(sums.reshape(rows, columns, bins) / side**2)


def described(cells: Pixels, block: int) -> tuple[int, float]:
    """Length of the descriptor, and how many of its parts were clipped at 0.2, in percent."""
    first = blocks(cells, block)
    return first.size, 100 * float((first > 0.2).mean()) if first.size else 0.0


def blocks(cells: Pixels, block: int) -> Pixels:
    """Blocks of cells, overlapping, each divided by its length; (rows, columns, block, block, bins)."""
    if min(cells.shape[:2]) < block:
        return np.zeros((0, 0, block, block, cells.shape[2]))
    found = np.lib.stride_tricks.sliding_window_view(cells, (block, block), axis=(0, 1))
    return normed(np.moveaxis(found, 2, -1))


def descriptor(cells: Pixels, block: int) -> Pixels:
    """The blocks normalised by L2-Hys: clipped at 0.2 and divided by their length again."""
    return normed(np.minimum(blocks(cells, block), 0.2))


def normed(vectors: Pixels) -> Pixels:
    """Each block over its length, which is never 0."""
    return np.asarray(vectors / np.sqrt((vectors**2).sum(axis=(2, 3, 4), keepdims=True) + 1e-5**2))


def stars(cells: Pixels, side: int, strongest: bool, small: tuple[int, ...], full: tuple[int, ...]) -> Pixels:
    """Strokes at right angles to the gradient; the picture is filled up to the right and below."""
    if strongest:
        cells = np.where(cells == cells.max(axis=2, keepdims=True), cells, 0) if cells.size else cells
    picture: Pixels = np.zeros(small, np.float32)
    rows, columns, bins = cells.shape
    if cells.any():
        strokes = np.stack([stroke(side, (b + 0.5) * np.pi / bins) for b in range(bins)])
        drawn = np.einsum("rcb,bij->ricj", cells.astype(np.float32), strokes)
        picture[: rows * side, : columns * side] = drawn.reshape(rows * side, columns * side)
        picture *= 255 / max(float(np.quantile(cells.max(axis=2), 0.98)), float(cells.max()) / 20)
    picture = cv2.resize(picture, full[::-1], interpolation=cv2.INTER_NEAREST)
    return np.rint(np.clip(picture, 0, 255)).astype(np.uint8)


def stroke(side: int, angle: float) -> Pixels:
    """A line through the middle of a cell at right angles to the direction, float32 of 0..1."""
    cell = np.zeros((side, side), np.uint8)
    middle, reach = (side - 1) / 2, (side - 1) / 2
    x, y = -np.sin(angle) * reach, np.cos(angle) * reach
    ends = [(round((middle + s * x) * 16), round((middle + s * y) * 16)) for s in (-1, 1)]
    return cv2.line(cell, ends[0], ends[1], 255, 1, cv2.LINE_AA, 4).astype(np.float32) / 255


def naive(
    image: Gray, cell: int, bins: int, block: int, shown: Literal["glyphs", "strongest"]
) -> tuple[Gray, dict[str, float]]:
    """Subtract in eight bits."""
    small, factor = reduced(grey(image), MOST)
    level, side = small.astype(np.uint8), max(2, round(cell / factor))
    gx, gy = np.zeros(level.shape), np.zeros(level.shape)
    gx[:, 1:-1] = level[:, 2:] - level[:, :-2]
    gy[1:-1] = level[2:] - level[:-2]
    cells = histograms(gx, gy, side, bins)
    length, clipped = described(cells, block)
    facts = {"cells": cells.shape[0] * cells.shape[1], "length": length, "clipped": clipped, "factor": factor}
    return stars(cells, side, shown == "strongest", small.shape, image.shape), facts


def stages(
    image: Gray, cell: int, bins: int, block: int, shown: Literal["glyphs", "strongest"]
) -> Iterator[tuple[Text, Pixels]]:
    """Strength and direction of the gradient, strength of the cells, contrast of the blocks, the stars."""
    small, factor = reduced(grey(image), MOST)
    side = max(2, round(cell / factor))
    gx, gy = gradient(small)
    yield Text("梯度强度", "Gradient strength"), eight_bits(np.hypot(gx, gy), "stretch")[0]
    turn = np.rad2deg(np.arctan2(gy, gx)) % 180
    yield Text("梯度方向（0…180° 为黑到白）", "Gradient direction, 0..180 deg"), (turn * 255 / 180).astype(np.uint8)
    cells = histograms(gx, gy, side, bins)
    yield Text("每格的总强度", "Strength of each cell"), large(cells.sum(axis=2), side, image.shape)
    found = descriptor(cells, block)
    yield (
        Text("归一化后每块最大的分量", "Largest part of each block, normalised"),
        large(found.max(axis=(2, 3, 4), initial=0), side, image.shape),
    )
    yield Text("各格的方向", "Directions of the cells"), hog(image, cell, bins, block, shown)[0]


def large(values: Pixels, side: int, full: tuple[int, ...]) -> Pixels:
    """One value a cell as a picture, stretched; black when there is no cell."""
    if not values.size:
        return np.zeros(full, np.uint8)
    return np.kron(eight_bits(values, "stretch")[0], np.ones((side, side), np.uint8))
