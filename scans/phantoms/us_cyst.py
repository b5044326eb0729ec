"""An ultrasound loop of a cyst: speckle along the beams of a curved probe, and what lies behind cyst and lesion."""

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.phantoms.draw import Field, Truth, blurred, cloud, ellipse, grid

SHAPE = (384, 448)
FRAMES = 8
NAME = "DOE^JANE 19700101"  # invented; real exports too often carry a real one
BEAMS, SAMPLES = 256, 420
_APEX, _NEAR, _FAR, _OPEN = (210.0, -56.0), 88.0, 424.0, 0.60  # of the sector: center, radii and half angle


def us_cyst(seed: int = 16) -> tuple[NDArray[np.uint8], Truth]:
    """8 x 384 x 448 uint8 with a name burned in; truth: cyst, lesion (solid, with a shadow), sector; per frame."""
    rng = np.random.default_rng(seed)
    x, y = grid(*SHAPE)
    radius, angle = np.hypot(x - _APEX[0], y - _APEX[1]), np.arctan2(x - _APEX[0], y - _APEX[1])
    sector = (np.abs(angle) < _OPEN) & (radius > _NEAR) & (radius < _FAR)
    to = ((angle / _OPEN + 1) / 2 * (BEAMS - 1), (radius - _NEAR) / (_FAR - _NEAR) * (SAMPLES - 1))
    tissue, speckle = _tissue(rng), _speckle(rng)
    frames, cysts, lesions = [], [], []
    for index in range(FRAMES):
        shift = 6 * np.sin(2 * np.pi * index / FRAMES)  # the patient breathes
        cyst = ellipse((SAMPLES, BEAMS), (104 + 0.3 * shift, 176 + shift), (33, 50), 12)
        lesion = ellipse((SAMPLES, BEAMS), (190 + 0.2 * shift, 232 + 0.8 * shift), (17, 20), -10)
        speckle = 0.80 * speckle + 0.60 * _speckle(rng)
        beams = _beams(tissue, cyst, lesion, speckle)
        frame = cv2.remap(beams, to[0], to[1], cv2.INTER_LINEAR)
        frame[~sector] = 0
        frames.append(_written(frame, radius, sector))
        cysts.append(_seen(cyst, to) & sector)
        lesions.append(_seen(lesion, to) & sector)
    still = np.broadcast_to(sector, (FRAMES, *SHAPE)).copy()
    return np.stack(frames), {"cyst": np.stack(cysts), "lesion": np.stack(lesions), "sector": still}


def _seen(mask: NDArray[np.bool_], to: tuple[Field, Field]) -> NDArray[np.bool_]:
    out: NDArray[np.bool_] = cv2.remap(mask.astype(np.float32), to[0], to[1], cv2.INTER_LINEAR) >= 0.5
    return out


def _speckle(rng: np.random.Generator) -> NDArray[np.complex64]:
    """Random scatterers through the pulse: short along the beam, wide across it."""
    noise = rng.standard_normal((2, SAMPLES, BEAMS), np.float32)
    real, imaginary = (cv2.GaussianBlur(n, (0, 0), sigmaX=1.9, sigmaY=1.25) for n in noise)
    out: NDArray[np.complex64] = (real + 1j * imaginary) / np.sqrt(2 * np.var(real))
    return out


def _tissue(rng: np.random.Generator) -> Field:
    """How strongly each place scatters (SAMPLES, BEAMS): skin, fat, muscle with fasciae, then parenchyma."""
    depth = (
        np.arange(SAMPLES, dtype=np.float32)[:, None] + 7 * cloud(rng, (1, BEAMS), 40) + 2 * cloud(rng, (1, BEAMS), 12)
    )
    tissue = 0.72 + 0.10 * cloud(rng, (SAMPLES, BEAMS), 16) + 0.05 * cloud(rng, (SAMPLES, BEAMS), 6)
    tissue[depth < 62] = 0.30
    tissue[depth < 34] = 0.46
    tissue[depth < 9] = 1.7
    for at, strength, thick in ((34, 1.5, 1.6), (47, 0.6, 1.2), (62, 2.0, 1.8), (330, 1.9, 2.4)):
        tissue += strength * np.exp(-(((depth - at) / thick) ** 2))
    streaks = np.abs(cv2.GaussianBlur(rng.standard_normal((SAMPLES, BEAMS), np.float32), (0, 0), sigmaX=16, sigmaY=1.2))
    tissue += ((depth > 9) & (depth < 62)) * streaks * 5
    vessels = np.abs(cloud(rng, (SAMPLES, BEAMS), 20)) < 0.045
    tissue -= 0.45 * blurred(vessels & (depth > 80), 1.4)
    return np.maximum(tissue, 0.06)


def _beams(tissue: Field, cyst: NDArray[np.bool_], lesion: NDArray[np.bool_], speckle: NDArray[np.complex64]) -> Field:
    """Echoes in grey along each beam: what lies behind the cyst is brighter, behind the lesion darker."""
    scatter = tissue * (1 - blurred(cyst, 0.8)) + 0.004
    scatter = scatter * (1 - blurred(lesion, 0.8)) + 2.6 * blurred(lesion, 0.8)
    rim = cv2.morphologyEx(cyst.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    across = np.abs(np.gradient(blurred(cyst, 1.5), axis=0))  # walls that face the probe echo most
    scatter += 7 * across * blurred(rim, 0.7)
    behind = np.roll(lesion, 18, axis=0)
    decibel = 4.5 * np.cumsum(cyst, 0) / 80 - 13.0 * np.cumsum(behind, 0) / 30
    edge = np.cumsum(blurred(rim, 1.0) * np.abs(np.gradient(blurred(cyst, 2.0), axis=1)), 0)
    decibel = blurred(decibel - 2.2 * edge, 1.2)
    far = np.linspace(0, 1, SAMPLES, dtype=np.float32)[:, None]
    focus = 3.0 * np.exp(-(((far - 0.45) / 0.25) ** 2)) - 7 * far**2
    level = 20 * np.log10(np.abs(speckle) * scatter + 10 ** (-56 / 20)) + decibel + focus
    gray: Field = np.clip((level + 42) / 60, 0, 1).astype(np.float32)
    return np.asarray(255 * gray**1.25)


def _written(frame: Field, radius: Field, sector: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """What the machine draws into the picture: a name, settings, a ruler and a grey scale."""
    out: NDArray[np.uint8] = np.rint(frame.clip(0, 255)).astype(np.uint8)
    for text, at, size in ((NAME, (8, 20), 0.5), ("C5-2  3.5MHz", (330, 20), 0.4), ("MI 0.8", (392, 38), 0.4)):
        cv2.putText(out, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, 230, 1)
    for depth in range(0, 337, 42):
        y = round(_APEX[1] + _NEAR + depth)
        out[y, 436 : 442 if depth % 84 else 446] = 200
    out[120:248, 8:18] = np.linspace(255, 0, 128)[:, None]
    return out
