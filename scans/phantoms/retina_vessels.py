"""A fundus photograph: optic disc, macula, two arcades of arteries and veins, and light that falls off to the rim."""

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.phantoms.draw import Field, Line, Truth, blurred, cloud, curve, ellipse, grid

SHAPE = (512, 512)
DISC, MACULA = (142.0, 250.0), (304.0, 262.0)


def retina_vessels(seed: int = 15) -> tuple[NDArray[np.uint8], Truth]:
    """512 x 512 x 3 uint8 RGB; truth: vessel, disc, fov (what the camera sees)."""
    rng = np.random.default_rng(seed)
    fov = ellipse(SHAPE, (256, 256), (246, 246))
    veins, arteries = np.zeros(SHAPE, np.uint8), np.zeros(SHAPE, np.uint8)
    for trunk, width, kind in _trunks(rng):
        _grow(veins if kind else arteries, trunk, width, rng)
    vessel = ((veins > 0) | (arteries > 0)) & fov
    red, green, blue = _ground(rng)
    soft_veins, soft_arteries = blurred(veins > 0, 1.1), blurred(arteries > 0, 1.0)
    middle = blurred(cv2.erode(arteries, np.ones((3, 3), np.uint8)) > 0, 0.8)
    for plane, vein, artery, shine in ((red, 0.24, 0.10, 0.10), (green, 0.46, 0.36, 0.20), (blue, 0.34, 0.30, 0.14)):
        plane *= (1 - vein * soft_veins) * (1 - artery * soft_arteries * (1 - vein * soft_veins)) * (1 + shine * middle)
    rgb = np.dstack([blurred(p, 0.6) for p in (red, green, blue)])
    rgb += rng.standard_normal(rgb.shape, np.float32) * np.array([3.2, 3.6, 4.2], np.float32)
    edge = blurred(fov, 1.5)[..., None]
    rgb = rgb * edge + (1 - edge) * (4 + rng.standard_normal(rgb.shape, np.float32))
    disc = ellipse(SHAPE, DISC, (35, 39))
    return np.rint(rgb.clip(0, 255)).astype(np.uint8), {"vessel": vessel, "disc": disc, "fov": fov}


def _ground(rng: np.random.Generator) -> tuple[Field, Field, Field]:
    """The background without vessels, as red, green and blue."""
    x, y = grid(*SHAPE)
    far = ((x - 262) ** 2 + (y - 250) ** 2) / 250**2
    light = 1.04 - 0.34 * far - 0.10 * far**2 + 0.025 * cloud(rng, SHAPE, 50) + 0.012 * cloud(rng, SHAPE, 5)
    choroid = np.abs(cloud(rng, SHAPE, 11))  # its own vessels shine through as faint bands
    light *= 1 + 0.035 * np.exp(-choroid * 3)
    macula = np.exp(-((x - MACULA[0]) ** 2 + (y - MACULA[1]) ** 2) / (2 * 34**2))
    fovea = np.exp(-((x - MACULA[0]) ** 2 + (y - MACULA[1]) ** 2) / (2 * 4.0**2))
    red, green, blue = 205 * light, 108 * light, 52 * light
    for plane, dark, shine in ((red, 0.12, 5), (green, 0.34, 12), (blue, 0.30, 6)):
        plane *= 1 - dark * macula
        plane += shine * fovea
    disc = blurred(ellipse(SHAPE, DISC, (35, 39)), 2.6)
    cup = blurred(ellipse(SHAPE, (DISC[0] + 4, DISC[1] - 1), (14, 17)), 4)
    glow = np.exp(-((x - DISC[0]) ** 2 + (y - DISC[1]) ** 2) / (2 * 62**2))
    texture = 1 + 0.03 * cloud(rng, SHAPE, 4)
    for plane, value, more, around in ((red, 246, 6, 14), (green, 176, 44, 14), (blue, 96, 58, 6)):
        plane += around * glow
        plane[:] = plane * (1 - disc) + disc * (value + more * cup) * texture
    return red, green, blue


def _trunks(rng: np.random.Generator) -> list[tuple[Line, float, bool]]:
    """The great vessels: an arcade above and one below the macula, and two on the side of the nose; vein or artery."""
    out = []
    for up in (-1, 1):
        for vein, width in ((True, 8.2), (False, 6.0)):
            lift = (150 if vein else 128) + rng.uniform(-6, 6)
            x, y = DISC[0] + (4 if vein else -3), DISC[1] + up * (2 if vein else 7)
            arcade = [(x, y), (x + 16, y + up * 62), (x + 62, y + up * (lift - 34)), (x + 150, y + up * lift)]
            arcade += [(x + 250, y + up * (lift - 8)), (x + 340, y + up * (lift - 62))]
            nose = [(x, y), (x - 34, y + up * (54 if vein else 34)), (x - 84, y + up * (92 if vein else 66))]
            nose.append((x - 140, y + up * (130 if vein else 84)))
            out += [(_tremble(arcade, rng), width, vein), (_tremble(nose, rng), 0.66 * width, vein)]
    return out


def _tremble(points: list[tuple[float, float]], rng: np.random.Generator) -> Line:
    line = curve(points, steps=26)
    waves: Line = rng.normal(0, 1, (len(line), 2))
    waves = cv2.GaussianBlur(waves, (1, 0), sigmaX=0.1, sigmaY=6.0)
    fade = np.minimum(np.arange(len(line)) / 20, 1)[:, None]
    return line + waves * 7 * fade


def _grow(mask: NDArray[np.uint8], line: Line, width: float, rng: np.random.Generator, depth: int = 0) -> None:
    """Draw a vessel that tapers, with branches that do the same."""
    widths = np.linspace(width, max(0.42 * width, 0.9), len(line))
    for a, b, wide in zip(line, line[1:], widths, strict=False):
        cv2.line(mask, _fixed(a), _fixed(b), 1, max(1, round(wide)), cv2.LINE_8, 4)
    if depth >= 3 or width < 1.6:
        return
    for at in np.cumsum(rng.uniform(10, 26, 12)).astype(int):
        if at >= len(line) - 3:
            break
        ahead = line[at + 1] - line[at - 1]
        turn = np.arctan2(ahead[1], ahead[0]) + rng.choice((-1, 1)) * rng.uniform(0.5, 1.0)
        _grow(mask, _branch(line[at], turn, rng, 14 - 3 * depth), widths[at] * rng.uniform(0.42, 0.64), rng, depth + 1)


def _branch(start: Line, turn: float, rng: np.random.Generator, steps: int) -> Line:
    points = [start]
    goal = np.arctan2(MACULA[1] - start[1], MACULA[0] - start[0])
    for _ in range(max(steps, 4)):
        near = np.hypot(*(points[-1] - MACULA)) < 62
        turn += rng.normal(0, 0.17) + (0.55 if near else 0) * np.sign(np.sin(turn - goal))
        points.append(points[-1] + 9 * np.array([np.cos(turn), np.sin(turn)]))
    return curve([(float(p[0]), float(p[1])) for p in points], steps=4)


def _fixed(point: Line) -> tuple[int, int]:
    return round(float(point[0]) * 16), round(float(point[1]) * 16)
