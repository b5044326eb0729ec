"""Salt-and-pepper noise."""

from typing import Annotated

import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._depth import ends

TITLE = Text("加椒盐噪声", "Salt-and-pepper noise")
GROUP = "noise"
ORDER = 2
ABOUT = Text(
    "随机挑一部分像素，改成全白（盐）或全黑（椒），如坏点与传输误码；均值滤波会把它抹开，中值滤波能剔除。",
    "Some pixels, chosen at random, turn white or black, like dead pixels; a mean smears them, a median removes them.",
)
FORMULA = (
    r"g = \begin{cases} f_{\max} & u < p\,s \\ f_{\min} & p\,s \le u < p \\ f & u \ge p \end{cases}, \quad "
    r"u \sim U[0, 1)"
)
SOURCE = "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, sec. 5.2 (noise models)"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {"hit": Text("被击中的像素（%）", "Pixels hit (%)")}
TRAP = Text(
    "流传的写法按坐标 randint(0, n − 1) 取点：最后一行一列永远取不到，坐标会重复，彩色图上还成了彩点。",
    "The usual snippet draws randint(0, n - 1): never the last row or column, some twice, coloured dots on colour.",
)


def salt_and_pepper(
    image: Picture,
    amount: Annotated[float, Range(0, 50, 0.5, unit="%"), Text("噪声比例 p", "Share of pixels")] = 5.0,
    salt: Annotated[int, Range(0, 100, unit="%"), Text("其中盐的比例 s", "Salt among them")] = 50,
    seed: Annotated[int, Range(0, 99), Text("随机种子", "Seed")] = 0,
) -> tuple[Picture, dict[str, float]]:
    """Turn a share of the pixels white or black, all channels at once; any depth.

    White and black are 255 and 0 on 8 bits, otherwise the highest and the lowest value.
    """
    chance = np.random.default_rng(seed).random(image.shape[:2], dtype=np.float32)
    low, high = ends(image)
    out = image.copy()
    hit = chance < amount / 100
    out[hit] = low
    out[chance < amount / 100 * salt / 100] = high
    return out, {"hit": 100 * float(hit.mean())}


def naive(image: Picture, amount: float, salt: int, seed: int) -> tuple[Picture, dict[str, float]]:
    """The snippet that is copied everywhere."""
    chance = np.random.default_rng(seed)
    low, high = ends(image)
    out = image.copy()
    for value, share in ((high, salt / 100), (low, 1 - salt / 100)):
        out[_drawn(image, round(amount / 100 * share * image.size), chance)] = value
    return out, {"hit": 100 * float(np.mean(out != image))}


def _drawn(image: Pixels, count: int, chance: np.random.Generator) -> tuple[Pixels, ...]:
    return tuple(chance.integers(0, size - 1, count) for size in image.shape)
