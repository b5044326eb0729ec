"""Segmentation by graph cuts between two colour models that are learnt on the way."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np

from ops import Color, Gray, Pixels, Range, Strokes, Text
from ops._reduced import reduced, smoothly
from ops._strokes import markers

TITLE = Text("GrabCut 图割", "GrabCut")
GROUP = "segmentation"
ORDER = 9
ABOUT = Text(
    "画一个框，框外当背景，用两组高斯混合模型描述前景和背景的颜色，反复图割；割错的地方再画几笔纠正。",
    "A box marks what may be foreground; colour mixtures and a graph cut take turns; strokes mend it.",
)
FORMULA = (
    r"E(\alpha) = \sum_p -\log P(z_p \mid \theta_{\alpha_p}) + \gamma \sum_{(p, q) \in N} "
    r"\frac{[\alpha_p \ne \alpha_q]}{\lVert p - q \rVert} \, e^{-\beta \lVert z_p - z_q \rVert^2}"
)
SOURCE = (
    'Rother C., Kolmogorov V., Blake A., "GrabCut": Interactive Foreground Extraction Using Iterated Graph Cuts, '
    "ACM Trans. Graph. 23(3):309-314, 2004; OpenCV documentation, grabCut"
)
COST = r"O(n \cdot \mathrm{maxflow}(HW))"
BEST_ON = "ct-abdomen"
FACTS = {
    "area": Text("前景面积（像素）", "Foreground area (px)"),
    "share": Text("占框的比例（%）", "Of the box (%)"),
    "factor": Text("内部缩小倍数（超过 160 × 160 时）", "Computed at 1/n of the size (above 160 x 160)"),
}
MEASURES = {"area": "area"}
TRAP = Text(
    "返回的掩膜有四个值，自动割出的前景是 3（可能前景）：只留等于 1 的像素，结果几乎全黑。",
    "The mask holds four values, and what was cut out by itself is 3 (probable): keeping only 1 leaves nearly nothing.",
)
MOST = 160 * 160  # flat and smooth pictures take very long: 141 s for one iteration at 3.6 Mpx


def grabcut(
    image: Color,
    left: Annotated[float, Range(0, 100, 0.1, unit="%x"), Text("框左", "Box, left")] = 18.0,
    top: Annotated[float, Range(0, 100, 0.1, unit="%y"), Text("框上", "Box, top")] = 30.0,
    right: Annotated[float, Range(0, 100, 0.1, unit="%x"), Text("框右", "Box, right")] = 49.0,
    bottom: Annotated[float, Range(0, 100, 0.1, unit="%y"), Text("框下", "Box, bottom")] = 68.0,
    iterations: Annotated[int, Range(1, 5), Text("迭代次数", "Iterations")] = 4,
    strokes: Annotated[str, Strokes(), Text("笔画：前景与背景", "Strokes: foreground and background")] = "",
) -> tuple[Gray, dict[str, float]]:
    """Mask of 0 and 255, (H, W) uint8, of (H, W, 3) uint8 RGB."""
    small, factor = reduced(image, MOST)
    marks = marked(small, left, top, right, bottom, strokes)
    box = max(int(np.count_nonzero(marks % 2)), 1)
    *_, found = cuts(small, marks, iterations)
    mask = np.where(found % 2 == 1, 255, 0).astype(np.uint8)
    whole = smoothly(mask, *image.shape[:2])
    facts = {"area": int(np.count_nonzero(whole)), "share": 100 * int(np.count_nonzero(mask)) / box, "factor": factor}
    return whole, facts


def marked(image: Pixels, left: float, top: float, right: float, bottom: float, strokes: str) -> Pixels:
    """Certain background outside the box, probable foreground inside, then the strokes. (H, W) uint8 of 0..3."""
    height, width = image.shape[:2]
    rows = sorted(round(edge / 100 * height) for edge in (top, bottom))
    columns = sorted(round(edge / 100 * width) for edge in (left, right))
    marks = np.full((height, width), cv2.GC_BGD, np.uint8)
    marks[rows[0] : rows[1], columns[0] : columns[1]] = cv2.GC_PR_FGD
    for letter, value in (("b", cv2.GC_BGD), ("f", cv2.GC_FGD)):
        marks[markers(strokes, letter, height, width, thick=2) > 0] = value
    return marks


def cuts(image: Pixels, marks: Pixels, iterations: int) -> Iterator[Pixels]:
    """The marks before the first cut and after each one; only those before when one side has no pixel."""
    yield marks
    if not 0 < np.count_nonzero(marks % 2) < marks.size:
        return
    outside, inside = np.zeros((1, 65)), np.zeros((1, 65))
    box = (0, 0, image.shape[1], image.shape[0])  # not looked at when there are marks
    # by a grey level at most: without it equal pixels have cuts of equal cost, and the search among them hardly ends
    rough = cv2.add(image, np.random.default_rng(seed=0).integers(0, 2, image.shape, np.uint8))
    cv2.setRNGSeed(0)  # the first colour models come from k-means with chosen-by-lot centres
    for number in range(iterations):
        mode = cv2.GC_EVAL if number else cv2.GC_INIT_WITH_MASK
        marks = cv2.grabCut(rough, marks.copy(), box, outside, inside, 1, mode)[0]
        yield marks


def naive(image: Color, left: float, top: float, right: float, bottom: float, iterations: int, strokes: str) -> Gray:
    """Keep only what is marked as certain foreground."""
    small = reduced(image, MOST)[0]
    marks = marked(small, left, top, right, bottom, strokes)
    *_, found = cuts(small, marks, iterations)
    return smoothly(np.where(found == cv2.GC_FGD, 255, 0).astype(np.uint8), *image.shape[:2])


def stages(
    image: Color, left: float, top: float, right: float, bottom: float, iterations: int, strokes: str
) -> Iterator[tuple[Text, Pixels]]:
    """What was marked, what each cut made of it, the mask."""
    small = reduced(image, MOST)[0]
    for number, marks in enumerate(cuts(small, marked(small, left, top, right, bottom, strokes), iterations)):
        said = Text(f"第 {number} 次图割之后", f"After cut {number}")
        if number == 0:
            said = Text("标记：黑为背景，浅灰为可能前景，白为前景", "Marks: black is out, pale grey may be in")
        yield said, SHADES[marks]
    result = grabcut(image, left, top, right, bottom, iterations, strokes)[0]
    yield Text("前景与可能前景", "Certain and probable foreground"), result


SHADES = np.array([0, 255, 70, 180], np.uint8)  # background, foreground, probably either
