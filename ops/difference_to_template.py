"""What is unlike a normal template: aligned, subtracted, and measured in standard deviations."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Color, Gray, Pixels, Range, Text
from ops._gradient import signed
from ops._levels import best_cuts, levels
from ops._overlap import backdrop
from ops._second import resized, same_size
from ops._spectrum import finite

TITLE = Text("与正常模板的差异", "Difference to a normal template")
GROUP = "anomaly"
ORDER = 1
ABOUT = Text(
    "与正常模板对齐后相减，差值换算成 z 分数：红处更亮，蓝处更暗；没有模板时，可用左右镜像来查不对称。",
    "Aligned with a normal template and subtracted, as z scores: red brighter, blue darker; a mirror image may do.",
)
FORMULA = (
    r"R = \mathcal{F}^{-1}\left\{\frac{F \overline{T}}{|F \overline{T}|}\right\}, \; "
    r"(\Delta x, \Delta y) = \arg\max R, \quad z = \frac{d - \operatorname{med}(d)}{1.4826\,\operatorname{MAD}(d)}, \; "
    r"d = f - t(\cdot - \Delta)"
)
SOURCE = (
    "Kuglin C.D., Hines D.C., The Phase Correlation Image Alignment Method, Proc. IEEE Int. Conf. on Cybernetics and "
    "Society, pp. 163-165, 1975; Leys C. et al., Detecting Outliers: Do Not Use Standard Deviation Around the Mean, "
    "Use Absolute Deviation Around the Median, J. Experimental Social Psychology 49(4):764-766, 2013"
)
BEST_ON = "mr-head"
SECOND_BEST = "mr-head"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = r"O(HW \log HW)"
FACTS = {
    "right": Text("模板右移（像素）", "Template moved right (px)"),
    "down": Text("模板下移（像素）", "Template moved down (px)"),
    "peak": Text("最大 |z|", "Largest |z|"),
    "bright": Text("偏亮的像素，红", "Too bright, red (px)"),
    "dark": Text("偏暗的像素，蓝", "Too dark, blue (px)"),
    "size": Text("模板的尺寸（像素）", "Size of the template (px)"),
}
TRAP = Text(
    "不对齐就相减：差几个像素，每条边缘都成了“异常”，真正的病灶淹没其中。",
    "Subtracting without aligning: a few pixels off, every edge is an anomaly and the lesion drowns among them.",
)
BRIGHT, DARK = (235, 60, 50), (70, 120, 255)


def difference_to_template(
    image: Gray,
    template: Annotated[Gray, Text("正常模板", "Normal template")],
    mirror: Annotated[bool, Text("模板左右镜像（查不对称）", "Mirror the template (asymmetry)")] = True,
    move: Annotated[int, Range(-40, 40, unit="px"), Text("先把模板右移", "Template moved right first")] = 8,
    sigma: Annotated[float, Range(0, 10, 0.5, unit="px"), Text("先平滑 σ", "Smoothing before")] = 2.0,
    limit: Annotated[float, Range(1, 10, 0.5), Text("z 阈值", "z threshold")] = 3.5,
) -> tuple[Color, dict[str, float | str]]:
    """Places of (H, W), any depth, that differ from the template by more than the limit; (H, W, 3) uint8.

    The template gets the mean and the spread of the picture first. z counts where either picture is above its
    Otsu threshold; elsewhere it is 0.
    """
    normal = _template(image, template, mirror, move)
    return _marked(image, normal, _shift(finite(image), normal), sigma, limit, resized(image, template))


def naive(
    image: Gray, template: Gray, mirror: bool, move: int, sigma: float, limit: float
) -> tuple[Color, dict[str, float | str]]:
    """Subtract where the template happens to lie."""
    normal = _template(image, template, mirror, move)
    return _marked(image, normal, (0, 0), sigma, limit, resized(image, template))


def stages(
    image: Gray, template: Gray, mirror: bool, move: int, sigma: float, limit: float
) -> Iterator[tuple[Text, Pixels]]:
    """The template as it comes, aligned, the difference, z, what exceeds the limit."""
    normal = _template(image, template, mirror, move)
    aligned = _moved(normal, *_shift(finite(image), normal))
    yield Text("模板，亮度已匹配", "The template, matched in brightness"), backdrop(normal.astype(np.float32))
    yield Text("对齐后的模板", "Aligned"), backdrop(aligned.astype(np.float32))
    yield Text("差值，中灰为零", "Difference; mid-grey is zero"), signed(_difference(image, aligned, sigma))
    scores = np.clip(_scores(image, aligned, sigma), -10, 10)
    yield Text("z 分数，-10 到 10", "z from -10 to 10"), np.rint(128 + 12.7 * scores).astype(np.uint8)
    yield Text("超过阈值处", "Above the limit"), difference_to_template(image, template, mirror, move, sigma, limit)[0]


def _template(image: Pixels, template: Pixels, mirror: bool, move: int) -> Pixels:
    """The template moved right, in the size, the mean and the spread of the picture, (H, W) float64."""
    normal, values = same_size(image, template), finite(image)
    normal = _moved(normal[:, ::-1] if mirror else normal, 0, move)
    spread = float(normal.std())
    matched: Pixels = (normal - normal.mean()) * (float(values.std()) / spread if spread else 0.0) + values.mean()
    return matched


def _shift(values: Pixels, normal: Pixels) -> tuple[int, int]:
    """Whole pixels by which the template must go down and right to lie on the picture, by phase correlation."""
    high, wide = values.shape
    soft = np.hanning(high)[:, None] * np.hanning(wide)  # or the frame of the picture would be what is aligned
    first, second = (np.fft.fft2((v - v.mean()) * soft) for v in (values, normal))
    both = first * np.conj(second)
    size = np.abs(both)
    peaks = np.fft.ifft2(both / np.maximum(size, 1e-9 * (float(size.max()) or 1.0))).real
    row, column = (int(i) for i in np.unravel_index(int(peaks.argmax()), peaks.shape))
    return (row if row <= high // 2 else row - high), (column if column <= wide // 2 else column - wide)


def _moved(normal: Pixels, down: int, right: int) -> Pixels:
    """Moved by whole pixels; the rim is repeated."""
    rows = np.clip(np.arange(normal.shape[0]) - down, 0, normal.shape[0] - 1)
    columns = np.clip(np.arange(normal.shape[1]) - right, 0, normal.shape[1] - 1)
    return normal[rows[:, None], columns]


def _difference(image: Pixels, aligned: Pixels, sigma: float) -> Pixels:
    off = finite(image) - aligned
    return cv2.GaussianBlur(off, (0, 0), sigma) if sigma > 0 else off


def _scores(image: Pixels, aligned: Pixels, sigma: float) -> Pixels:
    off = _difference(image, aligned, sigma)
    inside = _foreground(finite(image)) | _foreground(aligned)
    if not inside.any():
        return np.zeros(off.shape)
    middle = float(np.median(off[inside]))
    spread = 1.4826 * float(np.median(np.abs(off[inside] - middle))) or float(off[inside].std())
    # rounding is no spread
    if spread <= 1e-9 * float(np.abs(finite(image)).max()):
        return np.zeros(off.shape)
    return np.where(inside, (off - middle) / spread, 0)


def _foreground(values: Pixels) -> Pixels:
    level = levels(values)[0]
    cuts = best_cuts(np.bincount(level.ravel(), minlength=256), 2)
    return level > cuts[0] if cuts else np.zeros(values.shape, bool)


def _marked(
    image: Pixels, normal: Pixels, by: tuple[int, int], sigma: float, limit: float, size: str
) -> tuple[Pixels, dict[str, float | str]]:
    scores = _scores(image, _moved(normal, *by), sigma)
    picture = cv2.merge([backdrop(image)] * 3)
    for place, color in ((scores > limit, BRIGHT), (scores < -limit, DARK)):
        picture[place] = picture[place] * 0.4 + np.array(color) * 0.6
    facts = {"right": by[1], "down": by[0], "peak": round(float(np.abs(scores).max()), 2)}
    counts = {"bright": int(np.count_nonzero(scores > limit)), "dark": int(np.count_nonzero(scores < -limit))}
    return picture, facts | counts | {"size": size}
