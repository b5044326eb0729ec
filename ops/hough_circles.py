"""Circles by the votes of edge pixels along their gradient."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Color, Gray, Pixels, Range, Text
from ops._gradient import eight_bits
from ops._levels import levels
from ops._marks import GREEN, RED, canvas, peaks, thickness
from ops._reduced import reduced

TITLE = Text("霍夫圆", "Hough circles")
GROUP = "features"
ORDER = 7
ABOUT = Text(
    "圆的边缘点沿梯度走 r 步都到圆心：各点投票，峰是圆心，再看多少边缘点落在圆上定半径。",
    "From the edge of a circle the gradient leads to its centre: votes peak there, then edge pixels tell the radius.",
)
FORMULA = (
    r"A(c) = \sum_{p \in E} \sum_{r=r_0}^{r_1} \bigl[c = p \pm r\,\nabla I(p) / \lVert \nabla I(p) \rVert\bigr], "
    r"\quad \hat r = \arg\max_r \tfrac{1}{r}\,\#\{p \in E : |\lVert p - c \rVert - r| \le 1\}"
)
SOURCE = (
    "Duda R.O., Hart P.E., CACM 15(1):11-15, 1972; Yuen H.K., Princen J., Illingworth J., Kittler J., "
    "Comparative Study of Hough Transform Methods for Circle Finding, Image and Vision Computing 8(1):71-77, 1990"
)
COST = r"O(HW + |E|\,(r_1 - r_0))"
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "circles": Text("圆的个数", "Circles"),
    "median": Text("半径中位数（像素）", "Median radius (px)"),
    "support": Text("最好的圆有多少圆周在边缘上（%）", "Edge along the best circle (%)"),
    "edges": Text("边缘像素（%）", "Edge pixels (%)"),
    "factor": Text("内部缩小倍数（超过 26 万像素时）", "Computed at 1/n of the size (above 0.26 Mpx)"),
}
TRAP = Text(
    "圆心最小距离设成 1：一个圆的峰周围每个像素都算圆心，同一个细胞画出十几个圈。",
    "Centres allowed 1 px apart: every pixel round a peak becomes a centre, and one cell gets a dozen circles.",
)
MOST = 1 << 18  # pixels
AT_MOST = 200  # circles


def hough_circles(
    image: Gray,
    sigma: Annotated[float, Range(0, 5, 0.1, unit="px"), Text("先平滑 σ", "Smoothing sigma first")] = 2.5,
    small: Annotated[int, Range(3, 150, 1, unit="px"), Text("最小半径", "Least radius")] = 9,
    large: Annotated[int, Range(3, 150, 1, unit="px"), Text("最大半径", "Largest radius")] = 20,
    apart: Annotated[int, Range(1, 151, 2, unit="px"), Text("圆心最小距离", "Centres at least apart")] = 17,
    edge: Annotated[int, Range(0, 255), Text("Canny 高阈值（低为一半）", "Canny high threshold (low: half)")] = 40,
    least: Annotated[int, Range(10, 100, 1, unit="%"), Text("圆周上最少的边缘", "Least edge along the circle")] = 70,
) -> tuple[Color, dict[str, float]]:
    """The picture with circles and their centres, (H, W, 3) uint8; of 256 levels; at most 200."""
    edges, gx, gy, factor = edged(image, sigma, edge)
    low, high = radii(small, large, factor)
    votes = voted(edges, gx, gy, low, high)
    found = circles(edges, peaks(votes, apart / factor, limit(votes)), (low, high), least)
    sizes = [radius * factor for _, _, radius, _ in found]
    facts = {"circles": len(found), "median": float(np.median(sizes)) if sizes else 0.0}
    facts |= {"support": 100 * max((share for *_, share in found), default=0.0)}
    return drawn(image, found, factor), facts | {"edges": 100 * float((edges > 0).mean()), "factor": factor}


def radii(small: int, large: int, factor: float) -> tuple[int, int]:
    """Least and largest radius at the size computed on, at least 2 pixels."""
    low, high = sorted((small, large))
    return max(2, round(low / factor)), max(2, round(high / factor))


def edged(image: Pixels, sigma: float, edge: int) -> tuple[Pixels, Pixels, Pixels, float]:
    """Edges 0 and 255 of the reduced picture, its gradient along x and y, and the factor of reduction."""
    level, factor = reduced(levels(image)[0], MOST)
    smooth = cv2.GaussianBlur(level, (0, 0), sigma / factor) if sigma / factor > 0.05 else level
    gx, gy = cv2.Sobel(smooth, cv2.CV_16S, 1, 0), cv2.Sobel(smooth, cv2.CV_16S, 0, 1)
    return cv2.Canny(gx, gy, edge // 2, edge), gx.astype(np.float32), gy.astype(np.float32), factor


def voted(edges: Pixels, gx: Pixels, gy: Pixels, low: int, high: int) -> Pixels:
    """Votes for the centres, both ways along the gradient, summed over 3 by 3 pixels; float32."""
    height, width = edges.shape
    rows, columns = np.nonzero(edges)
    x, y = gx[rows, columns], gy[rows, columns]
    long = np.maximum(np.hypot(x, y), 1e-6)
    x, y = x / long, y / long
    votes = np.zeros(height * width)
    for radius in (*range(-high, 1 - low), *range(low, high + 1)):
        column, row = np.rint(columns + radius * x).astype(int), np.rint(rows + radius * y).astype(int)
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        votes += np.bincount(row[inside] * width + column[inside], minlength=height * width)
    around = cv2.boxFilter(votes.reshape(height, width).astype(np.float32), -1, (3, 3), normalize=False)
    return np.asarray(around)


def limit(votes: Pixels) -> float:
    """How many votes a centre must have at least."""
    return max(float(votes.max()) / 5, 1)


def circles(
    edges: Pixels, centres: tuple[Pixels, Pixels], between: tuple[int, int], least: int
) -> list[tuple[int, int, int, float]]:
    """Column, row, radius and share of the circle that lies on edges, best first."""
    low, high = between
    rows, columns = (one[: 5 * AT_MOST] for one in centres)
    padded = np.pad(edges > 0, high + 1)
    ys, xs = np.mgrid[-high - 1 : high + 2, -high - 1 : high + 2]
    ring = np.rint(np.hypot(ys, xs)).astype(int).ravel()
    span = np.arange(high + 2)
    found = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        part = padded[row : row + 2 * high + 3, column : column + 2 * high + 3].ravel()
        on = np.bincount(ring[part], minlength=high + 2)[: high + 2]
        near = on[low - 1 : high] + on[low : high + 1] + on[low + 1 : high + 2]
        share = near / (2 * np.pi * span[low : high + 1])
        best = int(share.argmax())
        if share[best] >= least / 100:
            found.append((column, row, low + best, min(float(share[best]), 1.0)))
    return sorted(found, key=lambda one: -one[3])[:AT_MOST]


def drawn(image: Pixels, found: list[tuple[int, int, int, float]], factor: float) -> Pixels:
    """Circles in green, centres in red."""
    picture, thick = canvas(image), thickness(image)
    for column, row, radius, _ in found:
        at = round((column + 0.5) * factor - 0.5), round((row + 0.5) * factor - 0.5)
        cv2.circle(picture, at, round(radius * factor), GREEN, thick, cv2.LINE_AA)
        cv2.circle(picture, at, thick, RED, -1)
    return picture


def naive(image: Gray, sigma: float, small: int, large: int, apart: int, edge: int, least: int) -> Color:
    """Let every pixel with enough votes be a centre."""
    edges, gx, gy, factor = edged(image, sigma, edge)
    low, high = radii(small, large, factor)
    votes = voted(edges, gx, gy, low, high)
    rows, columns = np.nonzero(votes >= limit(votes))
    order = np.argsort(-votes[rows, columns], kind="stable")
    centres = rows[order], columns[order]
    return drawn(image, circles(edges, centres, (low, high), least), factor)


def stages(
    image: Gray, sigma: float, small: int, large: int, apart: int, edge: int, least: int
) -> Iterator[tuple[Text, Pixels]]:
    """Edges, votes for centres, circles."""
    edges, gx, gy, factor = edged(image, sigma, edge)
    yield Text("边缘（Canny）", "Edges (Canny)"), edges
    votes = voted(edges, gx, gy, *radii(small, large, factor))
    yield Text("圆心的票数", "Votes for the centre"), eight_bits(votes.astype(np.float64), "stretch")[0]
    yield Text("找到的圆", "Circles"), hough_circles(image, sigma, small, large, apart, edge, least)[0]
