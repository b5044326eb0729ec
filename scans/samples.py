"""The sample scans: made from seeds when first asked for, with truth masks exact to the pixel."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from scans import depth, labels, presets
from scans.phantoms.cells import cells
from scans.phantoms.cr_chest import cr_chest
from scans.phantoms.ct_abdomen import ct_abdomen
from scans.phantoms.draw import Pixels, Truth
from scans.phantoms.mr_head import mr_head
from scans.phantoms.retina_vessels import retina_vessels
from scans.phantoms.us_cyst import us_cyst
from scans.scan import Scan, Window
from study.text import Text


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample. `make` draws pixels and truth; the rest is what a DICOM file of it says."""

    id: str
    title: Text
    about: Text
    make: Callable[[], tuple[Pixels, Truth]]
    modality: str
    bits: tuple[int, int]  # stored, allocated
    photometric: str = "MONOCHROME2"
    windows: tuple[Window, ...] = ()
    unit: str = ""
    spacing: tuple[float, float] | None = None
    line: tuple[int, int] = (1, 0)  # slope and intercept from stored to measured values


_SAMPLES = (
    Sample(
        "ct-abdomen",
        Text("腹部 CT", "CT of the abdomen"),
        Text(
            "上腹部轴位、门静脉期，单位 HU；肝右叶有一处低密度病灶。",
            "Upper abdomen, axial, portal phase, in HU; a hypodense lesion in the right lobe of the liver.",
        ),
        ct_abdomen,
        "CT",
        (12, 16),
        windows=presets.CT[:1],
        unit="HU",
        spacing=(0.78, 0.78),
        line=(1, -1024),
    ),
    Sample(
        "mr-head",
        Text("头部 MR", "MR of the head"),
        Text(
            "T1 增强轴位，带线圈偏置场和 Rician 噪声；有一处环形强化肿瘤及水肿。",
            "T1 after contrast, axial, with a coil's bias field and Rician noise; a tumour with an enhancing rim.",
        ),
        mr_head,
        "MR",
        (12, 16),
        windows=(Window(520, 1040), Window(620, 520, Text("灰白质对比", "Grey against white matter"))),
        spacing=(0.9, 0.9),
    ),
    Sample(
        "cr-chest",
        Text("胸部 X 光片", "Chest radiograph"),
        Text(
            "正位片，以 MONOCHROME1 存储：数值越大越黑；右肺有一个结节。",
            "Frontal view, stored as MONOCHROME1: high values are dark; a nodule in the right lung.",
        ),
        cr_chest,
        "CR",
        (12, 16),
        "MONOCHROME1",
        windows=(
            Window(2048, 4096),
            Window(2700, 2200, Text("肺野", "Lung fields")),
            Window(1000, 1800, Text("纵隔与骨", "Mediastinum and bone")),
        ),
        spacing=(0.35, 0.35),
    ),
    Sample(
        "cells",
        Text("荧光细胞核", "Fluorescent nuclei"),
        Text(
            "45 个细胞核，一半以上相互接触，适合练习分割和计数。",
            "45 nuclei, more than half of them touching: to segment and count.",
        ),
        cells,
        "SM",
        (8, 8),
    ),
    Sample(
        "retina-vessels",
        Text("眼底血管", "Retinal vessels"),
        Text(
            "彩色眼底照片：光照不均，血管由粗到细。",
            "A colour photograph of the fundus: uneven light, vessels from wide to thin.",
        ),
        retina_vessels,
        "OP",
        (8, 8),
        "RGB",
    ),
    Sample(
        "us-cyst",
        Text("超声囊肿（8 帧）", "Ultrasound of a cyst (8 frames)"),
        Text(
            "散斑噪声、后方回声增强与声影；左上角烧录了一个虚构的姓名。",
            "Speckle, enhancement behind the cyst, a shadow behind the lesion; an invented name is burned in.",
        ),
        us_cyst,
        "US",
        (8, 8),
    ),
)


def samples() -> dict[str, Sample]:
    """Every sample by its id, in the order of the menu."""
    return {one.id: one for one in _SAMPLES}


@cache
def sample(id: str) -> Scan:
    """A sample as a scan; KeyError when there is none of this id."""
    one = samples()[id]
    pixels = _drawn(id)[0]
    frames = pixels if one.photometric != "RGB" and pixels.ndim == 3 else pixels[None]
    usual, _ = depth.windows(frames)
    named = (*one.windows, *(presets.CT[1:] if one.unit == "HU" else ()), *usual)
    return Scan(
        frames,
        named,
        one.unit,
        one.spacing,
        one.photometric == "MONOCHROME1",
        _facts(one, frames),
        (labels.BURNED_IN,) * (one.modality == "US"),
    )


@cache
def masks() -> dict[str, Text]:
    """The exact masks that can stand as a second picture: "ct-abdomen.liver" and what it is called."""
    return {
        f"{one.id}.{name}": Text(f"{one.title.zh}：{called.zh}（真值）", f"{one.title.en}: {called.en} (truth)")
        for one in _SAMPLES
        for name, called in labels.MASKS.items()
        if name in _drawn(one.id)[1]
    }


@cache
def mask(id: str) -> Scan:
    """A mask of masks() as a scan of 0 and 255, frames as the sample has; KeyError when there is none of this id."""
    of, _, name = id.partition(".")
    if id not in masks():
        raise KeyError(id)
    pixels = truth(of)[name].astype(np.uint8) * 255
    frames = pixels if pixels.ndim == 3 else pixels[None]
    return Scan(frames, (Window(127.5, 255.0),), "", samples()[of].spacing)


def truth(id: str) -> Truth:
    """The exact masks of a sample by name: bool (H, W), or (F, H, W) when it has frames; int32 `labels` from 1."""
    return _drawn(id)[1]


def _facts(one: Sample, frames: Pixels) -> tuple[tuple[Text, str], ...]:
    facts = {
        labels.MODALITY: one.modality,
        labels.SIZE: f"{frames.shape[2]} × {frames.shape[1]}",
        labels.FRAMES: str(len(frames)) if len(frames) > 1 else "",
        labels.BITS: f"{one.bits[0]} / {one.bits[1]}",
        labels.PHOTOMETRIC: one.photometric,
        labels.SPACING: labels.spaced(one.spacing),
        labels.LINE: f"{one.line[0]}, {one.line[1]}" if one.line != (1, 0) else "",
        labels.UNIT: one.unit,
    }
    return tuple((label, value) for label, value in facts.items() if value)


@cache
def _drawn(id: str) -> tuple[Pixels, Truth]:
    pixels, masks = samples()[id].make()
    for array in (pixels, *masks.values()):
        array.setflags(write=False)
    return np.ascontiguousarray(pixels), masks
