"""A frontal chest radiograph: attenuation added up along the beam, then counted and taken the logarithm of."""

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.phantoms.draw import Field, Mask, Points, Truth, blob, blurred, cloud, curve, ellipse, inside, stroke, wavy

SHAPE = (1024, 1024)
_MIDDLE = 512.0


def cr_chest(seed: int = 13) -> tuple[NDArray[np.uint16], Truth]:
    """1024 x 1024 uint16 of 12 bits for MONOCHROME1: air is high; truth: lungs, heart, nodule."""
    rng = np.random.default_rng(seed)
    thick, lungs = _trunk(rng)
    heart = _middle(thick, rng)
    _ribs(thick, lungs)
    _shoulders(thick, rng)
    _vessels(thick, lungs, rng)
    nodule = ellipse(SHAPE, (262, 384), (21, 19), 20)
    thick += 0.42 * np.sqrt(np.clip(1 - (inside(nodule) / 20 - 1) ** 2, 0, None)) * nodule
    thick = blurred(thick, 1.6)
    lead = np.zeros(SHAPE, np.uint8)
    cv2.putText(lead, "R", (58, 112), cv2.FONT_HERSHEY_SIMPLEX, 2.0, 255, 7, cv2.LINE_AA)
    thick += lead * np.float32(3 / 255)
    return _exposed(thick, rng), {"lungs": lungs & ~heart, "heart": heart, "nodule": nodule}


def _across(points: Points) -> list[tuple[float, float]]:
    return [(2 * _MIDDLE - x, y) for x, y in points]


def _rounded(mask: Mask, radius: float) -> Field:
    """How thick a body with round edges is: 0 outside, 1 where the border is farther than the radius."""
    near = inside(mask)
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    part = near[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    np.minimum(part / radius, 1, out=part)
    np.sqrt(part * (2 - part), out=part)
    return near


def _trunk(rng: np.random.Generator) -> tuple[Field, Mask]:
    side = [(446, -80), (440, 40), (404, 88), (300, 112), (160, 132), (40, 172), (-60, 250), (-80, 640), (-60, 1100)]
    body = wavy(blob(SHAPE, [*side, *_across(side)[::-1]]), rng, 2, 60)
    wall = [(470, 80), (330, 132), (176, 240), (96, 420), (66, 640), (74, 860), (96, 1100)]
    chest = wavy(blob(SHAPE, [*wall, *_across(wall)[::-1]]), rng, 2, 80)
    thick = (
        0.35 * _rounded(body, 70)
        + 0.62 * _rounded(body, 24)
        + 0.95 * _rounded(chest, 150)
        + 0.04 * cloud(rng, SHAPE, 60)
    )
    belly = np.clip((np.arange(1024, dtype=np.float32)[:, None] - 620) / 330, 0, 1)
    thick += 0.35 * belly * body
    right = [(392, 122), (440, 190), (462, 330), (458, 520), (452, 690), (400, 716), (318, 702), (226, 738), (126, 846)]
    left = [(632, 122), (586, 190), (566, 330), (566, 520), (570, 700), (640, 746), (716, 742), (806, 776), (898, 866)]
    right += [(104, 700), (116, 520), (160, 330), (256, 178), (326, 126)]
    left += [(922, 700), (908, 520), (864, 330), (768, 178), (698, 126)]
    lungs = wavy(blob(SHAPE, right), rng, 2, 40) | wavy(blob(SHAPE, left), rng, 2, 40)
    thick -= (0.42 * _rounded(lungs, 10) + 0.80 * _rounded(lungs, 120)) * np.clip(thick / 1.6, 0, 1)
    bubble = wavy(ellipse(SHAPE, (742, 846), (66, 38), 8), rng, 3, 14)
    thick -= 0.42 * _rounded(bubble, 26)
    return thick, lungs


def _middle(thick: Field, rng: np.random.Generator) -> Mask:
    """Heart, great vessels, windpipe and spine."""
    outline = [
        (468, 470),
        (452, 560),
        (446, 650),
        (470, 730),
        (560, 764),
        (664, 760),
        (724, 726),
        (716, 650),
        (660, 540),
    ]
    heart = wavy(blob(SHAPE, [*outline, (606, 450), (590, 372), (540, 350), (488, 390)]), rng, 2, 40)
    thick += 0.22 * _rounded(heart, 8) + 0.72 * _rounded(heart, 110)
    arch = wavy(blob(SHAPE, [(500, 250), (556, 250), (588, 282), (584, 330), (560, 372), (500, 360)]), rng, 1, 20)
    cava = wavy(blob(SHAPE, [(452, 190), (500, 180), (506, 420), (458, 420), (446, 300)]), rng, 1, 30)
    down = stroke(SHAPE, curve([(580, 300), (578, 480), (560, 640), (540, 800)]), 44, 34)
    thick += 0.30 * _rounded(arch, 26) + 0.20 * _rounded(cava, 30) + 0.16 * _rounded(down, 16)
    air = stroke(SHAPE, curve([(514, -10), (512, 160), (508, 330)]), 38, 36)
    air |= stroke(SHAPE, curve([(508, 326), (470, 372), (432, 402)]), 24, 18)
    air |= stroke(SHAPE, curve([(508, 326), (556, 378), (608, 410)]), 22, 16)
    thick -= 0.34 * blurred(_rounded(air, 16), 2)
    bones, holes = np.zeros(SHAPE, bool), np.zeros(SHAPE, bool)
    for index, y in enumerate(range(20, 1030, 50)):
        wide, high = 30 + index * 0.8, 20
        bones |= blob(
            SHAPE,
            [
                (512 - wide, y - high),
                (512 + wide, y - high),
                (512 + wide - 4, y),
                (512 + wide, y + high),
                (512 - wide, y + high),
                (512 - wide + 4, y),
            ],
        )
        holes |= ellipse(SHAPE, (512 - 20, y - 4), (7, 10)) | ellipse(SHAPE, (512 + 20, y - 4), (7, 10))
        holes |= stroke(SHAPE, curve([(512, y - 4), (513, y + 12), (511, y + 26)]), 9, 5)
    thick += 0.30 * _rounded(bones, 7) + 0.13 * _rounded(holes, 5)
    return heart


def _ribs(thick: Field, lungs: Mask) -> None:
    """Ten pairs: behind, steep and clear; in front, flatter and fainter; each a tube with a dense wall."""
    behind, front = np.zeros(SHAPE, bool), np.zeros(SHAPE, bool)
    for index in range(10):
        y, out = 132 + 68 * index, min(118 + 46 * index, 356) + index * 2
        drop = 26 + 10 * index
        turn = (478 - out, y + drop + 40)
        line = curve([(478, y), (478 - 0.35 * out, y - 26 + 0.1 * drop), (478 - 0.75 * out, y + 0.35 * drop), turn])
        end = 372 - 10 * index
        half = (0.5 * (478 - 0.7 * out + end), y + drop + 138)
        ahead = curve([turn, (478 - 0.9 * out, y + drop + 98), half, (end, y + drop + 136)])
        for side in (1, -1):
            flip = np.array([[0.0 if side > 0 else 2 * _MIDDLE, 0.0]])
            behind |= stroke(SHAPE, flip + line * (side, 1), 19, 16)
            if index < 7:
                front |= stroke(SHAPE, flip + ahead * (side, 1), 16, 22)
    for mask, wall, body in ((behind, 0.17, 0.10), (front, 0.09, 0.07)):
        deep = inside(mask)
        thick += wall * mask * np.exp(-(((deep - 2) / 2.2) ** 2)) + body * _rounded(mask, 6)


def _shoulders(thick: Field, rng: np.random.Generator) -> None:
    collar = [(462, 200), (400, 182), (310, 190), (214, 168), (104, 150)]
    blade = [(250, 190), (176, 236), (116, 330), (128, 470), (164, 560), (176, 470), (190, 360), (214, 280)]
    clavicles = stroke(SHAPE, curve(collar), 30, 22) | stroke(SHAPE, curve(_across(collar)), 30, 22)
    thick += 0.16 * clavicles * np.exp(-(((inside(clavicles) - 2.5) / 2.5) ** 2)) + 0.16 * _rounded(clavicles, 9)
    for points in (blade, _across(blade)):
        scapula = wavy(blob(SHAPE, points), rng, 2, 30)
        thick += 0.07 * _rounded(scapula, 8) + 0.07 * scapula * np.exp(-(((inside(scapula) - 3) / 3) ** 2))
    heads = ellipse(SHAPE, (30, 232), (58, 62)) | ellipse(SHAPE, (994, 232), (58, 62))
    thick += 0.34 * _rounded(heads, 30)


def _vessels(thick: Field, lungs: Mask, rng: np.random.Generator) -> None:
    tree = np.zeros(SHAPE, np.float32)

    def grow(x: float, y: float, heading: float, width: float) -> None:
        if width < 1.5:
            return
        for _ in range(int(rng.integers(2, 5))):
            heading += rng.normal(0, 0.13)
            to = (x + 22 * np.cos(heading), y + 22 * np.sin(heading))
            shade, wide = 0.05 + 0.022 * width, max(1, round(width))
            cv2.line(
                tree, (round(x * 16), round(y * 16)), (round(to[0] * 16), round(to[1] * 16)), shade, wide, cv2.LINE_8, 4
            )
            x, y = to
        for side in (-1, 1):
            grow(x, y, heading + side * rng.uniform(0.18, 0.6), width * rng.uniform(0.62, 0.84))

    for x, y, turned in ((436, 440, -1), (600, 428, 1)):
        for heading in np.linspace(-1.35, 1.45, 9):
            angle = heading if turned > 0 else np.pi - heading
            grow(x, y, angle + rng.normal(0, 0.08), rng.uniform(7, 11))
    hila = ellipse(SHAPE, (434, 446), (26, 58), 12) | ellipse(SHAPE, (604, 428), (24, 50), -14)
    thick += (blurred(tree, 1.2) + 0.16 * blurred(_rounded(hila, 20), 5)) * blurred(lungs, 6)
    thick += 0.022 * cloud(rng, SHAPE, 7) * lungs + 0.015 * cloud(rng, SHAPE, 2.5) * lungs


def _exposed(thick: Field, rng: np.random.Generator) -> NDArray[np.uint16]:
    """Scattered light, counting noise, and the detector's logarithm and edge enhancement."""
    light = np.exp(-1.15 * thick)
    wide = cv2.resize(
        blurred(cv2.resize(light, (128, 128), interpolation=cv2.INTER_AREA), 6),
        SHAPE[::-1],
        interpolation=cv2.INTER_CUBIC,
    )
    seen = 0.88 * light + 0.12 * wide
    noise = rng.standard_normal(SHAPE, np.float32) * np.sqrt(seen / 9000)  # of about 9,000 counts
    dense = np.log(np.maximum(seen + noise, 1e-4))
    dense += 0.5 * (dense - blurred(dense, 5))
    stored = (dense - np.log(0.028)) / (np.log(1.02) - np.log(0.028))
    return np.asarray(np.rint(stored.clip(0, 1) * 4095), np.uint16)
