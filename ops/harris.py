"""Corners where the picture changes in two directions."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Color, Gray, Pixels, Range, Text
from ops._gradient import eight_bits, signed
from ops._marks import GREEN, canvas, grey, peaks, thickness

TITLE = Text("Harris 角点", "Harris corners")
GROUP = "features"
ORDER = 1
ABOUT = Text(
    "窗口往哪边挪灰度都大变，就是角点：结构张量两个特征值都大；不抗缩放，也没有描述子。",
    "A corner changes whichever way the window moves: both eigenvalues of the structure tensor are large.",
)
FORMULA = (
    r"M = \sum_W \begin{pmatrix} I_x^2 & I_x I_y \\ I_x I_y & I_y^2 \end{pmatrix}, \quad "
    r"R = \det M - k\,(\operatorname{tr} M)^2"
)
SOURCE = "Harris C., Stephens M., A Combined Corner and Edge Detector, Proc. 4th Alvey Vision Conference, 147-151, 1988"
COST = "O(HW)"
BEST_ON = "ct-abdomen"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "count": Text("角点数", "Corners"),
    "largest": Text("最大响应 R", "Largest response R"),
    "above": Text("过阈值的像素数", "Pixels above the threshold"),
}
TRAP = Text(
    "只写 R > 0.01·R.max() 就数角点：一个角周围几十个像素都过阈值，没做非极大值抑制，一个数成一片。",
    "Counting every pixel with R > 0.01 R.max(): without keeping only maxima each corner counts dozens of times.",
)
MOST = 5000  # corners drawn and counted: noise would give more than anybody can see


def harris(
    image: Gray,
    block: Annotated[int, Range(1, 31, 2, unit="px"), Text("窗口 W 大小", "Size of the window W")] = 7,
    aperture: Annotated[Literal[1, 3, 5, 7], Text("Sobel 核", "Sobel kernel")] = 3,
    k: Annotated[float, Range(0.01, 0.24, 0.01), Text("系数 k", "Factor k")] = 0.04,
    quality: Annotated[
        float, Range(0.1, 50, 0.1, unit="%"), Text("阈值（占最大响应）", "Threshold, of the largest")
    ] = 2.0,
    apart: Annotated[int, Range(3, 61, 2, unit="px"), Text("角点间最小距离", "Corners at least apart")] = 11,
) -> tuple[Color, dict[str, float]]:
    """The picture with a ring at each corner, (H, W, 3) uint8; values are scaled to 0..255 first. At most 5000."""
    answer = response(tensor(grey(image), block, aperture), k)
    largest, least = limits(answer, quality)
    rows, columns = peaks(answer, apart, least)
    rows, columns = rows[:MOST], columns[:MOST]
    picture, thick = canvas(image), thickness(image)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        cv2.circle(picture, (column, row), 4 * thick, GREEN, thick, cv2.LINE_AA)
    return picture, {"count": len(rows), "largest": largest, "above": int((answer >= least).sum()) if largest else 0}


def tensor(values: Pixels, block: int, aperture: int) -> tuple[Pixels, Pixels, Pixels]:
    """Means of Ix Ix, Ix Iy and Iy Iy over the window, float32; the gradient is scaled to grey levels a pixel."""
    gx, gy = gradient(values, aperture)
    size = (block, block)
    return cv2.blur(gx * gx, size), cv2.blur(gx * gy, size), cv2.blur(gy * gy, size)


def gradient(values: Pixels, aperture: int) -> tuple[Pixels, Pixels]:
    """Along x and along y, float32."""
    scale = 1 / {1: 2, 3: 8, 5: 128, 7: 2048}[aperture]
    gx = cv2.Sobel(values, cv2.CV_32F, 1, 0, ksize=aperture, scale=scale)
    return gx, cv2.Sobel(values, cv2.CV_32F, 0, 1, ksize=aperture, scale=scale)


def response(parts: tuple[Pixels, Pixels, Pixels], k: float) -> Pixels:
    """R for each pixel, float32: above 0 at corners, below 0 along edges."""
    xx, xy, yy = parts
    answer = xx * yy - xy * xy - k * (xx + yy) ** 2
    return np.where(np.absolute(answer) > 1e-5, answer, 0).astype(np.float32)  # what rounding leaves of a flat area


def limits(answer: Pixels, quality: float) -> tuple[float, float]:
    """The largest response, at least 0, and the threshold."""
    largest = max(float(answer.max()), 0.0)
    return largest, max(largest * quality / 100, 1e-12)


def naive(
    image: Gray, block: int, aperture: Literal[1, 3, 5, 7], k: float, quality: float, apart: int
) -> tuple[Color, dict[str, float]]:
    """Every pixel above the threshold is a corner."""
    answer = response(tensor(grey(image), block, aperture), k)
    largest, least = limits(answer, quality)
    picture = canvas(image)
    picture[answer >= least] = GREEN
    above = int((answer >= least).sum())
    return picture, {"count": above, "largest": largest, "above": above}


def stages(
    image: Gray, block: int, aperture: Literal[1, 3, 5, 7], k: float, quality: float, apart: int
) -> Iterator[tuple[Text, Pixels]]:
    """Gradients, structure tensor, response, threshold, maxima."""
    values = grey(image)
    gx, gy = gradient(values, aperture)
    yield Text("水平导数 Ix（灰色为零）", "Ix, across (grey is zero)"), signed(gx)
    yield Text("垂直导数 Iy", "Iy, down"), signed(gy)
    parts = tensor(values, block, aperture)
    for name, part in zip(("Ix²", "Ix·Iy", "Iy²"), parts, strict=True):
        shown = signed(part) if name == "Ix·Iy" else eight_bits(np.sqrt(part.astype(np.float64)), "stretch")[0]
        yield Text(f"窗口内平均的 {name}", f"{name}, mean over the window"), shown
    answer = response(parts, k)
    yield Text("响应 R：亮为角，暗为边", "Response R: bright corners, dark edges"), signed(np.cbrt(answer))
    over = np.where(answer >= limits(answer, quality)[1], 255, 0).astype(np.uint8)
    yield Text("过阈值的像素", "Pixels above the threshold"), over
    yield Text("只留局部最大", "Only the maxima"), harris(image, block, aperture, k, quality, apart)[0]
