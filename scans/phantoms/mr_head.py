"""An axial slice of the head as in a T1-weighted MR after contrast: a tumour whose rim enhances, and a bias field."""

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.phantoms.draw import Field, Mask, Truth, blob, blurred, cloud, curve, depth, ellipse, grid, stroke, wavy

SIZE = 256
FINE = (2 * SIZE, 2 * SIZE)  # drawn at twice the size: a pixel on a border is then a mixture, as in a real slice


def mr_head(seed: int = 12) -> tuple[NDArray[np.uint16], Truth]:
    """256 x 256 uint16, arbitrary units; truth: brain, white, gray, csf, tumour (core and rim), edema."""
    rng = np.random.default_rng(seed)
    signal, brain = _head(rng)
    csf, gray = _folds(brain, rng)
    signal[brain] = 740
    signal[brain & gray] = 500
    nuclei = _nuclei(rng) & brain
    signal[nuclei] = 570
    ventricles = _ventricles(rng)
    csf |= ventricles
    signal[brain & csf] = 130
    tumour, edema = _tumour(signal, rng, brain & ~ventricles)
    plexus = ellipse(FINE, (216, 312), (5, 12), 20) | ellipse(FINE, (296, 312), (5, 12), -20)
    signal[plexus & ventricles] = 620
    white = brain & ~gray & ~csf & ~nuclei & ~edema & ~tumour
    truth = {"brain": brain, "white": white, "gray": brain & (gray | nuclei) & ~csf & ~edema & ~tumour}
    truth |= {"csf": brain & csf & ~tumour, "tumour": tumour, "edema": edema}
    return _scanned(signal, rng), {name: _half(mask) for name, mask in truth.items()}


def _half(mask: Mask) -> Mask:
    """At the size of the picture: where the structure fills at least half of the pixel."""
    small: Mask = cv2.resize(mask.astype(np.float32), (SIZE, SIZE), interpolation=cv2.INTER_AREA) >= 0.5
    return small


def _egg(grow: float) -> Mask:
    half = ((256, 26), (330, 38), (398, 96), (434, 196), (436, 292), (404, 396), (340, 466), (256, 486))
    whole = (*half, *((512 - x, y) for x, y in half[-2:0:-1]))
    return blob(FINE, [(256 + (x - 256) * (1 + grow / 180), 256 + (y - 256) * (1 + grow / 230)) for x, y in whole])


def _head(rng: np.random.Generator) -> tuple[Field, Mask]:
    """Skin, fat, skull and meninges from outside in; gives the brain inside them."""
    signal = np.zeros(FINE, np.float32)
    texture = cloud(rng, FINE, 5)
    for grow, value, spread in ((12, 430, 40), (9, 860, 80), (0, 170, 20), (-4, 70, 12)):
        layer = wavy(_egg(grow), rng, 1.2, 26)
        signal[layer] = value + spread * texture[layer]
    marrow = wavy(_egg(-7), rng, 1, 20) & ~wavy(_egg(-11), rng, 2.2, 12)
    signal[marrow] = 330 + 90 * texture[marrow]
    space = wavy(_egg(-19), rng, 1.2, 20)
    signal[space] = 120
    brain = wavy(_egg(-23), rng, 2.6, 12)
    sinus = ellipse(FINE, (256, 462), (12, 8)) | ellipse(FINE, (256, 46), (5, 5))
    signal[sinus] = 780
    return signal, brain


def _folds(brain: Mask, rng: np.random.Generator) -> tuple[Mask, Mask]:
    """Sulci filled with fluid, and the grey ribbon along them and along the surface."""
    deep = depth(brain)
    sulci = np.zeros(FINE, bool)
    turns = np.linspace(0, 2 * np.pi, 46, endpoint=False)
    for turn in turns + rng.normal(0, 0.025, len(turns)):
        sulci |= _sulcus(turn, rng)
    middle = stroke(FINE, curve(((256, 40), (255, 110), (257, 176))), 5, 2)
    middle |= stroke(FINE, curve(((256, 472), (257, 410), (255, 356))), 5, 2)
    island = stroke(FINE, curve(((96, 250), (126, 240), (144, 262), (138, 296))), 5, 3)
    island |= stroke(FINE, curve(((416, 250), (386, 240), (368, 262), (374, 296))), 5, 3)
    sulci = (sulci | middle | island) & brain
    near = cv2.distanceTransform((~sulci).astype(np.uint8), cv2.DIST_L2, 5)
    ribbon = 7.2 + 1.2 * cloud(rng, FINE, 8)
    gray = (near < ribbon) | (deep < ribbon + 1)
    callosum = ellipse(FINE, (256, 196), (30, 14)) | ellipse(FINE, (256, 338), (34, 13))
    return sulci | (brain & (deep < 0.8)), gray & brain & ~callosum


def _sulcus(turn: float, rng: np.random.Generator) -> Mask:
    """One furrow from the surface inwards, wavering, sometimes forked at its end."""
    ahead = np.array([-np.sin(turn), np.cos(turn)])
    at = np.array([256.0, 256.0]) - ahead * (160, 208)
    points, heading = [at - 6 * ahead], np.arctan2(ahead[1], ahead[0]) + rng.normal(0, 0.25)
    for _ in range(int(rng.integers(2, 5))):
        heading += rng.normal(0, 0.3)
        at = at + rng.uniform(11, 16) * np.array([np.cos(heading), np.sin(heading)])
        points.append(at)
    out = stroke(FINE, curve(points, steps=8), rng.uniform(3, 4.5), 1.5)
    if rng.random() < 0.3:
        for side in (-1, 1):
            far = at + rng.uniform(8, 18) * np.array([np.cos(heading + side), np.sin(heading + side)])
            out |= stroke(FINE, np.vstack([at, far]), 2, 1.5)
    return out


def _nuclei(rng: np.random.Generator) -> Mask:
    """Caudate, lentiform nucleus and thalamus on both sides."""
    out = np.zeros(FINE, bool)
    for points in (
        ((222, 196), (234, 206), (226, 228), (214, 232), (210, 212)),
        ((196, 222), (206, 246), (196, 278), (176, 282), (170, 252), (180, 226)),
        ((246, 268), (240, 300), (222, 312), (210, 298), (222, 272)),
    ):
        for side in (points, tuple((512 - x, y) for x, y in points)):
            out |= wavy(blob(FINE, side), rng, 1.3, 8)
    return out


def _ventricles(rng: np.random.Generator) -> Mask:
    left = ((246, 200), (248, 232), (240, 256), (230, 236), (222, 206), (232, 192))
    back = ((222, 318), (208, 336), (196, 366), (186, 372), (190, 342), (208, 312))
    out = stroke(FINE, curve(((256, 256), (256, 276), (256, 300))), 5, 4)
    for points in (left, back):
        for side in (points, tuple((512 - x, y) for x, y in points)):
            out |= wavy(blob(FINE, side), rng, 1.2, 8)
    return out


def _tumour(signal: Field, rng: np.random.Generator, room: Mask) -> tuple[Mask, Mask]:
    edema = wavy(ellipse(FINE, (352, 334), (56, 46), 35), rng, 7, 9) & room
    soft = blurred(edema, 3)
    signal[room] = ((1 - 0.85 * soft) * signal + 0.85 * soft * 440)[room]
    tumour = wavy(ellipse(FINE, (352, 338), (32, 28), 20), rng, 2.5, 9) & room
    inside = depth(tumour) + 1.6 * cloud(rng, FINE, 5)
    signal[tumour] = 1120 + 60 * cloud(rng, FINE, 4)[tumour]
    core = tumour & (inside > 11)
    signal[core] = 330 + 40 * cloud(rng, FINE, 4)[core]
    return tumour, edema & ~tumour


def _scanned(signal: Field, rng: np.random.Generator) -> NDArray[np.uint16]:
    """Partial volume, the coil's uneven sensitivity, and the Rician noise of a magnitude picture."""
    small = cv2.resize(
        blurred(signal * (1 + 0.035 * cloud(rng, FINE, 3)), 1.0), (SIZE, SIZE), interpolation=cv2.INTER_AREA
    )
    x, y = (v / SIZE - 0.5 for v in grid(SIZE, SIZE))
    coil = 1.06 + 0.42 * x + 0.24 * y - 0.55 * (x**2 + y**2) + 0.5 * x * y
    noise = rng.normal(0, 20, (2, SIZE, SIZE))
    magnitude = np.hypot(small * coil + noise[0], noise[1])
    return np.asarray(np.rint(magnitude).clip(0, 4095), np.uint16)
