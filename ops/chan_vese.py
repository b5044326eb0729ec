"""Segmentation by a level set without edges: the contour moves until two mean values fit best."""

from collections import deque
from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._levels import levels
from ops._paint import outlined
from ops._reduced import reduced, smoothly

TITLE = Text("Chan–Vese 水平集", "Chan–Vese level set")
GROUP = "segmentation"
ORDER = 10
ABOUT = Text(
    "轮廓内外各用一个均值近似，轮廓逐步移动，直到两边都最像自己的均值；不靠梯度，边缘模糊也行。",
    "One mean inside, one outside; the contour moves until both sides fit. It needs no gradient, so blurred edges do.",
)
FORMULA = (
    r"E(C) = \mu \,|C| + \lambda_1 \int_{\text{in}} (f - c_1)^2 \, dA + \lambda_2 \int_{\text{out}} (f - c_2)^2 \, dA"
)
SOURCE = (
    "Chan T.F., Vese L.A., Active Contours Without Edges, IEEE Trans. Image Process. 10(2):266-277, 2001; "
    "Márquez-Neila P., Baumela L., Alvarez L., A Morphological Approach to Curvature-Based Evolution of Curves and "
    "Surfaces, IEEE TPAMI 36(1):2-17, 2014"
)
COST = "O(HWn)"
BEST_ON = "us-cyst"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "inside": Text("轮廓内均值 c₁", "Mean inside, c1"),
    "outside": Text("轮廓外均值 c₂", "Mean outside, c2"),
    "area": Text("面积（像素）", "Area (px)"),
    "steps": Text("实际迭代次数（不动了就停）", "Iterations until it stood still"),
    "factor": Text("内部缩小倍数（超过 512 × 512 时）", "Computed at 1/n of the size (above 512 x 512)"),
}
MEASURES = {"area": "area"}
TRAP = Text(
    "f − c 和它的平方在 uint8 里都会回绕：离均值越远反而可能“误差”越小，轮廓就往错的方向走。",
    "f - c and its square wrap in uint8: what is far from the mean can cost little, and the contour goes astray.",
)

MOST = 512 * 512
# the four straight lines through a 3 x 3 neighbourhood
SHAPES = (
    ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    ((0, 0, 1), (0, 1, 0), (1, 0, 0)),
    ((0, 1, 0),) * 3,
    ((0,) * 3, (1,) * 3, (0,) * 3),
)
LINES = [np.array(shape, np.uint8) for shape in SHAPES]
SIDES = (np.s_[:-2, 1:-1], np.s_[2:, 1:-1], np.s_[1:-1, :-2], np.s_[1:-1, 2:])


def chan_vese(
    image: Gray,
    x: Annotated[float, Range(0, 100, 0.1, unit="%x"), Text("起始圆心 x", "Centre of the first circle, x")] = 41.0,
    y: Annotated[float, Range(0, 100, 0.1, unit="%y"), Text("起始圆心 y", "Centre of the first circle, y")] = 43.0,
    radius: Annotated[float, Range(1, 70, 0.5, unit="%"), Text("起始半径（占短边）", "First radius")] = 4.0,
    iterations: Annotated[int, Range(0, 200), Text("迭代次数", "Iterations")] = 60,
    smoothing: Annotated[int, Range(0, 4), Text("每步平滑次数（μ）", "Smoothing per step (mu)")] = 2,
    weight: Annotated[float, Range(0.2, 5, 0.1), Text("内外权重比 λ₁/λ₂", "Weight inside to outside")] = 1.0,
) -> tuple[Gray, dict[str, float]]:
    """Mask of 0 and 255, (H, W) uint8, of a picture of any depth; morphological Chan-Vese from a circle."""
    small, factor = scaled(image)
    way = evolved(small, circle(small.shape, x, y, radius), iterations, smoothing, weight)
    steps, mask = deque(enumerate(way), maxlen=1).pop()
    whole = smoothly(mask * np.uint8(255), *image.shape)
    finite = np.isfinite(image)
    parts = [image[finite & side] for side in (whole > 0, whole == 0)]
    means = [float(part.mean(dtype=np.float64)) if part.size else 0.0 for part in parts]
    facts = {"inside": means[0], "outside": means[1], "area": int((whole > 0).sum())}
    return whole, facts | {"steps": steps, "factor": factor}


def scaled(image: Pixels) -> tuple[Pixels, float]:
    """The finite values from 0 to 1 as float64, made smaller if need be, and by what factor."""
    finite = np.isfinite(image)
    values = image[finite].astype(np.float64)
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    unit = (np.where(finite, image, low).astype(np.float64) - low) / ((high - low) or 1)
    return reduced(unit, MOST)


def circle(shape: tuple[int, ...], x: float, y: float, radius: float) -> Pixels:
    """A filled circle, at least its middle pixel; (H, W) uint8 of 0 and 1."""
    height, width = shape
    row, column = min(int(y / 100 * height), height - 1), min(int(x / 100 * width), width - 1)
    rows, columns = np.ogrid[:height, :width]
    near = (rows - row) ** 2 + (columns - column) ** 2 <= (radius / 100 * min(height, width)) ** 2
    return np.where(near, 1, 0).astype(np.uint8)


def evolved(image: Pixels, mask: Pixels, iterations: int, smoothing: int, weight: float) -> Iterator[Pixels]:
    """The mask before the first step and after each one, until two steps change nothing."""
    yield mask
    still, turn = 0, False
    for _ in range(iterations):
        before = mask
        inside, outside = (float(image[mask == k].mean()) if (mask == k).any() else 0.0 for k in (1, 0))
        worse = weight * (image - inside) ** 2 - (image - outside) ** 2
        mask = moved(mask, worse)
        for _ in range(smoothing):
            mask = opened(closed(mask)) if turn else closed(opened(mask))
            turn = not turn
        yield mask
        still = still + 1 if np.array_equal(mask, before) else 0
        if still == 2:
            return


def moved(mask: Pixels, worse: Pixels) -> Pixels:
    """Pixels on the contour change to the side that they fit better."""
    along = [cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_REPLICATE)[part] for part in SIDES]
    front = (along[0] != along[1]) | (along[2] != along[3])
    return np.where(front & (worse != 0), worse < 0, mask).astype(np.uint8)


def opened(mask: Pixels) -> Pixels:
    """Keeps what holds a whole line of three in some direction: takes off corners that stick out."""
    kept = [cv2.erode(mask, line, borderType=cv2.BORDER_CONSTANT, borderValue=0) for line in LINES]
    return np.maximum(np.maximum(kept[0], kept[1]), np.maximum(kept[2], kept[3]))


def closed(mask: Pixels) -> Pixels:
    """Adds what a line of three touches in every direction: fills corners that go in."""
    touched = [cv2.dilate(mask, line, borderType=cv2.BORDER_CONSTANT, borderValue=0) for line in LINES]
    return np.minimum(np.minimum(touched[0], touched[1]), np.minimum(touched[2], touched[3]))


def naive(image: Gray, x: float, y: float, radius: float, iterations: int, smoothing: int, weight: float) -> Gray:
    """Subtract and square in eight bits."""
    small = reduced(levels(image)[0], MOST)[0]
    mask = circle(small.shape, x, y, radius)
    for _ in range(iterations):
        before = mask
        means = [int(small[mask == k].mean()) if (mask == k).any() else 0 for k in (1, 0)]
        costs = [((small - np.uint8(mean)) ** 2).astype(np.float64) for mean in means]
        mask = moved(mask, weight * costs[0] - costs[1])
        for _ in range(smoothing):
            mask = closed(opened(mask))
        if np.array_equal(mask, before):
            break
    return smoothly(mask * np.uint8(255), *image.shape)


def stages(
    image: Gray, x: float, y: float, radius: float, iterations: int, smoothing: int, weight: float
) -> Iterator[tuple[Text, Pixels]]:
    """The contour on its way, at six moments, then the mask."""
    small = scaled(image)[0]
    shown = levels(small)[0]
    way = list(evolved(small, circle(small.shape, x, y, radius), iterations, smoothing, weight))
    for step in sorted({round((len(way) - 1) * part) for part in (0, 0.1, 0.25, 0.5, 0.75, 1)}):
        yield Text(f"第 {step} 步的轮廓", f"Contour after step {step}"), outlined(shown, way[step])
    yield Text("轮廓之内", "Inside the contour"), smoothly(way[-1] * np.uint8(255), *image.shape)
