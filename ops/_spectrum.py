"""A picture as its spectrum, zero frequency in the middle, and the way back."""

import cv2
import numpy as np

from ops import Pixels


def finite(image: Pixels) -> Pixels:
    """The picture as float64; NaN and infinity take the lowest finite value, because one of them spoils every wave."""
    values = image.astype(np.float64)
    good = np.isfinite(values)
    if good.all():
        return values
    return np.where(good, values, values[good].min() if good.any() else 0.0)


def spectrum(image: Pixels) -> Pixels:
    """Fourier transform (H, W) complex, zero frequency at (H // 2, W // 2)."""
    return np.fft.fftshift(np.fft.fft2(image))


def from_spectrum(waves: Pixels) -> Pixels:
    """The picture (H, W) float64 of a spectrum with zero frequency in the middle."""
    return np.fft.ifft2(np.fft.ifftshift(waves)).real


def radii(height: int, width: int) -> Pixels:
    """Frequency of each place of a spectrum, (H, W), in cycles along the longer side of the picture."""
    rows = (np.arange(height) - height // 2) / height
    columns = (np.arange(width) - width // 2) / width
    return np.hypot(rows[:, None], columns) * max(height, width)


def passed(waves: Pixels, mask: Pixels) -> float:
    """Percent of the energy that the mask lets through; the mean of the picture does not count."""
    energy = np.abs(waves) ** 2
    energy[waves.shape[0] // 2, waves.shape[1] // 2] = 0
    total = float(energy.sum())
    return 100 * float((energy * mask**2).sum()) / total if total > 0 else 100.0


def log_picture(waves: Pixels) -> Pixels:
    """log(1 + magnitude), stretched to 0..255: otherwise the zero frequency is the only thing to be seen. uint8."""
    size = np.log1p(np.abs(waves))
    return cv2.convertScaleAbs(size * (255 / (float(size.max()) or 1.0)))


def mask_picture(mask: Pixels) -> Pixels:
    """What is passed is white. uint8."""
    share: Pixels = np.rint(mask * 255).astype(np.uint8)
    return share


def low_mask(distance: Pixels, cutoff: float, shape: str, order: int) -> Pixels:
    """The share 0..1 of each frequency that passes below the cutoff: ideal, Gaussian or Butterworth of an order."""
    if shape == "ideal":
        return (distance <= cutoff).astype(np.float64)
    if shape == "gaussian":
        return np.exp(-(distance**2) / (2 * cutoff**2))
    return 1 / (1 + (distance / cutoff) ** (2 * order))


def in_range(values: Pixels) -> Pixels:
    """Cut to what float32 can hold, which overshoot may leave."""
    most = float(np.finfo(np.float32).max)
    return np.clip(values, -most, most)
