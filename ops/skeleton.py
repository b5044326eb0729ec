"""Skeleton: the mask peeled down to lines one pixel wide."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._element import element, ground, minus
from ops._levels import levels
from ops._reduced import enlarged, reduced

TITLE = Text("骨架化", "Skeleton")
GROUP = "morphology"
ORDER = 8
ABOUT = Text(
    "一圈圈剥掉边界、不许断开，剩下一像素宽的中线：用来量血管长度、数端点和分叉；毛边会长出假枝。",
    "Peels the border, breaking nothing, until lines remain: vessel length, ends, forks; rough edges sprout spurs.",
)
FORMULA = (
    r"\text{delete } p \text{ if } 2 \le B(p) \le 6,\; A(p) = 1,\; p_2 p_4 p_6 = 0,\; p_4 p_6 p_8 = 0 "
    r"\text{ (then } p_2 p_4 p_8 = 0,\; p_2 p_6 p_8 = 0\text{)}"
)
SOURCE = "Zhang T.Y., Suen C.Y., A Fast Parallel Algorithm for Thinning Digital Patterns, CACM 27(3):236-239, 1984"
COST = r"O(HW \cdot w), \; w \text{ the largest width}"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "length": Text("骨架像素数", "Pixels of the skeleton"),
    "ends": Text("端点数", "Ends"),
    "forks": Text("分叉处", "Forks"),
    "rounds": Text("剥了几圈", "Rounds of peeling"),
    "factor": Text("内部缩小倍数（超过 26 万像素时）", "Computed at 1/n of the size (above 0.26 Mpx)"),
}
TRAP = Text(
    "逐点检查、当场删除：后面的点看到的已是删过的图，骨架整体偏到右下，线头也被一路吃掉。",
    "Deleting each pixel as it is tested: the next sees a picture already changed, so lines shift and get eaten up.",
)
MOST = 1 << 18  # pixels: a full white picture takes as many rounds as half its side
NEIGHBOURS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))  # p2 to p9, clockwise from the top


def skeleton(
    image: Gray,
    sigma: Annotated[float, Range(0, 5, 0.1, unit="px"), Text("先平滑 σ", "Smoothing sigma first")] = 1.0,
    hat: Annotated[
        int, Range(1, 31, 2, unit="px"), Text("先做帽变换（1 为不做）", "Hat transform first (1: none)")
    ] = 15,
    least: Annotated[
        int, Range(0, 60, 1, unit="px"), Text("最小等效直径（更小的去掉）", "Least equivalent diameter")
    ] = 10,
    invert: Annotated[bool, Text("前景是暗的", "Foreground is dark")] = True,
) -> tuple[Gray, dict[str, float]]:
    """Skeleton 255, rest of the mask 90, background 0; (H, W) uint8. The mask is Otsu's, of the hat or the picture."""
    small, factor = reduced(levels(image)[0], MOST)
    smooth = smoothed(small, sigma / factor)
    mask = cleared(masked(smooth, round(hat / factor), invert), least / factor)
    *_, (lines, rounds) = peeled(mask)
    ends, forks = marked(lines)
    facts = {"length": int(lines.sum()), "ends": ends, "forks": forks}
    return enlarged(shown(mask, lines), *image.shape), facts | {"rounds": rounds, "factor": factor}


def smoothed(level: Pixels, sigma: float) -> Pixels:
    """By a Gaussian, uint8."""
    return cv2.GaussianBlur(level, (0, 0), sigma) if sigma > 0.05 else level


def hatted(level: Pixels, hat: int, invert: bool) -> Pixels:
    """What is darker (brighter) than its surroundings and smaller than hat pixels, as bright; or the picture."""
    if hat < 2:
        return level
    way = cv2.MORPH_CLOSE if invert else cv2.MORPH_OPEN
    flat = cv2.morphologyEx(level, way, element("ellipse", hat | 1))
    return minus(flat, level) if invert else minus(level, flat)


def masked(level: Pixels, hat: int, invert: bool) -> Pixels:
    """Mask of 0 and 1."""
    bright = ground(hatted(level, hat, invert), binary=True) > 0
    return np.where(bright != (invert and hat < 2), 1, 0).astype(np.uint8)


def cleared(mask: Pixels, least: float) -> Pixels:
    """The mask without pieces smaller than a disc of that diameter."""
    labels, stats = cv2.connectedComponentsWithStats(mask, connectivity=8)[1:3]
    large = stats[:, cv2.CC_STAT_AREA] >= np.pi / 4 * least**2
    return np.where(large[labels], mask, 0).astype(np.uint8)


def peeled(mask: Pixels) -> Iterator[tuple[Pixels, int]]:
    """The mask after each round and how many rounds that were, until nothing changes any more."""
    tables, rounds = deleting(), 0
    while True:
        before = mask
        for table in tables:
            mask = mask & np.bitwise_not(cv2.LUT(codes(mask), table)) & 1
        yield mask, rounds
        if np.array_equal(before, mask):
            return
        rounds += 1


def codes(mask: Pixels) -> Pixels:
    """The eight neighbours of each pixel as the bits of a byte, p2 the lowest; outside the picture is 0."""
    weights = np.zeros((3, 3), np.float32)
    for bit, (down, right) in enumerate(NEIGHBOURS):
        weights[1 + down, 1 + right] = 1 << bit
    return cv2.filter2D(mask, cv2.CV_8U, weights, borderType=cv2.BORDER_CONSTANT)


def circled() -> tuple[Pixels, Pixels, Pixels]:
    """For the 256 neighbourhoods: the bits, how many are set, and how often 0 turns to 1 on the way round."""
    p = np.arange(256)[:, None] >> np.arange(8) & 1
    return p, p.sum(axis=1), ((p == 0) & (np.roll(p, -1, axis=1) == 1)).sum(axis=1)


def marked(lines: Pixels) -> tuple[int, int]:
    """How many ends the lines have, and at how many places three or more of them meet."""
    _, count, rises = circled()
    code = codes(lines)
    forks = ((rises >= 3)[code] & (lines > 0)).astype(np.uint8)
    return int(((count == 1)[code] & (lines > 0)).sum()), cv2.connectedComponents(forks, connectivity=8)[0] - 1


def deleting() -> tuple[Pixels, Pixels]:
    """For the 256 neighbourhoods: does the first, does the second half of a round delete the pixel (1) or not (0)?"""
    p, count, rises = circled()
    thin = (count >= 2) & (count <= 6) & (rises == 1)
    p2, p4, p6, p8 = p[:, 0], p[:, 2], p[:, 4], p[:, 6]
    first = thin & (p2 * p4 * p6 == 0) & (p4 * p6 * p8 == 0)
    second = thin & (p2 * p4 * p8 == 0) & (p2 * p6 * p8 == 0)
    return first.astype(np.uint8), second.astype(np.uint8)


def shown(mask: Pixels, lines: Pixels) -> Pixels:
    """The lines white on a grey mask."""
    return np.where(lines > 0, 255, mask * 90).astype(np.uint8)


def naive(image: Gray, sigma: float, hat: int, least: int, invert: bool) -> Gray:
    """Delete at once, in reading order."""
    small, factor = reduced(levels(image)[0], MOST)
    smooth = smoothed(small, sigma / factor)
    mask = cleared(masked(smooth, round(hat / factor), invert), least / factor)
    first, second = (table.tolist() for table in deleting())
    rows = np.pad(mask, 1).tolist()
    changed = True
    while changed:
        changed = swept(rows, first) | swept(rows, second)  # both halves, so no short cut
    lines = np.array(rows, np.uint8)[1:-1, 1:-1]
    return enlarged(shown(mask, lines), *image.shape)


def swept(rows: list[list[int]], table: list[int]) -> bool:
    """One pass over the picture in place; whether it deleted anything."""
    changed = False
    for y in range(1, len(rows) - 1):
        here = rows[y]
        for x in range(1, len(here) - 1):
            if here[x]:
                code = sum(rows[y + down][x + right] << bit for bit, (down, right) in enumerate(NEIGHBOURS))
                if table[code]:
                    here[x], changed = 0, True
    return changed


def stages(image: Gray, sigma: float, hat: int, least: int, invert: bool) -> Iterator[tuple[Text, Pixels]]:
    """The hat, the mask, the mask after 1, 2, 4, 8 ... rounds, the skeleton."""
    small, factor = reduced(levels(image)[0], MOST)
    smooth, size = smoothed(small, sigma / factor), round(hat / factor)
    yield Text("帽变换（或原图）", "Hat transform, or the picture"), hatted(smooth, size, invert)
    mask = cleared(masked(smooth, size, invert), least / factor)
    yield Text("掩膜，去掉小块", "Mask without small pieces"), mask * np.uint8(255)
    for lines, number in peeled(mask):
        if (number + 1) & number == 0:
            yield Text(f"剥 {number + 1} 圈之后", f"After {number + 1} rounds of peeling"), shown(mask, lines)
    yield Text("骨架", "Skeleton"), skeleton(image, sigma, hat, least, invert)[0]
