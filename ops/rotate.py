"""Turning a picture by any angle."""

import math
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Picture, Pixels, Range, Refused, Text
from ops._warp import MOST, warped

TITLE = Text("图像旋转", "Rotation")
GROUP = "geometry"
ORDER = 2
ABOUT = Text(
    "绕图像中心逆时针旋转，逐个输出像素反算原位置再插值；要保全四角，画布得跟着变大。",
    "Turns counter-clockwise about the centre, looking up every output pixel; to keep corners the canvas must grow.",
)
FORMULA = (
    r"\begin{pmatrix} x' - c'_x \\ y' - c'_y \end{pmatrix} = "
    r"\begin{pmatrix} \cos\theta & \sin\theta \\ -\sin\theta & \cos\theta \end{pmatrix}"
    r"\begin{pmatrix} x - c_x \\ y - c_y \end{pmatrix}, \quad "
    r"W' = W|\cos\theta| + H|\sin\theta|, \; H' = W|\sin\theta| + H|\cos\theta|"
)
SOURCE = (
    "Gonzalez R.C., Woods R.E., Digital Image Processing, 4th ed., Pearson, 2018, sec. 2.6; "
    "OpenCV documentation, getRotationMatrix2D and warpAffine"
)
BEST_ON = "ct-abdomen"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(H'W')"
FACTS = {
    "width": Text("宽（像素）", "Width (px)"),
    "height": Text("高（像素）", "Height (px)"),
    "lost": Text("转出画面的部分（%）", "Turned out of the frame (%)"),
}
TRAP = Text(
    "画布不变，四角就被裁掉；空处填 0，在 CT 上等于填水；标签图若用双线性，还会冒出不存在的类别。",
    "On the old canvas the corners are cut; filling with 0 fills a CT with water; and bilinear invents labels.",
)


def rotate(
    image: Picture,
    angle: Annotated[float, Range(-180, 180, 0.5, unit="°"), Text("角度（逆时针）", "Angle, counter-clockwise")] = 30.0,
    keep: Annotated[bool, Text("画布变大，保留全图", "Grow to keep the whole picture")] = True,
    interpolation: Annotated[
        Literal["nearest", "linear", "cubic"],
        Text("插值方法", "Interpolation"),
        (Text("最近邻（标签图）", "Nearest (label maps)"), Text("双线性", "Bilinear"), Text("双三次", "Bicubic")),
    ] = "linear",
) -> tuple[Picture, dict[str, float]]:
    """Turn by an angle in degrees about the centre; any depth, which is kept. Empty corners are black, or air in HU."""
    height, width = image.shape[:2]
    size = _around(width, height, angle) if keep else (width, height)
    if size[0] * size[1] > MOST:
        raise Refused(
            Text(
                f"输出将是 {size[0]} × {size[1]} 像素，超过 4000 万 - 请关掉“保留全图”。",
                f"the output would be {size[0]} x {size[1]} pixels, more than 40 million - keep the old canvas.",
            )
        )
    lost = 0.0 if keep else 100 * _outside(width, height, angle)
    turned = warped(image, _matrix((width, height), size, angle), size, interpolation)
    return turned, {"width": size[0], "height": size[1], "lost": lost}


def naive(image: Picture, angle: float, keep: bool, interpolation: str) -> tuple[Picture, dict[str, float]]:
    """The snippet everybody copies: the old canvas, bilinear, zeros in the corners."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width // 2, height // 2), angle, 1)
    lost = 100 * _outside(width, height, angle)
    return cv2.warpAffine(image, matrix, (width, height)), {"width": width, "height": height, "lost": lost}


def _around(width: int, height: int, angle: float) -> tuple[int, int]:
    """Width and height of the box around the turned picture."""
    cos, sin = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    # whole turns of 90 degrees must not gain a pixel from cos(90 deg) = 6e-17
    return math.ceil(width * cos + height * sin - 1e-6), math.ceil(width * sin + height * cos - 1e-6)


def _matrix(old: tuple[int, int], new: tuple[int, int], angle: float) -> Pixels:
    """From input to output pixels; centres lie at (size - 1) / 2 because pixel 0 is centred at 0."""
    center = (old[0] - 1) / 2, (old[1] - 1) / 2
    matrix: Pixels = cv2.getRotationMatrix2D(center, angle, 1)
    grown: Pixels = np.array([[0, 0, (new[0] - old[0]) / 2], [0, 0, (new[1] - old[1]) / 2]])
    grown += matrix
    return grown


def _outside(width: int, height: int, angle: float) -> float:
    """Share of the picture that leaves its own frame, 0..1."""
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    corners = frame @ matrix[:, :2].T + matrix[:, 2]
    inside = cv2.intersectConvexConvex(frame, corners.astype(np.float32))[0]
    return max(0.0, 1 - float(inside) / (width * height))
