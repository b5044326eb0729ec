"""Standardising values: how many standard deviations each lies from the mean."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._chart import eight
from ops._luma import brightness

TITLE = Text("Z-score 标准化", "Z-score normalisation")
GROUP = "intensity"
ORDER = 7
ABOUT = Text(
    "减均值除标准差，让不同机器的 MR 可比；均值和标准差要在前景上算。显示：−k～+k 个标准差对应黑到白。",
    "Minus the mean, over the standard deviation of the foreground, so MR scanners compare; shown from -k to +k sigma.",
)
FORMULA = (
    r"z = \frac{f - \mu_{\Omega}}{\sigma_{\Omega}}, \quad "
    r"\text{shown: } 255 \operatorname{clip}\!\left( \frac{z + k}{2k},\; 0,\; 1 \right)"
)
SOURCE = (
    "Nyul L.G., Udupa J.K., On Standardizing the MR Image Intensity Scale, Magn. Reson. Med. 42(6):1072-1081, 1999; "
    "Isensee F. et al., nnU-Net, Nature Methods 18:203-211, 2021 (z-score within the foreground)"
)
BEST_ON = "mr-head"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "mean": Text("均值 μ（图像的单位）", "Mean (unit of the picture)"),
    "std": Text("标准差 σ（图像的单位）", "Standard deviation (unit of the picture)"),
    "counted": Text("参与统计的像素（%）", "Pixels counted (%)"),
}
TRAP = Text(
    "把空气背景也算进均值和标准差：视野大一点、空气多一点，同一组织的 z 就变了，脑内反差也被压扁。",
    "Mean and deviation over the air as well: a wider field of view changes the z of the same tissue and flattens it.",
)


def zscore_normalise(
    image: Picture,
    over: Annotated[
        Literal["foreground", "all"],
        Text("统计范围", "Counted"),
        (Text("前景（Otsu 阈值以上）", "Foreground (above Otsu)"), Text("整幅图", "The whole picture")),
    ] = "foreground",
    reach: Annotated[float, Range(1, 6, 0.5, unit="σ"), Text("显示范围 ±k", "Shown up to plus and minus")] = 3.0,
) -> tuple[Picture, dict[str, float]]:
    """z of any depth, shown as uint8: 0 is -reach, 255 is +reach. NaN becomes black, and z is 0 without contrast."""
    counted = _foreground(image) if over == "foreground" else np.ones(image.shape[:2], bool)
    return _standardised(image, counted, reach)


def naive(image: Picture, over: str, reach: float) -> tuple[Picture, dict[str, float]]:
    """Count everything."""
    return _standardised(image, np.ones(image.shape[:2], bool), reach)


def stages(image: Picture, over: Literal["foreground", "all"], reach: float) -> Iterator[tuple[Text, Pixels]]:
    """What is counted, and the picture."""
    counted = _foreground(image) if over == "foreground" else np.ones(image.shape[:2], bool)
    yield Text("参与统计的像素", "Pixels that are counted"), counted.astype(np.uint8) * 255
    yield Text("标准化结果", "Standardised"), zscore_normalise(image, over, reach)[0]


def _foreground(image: Pixels) -> Pixels:
    """Where the luma is above Otsu's threshold on 256 levels; everywhere when nothing is."""
    gray = brightness(image)
    finite = gray[np.isfinite(gray)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    levels = eight(gray, low, high)
    above = levels > cv2.threshold(levels, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]
    return above if above.any() else np.ones(gray.shape, bool)


def _standardised(image: Pixels, counted: Pixels, reach: float) -> tuple[Pixels, dict[str, float]]:
    values = image[counted].astype(np.float64)
    values = values[np.isfinite(values)]
    mean, std = (float(values.mean()), float(values.std())) if values.size else (0.0, 0.0)
    z = (image.astype(np.float32) - mean) / (std or 1)
    facts = {"mean": round(mean, 3), "std": round(std, 3), "counted": 100 * float(counted.mean())}
    return eight(z, -reach, reach), facts
