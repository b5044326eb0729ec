"""Window and level: which values of a scan are shown from black to white."""

from typing import Annotated, Literal

import numpy as np

from ops import Gray, Pixels, Range, Text
from ops._chart import eight
from ops._depth import per_value

TITLE = Text("窗宽窗位", "Window and level")
GROUP = "intensity"
ORDER = 3
ABOUT = Text(
    "只把窗内的值线性映射到黑白之间，窗外一律全黑或全白：同一份 CT，换个窗就看肺、看骨或看肝。",
    "Maps the values within the window from black to white and cuts the rest: one CT shows lung, bone or liver.",
)
FORMULA = (
    r"y = \begin{cases} 0 & x \le c - 0.5 - \frac{w - 1}{2} \\ 255 & x > c - 0.5 + \frac{w - 1}{2} \\ "
    r"255 \left( \frac{x - (c - 0.5)}{w - 1} + 0.5 \right) & \text{otherwise} \end{cases}"
)
SOURCE = "DICOM PS3.3, C.11.2.1.2.1 (LINEAR), C.11.2.1.3.1 (SIGMOID) and C.11.2.1.3.2 (LINEAR_EXACT)"
BEST_ON = "ct-abdomen"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HW)"
FACTS = {
    "black": Text("全黑的像素（%）", "Pixels all black (%)"),
    "white": Text("全白的像素（%）", "Pixels all white (%)"),
}
TRAP = Text(
    "把最小到最大的整个范围压进 8 位：CT 有三千多个 HU，一级灰度就是十几 HU，软组织糊成一片。",
    "The whole range squeezed into 8 bits: a CT spans over 3000 HU, a grey level is a dozen HU, soft tissue is flat.",
)


def window_level(
    image: Gray,
    center: Annotated[int, Range(-1200, 4096), Text("窗位", "Center")] = 60,
    width: Annotated[int, Range(1, 4096), Text("窗宽", "Width")] = 160,
    function: Annotated[
        Literal["linear", "linear_exact", "sigmoid"],
        Text("函数", "Function"),
        (Text("LINEAR（默认）", "LINEAR (default)"), Text("LINEAR_EXACT", "LINEAR_EXACT"), Text("SIGMOID", "SIGMOID")),
    ] = "linear",
) -> tuple[Gray, dict[str, float]]:
    """Values of any depth, in their own unit, to uint8; NaN becomes black."""
    out = per_value(image, lambda x: _shown(x.astype(np.float64), center, width, function))
    return out, _shares(out)


def naive(image: Gray, center: int, width: int, function: str) -> tuple[Gray, dict[str, float]]:
    """From the lowest to the highest value, whatever is asked for."""
    finite = image[np.isfinite(image)]
    out = eight(image, float(finite.min()), float(finite.max())) if finite.size else np.zeros(image.shape, np.uint8)
    return out, _shares(out)


def _shown(values: Pixels, center: float, width: float, function: str) -> Pixels:
    with np.errstate(over="ignore"):
        shown = _sigmoid(values, center, width) if function == "sigmoid" else _line(values, center, width, function)
    out: Pixels = np.rint(255 * np.nan_to_num(np.clip(shown, 0, 1))).astype(np.uint8)
    return out


def _line(values: Pixels, center: float, width: float, function: str) -> Pixels:
    if function == "linear":
        center, width = center - 0.5, width - 1
    if width == 0:  # LINEAR of width 1 is a threshold
        return (values > center).astype(np.float64)
    return (values - center) / width + 0.5


def _sigmoid(values: Pixels, center: float, width: float) -> Pixels:
    return 1 / (1 + np.exp(-4 * (values - center) / width))


def _shares(out: Pixels) -> dict[str, float]:
    return {"black": 100 * float((out == 0).mean()), "white": 100 * float((out == 255).mean())}
