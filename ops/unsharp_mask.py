"""Unsharp masking: adding back what a blur takes away."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._chart import eight
from ops._depth import at_limits, saturated

TITLE = Text("USM 锐化（非锐化掩模）", "Unsharp masking")
GROUP = "sharpening"
ORDER = 1
ABOUT = Text(
    "原图减去模糊图得到细节，放大后加回；边缘两侧会出现一亮一暗的光晕，噪声也一起被放大。",
    "Original minus blurred is detail, added back enlarged; edges get a bright and a dark halo, and noise grows.",
)
FORMULA = r"g = f + a\,(f - G_{\sigma} * f)"
SOURCE = "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, sec. 3.6 (unsharp masking)"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = r"O(HW\sigma)"
FACTS = {"limits": Text("在位深上下限的值（%）", "Values at the limits of the depth (%)")}
TRAP = Text(
    "image − blurred 在 uint8 里不会是负数：细节的暗侧回绕成很大的数，边缘旁全是黑白噪点。",
    "In uint8 image - blurred is never negative: the dark side of the detail wraps to large numbers, as specks.",
)


def unsharp_mask(
    image: Picture,
    amount: Annotated[float, Range(0, 5, 0.1), Text("强度 a", "Amount")] = 1.5,
    sigma: Annotated[float, Range(0.5, 10, 0.1, unit="px"), Text("模糊半径 σ", "Sigma of the blur")] = 2.0,
) -> tuple[Picture, dict[str, float]]:
    """Sharpen, channel by channel, rounded and cut to the depth, which is kept."""
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        out = saturated(image + amount * _detail(image, sigma), image)
    return out, {"limits": at_limits(out)}


def naive(image: Picture, amount: float, sigma: float) -> tuple[Picture, dict[str, float]]:
    """Subtract in the depth of the picture."""
    detail = image - cv2.GaussianBlur(image, (0, 0), sigma)
    out = saturated(image + amount * detail.astype(np.float32), image)
    return out, {"limits": at_limits(out)}


def stages(image: Picture, amount: float, sigma: float) -> Iterator[tuple[Text, Pixels]]:
    """Blurred, the detail about mid-grey, sharpened."""
    detail = _detail(image, sigma)
    reach = float(np.nanmax(np.abs(np.where(np.isfinite(detail), detail, 0))))
    yield Text("模糊图", "Blurred"), saturated(image.astype(np.float32) - detail, image)
    yield (
        Text("细节 = 原图 − 模糊图（中灰为 0）", "Detail: original minus blurred (mid-grey is 0)"),
        eight(detail, -reach or -1, reach or 1),
    )
    yield Text("加回放大的细节", "Enlarged detail added back"), unsharp_mask(image, amount, sigma)[0]


def _detail(image: Pixels, sigma: float) -> Pixels:
    """What the blur takes away, with its sign; float32."""
    values = image.astype(np.float32)
    with np.errstate(invalid="ignore"):
        return values - cv2.GaussianBlur(values, (0, 0), sigma)
