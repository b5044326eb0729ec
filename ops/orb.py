"""Keypoints with a direction and a scale: FAST corners on a pyramid."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Color, Gray, Pixels, Range, Text
from ops._levels import levels
from ops._marks import GREEN, YELLOW, canvas, thickness

TITLE = Text("ORB 关键点", "ORB keypoints")
GROUP = "features"
ORDER = 2
ABOUT = Text(
    "金字塔每层找 FAST 角点，用灰度质心定方向，再取 256 位二进制描述子：快、抗旋转，按汉明距离匹配。",
    "FAST corners on a pyramid, turned by the intensity centroid, 256 bits each: quick, matched by Hamming distance.",
)
FORMULA = (
    r"\theta = \operatorname{atan2}(m_{01}, m_{10}), \quad m_{pq} = \sum_{x, y} x^p y^q I(x, y), \quad "
    r"b_i = [\,I(R_\theta p_i) < I(R_\theta q_i)\,]"
)
SOURCE = (
    "Rublee E., Rabaud V., Konolige K., Bradski G., ORB: An Efficient Alternative to SIFT or SURF, ICCV 2011, 2564-2571"
)
COST = r"O(HW + n \log n)"
BEST_ON = "retina-vessels"
DEPTHS = ("uint8", "uint16", "int16", "float32")
FACTS = {
    "count": Text("关键点数", "Keypoints"),
    "bytes": Text("每个描述子（字节）", "Bytes of a descriptor"),
    "levels": Text("用到的层数", "Levels in use"),
    "largest": Text("最大邻域直径（像素）", "Largest neighbourhood, diameter (px)"),
}
TRAP = Text(
    "自己写金字塔时忘了乘 scale^octave：高层角点的坐标还是小图上的，全挤到了左上角。",
    "Forgetting scale^octave in a pyramid of one's own: corners of higher levels keep small coordinates, top left.",
)
BORDER = 31  # pixels at each level where ORB looks for nothing, and the side of its patch


def orb(
    image: Gray,
    most: Annotated[int, Range(10, 2000, 10), Text("最多几个", "At most")] = 200,
    threshold: Annotated[int, Range(1, 100), Text("FAST 阈值", "FAST threshold")] = 10,
    octaves: Annotated[int, Range(1, 12), Text("金字塔层数", "Levels of the pyramid")] = 8,
    scale: Annotated[float, Range(1.05, 2, 0.05), Text("层间缩小倍数", "Scale between levels")] = 1.2,
) -> tuple[Color, dict[str, float]]:
    """The picture in 256 levels with a circle (neighbourhood) and a spoke (direction) each, (H, W, 3) uint8."""
    points, size = found(levels(image)[0], most, threshold, octaves, scale)
    used = len({point.octave for point in points})
    largest = max((point.size for point in points), default=0.0)
    return drawn(image, points), {"count": len(points), "bytes": size, "levels": used, "largest": float(largest)}


def found(level: Pixels, most: int, threshold: int, octaves: int, scale: float) -> tuple[list[cv2.KeyPoint], int]:
    """The keypoints, strongest first, and the bytes of a descriptor; none in a picture too small for a patch."""
    fitting = 1 + int(np.log(min(level.shape) / 2) / np.log(scale)) if min(level.shape) > 2 else 1
    detector = cv2.ORB.create(most, scale, min(octaves, fitting), BORDER, patchSize=BORDER, fastThreshold=threshold)
    size = int(detector.descriptorSize())
    if min(level.shape) <= 2 * BORDER:
        return [], size
    points = detector.detect(np.ascontiguousarray(level), None)
    return sorted(points, key=lambda p: (-p.response, p.octave, p.pt)), size


def drawn(image: Pixels, points: list[cv2.KeyPoint]) -> Pixels:
    """A circle with a spoke for each, in sixteenths of a pixel."""
    picture, thick = canvas(image), thickness(image)
    for point in points:
        x, y, radius, angle = *point.pt, point.size / 2, np.deg2rad(point.angle)
        at = round(x * 16), round(y * 16)
        tip = round((x + radius * np.cos(angle)) * 16), round((y + radius * np.sin(angle)) * 16)
        cv2.circle(picture, at, round(radius * 16), GREEN, thick, cv2.LINE_AA, 4)
        cv2.line(picture, at, tip, YELLOW, thick, cv2.LINE_AA, 4)
    return picture


def naive(image: Gray, most: int, threshold: int, octaves: int, scale: float) -> Color:
    """Draw each keypoint where it lies in the picture of its own level."""
    points = found(levels(image)[0], most, threshold, octaves, scale)[0]
    small = [(p, scale**p.octave) for p in points]
    return drawn(image, [cv2.KeyPoint(p.pt[0] / f, p.pt[1] / f, p.size / f, p.angle) for p, f in small])


def stages(image: Gray, most: int, threshold: int, octaves: int, scale: float) -> Iterator[tuple[Text, Pixels]]:
    """Every FAST corner of the full picture, the best of one level, the best of all levels."""
    level = np.ascontiguousarray(levels(image)[0])
    yield Text("256 级灰度", "In 256 levels"), level
    picture = canvas(image)
    for point in cv2.FastFeatureDetector.create(threshold).detect(level, None):
        picture[round(point.pt[1]), round(point.pt[0])] = GREEN
    yield Text("原尺寸上的全部 FAST 角点", "Every FAST corner at full size"), picture
    best = found(level, most, threshold, 1, scale)[0]
    yield Text("只用一层时最强的", "The best of one level"), drawn(image, best)
    yield (
        Text("所有层里最强的，带方向", "The best of all levels, with directions"),
        orb(image, most, threshold, octaves, scale)[0],
    )
