"""Mean squared error against a reference."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._second import check_depths, degraded, five, resized, same_size

TITLE = Text("均方误差 MSE", "Mean squared error (MSE)")
GROUP = "metrics"
ORDER = 1
ABOUT = Text(
    "逐像素差的平方取平均；大误差被放大，却不管误差在哪里、看不看得见。图中越亮误差越大。",
    "The mean of the squared differences: large errors weigh most, wherever they are. Bright is a large error.",
)
FORMULA = (
    r"\mathrm{MSE} = \frac{1}{HW} \sum_{p} (f_p - r_p)^2, \quad \mathrm{RMSE} = \sqrt{\mathrm{MSE}}, \quad "
    r"\mathrm{MAE} = \frac{1}{HW} \sum_p |f_p - r_p|"
)
SOURCE = (
    "Wang Z., Bovik A.C., Mean Squared Error: Love It or Leave It?, IEEE Signal Processing Magazine 26(1):98-117, 2009"
)
BEST_ON = "cells"
SECOND_BEST = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "mse": Text("MSE（图像单位的平方）", "MSE (square of the picture's unit)"),
    "rmse": Text("RMSE（图像的单位）", "RMSE (unit of the picture)"),
    "mae": Text("平均绝对误差（同单位）", "Mean absolute error (same unit)"),
    "bias": Text("平均误差（同单位）", "Mean error (same unit)"),
    "size": Text("参考图的尺寸（像素）", "Size of the reference (px)"),
}
TRAP = Text(
    "uint8 直接相减会回绕：10 - 20 得 246，平方再回绕，MSE 完全不对；先转浮点再减。",
    "Differences of uint8 wrap: 10 - 20 is 246, and the square wraps again; go to float before subtracting.",
)


def mse(
    image: Gray,
    reference: Annotated[Gray, Text("参考图", "Reference")],
    noise: Annotated[float, Range(0, 50, 0.5, unit="%"), Text("先给第一张图加噪声 σ", "Noise added first")] = 5.0,
    blur: Annotated[float, Range(0, 10, 0.1, unit="px"), Text("先模糊第一张图 σ", "Blur done first")] = 0.0,
    offset: Annotated[float, Range(-50, 50, 0.5, unit="%"), Text("先整体加亮", "Brightness added first")] = 0.0,
) -> tuple[Gray, dict[str, float | str]]:
    """Squared error of (H, W) of any depth, white from the 99th percentile, uint8; percents are of black to white."""
    check_depths(image, reference)
    worse = degraded(image, noise, blur, offset)
    error = worse.astype(np.float64) - same_size(image, reference)
    return _map(error**2), _facts(error, error**2) | {"size": resized(image, reference)}


def naive(
    image: Gray, reference: Gray, noise: float, blur: float, offset: float
) -> tuple[Gray, dict[str, float | str]]:
    """Subtract and square in the depth of the picture."""
    check_depths(image, reference)
    worse = degraded(image, noise, blur, offset)
    error = worse - same_size(image, reference).astype(image.dtype)
    square = error * error
    return _map(square), _facts(error.astype(np.float64), square) | {"size": resized(image, reference)}


def stages(image: Gray, reference: Gray, noise: float, blur: float, offset: float) -> Iterator[tuple[Text, Pixels]]:
    """The picture made worse, the absolute error, the squared error."""
    worse = degraded(image, noise, blur, offset)
    error = worse.astype(np.float64) - same_size(image, reference)
    yield Text("变差后的图", "The picture made worse"), worse
    yield Text("绝对误差", "Absolute error"), _map(np.absolute(error))
    yield Text("平方误差", "Squared error"), _map(error**2)


def _map(error: Pixels) -> Pixels:
    size = np.nan_to_num(error.astype(np.float64))
    # the largest alone would leave all others black
    white = float(np.percentile(size, 99)) or float(size.max()) or 1.0
    return np.rint(np.clip(size * (255 / white), 0, 255)).astype(np.uint8)


def _facts(error: Pixels, square: Pixels) -> dict[str, float | str]:
    mean = float(square.astype(np.float64).mean())
    found = {"mse": mean, "rmse": max(mean, 0.0) ** 0.5, "mae": float(np.absolute(error).mean())}
    return {name: five(value) for name, value in (found | {"bias": float(error.mean())}).items()}
