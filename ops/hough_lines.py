"""Straight lines by the votes of edge pixels."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Color, Gray, Pixels, Range, Text
from ops._levels import levels
from ops._marks import RED, canvas, peaks, thickness
from ops._reduced import reduced

TITLE = Text("霍夫直线", "Hough lines")
GROUP = "features"
ORDER = 6
ABOUT = Text(
    "每个边缘点给过它的所有直线各投一票，票数的峰就是直线：断线也认得出，但噪声多了假线也多。",
    "Each edge pixel votes for all lines through it; peaks are lines, broken ones too, but noise votes as well.",
)
FORMULA = (
    r"\rho = x\cos\theta + y\sin\theta, \quad A(\rho, \theta) = \#\{p \in E : |\rho_p(\theta) - \rho| \le \tfrac12\}"
)
SOURCE = "Duda R.O., Hart P.E., Use of the Hough Transformation to Detect Lines and Curves, CACM 15(1):11-15, 1972"
COST = r"O(HW + 180\,|E|)"
BEST_ON = "us-cyst"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "lines": Text("直线数", "Lines"),
    "votes": Text("最多票数（内部分辨率的像素）", "Most votes (px at the size computed on)"),
    "theta": Text("最强直线的法线角 θ（°）", "Angle of the strongest line's normal (deg)"),
    "rho": Text("它到左上角的距离 ρ（像素）", "Its distance from the upper left corner (px)"),
    "edges": Text("边缘像素（%）", "Edge pixels (%)"),
    "factor": Text("内部缩小倍数（超过 50 万像素时）", "Computed at 1/n of the size (above 0.5 Mpx)"),
}
TRAP = Text(
    "θ 是法线的角度，不是直线的：拿它当直线方向去画，每条线都转了 90°。",
    "Theta is the angle of the normal, not of the line: drawn as its direction, every line is turned by 90 degrees.",
)
MOST = 1 << 19  # pixels
DEGREES = np.deg2rad(np.arange(180))


def hough_lines(
    image: Gray,
    sigma: Annotated[float, Range(0, 5, 0.1, unit="px"), Text("先平滑 σ", "Smoothing sigma first")] = 2.0,
    low: Annotated[int, Range(0, 255), Text("Canny 低阈值", "Canny low threshold")] = 40,
    high: Annotated[int, Range(0, 255), Text("Canny 高阈值", "Canny high threshold")] = 100,
    least: Annotated[int, Range(10, 100, 1, unit="%"), Text("最少票数（占最多）", "Least votes, of the most")] = 45,
    apart: Annotated[
        int, Range(3, 61, 2, unit="px"), Text("峰间最小距离（px 与 °）", "Peaks at least apart (px, deg)")
    ] = 21,
    most: Annotated[int, Range(1, 50), Text("最多几条", "At most")] = 6,
) -> tuple[Color, dict[str, float]]:
    """The picture with the lines in red, (H, W, 3) uint8; values are cut into 256 levels for Canny first."""
    edges, factor = edged(image, sigma, low, high)
    votes = counted(edges)
    rho, theta = strongest(votes, least, apart, most)
    facts = {"lines": len(rho), "votes": int(votes.max()), "theta": 0.0, "rho": 0.0}
    if len(rho):
        facts |= {"theta": float(np.rad2deg(theta[0])), "rho": float(rho[0] * factor)}
    facts |= {"edges": 100 * float((edges > 0).mean()), "factor": factor}
    return drawn(image, rho * factor, theta), facts


def edged(image: Pixels, sigma: float, low: int, high: int) -> tuple[Pixels, float]:
    """Edges by Canny, 0 and 255, of the reduced picture, and the factor of reduction."""
    small, factor = reduced(levels(image)[0], MOST)
    smooth = cv2.GaussianBlur(small, (0, 0), sigma / factor) if sigma / factor > 0.05 else small
    return cv2.Canny(smooth, min(low, high), max(low, high)), factor


def counted(edges: Pixels) -> Pixels:
    """Votes by distance (rows, the middle one is 0) and angle (columns, in degrees); float32."""
    rows, columns = np.nonzero(edges)
    reach = int(np.ceil(np.hypot(*edges.shape)))
    votes = np.zeros((2 * reach + 1, 180), np.float32)
    for degree, angle in enumerate(DEGREES):
        rho = np.rint(columns * np.cos(angle) + rows * np.sin(angle)).astype(int) + reach
        votes[:, degree] = np.bincount(rho, minlength=2 * reach + 1)
    return votes


def strongest(votes: Pixels, least: int, apart: int, most: int) -> tuple[Pixels, Pixels]:
    """Distance and angle (radians) of the peaks, most votes first."""
    beyond = min(apart, 90)
    # 180 degrees is 0 degrees with the distance negated, so the table goes on upside down
    around = np.hstack([votes[::-1, -beyond:], votes, votes[::-1, :beyond]])
    rows, columns = peaks(np.ascontiguousarray(around), apart, max(float(votes.max()) * least / 100, 2))
    inside = (columns >= beyond) & (columns < beyond + 180)
    rows, columns = rows[inside][:most], columns[inside][:most] - beyond
    return rows - votes.shape[0] // 2, DEGREES[columns]


def drawn(image: Pixels, rho: Pixels, theta: Pixels) -> Pixels:
    """Each line from one end of the picture to the other."""
    picture, thick, far = canvas(image), 2 * thickness(image), 2.0 * sum(image.shape)
    for distance, angle in zip(rho.tolist(), theta.tolist(), strict=True):
        x, y, along, down = distance * np.cos(angle), distance * np.sin(angle), -np.sin(angle), np.cos(angle)
        ends = [(round(x + side * far * along), round(y + side * far * down)) for side in (-1, 1)]
        cv2.line(picture, ends[0], ends[1], RED, thick, cv2.LINE_AA)
    return picture


def naive(image: Gray, sigma: float, low: int, high: int, least: int, apart: int, most: int) -> Color:
    """Take theta for the direction of the line."""
    edges, factor = edged(image, sigma, low, high)
    rho, theta = strongest(counted(edges), least, apart, most)
    picture, thick, far = canvas(image), 2 * thickness(image), 2.0 * sum(image.shape)
    for distance, angle in zip((rho * factor).tolist(), theta.tolist(), strict=True):
        x, y, along, down = distance * np.cos(angle), distance * np.sin(angle), np.cos(angle), np.sin(angle)
        ends = [(round(x + side * far * along), round(y + side * far * down)) for side in (-1, 1)]
        cv2.line(picture, ends[0], ends[1], RED, thick, cv2.LINE_AA)
    return picture


def stages(
    image: Gray, sigma: float, low: int, high: int, least: int, apart: int, most: int
) -> Iterator[tuple[Text, Pixels]]:
    """Edges, votes, the peaks among them, lines."""
    edges, _ = edged(image, sigma, low, high)
    yield Text("边缘（Canny）", "Edges (Canny)"), edges
    votes = counted(edges)
    table = np.sqrt(votes / max(float(votes.max()), 1)) * 255
    shown = cv2.resize(table.astype(np.uint8), (540, 400), interpolation=cv2.INTER_AREA)
    yield Text("投票表：横轴 θ，纵轴 ρ", "Votes: theta across, rho down"), shown
    picture = cv2.merge([shown] * 3)
    rho, theta = strongest(votes, least, apart, most)
    for distance, angle in zip(rho.tolist(), theta.tolist(), strict=True):
        row = round((distance + votes.shape[0] // 2) * 400 / votes.shape[0])
        cv2.circle(picture, (round(float(np.rad2deg(angle)) * 3), row), 8, RED, 2)
    yield Text("票数的峰", "Peaks of the votes"), picture
    yield Text("画出的直线", "Lines"), hough_lines(image, sigma, low, high, least, apart, most)[0]
