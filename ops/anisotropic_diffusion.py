"""Perona-Malik diffusion: heat that does not cross edges."""

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np

from ops import Picture, Pixels, Range, Refused, Text
from ops._chart import eight
from ops._depth import saturated, span
from ops._luma import brightness

TITLE = Text("各向异性扩散（Perona-Malik）", "Anisotropic diffusion (Perona-Malik)")
GROUP = "smoothing"
ORDER = 6
ABOUT = Text(
    "像热传导一样反复平滑，但梯度大的地方几乎不传热：区域内抹平，边缘留住；步长超过 1/4 就会发散。",
    "Smooths step by step like heat, which hardly flows where the gradient is large; a step above 1/4 is unstable.",
)
FORMULA = (
    r"f^{t+1}_p = f^t_p + \lambda \sum_{q \in N_4(p)} c(|f^t_q - f^t_p|)\,(f^t_q - f^t_p), \quad "
    r"c_1(d) = e^{-(d / \kappa)^2}, \; c_2(d) = \frac{1}{1 + (d / \kappa)^2}, \quad \lambda \le \tfrac{1}{4}"
)
SOURCE = (
    "Perona P., Malik J., Scale-Space and Edge Detection Using Anisotropic Diffusion, IEEE TPAMI 12(7):629-639, 1990"
)
BEST_ON = "us-cyst"
DEPTHS = ("uint8", "uint16", "int16", "float32")
COST = "O(HWn)"
FACTS = {"kappa": Text("κ（图像的单位）", "Kappa (unit of the picture)")}
TRAP = Text(
    "四邻域忘了乘步长（λ = 1，超过 1/4）：显式迭代不稳定，平坦处反而震荡成棋盘格。",
    "Four neighbours and no step (lambda = 1, above 1/4): the iteration is unstable and flat regions turn to checkers.",
)

MOST = 90_000_000  # values times iterations: a few seconds

Conduct = Literal["exponential", "quadratic"]


def anisotropic_diffusion(
    image: Picture,
    iterations: Annotated[int, Range(0, 20), Text("迭代次数 n", "Iterations")] = 10,
    kappa: Annotated[float, Range(0.5, 50, 0.5, unit="%"), Text("边缘阈值 κ", "Kappa: what is an edge")] = 12.0,
    step: Annotated[float, Range(0.05, 0.25, 0.05), Text("步长 λ", "Step lambda")] = 0.2,
    conduct: Annotated[
        Conduct,
        Text("传导函数", "Conduction"),
        (
            Text("指数：保高反差边缘", "Exponential: keeps strong edges"),
            Text("分式：保大区域", "Quadratic: keeps wide regions"),
        ),
    ] = "exponential",
) -> tuple[Picture, dict[str, float]]:
    """Diffuse, channel by channel and with nothing flowing over the border, rounded to the depth, which is kept.

    Kappa is in percent of black to white: 255 on 8 bits, otherwise the highest minus the lowest value.
    """
    if image.size * iterations > MOST:
        fits = MOST // image.size
        raise Refused(
            Text(
                f"这么大的图，迭代 {iterations} 次要算好几秒 - 减少到 {fits} 次，或先裁剪、缩小图像。",
                f"on so large a picture {iterations} iterations take many seconds - take {fits}, or crop first.",
            )
        )
    scale = kappa / 100 * span(image)
    values = image.astype(np.float32)
    for _ in range(iterations):
        values = _stepped(values, scale, step, conduct)
    return saturated(values, image), {"kappa": round(scale, 3)}


def naive(
    image: Picture, iterations: int, kappa: float, step: float, conduct: Conduct
) -> tuple[Picture, dict[str, float]]:
    """Add up what flows in from four sides, whatever the step."""
    return anisotropic_diffusion(image, iterations, kappa, 1.0, conduct)


def stages(
    image: Picture, iterations: int, kappa: float, step: float, conduct: Conduct
) -> Iterator[tuple[Text, Pixels]]:
    """Where heat flows at the start, the picture on the way, the picture at the end."""
    scale = kappa / 100 * span(image)
    values = image.astype(np.float32)
    yield Text("开始时的传导系数：黑处不传", "Conduction at the start: none where black"), _open(values, scale, conduct)
    for n in range(1, iterations):
        values = _stepped(values, scale, step, conduct)
        if n in (1, iterations // 4, iterations // 2):
            yield Text(f"迭代 {n} 次", f"After {n} of {iterations} steps"), saturated(values, image)
    yield (
        Text(f"迭代 {iterations} 次：结果", f"After all {iterations} steps"),
        anisotropic_diffusion(image, iterations, kappa, step, conduct)[0],
    )


def _stepped(values: Pixels, kappa: float, step: float, conduct: Conduct) -> Pixels:
    """One step; what leaves a pixel arrives at its neighbour, so the mean stays."""
    out = values.copy()
    # in bands that stay in the processor's cache, three times faster than the picture at once
    rows = max(1, 40_000 * values.shape[0] // values.size)
    for top in range(0, values.shape[0], rows):
        band = slice(top, top + rows)
        flow = _flow(values[band, :-1], values[band, 1:], kappa, step, conduct)
        out[band, :-1] += flow
        out[band, 1:] -= flow
        below = slice(top + 1, top + rows + 1)
        flow = _flow(values[band][: len(values[below])], values[below], kappa, step, conduct)
        out[band][: len(flow)] += flow
        out[below] -= flow
    return out


def _flow(here: Pixels, there: Pixels, kappa: float, step: float, conduct: Conduct) -> Pixels:
    """What comes here from there; nothing where either is not finite."""
    with np.errstate(invalid="ignore", over="ignore"):
        change = there - here
        flow = _conduction(change, kappa, conduct)
        flow *= change
        flow *= np.float32(step)
        return flow if np.isfinite(flow.sum()) else np.nan_to_num(flow, nan=0, posinf=0, neginf=0)


def _conduction(change: Pixels, kappa: float, conduct: Conduct) -> Pixels:
    square = change * np.float32(1 / kappa)
    square *= square
    if conduct == "exponential":
        return np.exp(np.negative(square, out=square), out=square)
    square += 1
    return np.divide(1, square, out=square)


def _open(values: Pixels, kappa: float, conduct: Conduct) -> Pixels:
    gray = brightness(values)
    with np.errstate(invalid="ignore", over="ignore"):
        down, across = (np.abs(np.diff(gray, axis=axis, append=gray.take([-1], axis))) for axis in (0, 1))
        return eight(_conduction(np.maximum(down, across), kappa, conduct), 0, 1)
