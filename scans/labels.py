"""The names of the facts beside a scan, and the warning about names in the pixels."""

from study.text import Text

FORMAT = Text("格式", "Format")
MODALITY = Text("模态", "Modality")
SIZE = Text("尺寸", "Size")
FRAMES = Text("帧数", "Frames")
KIND = Text("像素类型", "Pixel type")
BITS = Text("位深", "Bits")
PHOTOMETRIC = Text("光度解释", "Photometric")
SYNTAX = Text("传输语法", "Transfer syntax")
SPACING = Text("像素间距", "Spacing")
LINE = Text("斜率与截距", "Slope, intercept")
UNIT = Text("单位", "Unit")

BURNED_IN = Text(
    "图像里可能烧录了姓名、日期等患者信息，请先去标识再使用或分享。",
    "Names or dates may be burned into this picture. De-identify it before you use or share it.",
)
IN_OVERLAY = Text(
    "这个文件带有叠加层，上面可能写着姓名、日期等患者信息，因此默认不显示；使用或分享前请先去标识。",
    "This file has an overlay. Names or dates may be written on it, so it is not shown until you ask. De-identify it "
    "before you use or share it.",
)


def spaced(between: tuple[float, float] | None) -> str:
    """Millimetres between rows and columns, as shown; empty when unknown."""
    return f"{between[0]:.4g} × {between[1]:.4g} mm" if between else ""


# What the exact masks of the samples show.
MASKS = {
    "liver": Text("肝", "liver"),
    "lesion": Text("病灶", "lesion"),
    "spleen": Text("脾", "spleen"),
    "kidneys": Text("肾", "kidneys"),
    "bone": Text("骨", "bone"),
    "body": Text("体部", "body"),
    "brain": Text("脑", "brain"),
    "white": Text("白质", "white matter"),
    "gray": Text("灰质", "grey matter"),
    "csf": Text("脑脊液", "CSF"),
    "tumour": Text("肿瘤", "tumour"),
    "edema": Text("水肿", "oedema"),
    "lungs": Text("肺", "lungs"),
    "heart": Text("心脏", "heart"),
    "nodule": Text("结节", "nodule"),
    "foreground": Text("细胞核", "nuclei"),
    "vessel": Text("血管", "vessels"),
    "disc": Text("视盘", "optic disc"),
    "fov": Text("视野", "field of view"),
    "cyst": Text("囊肿", "cyst"),
    "sector": Text("扇形视野", "sector"),
}
