"""What uploaded bytes become: pixels that keep their depth, and how to show them in eight bits."""

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

from study.text import Text

DEFAULT = Text("默认", "Default")
SQUARE = 0.01  # how far from 1 the ratio of a pixel's sides may be and count as 1
STRETCHED = 16.0  # no picture is stretched more than so, or a broken file would show a line


class ScanError(ValueError):
    """The bytes are not a scan we can read. The message is for the person who uploaded them: what, and what to do."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


@dataclass(frozen=True, slots=True)
class Window:
    """Which values are shown as black to white: center - width/2 .. center + width/2, in the scan's unit.

    Between them grey rises in a line, or along a curve that the file brings.
    """

    center: float
    width: float
    name: Text = DEFAULT
    linear: bool = False  # DICOM's LINEAR function: the edges are (width - 1)/2 around center - 0.5
    sigmoid: bool = False  # DICOM's SIGMOID function: an S around center that reaches beyond the edges
    curve: bytes = b""  # DICOM's VOI LUT: the grey level 0..255 at edge, edge + 1, ...; level outside

    @property
    def edges(self) -> tuple[float, float]:
        """The last value that is black and the first that is white."""
        center, width = (self.center - 0.5, self.width - 1) if self.linear else (self.center, self.width)
        return center - width / 2, center + width / 2


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """A picture as it was measured. Values are in `unit` ("HU", or "" when unknown)."""

    pixels: MatLike  # (F, H, W) or (F, H, W, 3) RGB; uint8, uint16, int16 or float32, native order, read-only
    windows: tuple[Window, ...]  # the first is the default; for 8-bit pictures the one window is the identity
    unit: str = ""
    spacing: tuple[float, float] | None = None  # mm between rows, mm between columns
    inverted: bool = False  # MONOCHROME1: low values are bright; inverted after the window
    facts: tuple[tuple[Text, str], ...] = ()  # allow-listed properties for display, never identity
    warnings: tuple[Text, ...] = ()
    gap: float | None = None  # mm between the slices of a volume
    volume: bool = False  # the frames are axial slices, feet first, nose up, the right on the left: see planes.py
    overlay: MatLike | None = None  # uint8 of 0 and 255, (F, H, W), or (1, H, W) that lies on every frame; read-only

    def __post_init__(self) -> None:
        self.pixels.setflags(write=False)
        if self.overlay is not None:
            self.overlay.setflags(write=False)

    @property
    def frames(self) -> int:
        """How many frames or slices there are, at least 1."""
        return int(self.pixels.shape[0])

    @property
    def colored(self) -> bool:
        """Whether the pixels are RGB."""
        return self.pixels.ndim == 4

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[2])

    @property
    def tall(self) -> float:
        """How many times as tall as wide a pixel is; 1 where no spacing is known, and 1/16 to 16 whatever is said."""
        if self.spacing is None:
            return 1.0
        ratio = self.spacing[0] / self.spacing[1]
        return 1.0 if abs(ratio - 1) <= SQUARE else float(np.clip(ratio, 1 / STRETCHED, STRETCHED))

    @property
    def nbytes(self) -> int:
        """Bytes that it holds in memory."""
        return int(self.pixels.nbytes) + (0 if self.overlay is None else int(self.overlay.nbytes))

    def reach(self) -> tuple[float, float]:
        """Lowest and highest finite value over all frames, in the scan's unit: where a window can usefully lie."""
        if self.pixels.dtype.kind == "f":
            finite = self.pixels[np.isfinite(self.pixels)]
            return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
        return float(self.pixels.min()), float(self.pixels.max())

    def plane(self, frame: int = 0) -> MatLike:
        """One frame as measured: (H, W) or (H, W, 3), read-only."""
        plane: MatLike = np.ascontiguousarray(self.pixels[min(max(frame, 0), self.frames - 1)])
        plane.setflags(write=False)
        return plane

    def over(self, frame: int = 0) -> MatLike | None:
        """The overlay of one frame, uint8 (H, W) of 0 and 255, read-only; None when the scan has none at all."""
        if self.overlay is None:
            return None
        drawn: MatLike = self.overlay[min(max(frame, 0), len(self.overlay) - 1)]
        return drawn

    def overlay_mask(self) -> "Scan | None":
        """The overlay as a scan of 0 and 255, without a copy: a mask for an exercise that takes one; None without."""
        if self.overlay is None:
            return None
        return Scan(self.overlay, (Window(127.5, 255.0),), "", self.spacing, gap=self.gap)

    def gray(self, window: Window | None = None, frame: int = 0) -> MatLike:
        """Eight bits (H, W), windowed, inverted when MONOCHROME1; read-only."""
        plane = self.plane(frame)
        if plane.ndim == 3:
            plane = cv2.cvtColor(self.color(window, frame), cv2.COLOR_RGB2GRAY)
            plane.setflags(write=False)
            return plane
        return shown(plane, window or self.windows[0], self.inverted)

    def color(self, window: Window | None = None, frame: int = 0) -> MatLike:
        """Eight bits (H, W, 3) RGB, windowed; read-only."""
        plane = self.plane(frame)
        if plane.ndim == 3:
            return shown(plane, window or self.windows[0], self.inverted)
        out = cv2.cvtColor(self.gray(window, frame), cv2.COLOR_GRAY2RGB)
        out.setflags(write=False)
        return out


def shown(plane: MatLike, window: Window, inverted: bool = False) -> MatLike:
    """Values through a window to uint8 of the same shape; NaN becomes black; read-only.

    Linear between the edges: DICOM PS3.3 C.11.2.1.3.2 (LINEAR_EXACT), or C.11.2.1.2.1 when the window is LINEAR;
    C.11.2.1.3.1 when it is SIGMOID; C.11.2.1.1 when it has a curve.
    """
    plain = not (inverted or window.sigmoid or window.curve)
    if plain and plane.dtype == np.uint8 and window.edges == (0.0, 255.0):
        return plane
    # a table of all values is several times faster than arithmetic on many pixels, and gives the same bytes
    if plane.dtype in (np.uint8, np.uint16, np.int16) and plane.size > 65536:
        every = np.arange(1 << 8 * plane.dtype.itemsize).astype(plane.dtype)
        out: MatLike = _scaled(every, window)[plane.view(f"u{plane.dtype.itemsize}")]
    else:
        out = _scaled(plane, window)
    if inverted:
        out = 255 - out
    out.setflags(write=False)
    return out


def _scaled(values: MatLike, window: Window) -> MatLike:
    low, high = window.edges
    with np.errstate(over="ignore", invalid="ignore"):
        if window.curve:
            scaled: MatLike = np.interp(
                values, low + np.arange(len(window.curve)), np.frombuffer(window.curve, np.uint8)
            )
        elif window.sigmoid:
            scaled = 255 / (1 + np.exp(-4 * (values.astype(np.float64) - window.center) / window.width))
        else:
            scaled = (values.astype(np.float32) - np.float32(low)) * np.float32(255.0 / max(high - low, 1e-6))
        scaled = np.nan_to_num(scaled, nan=0.0, posinf=255.0, neginf=0.0)
        out: MatLike = np.rint(np.clip(scaled, 0, 255)).astype(np.uint8)
    return out
