"""Augmentation by a smooth random deformation, of picture and labels together."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Picture, Pixels, Range, Text
from ops._labels import change, traced
from ops._second import same_labels
from ops._warp import emptiness

TITLE = Text("弹性形变", "Elastic deformation")
GROUP = "augmentation"
ORDER = 2
ABOUT = Text(
    "在粗网格上随机抽位移，插值成平滑的形变场，图像与标注一同变形；太强会折叠，解剖就不可信了。",
    "Random displacements on a coarse grid become a smooth field that bends picture and labels; too strong, it folds.",
)
FORMULA = (
    r"f'(p) = f(p + d(p)), \quad d = \text{bicubic}(d_{ij}), \; d_{ij} \sim \mathcal{N}(0, \sigma^2)^2, \quad "
    r"\text{folds where } \det(I + \nabla d) < 0"
)
SOURCE = (
    "Ronneberger O., Fischer P., Brox T., U-Net: Convolutional Networks for Biomedical Image Segmentation, MICCAI "
    "2015, LNCS 9351:234-241, sec. 3.1; Simard P.Y. et al., Best Practices for Convolutional Neural "
    "Networks Applied to Visual Document Analysis, ICDAR 2003, pp. 958-963"
)
BEST_ON = "ct-abdomen"
SECOND_BEST = "ct-abdomen.liver"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "largest": Text("最大位移（像素）", "Largest displacement (px)"),
    "folded": Text("折叠的像素（%）", "Folded pixels (%)"),
    "labels": Text("标签种类：前 → 后", "Labels: before → after"),
    "area": Text("标注面积（像素）：前 → 后", "Labelled area (px): before → after"),
}
TRAP = Text(
    "标签图也用双线性插值：边界上冒出一圈不存在的标签值；标签只能用最近邻。",
    "Bilinear interpolation of the labels too: new label values appear along the border; labels need nearest.",
)


def elastic(
    image: Picture,
    labels: Annotated[Gray, Text("标注（掩膜）", "Labels (mask)")],
    seed: Annotated[int, Range(0, 999), Text("随机种子", "Seed")] = 3,
    strength: Annotated[int, Range(0, 60, unit="px"), Text("位移的标准差 σ", "Sigma of the displacement")] = 12,
    grid: Annotated[int, Range(2, 16), Text("网格每边的点数", "Points per side of the grid")] = 4,
) -> tuple[Picture, dict[str, float | str]]:
    """Bend a picture of any depth, which is kept: bilinear for the picture, nearest for the labels."""
    return _bent(image, labels, seed, strength, grid, cv2.INTER_NEAREST)


def naive(image: Picture, labels: Gray, seed: int, strength: int, grid: int) -> tuple[Picture, dict[str, float | str]]:
    """One interpolation for both."""
    return _bent(image, labels, seed, strength, grid, cv2.INTER_LINEAR)


def stages(image: Picture, labels: Gray, seed: int, strength: int, grid: int) -> Iterator[tuple[Text, Pixels]]:
    """Before, how far each pixel is fetched from, a straight grid bent alike, the result."""
    field = _field(image, seed, strength, grid)
    yield Text("原图与标注", "The picture and its labels"), traced(image, same_labels(image, labels))
    away = np.hypot(*field)
    yield Text("位移大小", "Length of the displacement"), cv2.convertScaleAbs(away * (255 / (float(away.max()) or 1.0)))
    yield Text("方格纸的形变", "Graph paper bent alike"), _fetched(_paper(image), field, cv2.INTER_LINEAR)
    yield Text("形变后", "Deformed"), elastic(image, labels, seed, strength, grid)[0]


def _field(image: Pixels, seed: int, strength: int, grid: int) -> Pixels:
    """Displacement in x and in y, (2, H, W) float32; a grid of numbers, so a smaller picture bends alike."""
    points = np.random.default_rng(seed).standard_normal((2, grid, grid)).astype(np.float32) * strength
    size = (image.shape[1], image.shape[0])
    return np.array([cv2.resize(plane, size, interpolation=cv2.INTER_CUBIC) for plane in points])


def _fetched(image: Pixels, field: Pixels, interpolation: int) -> Pixels:
    rows, columns = np.indices(image.shape[:2], np.float32)
    fill = emptiness(image)
    return cv2.remap(image, columns + field[0], rows + field[1], interpolation, borderValue=(fill, fill, fill))


def _bent(
    image: Pixels, labels: Pixels, seed: int, strength: int, grid: int, interpolation: int
) -> tuple[Pixels, dict[str, float | str]]:
    field, before = _field(image, seed, strength, grid), same_labels(image, labels)
    picture, after = _fetched(image, field, cv2.INTER_LINEAR), _fetched(before, field, interpolation)
    largest = round(float(np.hypot(*field).max()), 2)
    return traced(picture, after), {"largest": largest, "folded": _folded(field)} | change(before, after)


def _folded(field: Pixels) -> float:
    """Percent of the pixels where the determinant of the Jacobian is below 0."""
    if min(field.shape[1:]) < 2:
        return 0.0
    (xy, xx), (yy, yx) = (np.gradient(plane) for plane in field)
    return round(100 * float(np.mean((1 + xx) * (1 + yy) - xy * yx < 0)), 2)


def _paper(image: Pixels) -> Pixels:
    high, wide = image.shape[:2]
    paper = np.full((high, wide), 40, np.uint8)
    step = max(2, max(high, wide) // 24)
    paper[::step], paper[:, ::step] = 255, 255
    return paper
