"""Texture as codes: which neighbours on a circle are as bright as the middle."""

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np
from skimage.feature import local_binary_pattern

from ops import Gray, Pixels, Range, Text
from ops._draw import curve
from ops._levels import levels

TITLE = Text("LBP 局部二值模式", "Local binary patterns")
GROUP = "features"
ORDER = 5
ABOUT = Text(
    "圆周上每个邻点不暗于中心记 1，连成编码，整图直方图就是纹理特征；整体明暗变化不影响它。",
    "Each neighbour on a circle no darker than the middle gives a 1; the histogram of codes is the texture.",
)
FORMULA = (
    r"LBP_{P,R} = \sum_{p=0}^{P-1} s(g_p - g_c)\, 2^p, \quad s(x) = [x \ge 0], \quad "
    r"LBP^{riu2}_{P,R} = \begin{cases} \sum_p s(g_p - g_c) & U \le 2 \\ P + 1 & \text{else} \end{cases}"
)
SOURCE = (
    "Ojala T., Pietikainen M., Maenpaa T., Multiresolution Gray-Scale and Rotation Invariant Texture Classification "
    "with Local Binary Patterns, IEEE TPAMI 24(7):971-987, 2002"
)
COST = "O(HWP)"
BEST_ON = "us-cyst"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "codes": Text("可能的编码数", "Possible codes"),
    "used": Text("出现的编码数", "Codes in use"),
    "entropy": Text("编码的熵（bit）", "Entropy of the codes (bits)"),
    "uniform": Text("均匀模式占比（%）", "Uniform patterns (%)"),
}
TRAP = Text(
    "把编码直接 astype(np.uint8) 当图看：均匀模式只有 0…P+1，一片漆黑；P=16 的普通编码到 65535，高位全被截掉。",
    "Codes cast straight to uint8: uniform ones (0..P+1) look black, and those of 16 points lose their upper byte.",
)
Method = Literal["default", "ror", "uniform"]
METHODS = (
    Text("普通编码", "Plain code"),
    Text("旋转不变（取循环移位最小者）", "Least rotation"),
    Text("旋转不变的均匀模式", "Uniform, whatever the rotation"),
)


def lbp(
    image: Gray,
    points: Annotated[Literal[4, 8, 12, 16], Text("邻点数 P", "Neighbours P")] = 8,
    radius: Annotated[int, Range(1, 10, 1, unit="px"), Text("半径 R", "Radius R")] = 2,
    method: Annotated[Method, Text("编码方式", "Code"), METHODS] = "uniform",
) -> tuple[Gray, dict[str, float]]:
    """Codes stretched to 0..255, (H, W) uint8. Outside the picture is 0. NaN and infinity are the least value."""
    code, most = coded(image, points, radius, method)
    count = np.bincount(code.ravel(), minlength=most + 1)
    part = count[count > 0] / code.size
    uniform = code if method == "uniform" else coded(image, points, radius, "uniform")[0]
    facts = {"codes": possible(points, method), "used": int(part.size), "entropy": float(-(part * np.log2(part)).sum())}
    share = 100 * float((uniform <= points).mean())
    return stretched(code, most), {**facts, "entropy": abs(facts["entropy"]), "uniform": share}


def stretched(code: Pixels, most: int) -> Pixels:
    """Code 0 black, the largest possible one white."""
    return (code * (255 / most)).astype(np.uint8)


def possible(points: int, method: Method) -> int:
    """How many codes there are."""
    if method == "uniform":
        return points + 2
    if method == "default":
        return 1 << points
    # necklaces of two colours, by Burnside's lemma
    return sum(1 << int(np.gcd(turn, points)) for turn in range(points)) // points


def coded(image: Pixels, points: int, radius: int, method: Method) -> tuple[Pixels, int]:
    """The code of each pixel, (H, W) int64, and the largest possible one."""
    code = local_binary_pattern(ranked(image), points, radius, method)
    return code.astype(np.int64), points + 1 if method == "uniform" else (1 << points) - 1


def ranked(image: Pixels) -> Pixels:
    """The picture as integers, at least 0: as it is, lifted, or float32 in 65,536 levels."""
    if image.dtype in (np.uint8, np.uint16):
        return image
    if image.dtype == np.int16:
        return image.astype(np.int32) + 32768
    known = np.isfinite(image)
    low, high = (float(image[known].min()), float(image[known].max())) if known.any() else (0.0, 0.0)
    factor = 65535 / (high - low) if high > low else 0.0
    return np.rint((np.where(known, image, low).astype(np.float64) - low) * factor).astype(np.uint16)


def naive(image: Gray, points: Literal[4, 8, 12, 16], radius: int, method: Method) -> Gray:
    """Cast the codes to eight bits."""
    return coded(image, points, radius, method)[0].astype(np.uint8)


def stages(image: Gray, points: Literal[4, 8, 12, 16], radius: int, method: Method) -> Iterator[tuple[Text, Pixels]]:
    """One neighbour against the middle, the number of brighter ones, the codes with their histogram, the result."""
    yield Text("256 级灰度", "In 256 levels"), levels(image)[0]
    plain, _ = coded(image, points, radius, "default")
    yield Text("右边的邻点不暗于中心：第 0 位", "Right neighbour no darker: bit 0"), (plain & 1).astype(np.uint8) * 255
    ones = sum((plain >> bit & 1) for bit in range(points))
    yield Text("不暗于中心的邻点数", "How many neighbours are no darker"), stretched(np.asarray(ones), points)
    code, most = coded(image, points, radius, method)
    count = np.bincount(code.ravel(), minlength=most + 1)
    yield Text("编码的直方图：纹理特征", "Histogram of the codes: the feature"), curve(count, 0.0)
    yield Text("编码图", "Picture of the codes"), stretched(code, most)
