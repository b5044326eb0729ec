"""Segmentation by growing from a seed over pixels that are alike."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._gradient import eight_bits
from ops._levels import levels
from ops._reduced import enlarged, reduced

TITLE = Text("区域生长", "Region growing")
GROUP = "segmentation"
ORDER = 6
ABOUT = Text(
    "从种子点出发，把相连且灰度相近的像素并进来；容差太大会从缺口漏出去，太小会留下空洞。",
    "From a seed, takes in connected pixels of similar value: a wide tolerance leaks out, a narrow one leaves holes.",
)
FORMULA = (
    r"R_{n+1} = \{p \in R_n \cup N(R_n) : |f(p) - m| \le t\}, \quad R_0 = \{s\}, \quad "
    r"m = f(s) \text{ or } \bar f_R"
)
SOURCE = "Adams R., Bischof L., Seeded Region Growing, IEEE TPAMI 16(6):641-647, 1994"
COST = "O(HW)"
BEST_ON = "ct-abdomen"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "seed": Text("种子处灰度（平滑后）", "Value at the seed, smoothed"),
    "tolerance": Text("容差（灰度）", "Tolerance (grey levels)"),
    "mean": Text("区域均值", "Mean of the region"),
    "area": Text("面积（像素）", "Area (px)"),
}
MEASURES = {"area": "area"}
TRAP = Text(
    "点击给的是 (x, y)，数组下标是 [行, 列] 即 [y, x]：写成 image[x, y]，种子就落到了沿对角线翻过去的地方。",
    "A click is (x, y), an array is indexed [row, column] = [y, x]: image[x, y] puts the seed across the diagonal.",
)
Against = Literal["seed", "mean"]


def region_growing(
    image: Gray,
    x: Annotated[float, Range(0, 100, 0.1, unit="%x"), Text("种子 x", "Seed x")] = 33.0,
    y: Annotated[float, Range(0, 100, 0.1, unit="%y"), Text("种子 y", "Seed y")] = 50.0,
    tolerance: Annotated[
        float, Range(0, 50, 0.1, unit="%"), Text("容差（占全图灰度范围）", "Tolerance, of the range of values")
    ] = 2.0,
    sigma: Annotated[float, Range(0, 5, 0.1, unit="px"), Text("先平滑 σ", "Smoothing sigma first")] = 2.5,
    against: Annotated[
        Against, Text("与谁比较", "Compared with"), (Text("种子", "The seed"), Text("区域均值", "Mean of the region"))
    ] = "seed",
    diagonal: Annotated[bool, Text("对角也算相连（8 连通）", "Diagonals connect too")] = False,
) -> tuple[Gray, dict[str, float]]:
    """Mask of 0 and 255, (H, W) uint8, of a picture of any depth; NaN and infinity never belong to the region."""
    row, column = at(image, x, y)
    smooth, finite, wide = prepared(image, sigma, tolerance)
    region, level = grown(smooth, finite, row, column, wide, against, diagonal)
    inside = smooth[region > 0]
    mean = float(inside.mean()) if inside.size else level
    facts = {"seed": float(smooth[row, column]), "tolerance": wide, "mean": mean, "area": inside.size}
    return region, facts


def at(image: Pixels, x: float, y: float) -> tuple[int, int]:
    """Row and column of a place in percent of width and height."""
    height, width = image.shape
    return min(int(y / 100 * height), height - 1), min(int(x / 100 * width), width - 1)


def prepared(image: Pixels, sigma: float, tolerance: float) -> tuple[Pixels, Pixels, float]:
    """The smoothed picture as float64, where it was finite, and the tolerance in its values."""
    finite = np.isfinite(image)
    values = image[finite].astype(np.float64)
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    filled = np.where(finite, image, low).astype(np.float64)
    smooth = cv2.GaussianBlur(filled, (0, 0), sigma) if sigma > 0 else filled
    return np.asarray(smooth), finite, tolerance / 100 * (high - low)


def grown(
    smooth: Pixels, finite: Pixels, row: int, column: int, wide: float, against: Against, diagonal: bool
) -> tuple[Pixels, float]:
    """The region, (H, W) uint8, and the value that it was compared with; the mean is followed for ten rounds."""
    level = float(smooth[row, column])
    region = np.zeros(smooth.shape, np.uint8)
    for _ in range(10 if against == "mean" else 1):
        alike = np.where(finite & (np.absolute(smooth - level) <= wide * (1 + 1e-12)), 1, 0).astype(np.uint8)
        if not alike[row, column]:
            break
        cv2.floodFill(alike, None, (column, row), 255, flags=8 if diagonal else 4)
        region = np.where(alike == 255, 255, 0).astype(np.uint8)
        mean = float(smooth[region > 0].mean())
        if against == "seed" or mean == level:
            break
        level = mean
    return region, level


def naive(image: Gray, x: float, y: float, tolerance: float, sigma: float, against: Against, diagonal: bool) -> Gray:
    """Index the array with x first."""
    row, column = at(image, x, y)
    smooth, finite, wide = prepared(image, sigma, tolerance)
    return grown(smooth, finite, column, row, wide, against, diagonal)[0]


def stages(
    image: Gray, x: float, y: float, tolerance: float, sigma: float, against: Against, diagonal: bool
) -> Iterator[tuple[Text, Pixels]]:
    """The smoothed picture, how far each pixel is from the value asked for, who is near, the growth, the region."""
    row, column = at(image, x, y)
    smooth, finite, wide = prepared(image, sigma, tolerance)
    region, level = grown(smooth, finite, row, column, wide, against, diagonal)
    yield Text("平滑", "Smoothed"), levels(smooth)[0]
    away = np.absolute(smooth - level)
    yield Text("与目标灰度之差", "Difference from the value asked for"), eight_bits(away, "stretch")[0]
    near = np.where(finite & (away <= wide), 255, 0).astype(np.uint8)
    yield Text("容差之内，不管是否相连", "Within the tolerance, connected or not"), near
    yield Text("生长的先后（由暗到亮）", "Order of growth, dark first"), order(region, row, column, diagonal)
    yield Text("与种子相连的区域", "Connected with the seed"), region


def order(region: Pixels, row: int, column: int, diagonal: bool) -> Pixels:
    """How many steps each pixel is from the seed inside the region, as brightness; on at most 128 x 128 pixels."""
    height, width = region.shape
    small = np.where(reduced(region, 128 * 128)[0] > 127, 1, 0).astype(np.uint8)
    front = np.zeros_like(small)
    front[row * small.shape[0] // height, column * small.shape[1] // width] = 1
    kernel = np.ones((3, 3), np.uint8) if diagonal else cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    steps, count = np.zeros(small.shape, np.int32), 0
    reached = front & small
    while reached.any():
        count += 1
        steps[reached > 0] = count
        reached = cv2.dilate(reached, kernel) & np.where((small > 0) & (steps == 0), 1, 0).astype(np.uint8)
    shades = np.where(steps > 0, 60 + 195 * steps / max(count, 1), 0).astype(np.uint8)
    return enlarged(shades, height, width)
