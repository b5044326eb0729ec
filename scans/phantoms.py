"""Six pictures made from seeds, each with exact truth: anatomy drawn as ellipses, textured, blurred and made noisy."""

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.generic]
Mask = NDArray[np.bool_]
Truth = dict[str, NDArray[np.generic]]


def ellipse(size: int, center: tuple[float, float], axes: tuple[float, float], turn: float = 0) -> Mask:
    """A filled ellipse: center and half axes (x, y) in pixels, turned clockwise in degrees."""
    mask = np.zeros((size, size), np.uint8)
    at, half = (round(center[0]), round(center[1])), (round(axes[0]), round(axes[1]))
    cv2.ellipse(mask, at, half, turn, 0, 360, 1, -1)
    return mask.astype(bool)


def cloud(rng: np.random.Generator, size: int, grain: float) -> NDArray[np.float64]:
    """Smooth noise of mean 0 and standard deviation 1; `grain` is the size of its blobs in pixels."""
    coarse = max(1, int(grain // 5))  # large blobs need no fine raster
    small = -(-size // coarse)
    field = cv2.GaussianBlur(rng.normal(0, 1, (small, small)), (0, 0), grain / coarse)
    if coarse > 1:
        field = cv2.resize(field, (size, size), interpolation=cv2.INTER_CUBIC)
    scaled: NDArray[np.float64] = (field - field.mean()) / field.std()
    return scaled


def wavy(mask: Mask, rng: np.random.Generator, much: float, grain: float) -> Mask:
    """The mask with its border moved by smooth noise, `much` pixels in or out."""
    inside = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5)
    outside = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5)
    moved: Mask = inside - outside + much * cloud(rng, mask.shape[0], grain) > 0
    return moved


def ct_abdomen(size: int = 512) -> tuple[NDArray[np.int16], Truth]:
    """An axial slice in HU: fat, muscle, liver with a lesion, spleen, kidneys, vertebra, vessels, bowel gas."""
    rng = np.random.default_rng(11)
    hu = np.full((size, size), -1000.0)
    body = wavy(ellipse(size, (256, 264), (206, 152)), rng, 5, 40)
    hu[body] = -95 + 10 * cloud(rng, size, 6)[body]
    wall = wavy(ellipse(size, (256, 266), (188, 134)), rng, 4, 30)
    hu[wall] = 55
    cavity = wavy(ellipse(size, (256, 256), (170, 112)), rng, 5, 24)
    hu[cavity] = -90 + 14 * cloud(rng, size, 4)[cavity]
    liver = wavy(ellipse(size, (172, 236), (94, 78), 22), rng, 7, 22) & cavity
    organs: list[tuple[Mask, float]] = [
        (liver, 108),
        (wavy(ellipse(size, (376, 232), (44, 30), 55), rng, 3, 14) & cavity, 115),
        (wavy(ellipse(size, (312, 196), (48, 30), -8), rng, 5, 16) & cavity, 40),
        (ellipse(size, (262, 300), (15, 14)), 165),
        (ellipse(size, (226, 296), (17, 11)), 140),
    ]
    for side, at in ((-1, (178, 322)), (1, (338, 322))):
        organs += [
            (ellipse(size, at, (31, 23), 28 * side), 170),
            (ellipse(size, (at[0] - 6 * side, at[1]), (13, 8), 28 * side), 60),
        ]
    for mask, value in organs:
        hu[mask] = value + 5 * cloud(rng, size, 5)[mask]
    vessels = np.zeros((size, size), np.uint8)
    for a, b in (
        ((150, 250), (210, 226)),
        ((150, 250), (118, 216)),
        ((170, 210), (206, 190)),
        ((196, 262), (240, 250)),
    ):
        cv2.line(vessels, a, b, 1, 4)
    hu[(vessels > 0) & liver] = 150
    lesion = wavy(ellipse(size, (148, 214), (19, 15), 30), rng, 2, 6)
    hu[lesion] = 48
    vertebra = ellipse(size, (256, 344), (34, 26)) | ellipse(size, (256, 398), (8, 26))
    hu[vertebra] = 620
    marrow = ellipse(size, (256, 344), (28, 20))
    hu[marrow] = 210 + 45 * cloud(rng, size, 2)[marrow]
    canal = ellipse(size, (256, 380), (11, 9))
    hu[canal] = 30
    ribs = np.zeros((size, size), bool)
    for x, y, turn in ((82, 236, 80), (92, 318, 60), (430, 236, -80), (420, 318, -60), (142, 152, 40), (370, 152, -40)):
        ribs |= ellipse(size, (x, y), (15, 6), turn)
    hu[ribs] = 480
    gas = wavy(ellipse(size, (318, 186), (24, 11)), rng, 2, 8) | ellipse(size, (242, 186), (16, 8))
    hu[gas] = -850
    table = np.zeros((size, size), np.uint8)
    cv2.ellipse(table, (256, 410), (250, 40), 0, 15, 165, 1, 3)
    hu[(table > 0) & ~body] = -200
    hu = cv2.GaussianBlur(hu, (0, 0), 0.9) + 11 * cloud(rng, size, 0.8)
    bone = (vertebra & ~canal) | ribs
    return np.rint(hu).clip(-1024, 3071).astype(np.int16), {
        "liver": liver & ~lesion,
        "lesion": lesion,
        "bone": bone,
        "body": body,
    }


def mr_head(size: int = 256) -> tuple[NDArray[np.uint16], Truth]:
    """A T1-like axial slice in arbitrary units, with a bias field and Rician noise; the tumour enhances."""
    rng = np.random.default_rng(12)
    signal = np.zeros((size, size))
    signal[ellipse(size, (128, 128), (104, 122))] = 720
    signal[ellipse(size, (128, 128), (99, 117))] = 90
    brain = wavy(ellipse(size, (128, 128), (91, 109)), rng, 2.5, 7)
    signal[ellipse(size, (128, 128), (94, 112))] = 130
    signal[brain] = 480
    folds = wavy(ellipse(size, (128, 128), (76, 94)), rng, 9, 4.5)
    white = folds & brain & ~ellipse(size, (128, 36), (5, 40)) & ~ellipse(size, (128, 220), (5, 38))
    signal[white] = 760
    for x in (-1, 1):
        signal[ellipse(size, (128 + 30 * x, 132), (13, 21), 12 * x)] = 560
    csf = wavy(ellipse(size, (113, 118), (9, 31), -14), rng, 1, 6) | wavy(
        ellipse(size, (143, 118), (9, 31), 14), rng, 1, 6
    )
    signal[csf] = 150
    signal[(ellipse(size, (128, 128), (2, 106))) & brain & ~white] = 170
    tumour = wavy(ellipse(size, (170, 168), (17, 14), 30), rng, 2, 6)
    edema = wavy(ellipse(size, (170, 166), (27, 23), 30), rng, 4, 7) & brain
    signal[edema & ~tumour] = 400
    signal[tumour] = 1050
    signal = cv2.GaussianBlur(signal, (0, 0), 0.8) * (1 + 0.03 * cloud(rng, size, 2))
    y, x_ = np.mgrid[:size, :size] / size - 0.5
    field = 1 + 0.40 * x_ + 0.28 * y - 0.35 * (x_**2 + y**2)
    noisy = np.hypot(signal * field + rng.normal(0, 22, signal.shape), rng.normal(0, 22, signal.shape))
    return noisy.clip(0, 4095).astype(np.uint16), {
        "tumour": tumour,
        "white": white & ~edema,
        "csf": csf,
        "brain": brain,
    }


def cr_chest(size: int = 1024) -> tuple[NDArray[np.uint16], Truth]:
    """A frontal chest radiograph as a detector stores it for MONOCHROME1: air has high values. 12 bits."""
    rng = np.random.default_rng(13)
    thick = np.full((size, size), 0.15)
    torso = wavy(ellipse(size, (512, 640), (440, 620)), rng, 10, 90)
    thick[torso] = 2.1
    thick[ellipse(size, (512, 60), (120, 160))] = 1.9
    left = wavy(ellipse(size, (338, 470), (146, 300), 8), rng, 10, 50)
    right = wavy(ellipse(size, (688, 470), (140, 296), -8), rng, 10, 50)
    lungs = left | right
    thick[lungs] -= 1.25
    heart = wavy(ellipse(size, (566, 648), (158, 178), 28), rng, 6, 40)
    thick[heart] = np.maximum(thick[heart], 1.95)
    for x, turn in ((338, -1), (688, 1)):
        dome = ellipse(size, (x, 800), (200, 110))
        thick[dome] = np.maximum(thick[dome], 2.25)
        for n in range(26):
            start = np.array([x - turn * 70.0, 480.0])
            end = start + rng.uniform(60, 210) * np.array([np.cos(a := rng.uniform(0, 2 * np.pi)), np.sin(a)])
            vessel = np.zeros((size, size), np.uint8)
            cv2.line(vessel, (int(start[0]), int(start[1])), (int(end[0]), int(end[1])), 1, 2 + n % 4)
            thick[(vessel > 0) & lungs] += 0.10
    spine = np.zeros((size, size), np.uint8)
    cv2.rectangle(spine, (478, 60), (546, 1000), 1, -1)
    thick[spine > 0] += 0.45
    for n in range(16):
        cv2.rectangle(spine, (478, 70 + n * 58), (546, 76 + n * 58), 2, -1)
    thick[spine == 2] -= 0.14
    for n in range(9):
        for side in (-1, 1):
            rib = np.zeros((size, size), np.uint8)
            cv2.ellipse(rib, (512 + side * 196, 168 + n * 82), (214, 62), side * 14, 180, 360, 1, 13)
            thick[(rib > 0) & torso] += 0.30
            cv2.ellipse(rib, (512 + side * 176, 236 + n * 82), (190, 46), side * -22, 0, 180, 2, 10)
            thick[(rib == 2) & torso] += 0.14
    for side in (-1, 1):
        clavicle = np.zeros((size, size), np.uint8)
        cv2.line(clavicle, (512 + side * 60, 214), (512 + side * 360, 150), 1, 22)
        thick[clavicle > 0] += 0.34
    nodule = ellipse(size, (300, 400), (20, 19))
    thick[nodule] += 0.34
    thick = cv2.GaussianBlur(thick, (0, 0), 3.2) + 0.02 * cloud(rng, size, 14)
    counts = rng.poisson(np.exp(-thick) * 26_000) / 26_000
    stored = (np.log(counts + 1e-4) - np.log(0.06)) / (np.log(0.9) - np.log(0.06))
    return np.rint(stored.clip(0, 1) * 4095).astype(np.uint16), {"nodule": nodule, "lungs": lungs & ~heart}


def cells(size: int = 384) -> tuple[NDArray[np.uint8], Truth]:
    """Fluorescent nuclei, many of them touching, as 8 bits."""
    rng = np.random.default_rng(14)
    labels = np.zeros((size, size), np.int32)
    light = np.zeros((size, size))
    count = 0
    while count < 45:
        at, axes = rng.integers(20, size - 20, 2), rng.integers(11, 18, 2)
        cell = wavy(ellipse(size, tuple(at), tuple(axes), float(rng.integers(0, 180))), rng, 0.9, 5)
        if not cell.any() or (labels[cell] > 0).mean() > 0.12:
            continue
        count += 1
        new = cell & (labels == 0)
        labels[new] = count
        light[new] = rng.uniform(115, 190)
    texture = 1 + 0.12 * cloud(rng, size, 2.2)
    light = cv2.GaussianBlur(light * texture, (0, 0), 1.4) + 22 + 6 * cloud(rng, size, 60)
    noisy = rng.poisson(light.clip(1)) + rng.normal(0, 4, light.shape)
    return noisy.clip(0, 255).astype(np.uint8), {"labels": labels, "foreground": labels > 0}


def retina_vessels(size: int = 512) -> tuple[NDArray[np.uint8], Truth]:
    """A fundus photograph (RGB): branching vessels, a bright disc, a dark macula, vignetting."""
    rng = np.random.default_rng(15)
    tree = np.zeros((size, size), np.uint8)

    def grow(at: NDArray[np.float64], angle: float, width: float, depth: int) -> None:
        if depth == 0 or width < 0.9:
            return
        for _ in range(6):
            turn = rng.normal(0, 0.16)
            angle += turn
            to = at + rng.uniform(9, 17) * np.array([np.cos(angle), np.sin(angle)])
            cv2.line(
                tree, (round(at[0]), round(at[1])), (round(to[0]), round(to[1])), 1, max(1, round(width)), cv2.LINE_8
            )
            at = to
        for side in (-1, 1):
            grow(at, angle + side * rng.uniform(0.25, 0.6), width * rng.uniform(0.6, 0.82), depth - 1)

    for angle in (-1.0, -0.45, 0.45, 1.0, 2.3, -2.3, 3.0):
        grow(np.array([132.0, 256.0]), angle, 6.5, 6)
    seen = ellipse(size, (256, 256), (246, 246))
    vessel = (tree > 0) & seen
    y, x = np.mgrid[:size, :size]
    far = ((x - 256) ** 2 + (y - 256) ** 2) / 256**2
    ground = 158 - 58 * far + 5 * cloud(rng, size, 20)
    ground += 85 * np.exp(-((x - 128) ** 2 + (y - 256) ** 2) / 900.0)
    ground -= 36 * np.exp(-((x - 330) ** 2 + (y - 262) ** 2) / 2600.0)
    soft = cv2.GaussianBlur(vessel.astype(np.float64), (0, 0), 0.9)
    green = ground * (1 - 0.34 * soft)
    planes = [ground * 1.28 * (1 - 0.16 * soft), green * 0.66, green * 0.30]
    rgb = np.dstack([p + rng.normal(0, 4, p.shape) for p in planes])
    rgb[~seen] = rng.normal(6, 1.5, rgb[~seen].shape)
    return rgb.clip(0, 255).astype(np.uint8), {"vessel": vessel, "seen": seen}


def us_cyst(size: int = 256, frames: int = 8) -> tuple[NDArray[np.uint8], Truth]:
    """A sector of speckle with a moving cyst and a name burned in, as ultrasound exports too often have."""
    rng = np.random.default_rng(16)
    y, x = np.mgrid[:size, :size].astype(np.float64)
    angle, depth = np.arctan2(x - 128, y + 40), np.hypot(x - 128, y + 40)
    sector = (np.abs(angle) < 0.62) & (depth > 62) & (depth < 288)
    out, masks = [], []
    for t in range(frames):
        echo = 1.0 + 0.25 * cloud(np.random.default_rng(160), size, 10)
        cyst = ellipse(size, (110 + 2 * t, 130), (34, 26), 10)
        echo[cyst] = 0.03
        echo[(ellipse(size, (110 + 2 * t, 150), (30, 60)) & (y > 150) & ~cyst)] *= 1.5
        echo[ellipse(size, (182, 196), (22, 15))] = 2.3
        parts = [cv2.GaussianBlur(rng.normal(0, 1, (size, size)), (0, 0), sigmaX=1.4, sigmaY=0.8) for _ in range(2)]
        strength = np.hypot(*parts) * echo * np.exp(-depth / 420)
        decibel = 20 * np.log10(strength / strength.max() + 1e-3)
        frame = ((decibel + 48) / 48 * 255).clip(0, 255)
        frame[~sector] = 0
        image = frame.astype(np.uint8)
        cv2.putText(image, "DOE^JANE 19700101", (6, 14), cv2.FONT_HERSHEY_PLAIN, 0.9, 255, 1)
        out.append(image)
        masks.append(cyst & sector)
    return np.stack(out), {"cyst": np.stack(masks)}
