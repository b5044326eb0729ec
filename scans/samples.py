"""The sample scans: made from seeds when first asked for, nothing licensed by others, truth masks to the pixel."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scans import phantoms
from scans.phantoms import Truth
from scans.scan import Scan, Window
from study.text import Text

Pixels = NDArray[np.generic]

BURNED_IN = Text(
    "像素里可能烧录了姓名等文字：上传真实影像前请先去除。",
    "Names may be burned into the pixels: remove them before you upload a real scan.",
)
MODALITY, SIZE, DEPTH = Text("模态", "Modality"), Text("大小", "Size"), Text("位深", "Depth")
FRAMES = Text("帧数", "Frames")
EIGHT = (Window(127.5, 255.0),)


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample scan. `make` draws its pixels and its truth masks; the rest says how a file would describe them."""

    id: str
    title: Text
    about: Text
    modality: str
    make: Callable[[], tuple[Pixels, Truth]]
    windows: tuple[Window, ...] = EIGHT
    unit: str = ""
    spacing: tuple[float, float] | None = None
    inverted: bool = False
    warnings: tuple[Text, ...] = ()


def samples() -> dict[str, Sample]:
    """Every sample by its id, in the order of the menu."""
    return {sample.id: sample for sample in _SAMPLES}


@cache
def sample(id: str) -> Scan:
    """A sample as a scan; KeyError when there is none of this id."""
    found = samples()[id]
    pixels = _drawn(id)[0]
    stack = pixels if (pixels.ndim == 3 and pixels.shape[-1] != 3) else pixels[None]
    facts = [(MODALITY, found.modality), (SIZE, f"{stack.shape[2]} × {stack.shape[1]}"), (DEPTH, str(stack.dtype))]
    if stack.shape[0] > 1:
        facts.append((FRAMES, str(stack.shape[0])))
    return Scan(
        np.ascontiguousarray(stack),
        found.windows,
        found.unit,
        found.spacing,
        found.inverted,
        tuple(facts),
        found.warnings,
    )


def truth(id: str) -> Truth:
    """The exact masks of a sample by name, (H, W) or (F, H, W); bool, or int32 labels from 1."""
    return _drawn(id)[1]


@cache
def _drawn(id: str) -> tuple[Pixels, Truth]:
    pixels, masks = samples()[id].make()
    for array in (pixels, *masks.values()):
        array.setflags(write=False)
    return pixels, masks


_SAMPLES = (
    Sample(
        "ct-abdomen",
        Text("腹部 CT", "CT abdomen"),
        Text("肝脏内有一处低密度病灶。", "A liver with a hypodense lesion."),
        "CT",
        phantoms.ct_abdomen,
        (
            Window(60, 400, Text("软组织窗", "Soft tissue")),
            Window(90, 180, Text("肝窗", "Liver")),
            Window(400, 1800, Text("骨窗", "Bone")),
            Window(-600, 1500, Text("肺窗", "Lung")),
        ),
        "HU",
        (0.78, 0.78),
    ),
    Sample(
        "mr-head",
        Text("头部 MR", "MR head"),
        Text("带偏置场与 Rician 噪声，有一处强化肿瘤。", "With a bias field and Rician noise; one enhancing tumour."),
        "MR",
        phantoms.mr_head,
        (Window(550, 1100), Window(700, 600, Text("高对比", "High contrast"))),
        "",
        (0.9, 0.9),
    ),
    Sample(
        "cr-chest",
        Text("胸部 X 线", "Chest radiograph"),
        Text("以 MONOCHROME1 存储：数值越大越黑。", "Stored as MONOCHROME1: high values are dark."),
        "CR",
        phantoms.cr_chest,
        (
            Window(2000, 3600),
            Window(2600, 1600, Text("肺野", "Lung fields")),
            Window(1100, 1600, Text("纵隔", "Mediastinum")),
        ),
        "",
        (0.35, 0.35),
        True,
    ),
    Sample(
        "cells",
        Text("荧光细胞核", "Fluorescent nuclei"),
        Text("45 个细胞核，很多相互接触。", "45 nuclei, many of them touching."),
        "SM",
        phantoms.cells,
    ),
    Sample(
        "retina-vessels",
        Text("眼底血管", "Retinal vessels"),
        Text("彩色眼底照片，光照不均。", "A colour fundus photograph, unevenly lit."),
        "OP",
        phantoms.retina_vessels,
    ),
    Sample(
        "us-cyst",
        Text("超声囊肿（多帧）", "Ultrasound cyst (frames)"),
        Text("散斑噪声，左上角烧录了一个虚构的姓名。", "Speckle, and an invented name burned into the corner."),
        "US",
        phantoms.us_cyst,
        EIGHT,
        "",
        None,
        False,
        (BURNED_IN,),
    ),
)
