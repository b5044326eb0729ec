"""Segmentation by letting every pixel climb to the nearest peak of density in place and colour."""

from collections.abc import Iterator
from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Color, Pixels, Range, Text
from ops._paint import painted
from ops._reduced import enlarged, reduced

TITLE = Text("均值漂移", "Mean shift")
GROUP = "segmentation"
ORDER = 11
ABOUT = Text(
    "每个像素朝位置和颜色都相近的邻居的均值移动，直到不动；不用先定类别数，但对窗口大小敏感。",
    "Each pixel moves to the mean of neighbours close in place and colour until it rests: no K, but two widths.",
)
FORMULA = (
    r"x \gets \frac{1}{|S|} \sum_{q \in S} q, \quad "
    r"S = \{q : \lVert q_s - x_s \rVert_\infty \le h_s,\; \lVert q_c - x_c \rVert \le h_c\}"
)
SOURCE = (
    "Comaniciu D., Meer P., Mean Shift: A Robust Approach Toward Feature Space Analysis, IEEE TPAMI 24(5):603-619, "
    "2002; OpenCV documentation, pyrMeanShiftFiltering"
)
COST = "O(HWh_s^2n)"
BEST_ON = "ct-abdomen"
FACTS = {
    "regions": Text("区域数", "Regions"),
    "factor": Text("内部缩小倍数（超过 256 × 256 时）", "Computed at 1/n of the size (above 256 x 256)"),
}
TRAP = Text(
    "cv2.pyrMeanShiftFiltering 只做滤波，不给标号：直接数颜色，同一个区域里的几百种颜色都被当成了区域。",
    "cv2.pyrMeanShiftFiltering only filters and gives no labels: counting colours takes every shade for a region.",
)
MOST = 256 * 256
Shown = Literal["filtered", "regions"]


def mean_shift(
    image: Color,
    space: Annotated[int, Range(1, 20, unit="px"), Text("空间半径 hₛ", "Radius in place")] = 8,
    color: Annotated[int, Range(1, 100), Text("颜色半径 h_c（灰度级）", "Radius in colour (grey levels)")] = 36,
    shown: Annotated[
        Shown, Text("显示", "Shown"), (Text("滤波后的颜色", "Filtered colours"), Text("区域", "Regions"))
    ] = "regions",
) -> tuple[Color, dict[str, float]]:
    """Filtered colours, or regions in colours of their own, (H, W, 3) uint8, of (H, W, 3) uint8 RGB."""
    small, factor = reduced(image, MOST)
    calm = filtered(small, space / factor, color)
    labels = regions(calm, color / 4)
    picture = calm if shown == "filtered" else painted(labels)
    return enlarged(picture, *image.shape[:2]), {"regions": int(labels.max()), "factor": factor}


def filtered(image: Pixels, space: float, color: float) -> Pixels:
    """Every pixel in the colour of the peak it climbed to."""
    # the filter looks three pixels past the last row of a picture as flat as that
    padded = cv2.copyMakeBorder(image, 2, 2, 2, 2, cv2.BORDER_REPLICATE)
    return cv2.pyrMeanShiftFiltering(padded, max(space, 1), color, maxLevel=0)[2:-2, 2:-2]


def regions(image: Pixels, step: float) -> Pixels:
    """Connected pixels whose neighbours differ by at most step in every channel; int32 from 1."""
    grid = cv2.copyMakeBorder(image, 0, 1, 0, 1, cv2.BORDER_REPLICATE).astype(np.int16)
    right = np.absolute(grid[:-1, :-1] - grid[:-1, 1:]).max(axis=2) <= step
    down = np.absolute(grid[:-1, :-1] - grid[1:, :-1]).max(axis=2) <= step
    # pixels at even places, with the open ways between them at the odd places
    maze = np.zeros((2 * image.shape[0], 2 * image.shape[1]), np.uint8)
    maze[::2, ::2], maze[::2, 1::2], maze[1::2, ::2] = 1, right, down
    return cv2.connectedComponents(maze, connectivity=4)[1][::2, ::2]


def naive(image: Color, space: int, color: int, shown: Shown) -> Color:
    """Number the colours that the filter left."""
    small, factor = reduced(image, MOST)
    calm = filtered(small, space / factor, color)
    numbers = np.unique(calm.reshape(-1, 3), axis=0, return_inverse=True)[1].reshape(calm.shape[:2])
    return enlarged(painted(numbers + 1), *image.shape[:2])


def stages(image: Color, space: int, color: int, shown: Shown) -> Iterator[tuple[Text, Pixels]]:
    """The filtered picture, the regions in it, what is shown."""
    small, factor = reduced(image, MOST)
    calm = filtered(small, space / factor, color)
    yield Text("均值漂移滤波", "Filtered by mean shift"), calm
    yield Text("相邻颜色相近的连成区域", "Neighbours of like colour joined"), painted(regions(calm, color / 4))
    yield Text("显示的结果", "What is shown"), mean_shift(image, space, color, shown)[0]
