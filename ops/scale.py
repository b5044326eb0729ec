"""Resampling a picture to another size."""

from typing import Annotated, Literal

import cv2

from ops import Picture, Range, Refused, Text

TITLE = Text("图像缩放", "Scaling")
GROUP = "geometry"
ORDER = 1
ABOUT = Text(
    "为每个输出像素反算它在原图中的位置，再由周围像素插值；缩小时要用面积法，否则细节会混叠或消失。",
    "Maps every output pixel back into the picture and interpolates there; shrink by area, or detail aliases away.",
)
FORMULA = r"W' = \max(1, \mathrm{round}(s\,W)), \quad x = \frac{x' + 0.5}{s} - 0.5"
SOURCE = "OpenCV documentation, resize and InterpolationFlags; Keys R., IEEE Trans. ASSP 29(6):1153-1160, 1981 (cubic)"
BEST_ON = "us-cyst"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(H'W'k^2)"
FACTS = {"width": Text("宽（像素）", "Width (px)"), "height": Text("高（像素）", "Height (px)")}
TRAP = Text(
    "int() 一律舍去小数：100 × 0.29 得 28，小图乘小比例得 0 并报错；默认的双线性在缩小时还会混叠。",
    "int() cuts: 100 x 0.29 gives 28, and a small picture gets size 0 and fails; the bilinear default aliases as well.",
)

FLAGS = {
    "nearest": cv2.INTER_NEAREST,
    "linear": cv2.INTER_LINEAR,
    "cubic": cv2.INTER_CUBIC,
    "area": cv2.INTER_AREA,
    "lanczos": cv2.INTER_LANCZOS4,
}
MOST = 40_000_000  # output pixels


def scale(
    image: Picture,
    factor: Annotated[float, Range(0.01, 4, 0.01), Text("缩放比例", "Factor")] = 0.25,
    interpolation: Annotated[
        Literal["nearest", "linear", "cubic", "area", "lanczos"],
        Text("插值方法", "Interpolation"),
        (
            Text("最近邻（标签图）", "Nearest (label maps)"),
            Text("双线性", "Bilinear"),
            Text("双三次", "Bicubic"),
            Text("面积（缩小）", "Area (shrinking)"),
            Text("Lanczos（8×8）", "Lanczos (8 x 8)"),
        ),
    ] = "area",
) -> tuple[Picture, dict[str, int]]:
    """Resize by one factor in both directions; any depth, which is kept. At least one pixel stays."""
    height, width = image.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    if size[0] * size[1] > MOST:
        raise Refused(
            Text(
                f"输出将是 {size[0]} × {size[1]} 像素，超过 4000 万 - 请减小缩放比例。",
                f"the output would be {size[0]} x {size[1]} pixels, more than 40 million - use a smaller factor.",
            )
        )
    return cv2.resize(image, size, interpolation=FLAGS[interpolation]), {"width": size[0], "height": size[1]}


def naive(image: Picture, factor: float, interpolation: str) -> tuple[Picture, dict[str, int]]:
    """Cut the size to whole pixels and take whatever interpolation comes first."""
    height, width = image.shape[:2]
    size = int(width * factor), int(height * factor)
    return cv2.resize(image, size), {"width": size[0], "height": size[1]}
