"""Arrays of any kind of number to the four that a Scan may hold, and the windows that show them."""

import numpy as np
from cv2.typing import MatLike

from scans.scan import Window
from study.text import Text

FULL = Text("全部灰度", "Full range")
AUTO = Text("自动（去掉最暗和最亮的 0.5%）", "Automatic (without the darkest and brightest 0.5%)")
IDENTITY = Window(127.5, 255.0, FULL)

FLOATED = Text(
    "像素值超出 16 位整数，已转为 32 位浮点数，只保留约 7 位有效数字。",
    "The values do not fit 16-bit integers; they became 32-bit floats, with about 7 digits kept.",
)
MAGNITUDE = Text("复数图像只显示幅值。", "The picture is complex; its magnitude is shown.")


def measured(values: MatLike) -> tuple[MatLike, tuple[Text, ...]]:
    """The same values as uint8, uint16, int16 or float32 in native order, and what had to be said about it."""
    if values.dtype.kind == "c":
        values, said = measured(np.abs(values))
        return values, (MAGNITUDE, *said)
    if values.dtype == np.bool_:
        return values.astype(np.uint8) * 255, ()
    if values.dtype.kind == "f":
        with np.errstate(over="ignore"):
            return values.astype(np.float32, copy=False), (FLOATED,) * (values.dtype.itemsize > 4)
    if values.dtype.kind not in "iu":
        raise ValueError(f"numbers must be integer, float or complex, got {values.dtype}")
    if values.dtype.name in ("uint8", "uint16", "int16"):
        return values.astype(values.dtype.newbyteorder("="), copy=False), ()
    return _narrowed(values)


def _narrowed(values: MatLike) -> tuple[MatLike, tuple[Text, ...]]:
    low, high = int(values.min()), int(values.max())
    for kind in (np.int16, np.uint16):
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return values.astype(kind), ()
    return values.astype(np.float32), (FLOATED,)


def windows(pixels: MatLike) -> tuple[tuple[Window, ...], tuple[Text, ...]]:
    """Windows for pixels that bring none, the better one first, and a warning when some values are not finite."""
    if pixels.dtype == np.uint8:
        return (IDENTITY,), ()
    if pixels.ndim == 4:
        top = float(2 ** max(8, int(np.max(pixels)).bit_length()) - 1) if pixels.dtype.kind in "iu" else 0.0
        return ((Window(top / 2, top, FULL),) if top else _spread(_finite(pixels))), _unfinished(pixels)
    return _spread(_finite(pixels)), _unfinished(pixels)


def _finite(pixels: MatLike) -> MatLike:
    # a million values are enough for percentiles
    some = pixels.reshape(-1)[:: max(1, pixels.size // 1_000_000)]
    finite: MatLike = some[np.isfinite(some)].astype(np.float64)
    return finite if finite.size else np.array([0.0, 1.0])


def _spread(values: MatLike) -> tuple[Window, ...]:
    low, high = (float(v) for v in np.percentile(values, (0.5, 99.5)))
    full = _between(float(values.min()), float(values.max()), FULL)
    return (_between(low, high, AUTO), full) if high > low else (full,)


def _between(low: float, high: float, name: Text) -> Window:
    return Window((low + high) / 2, max(high - low, 1e-6), name)


def _unfinished(pixels: MatLike) -> tuple[Text, ...]:
    bad = 0 if pixels.dtype.kind in "iu" else pixels.size - int(np.count_nonzero(np.isfinite(pixels)))
    if not bad:
        return ()
    share = f"{max(100 * bad / pixels.size, 0.1):.1f}%"
    return (
        Text(
            f"{share} 的像素不是有限数值（NaN 或无穷大）；NaN 显示为黑色，窗宽窗位按其余像素计算。",
            f"{share} of the values are not finite (NaN or infinite). NaN is shown black; the window ignores them.",
        ),
    )
