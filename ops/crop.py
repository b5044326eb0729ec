"""Cutting margins off a picture."""

from typing import Annotated

from ops import Picture, Range, Text

TITLE = Text("图像裁剪", "Cropping")
GROUP = "geometry"
ORDER = 4
ABOUT = Text(
    "按百分比切掉四边，像素值与像素间距都不变，只有原点移动；病灶和侧别标记也可能一起被切掉。",
    "Cuts a share off each side; values and spacing stay, only the origin moves, and a lesion or side mark may go too.",
)
FORMULA = (
    r"g(x, y) = f(x + x_0,\, y + y_0), \quad x_0 = \lfloor l\,W \rfloor,\; y_0 = \lfloor t\,H \rfloor, \quad "
    r"W' = W - x_0 - \lfloor r\,W \rfloor, \; H' = H - y_0 - \lfloor b\,H \rfloor"
)
SOURCE = (
    "NumPy documentation, Indexing on ndarrays (basic slicing); DICOM PS3.3 C.7.6.2.1.1 (Image Position: the origin "
    "that a crop must move along)"
)
BEST_ON = "cr-chest"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(H'W')"
FACTS = {
    "width": Text("宽（像素）", "Width (px)"),
    "height": Text("高（像素）", "Height (px)"),
    "kept": Text("保留的面积（%）", "Area kept (%)"),
}
TRAP = Text(
    "NumPy 先行后列：写成 image[x0:x1, y0:y1] 就切到了别处，图不是方的还会切空，而且不报错。",
    "NumPy takes rows first: image[x0:x1, y0:y1] cuts elsewhere, or leaves nothing at all, without an error.",
)


def crop(
    image: Picture,
    left: Annotated[int, Range(0, 49, unit="%"), Text("左边", "Left")] = 10,
    right: Annotated[int, Range(0, 49, unit="%"), Text("右边", "Right")] = 10,
    top: Annotated[int, Range(0, 49, unit="%"), Text("上边", "Top")] = 5,
    bottom: Annotated[int, Range(0, 49, unit="%"), Text("下边", "Bottom")] = 30,
) -> tuple[Picture, dict[str, float]]:
    """Cut percents of width and height off, rounded down to whole pixels; any depth. At least one pixel stays."""
    height, width = image.shape[:2]
    x0, x1 = width * left // 100, width - width * right // 100
    y0, y1 = height * top // 100, height - height * bottom // 100
    kept = 100 * (x1 - x0) * (y1 - y0) / (width * height)
    return image[y0:y1, x0:x1].copy(), {"width": x1 - x0, "height": y1 - y0, "kept": kept}


def naive(image: Picture, left: int, right: int, top: int, bottom: int) -> tuple[Picture, dict[str, float]]:
    """Slice x first, as one says it."""
    height, width = image.shape[:2]
    x0, x1 = width * left // 100, width - width * right // 100
    y0, y1 = height * top // 100, height - height * bottom // 100
    piece = image[x0:x1, y0:y1].copy()
    if not piece.size:
        raise ValueError(f"image[{x0}:{x1}, {y0}:{y1}] is empty")
    kept = 100 * piece.shape[0] * piece.shape[1] / (width * height)
    return piece, {"width": piece.shape[1], "height": piece.shape[0], "kept": kept}
