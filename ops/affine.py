"""Shearing, scaling and moving by one matrix."""

from typing import Annotated, Literal

import numpy as np

from ops import Picture, Pixels, Range, Text
from ops._warp import warped

TITLE = Text("仿射变换", "Affine transform")
GROUP = "geometry"
ORDER = 5
ABOUT = Text(
    "一个 2×3 矩阵同时完成错切、缩放和平移：直线仍是直线、平行线仍平行，角度和长度则不保。",
    "One 2 x 3 matrix shears, scales and moves: lines stay lines and parallels parallel, angles and lengths do not.",
)
FORMULA = (
    r"\begin{pmatrix} x' \\ y' \end{pmatrix} = s \begin{pmatrix} 1 & h_x \\ h_y & 1 \end{pmatrix} "
    r"\begin{pmatrix} x - c_x \\ y - c_y \end{pmatrix} + \begin{pmatrix} c_x + t_x \\ c_y + t_y \end{pmatrix}, "
    r"\quad \det A = s^2 (1 - h_x h_y)"
)
SOURCE = (
    "Hartley R., Zisserman A., Multiple View Geometry in Computer Vision, 2nd ed., Cambridge University Press, 2004, "
    "sec. 2.4.3; OpenCV documentation, warpAffine"
)
BEST_ON = "cells"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {"area": Text("面积变为原来的（倍）", "Area multiplied by")}
TRAP = Text(
    "矩阵绕的是左上角 (0, 0)：不先把中心移到原点再移回来，图就被错切、缩放出画面。",
    "A matrix turns about the upper left corner: unless the centre is moved there and back, the picture slides away.",
)


def affine(
    image: Picture,
    shear_x: Annotated[float, Range(-0.5, 0.5, 0.01), Text("水平错切", "Shear in x")] = 0.25,
    shear_y: Annotated[float, Range(-0.5, 0.5, 0.01), Text("垂直错切", "Shear in y")] = 0.0,
    scale: Annotated[float, Range(0.25, 3, 0.05), Text("缩放", "Scale")] = 0.8,
    move_x: Annotated[int, Range(-200, 200, unit="px"), Text("向右平移", "Move right")] = 0,
    move_y: Annotated[int, Range(-200, 200, unit="px"), Text("向下平移", "Move down")] = 0,
    interpolation: Annotated[
        Literal["nearest", "linear", "cubic"],
        Text("插值方法", "Interpolation"),
        (Text("最近邻（标签图）", "Nearest (label maps)"), Text("双线性", "Bilinear"), Text("双三次", "Bicubic")),
    ] = "linear",
) -> tuple[Picture, dict[str, float]]:
    """Shear and scale about the centre, then move, within the same frame; any depth. What is empty is black, or air."""
    height, width = image.shape[:2]
    linear = scale * np.array([[1, shear_x], [shear_y, 1]])
    center = np.array([width - 1, height - 1]) / 2
    moved = center + np.array([move_x, move_y]) - linear @ center
    return _transformed(image, linear, moved, interpolation)


def naive(
    image: Picture, shear_x: float, shear_y: float, scale: float, move_x: int, move_y: int, interpolation: str
) -> tuple[Picture, dict[str, float]]:
    """Put the numbers straight into the matrix."""
    linear = scale * np.array([[1, shear_x], [shear_y, 1]])
    return _transformed(image, linear, np.array([move_x, move_y]), interpolation)


def _transformed(image: Pixels, linear: Pixels, moved: Pixels, interpolation: str) -> tuple[Pixels, dict[str, float]]:
    matrix = np.column_stack([linear, moved]).astype(np.float64)
    size = image.shape[1], image.shape[0]
    return warped(image, matrix, size, interpolation), {"area": round(float(np.linalg.det(linear)), 4)}
