"""Brightness and contrast: a straight line from old to new values."""

from typing import Annotated

import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._depth import at_limits, per_value, saturated, span

TITLE = Text("亮度与对比度", "Brightness and contrast")
GROUP = "intensity"
ORDER = 1
ABOUT = Text(
    "逐点线性变换：α 拉开灰度差，β 整体加减；噪声跟着一起放大，信噪比不变，顶到上下限的细节就丢了。",
    "A line per pixel: alpha spreads values, beta shifts them; noise grows along, and what hits the limits is lost.",
)
FORMULA = r"g(x, y) = \alpha\, f(x, y) + \beta"
SOURCE = (
    "Szeliski R., Computer Vision: Algorithms and Applications, 2nd ed., Springer, 2022, sec. 3.1.1; OpenCV "
    "documentation, convertScaleAbs and saturate_cast"
)
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "shift": Text("β（图像的单位）", "Beta (unit of the picture)"),
    "limits": Text("在位深上下限的值（%）", "Values at the limits of the depth (%)"),
}
TRAP = Text(
    "uint8 直接相加会回绕：250 + 10 得 4，最亮的地方变成黑斑；要先转宽类型再截断，或用 cv2.add。",
    "Adding in uint8 wraps: 250 + 10 is 4, and the brightest spots turn black; widen and clip, or use cv2.add.",
)


def brightness_contrast(
    image: Picture,
    contrast: Annotated[float, Range(0, 4, 0.05), Text("对比度 α", "Contrast alpha")] = 1.5,
    brightness: Annotated[int, Range(-100, 100, unit="%"), Text("亮度 β", "Brightness beta")] = 10,
) -> tuple[Picture, dict[str, float]]:
    """alpha f + beta, rounded and cut to the depth, which is kept.

    Beta is in percent of black to white: 255 on 8 bits, otherwise the highest minus the lowest value.
    """
    shift = brightness / 100 * span(image)
    out = per_value(image, lambda f: saturated(contrast * f.astype(np.float64) + shift, f))
    return out, {"shift": round(shift, 2), "limits": at_limits(out)}


def naive(image: Picture, contrast: float, brightness: int) -> tuple[Picture, dict[str, float]]:
    """Calculate, and cast back as it comes."""
    shift = brightness / 100 * span(image)
    out = per_value(image, lambda f: _wrapped(contrast * f.astype(np.float64) + shift, f))
    return out, {"shift": round(shift, 2), "limits": at_limits(out)}


def _wrapped(values: Pixels, image: Pixels) -> Pixels:
    """Modulo 256 or 65536, as a cast does it on most machines."""
    return (
        values.astype(image.dtype) if image.dtype.kind == "f" else np.rint(values).astype(np.int64).astype(image.dtype)
    )
