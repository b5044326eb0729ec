"""Edges where the Laplacian of the smoothed picture changes sign."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._gradient import clean, eight_bits, signed

TITLE = Text("LoG 过零检测", "Laplacian of Gaussian")
GROUP = "edges"
ORDER = 7
ABOUT = Text(
    "高斯平滑和 Laplacian 合成一个核，再找响应变号的地方：轮廓闭合、一像素宽，σ 决定看多细的结构。",
    "Smoothing and Laplacian in one kernel, then where the sign changes: thin closed outlines; sigma sets their scale.",
)
FORMULA = (
    r"\nabla^2 G_\sigma(x, y) = \frac{x^2 + y^2 - 2\sigma^2}{\sigma^4}\, G_\sigma(x, y), \quad "
    r"E = \{p : \nabla^2 G_\sigma * I \text{ changes sign at } p \text{ by more than } t\}"
)
SOURCE = "Marr D., Hildreth E., Theory of Edge Detection, Proc. R. Soc. Lond. B 207(1167):187-217, 1980"
COST = r"O(HW\sigma)"
BEST_ON = "ct-abdomen"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "largest": Text("最大响应", "Largest response"),
    "edges": Text("边缘像素（%）", "Edge pixels (%)"),
}
TRAP = Text(
    "过零点落在像素之间：找“等于 0”的像素几乎什么也找不到，平坦区反而全中。",
    "The zero lies between pixels: asking for values equal to 0 finds next to no edge, and all of a flat area.",
)


def laplacian_of_gaussian(
    image: Gray,
    sigma: Annotated[float, Range(0.5, 10, 0.1, unit="px"), Text("标准差 σ", "Sigma")] = 3.0,
    jump: Annotated[float, Range(0, 50, 0.5, unit="%"), Text("最小跳变（占最大响应）", "Least jump of sign")] = 1.5,
) -> tuple[Gray, dict[str, float]]:
    """Zero crossings of (H, W) in any depth as 0 and 255, (H, W) uint8; NaN and infinity count as zero."""
    response = filtered(image, sigma)
    edges = crossings(response, jump)
    largest = float(np.absolute(response).max())
    return edges, {"largest": largest, "edges": 100 * float((edges > 0).mean())}


def filtered(image: Pixels, sigma: float) -> Pixels:
    """The response, (H, W) float64; the border is reflected."""
    x = np.arange(-int(4 * sigma + 0.5), int(4 * sigma + 0.5) + 1)
    bell = np.exp(-(x**2) / (2 * sigma**2))
    bell /= bell.sum()
    bent = (x**2 / sigma**4 - 1 / sigma**2) * bell
    exact = clean(image.astype(np.float64))
    level = float(exact.mean())  # the kernel sums to zero only nearly, so a bright flat picture would answer
    exact -= level
    along = cv2.sepFilter2D(exact, cv2.CV_64F, bent, bell, borderType=cv2.BORDER_REFLECT)
    across = cv2.sepFilter2D(exact, cv2.CV_64F, bell, bent, borderType=cv2.BORDER_REFLECT)
    response = np.asarray(along + across)
    return np.where(np.absolute(response) > 1e-12 * abs(level), response, 0)  # what rounding left of a flat picture


def crossings(response: Pixels, jump: float) -> Pixels:
    """Pixels whose sign differs from the right or the lower neighbour by more than jump percent of the largest."""
    least = max(jump / 100, 1e-6) * float(np.absolute(response).max())
    edges = np.zeros(response.shape, bool)
    for here, there, out in (
        (response[:, :-1], response[:, 1:], edges[:, :-1]),
        (response[:-1], response[1:], edges[:-1]),
    ):
        out |= ((here < 0) != (there < 0)) & (np.absolute(here - there) > least)
    return np.where(edges, 255, 0).astype(np.uint8)


def naive(image: Gray, sigma: float, jump: float) -> Gray:
    """Look for pixels that are zero."""
    return np.where(np.rint(filtered(image, sigma)) == 0, 255, 0).astype(np.uint8)


def stages(image: Gray, sigma: float, jump: float) -> Iterator[tuple[Text, Pixels]]:
    """The response, its strength, every change of sign, those that are strong enough."""
    response = filtered(image, sigma)
    yield Text("LoG 响应（灰色为零）", "Response (grey is zero)"), signed(response)
    yield Text("响应的绝对值", "Strength of the response"), eight_bits(np.absolute(response), "stretch")[0]
    yield Text("所有过零点", "Every change of sign"), crossings(response, 0)
    yield Text("跳变足够大的过零点", "Changes that are strong enough"), crossings(response, jump)
