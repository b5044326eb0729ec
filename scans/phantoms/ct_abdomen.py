"""An axial slice of the upper abdomen in HU, as after contrast in the portal phase; a lesion in the liver."""

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.phantoms.draw import Field, Mask, Truth, blob, blurred, cloud, curve, depth, ellipse, stroke, wavy

SHAPE = (512, 512)
_CENTER = 256


def ct_abdomen(seed: int = 11) -> tuple[NDArray[np.int16], Truth]:
    """512 x 512 int16 HU; truth: liver (without the lesion), lesion, spleen, kidneys, bone, body."""
    rng = np.random.default_rng(seed)
    body, hu = _trunk(rng)
    cavity = _walls(hu, body, rng)
    _bowel(hu, cavity, rng)
    liver, lesion = _liver(hu, cavity, rng)
    spleen = wavy(blob(SHAPE, ((394, 226), (424, 250), (428, 292), (404, 322), (386, 300), (388, 260))), rng, 2, 14)
    spleen &= cavity
    hu[spleen] = 118
    kidneys = _kidneys(hu, rng)
    _vessels(hu)
    bone = _bones(hu, rng)
    _table(hu, body)
    hu = _scanned(hu, rng)
    truth: Truth = {"liver": liver & ~lesion, "lesion": lesion, "spleen": spleen, "kidneys": kidneys}
    return np.rint(hu).clip(-1024, 3071).astype(np.int16), {**truth, "bone": bone, "body": body}


def mirrored(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """The same points on the other side of the body."""
    return tuple((2 * _CENTER - x, y) for x, y in points)


def _trunk(rng: np.random.Generator) -> tuple[Mask, Field]:
    hu = np.full(SHAPE, -1000, np.float32)
    outline = ((256, 110), (150, 122), (72, 186), (46, 268), (66, 350), (130, 404), (200, 416), (256, 410))
    body = wavy(blob(SHAPE, (*outline, *mirrored(outline[1:-1])[::-1])), rng, 2, 60)
    hu[body] = -104 + 9 * cloud(rng, SHAPE, 5)[body]
    septa = (np.abs(cloud(rng, SHAPE, 9)) < 0.05) & body
    hu[septa] += 38
    hu[body & (depth(body) < 2.2)] = 10
    return body, hu


def _walls(hu: Field, body: Mask, rng: np.random.Generator) -> Mask:
    """The muscles of the wall and the back; gives the cavity inside them."""
    ring = ((256, 134), (170, 144), (104, 196), (76, 268), (92, 334), (150, 372), (210, 386), (256, 380))
    wall = wavy(blob(SHAPE, (*ring, *mirrored(ring[1:-1])[::-1])), rng, 1.5, 40) & body
    room = ((256, 150), (178, 158), (118, 206), (92, 268), (106, 322), (150, 352), (206, 340), (256, 318))
    cavity = wavy(blob(SHAPE, (*room, *mirrored(room[1:-1])[::-1])), rng, 1.5, 40)
    fibers = 6 * cloud(rng, SHAPE, 3)
    hu[wall] = 58 + fibers[wall]
    hu[wall & (np.abs(depth(cavity) + 11 + 2 * cloud(rng, SHAPE, 30)) < 1.1)] = -70  # fat between the layers
    hu[cavity] = -102 + 10 * cloud(rng, SHAPE, 4)[cavity]
    hu[(np.abs(cloud(rng, SHAPE, 6)) < 0.06) & cavity] += 45  # mesenteric vessels
    back = ((200, 352), (172, 372), (186, 400), (232, 404), (246, 384), (232, 360))
    psoas = ((222, 318), (208, 330), (206, 350), (222, 358), (234, 344))
    for points in (back, mirrored(back), psoas, mirrored(psoas)):
        muscle = wavy(blob(SHAPE, points), rng, 1.5, 10)
        hu[muscle & (depth(muscle) < 1.5)] = -60
        hu[muscle & (depth(muscle) >= 1.5)] = (58 + fibers)[muscle & (depth(muscle) >= 1.5)]
    return cavity


def _bowel(hu: Field, cavity: Mask, rng: np.random.Generator) -> None:
    stomach = wavy(
        blob(SHAPE, ((284, 170), (330, 158), (376, 180), (388, 220), (360, 246), (318, 236), (286, 206))), rng, 3, 12
    )
    stomach &= cavity
    hu[stomach] = 88
    inside = wavy(depth(stomach) > 4.5, rng, 1.3, 4)
    hu[inside] = 14 + 10 * cloud(rng, SHAPE, 5)[inside]
    level = np.arange(SHAPE[0])[:, None] < 194  # gas lies above the fluid
    hu[inside & level] = -960
    pancreas = wavy(
        blob(SHAPE, ((226, 250), (252, 240), (292, 246), (336, 252), (340, 266), (292, 266), (250, 262))), rng, 3, 5
    )
    hu[pancreas & (hu < 60)] = 88
    for x, y, wide, high, turn in (
        (246, 184, 22, 13, 10),
        (372, 276, 16, 20, 0),
        (214, 176, 14, 11, 0),
        (306, 292, 13, 11, 20),
    ):
        loop = wavy(ellipse(SHAPE, (x, y), (wide, high), turn), rng, 1.6, 7) & cavity
        hu[loop] = 62
        lumen = depth(loop) > 3
        hu[lumen] = 8 + 30 * cloud(rng, SHAPE, 2.5)[lumen]
        hu[lumen & (np.arange(SHAPE[0])[:, None] < y - high * 0.15)] = -930


def _liver(hu: Field, cavity: Mask, rng: np.random.Generator) -> tuple[Mask, Mask]:
    outline = ((104, 214), (138, 172), (196, 158), (262, 164), (296, 184), (262, 206), (228, 226), (216, 256))
    liver = wavy(blob(SHAPE, (*outline, (200, 286), (164, 318), (126, 322), (98, 276))), rng, 2, 20) & cavity
    hu[liver] = 108 + 3.5 * cloud(rng, SHAPE, 6)[liver]
    tree = np.zeros(SHAPE, np.float32)
    for a, b, c, width in (
        *(((224, 250), (190, 240), (148, 250), 7), ((190, 240), (164, 214), (140, 196), 5)),
        *(((224, 250), (206, 212), (216, 180), 5), ((190, 244), (160, 274), (134, 300), 5)),
        *(((212, 284), (170, 262), (122, 272), 4), ((158, 248), (130, 236), (112, 240), 3)),
    ):
        tree = np.maximum(tree, blurred(stroke(SHAPE, curve((a, b, c)), width, 1.5), 0.7))
    hu += 44 * tree * liver
    fissure = blurred(stroke(SHAPE, curve(((238, 166), (234, 192), (222, 226))), 3, 4), 0.8)
    hu += (-150) * fissure * liver
    bladder = ellipse(SHAPE, (196, 300), (20, 13), -28)
    hu[bladder & (depth(bladder) < 2)] = 70
    hu[bladder & (depth(bladder) >= 2)] = 6
    lesion = wavy(ellipse(SHAPE, (134, 222), (19, 16), 30), rng, 1.5, 6)
    hu[lesion] = 52 + 6 * cloud(rng, SHAPE, 3)[lesion]
    hu[lesion & (depth(lesion) < 2)] = 84
    return liver & ~bladder, lesion


def _kidneys(hu: Field, rng: np.random.Generator) -> Mask:
    both = np.zeros(SHAPE, bool)
    right = ((162, 316), (180, 326), (190, 346), (184, 366), (164, 374), (146, 360), (142, 336))
    for points in (right, tuple((x - 2, y - 8) for x, y in mirrored(right))):
        kidney = wavy(blob(SHAPE, points), rng, 1.2, 8)
        sinus_x = 184 if points[0][0] < _CENTER else 326
        sinus = ellipse(SHAPE, (sinus_x, points[2][1] + 2), (13, 10), 0) & kidney
        around = depth(kidney) > -7
        hu[around & (hu > -400)] = -100
        hu[kidney] = 150
        deep = depth(kidney) + 1.2 * cloud(rng, SHAPE, 4)
        hu[kidney & (deep > 7)] = 200
        hu[sinus] = -85
        hu[ellipse(SHAPE, (sinus_x - 2 if sinus_x < _CENTER else sinus_x + 2, points[2][1] + 2), (6, 4))] = 150
        both |= kidney & ~sinus
    return both


def _vessels(hu: Field) -> None:
    for x, y, wide, high, value in (
        (272, 296, 14, 14, 172),
        (226, 292, 16, 12, 150),
        (268, 270, 5, 5, 165),
        (250, 262, 7, 6, 158),
    ):
        vessel = ellipse(SHAPE, (x, y), (wide, high))
        hu[vessel & (depth(vessel) > 0.8)] = value
    hu[stroke(SHAPE, curve(((282, 305), (286, 299), (285, 292))), 3, 2)] = 620  # chalk in the wall of the aorta
    hu[stroke(SHAPE, curve(((240, 288), (214, 304), (190, 322))), 5, 4)] = 150
    hu[stroke(SHAPE, curve(((286, 280), (312, 296), (324, 316))), 5, 4)] = 150


def _bones(hu: Field, rng: np.random.Generator) -> Mask:
    front = ellipse(SHAPE, (256, 332), (36, 27))
    arch = ((236, 350), (222, 362), (198, 362), (200, 370), (232, 376), (246, 388), (251, 414), (256, 418))
    ring = blob(SHAPE, (*arch, *mirrored(arch[:-1])[::-1]))
    canal = ellipse(SHAPE, (256, 366), (13, 10))
    vertebra = (front | ring) & ~canal
    ribs = np.zeros(SHAPE, bool)
    for points in (
        *(((84, 226), (90, 246), (88, 264)), ((74, 296), (80, 318), (92, 336)), ((106, 346), (124, 361), (146, 371))),
        *(((118, 170), (108, 184), (102, 196)), ((172, 386), (184, 391), (196, 391))),
    ):
        for side in (points, mirrored(points)):
            ribs |= stroke(SHAPE, curve(side), 11, 9)
    bone = vertebra | ribs
    deep, grain = depth(bone), cloud(rng, SHAPE, 1.3)
    hu[bone] = 560 + 60 * grain[bone]
    marrow = deep > 3
    hu[marrow] = 190 + 70 * grain[marrow]
    hu[ellipse(SHAPE, (256, 332), (5, 3)) & marrow] = 60
    hu[canal] = -60
    hu[ellipse(SHAPE, (256, 366), (10, 8))] = 22
    return bone


def _table(hu: Field, body: Mask) -> None:
    for offset, value in ((0, -420), (14, -600)):
        line = curve(
            ((40, 396 + offset), (140, 428 + offset), (256, 438 + offset), (372, 428 + offset), (472, 396 + offset))
        )
        hu[stroke(SHAPE, line, 3, 3) & ~body] = value


def _scanned(hu: Field, rng: np.random.Generator) -> Field:
    """The scanner's blur, its correlated noise, and faint streaks from the spine."""
    angle = np.arctan2(np.arange(512)[:, None] - 340.0, np.arange(512)[None] - 256.0)
    streaks = (
        np.interp(angle.ravel(), np.linspace(-np.pi, np.pi, 361), rng.normal(0, 1, 361))
        .reshape(SHAPE)
        .astype(np.float32)
    )
    noise = 9 * cloud(rng, SHAPE, 0.9) + 3 * cloud(rng, SHAPE, 3) + 2.5 * streaks
    inside = np.clip((blurred(hu, 3) + 1000) / 600, 0.25, 1)
    soft: Field = cv2.GaussianBlur(hu, (0, 0), 0.85)
    soft += noise * inside
    return soft
