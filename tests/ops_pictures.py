"""Pictures that every exercise must stand: one of each kind, in every depth it says it takes."""

from collections.abc import Callable, Iterator

import numpy as np

from ops import Exercise, Pixels

SPAN = {"uint8": (0, 255), "uint16": (0, 65535), "int16": (-1024, 3071), "float32": (-1.0, 1.0)}


def noise(height: int, width: int) -> Pixels:
    return np.random.default_rng(seed=height * 1000 + width).random((height, width))


def step() -> Pixels:
    picture = np.zeros((31, 40))
    picture[:, 20:] = 0.75
    return picture


# Values 0..1, stretched to the span of each depth.
KINDS: dict[str, Callable[[], Pixels]] = {
    "noise": lambda: noise(48, 64),
    "one pixel": lambda: noise(1, 1),
    "two by two": lambda: noise(2, 2),
    "one row": lambda: noise(1, 37),
    "one column": lambda: noise(41, 1),
    "odd sizes": lambda: noise(53, 29),
    "black": lambda: np.zeros((24, 32)),
    "white": lambda: np.ones((24, 32)),
    "even grey": lambda: np.full((24, 32), 0.5),
    "step": step,
    "ramp": lambda: np.tile(np.linspace(0, 1, 64), (40, 1)),
    "checkerboard": lambda: np.indices((32, 32)).sum(axis=0) % 2 * 1.0,
}
VIEWS: dict[str, Callable[[Pixels], Pixels]] = {
    "as it is": lambda picture: picture,
    "mirrored, every second row": lambda picture: picture[::2, ::-1],
    "transposed": lambda picture: picture.swapaxes(0, 1),
}


def pictures(ex: Exercise, values: Pixels) -> Iterator[Pixels]:
    """The values in every depth and with every number of channels that the exercise takes; read-only."""
    for depth in ex.depths:
        low, high = SPAN[depth]
        for plane in _planes(ex, values):
            picture = (low + plane * (high - low)).astype(depth)
            picture.setflags(write=False)  # an exercise that draws on its input fails
            yield picture


def _planes(ex: Exercise, values: Pixels) -> Iterator[Pixels]:
    if ex.takes in ("gray", "any"):
        yield values
    if ex.takes in ("color", "any"):
        # three channels that differ, or nobody would notice a mix-up
        yield np.dstack([values, values[::-1], 1 - values[:, ::-1] / 2])


def second(ex: Exercise, picture: Pixels) -> Pixels | None:
    """Something to put into the second slot: the picture itself, turned round, with the channels the slot takes."""
    if ex.second is None:
        return None
    other = picture[::-1, ::-1].copy()
    if ex.second[1] == "gray" and other.ndim == 3:
        other = other[..., 1].copy()
    if ex.second[1] == "color" and other.ndim == 2:
        other = np.dstack([other] * 3)
    other.setflags(write=False)
    return other
