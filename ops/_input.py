"""From the picture at hand to one that an exercise takes: one step, and the words that say what was done."""

import cv2
import numpy as np

from ops._exercise import Exercise, Kind, Pixels
from study.text import Text

WEIGHTS = np.array([[0.299, 0.587, 0.114]])  # Rec. 601
EXACT = ("uint8", "uint16", "int16")  # float32 holds every value of these


def fit(
    image: Pixels, ex: Exercise, window: tuple[float, float] | None = None, second: bool = False
) -> tuple[Pixels, Text | None]:
    """The picture in a depth and with the channels that the exercise (or its second slot) takes; what changed, or None.

    A depth it does not take becomes float32 where that is exact, otherwise uint8, linearly from window (lowest and
    highest value; by default those of the picture). The picture itself is not changed.
    """
    kind: Kind = ex.second[1] if second and ex.second else ex.takes
    image, said = _in_depth(image, ex.depths, window)
    if kind == "gray" and image.ndim == 3:
        return _gray(image), _joined(said, Text("彩色转灰度（Rec. 601 加权）", "colour to grey (Rec. 601 weights)"))
    if kind == "color" and image.ndim == 2:
        return cv2.merge([image] * 3), said
    return image, said


def _in_depth(image: Pixels, depths: tuple[str, ...], window: tuple[float, float] | None) -> tuple[Pixels, Text | None]:
    depth = image.dtype.name
    if depth in depths:
        return image, None
    if "float32" in depths and depth in EXACT:
        return image.astype(np.float32), Text(f"{depth} 转 float32，数值不变", f"{depth} to float32, values unchanged")
    finite = image[np.isfinite(image)]
    low, high = window or ((float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0))
    said = Text(
        f"{depth} 转 8 位：{low:g} … {high:g} 线性映射到 0 … 255",
        f"{depth} to 8 bits: {low:g} … {high:g} mapped linearly to 0 … 255",
    )
    return _eight_bits(image, low, high), said


def _eight_bits(image: Pixels, low: float, high: float) -> Pixels:
    scaled = (image.astype(np.float32) - low) * (255 / (high - low) if high > low else 0)
    out: Pixels = np.rint(np.clip(np.nan_to_num(scaled, posinf=255, neginf=0), 0, 255)).astype(np.uint8)
    return out


def _gray(image: Pixels) -> Pixels:
    # cvtColor takes no negative values
    return cv2.transform(image, WEIGHTS) if image.dtype == np.int16 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)


def _joined(first: Text | None, then: Text) -> Text:
    return then if first is None else Text(f"{first.zh}；{then.zh}", f"{first.en}; {then.en}")
