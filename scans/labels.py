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


def spaced(between: tuple[float, float] | None) -> str:
    """Millimetres between rows and columns, as shown; empty when unknown."""
    return f"{between[0]:.4g} × {between[1]:.4g} mm" if between else ""
