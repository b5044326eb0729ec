"""Segmentation by clustering the values of the pixels."""

from typing import Annotated, Literal

import cv2
import numpy as np

from ops import Picture, Pixels, Range, Text

TITLE = Text("K 均值聚类", "k-means clustering")
GROUP = "segmentation"
ORDER = 12
ABOUT = Text(
    "只看灰度或颜色，把像素分成 K 群，每群涂上自己的均值；不管位置，同色的两个器官会归成一群。",
    "Sorts pixels into K groups by value alone and paints each with its mean; two organs of one colour are one group.",
)
FORMULA = (
    r"\min_{c_1, \dots, c_K} \sum_p \min_k \lVert f(p) - c_k \rVert^2, \quad "
    r"c_k \gets \frac{1}{|S_k|} \sum_{p \in S_k} f(p)"
)
SOURCE = (
    "Lloyd S.P., Least Squares Quantization in PCM, IEEE Trans. Inf. Theory 28(2):129-137, 1982; "
    "Arthur D., Vassilvitskii S., k-means++: The Advantages of Careful Seeding, Proc. SODA, 2007, pp. 1027-1035"
)
COST = "O(HWKn)"
BEST_ON = "mr-head"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "groups": Text("非空的群数", "Groups in use"),
    "smallest": Text("最小的群（%）", "Smallest group (%)"),
    "error": Text("与群均值的均方根差", "Root mean square from the group's mean"),
    "sample": Text("用来找中心的像素数（最多 65536）", "Pixels used to find the centres (65536 at most)"),
}
TRAP = Text(
    "cv2.kmeans 只收 float32：把 8 位像素原样传进去，断言失败，直接报错。",
    "cv2.kmeans takes float32 only: eight-bit pixels passed as they are fail an assertion.",
)
MOST = 65536
Space = Literal["values", "lab", "intensity"]
Start = Literal["plus", "random"]


def kmeans(
    image: Picture,
    k: Annotated[int, Range(2, 10), Text("群数 K", "Groups K")] = 4,
    space: Annotated[
        Space,
        Text("按什么聚", "Clustered by"),
        (Text("灰度或 RGB", "Grey value or RGB"), Text("Lab 颜色", "Lab colour"), Text("亮度", "Intensity")),
    ] = "values",
    start: Annotated[
        Start, Text("初始中心", "First centres"), (Text("k-means++", "k-means++"), Text("随机", "Random"))
    ] = "plus",
    seed: Annotated[int, Range(0, 99), Text("随机种子", "Seed")] = 0,
) -> tuple[Picture, dict[str, float]]:
    """Each pixel as the mean of its group, in the depth and with the channels of the picture; not finite becomes 0.

    The centres are found on every n-th pixel of a large picture, then all pixels go to the nearest centre.
    """
    exact = np.where(np.isfinite(image), image, 0)
    points = features(exact, space)
    some = points[:: max(1, -(-len(points) // MOST))]
    groups = nearest(points, centres(some, k, start, seed))
    values = exact.reshape(len(points), -1).astype(np.float64)
    count = np.bincount(groups, minlength=k)
    sums = np.stack([np.bincount(groups, channel, minlength=k) for channel in values.T], axis=1)
    means = sums / np.maximum(count, 1)[:, None]
    error = float(np.sqrt(((values - means[groups]) ** 2).sum(axis=1).mean()))
    painted = means[groups] if image.dtype.kind == "f" else np.rint(means)[groups]
    facts = {"groups": int(np.count_nonzero(count)), "smallest": 100 * float(count[count > 0].min()) / len(points)}
    return painted.reshape(image.shape).astype(image.dtype), facts | {"error": error, "sample": len(some)}


def features(image: Pixels, space: Space) -> Pixels:
    """What is clustered, (pixels, channels) float32."""
    planes = image.astype(np.float64)
    if image.dtype != np.uint8:  # brought to the span of 8 bits, so that stopping and squares mean the same
        low, high = float(planes.min()), float(planes.max())
        planes = (planes - low) * (255 / (high - low) if high - low > 1e-300 else 0)
    planes = planes.astype(np.float32)
    if image.ndim == 3 and space == "intensity":
        planes = planes @ np.array([0.299, 0.587, 0.114], np.float32)
    if image.ndim == 3 and space == "lab":
        planes = np.asarray(cv2.cvtColor(planes / np.float32(255), cv2.COLOR_RGB2LAB))
    return np.ascontiguousarray(planes).reshape(image.shape[0] * image.shape[1], -1)


def centres(points: Pixels, k: int, start: Start, seed: int) -> Pixels:
    """At most k centres, (n, channels) float32; the same seed gives the same centres."""
    k = min(k, len(points))
    if k == 1:  # OpenCV would take the channels of a single point for points
        return points
    flags = {"plus": cv2.KMEANS_PP_CENTERS, "random": cv2.KMEANS_RANDOM_CENTERS}[start]
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 1e-4)
    cv2.setRNGSeed(seed)
    none = np.zeros((len(points), 1), np.int32)
    return np.asarray(cv2.kmeans(points, k, none, stop, 1, flags)[2])


def nearest(points: Pixels, middle: Pixels) -> Pixels:
    """The number of the nearest centre of each point."""
    columns = np.ascontiguousarray(points.T)  # channel by channel is several times as fast
    best = np.zeros(len(points), np.int64)
    least = np.full(len(points), np.inf, np.float32)
    for number, centre in enumerate(middle):
        away = np.square(columns[0] - centre[0])
        for column, value in zip(columns[1:], centre[1:], strict=True):
            away += np.square(column - value)
        best[away < least] = number
        np.minimum(away, least, out=least)
    return best


def naive(image: Picture, k: int, space: Space, start: Start, seed: int) -> Picture:
    """Hand the pixels over as they are."""
    points = image.reshape(image.shape[0] * image.shape[1], -1)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 1e-4)
    cv2.setRNGSeed(seed)
    labels, middle = cv2.kmeans(points, k, np.zeros((len(points), 1), np.int32), stop, 1, cv2.KMEANS_PP_CENTERS)[1:]
    painted: Pixels = np.asarray(middle)[labels.ravel()].reshape(image.shape)
    return painted.astype(image.dtype)
