"""What a learner takes home: the exercise as a script of its own, with the knobs as they were turned."""

import importlib
import platform
from collections.abc import Mapping
from textwrap import indent

from ops._exercise import Exercise, Kind
from ops._source import carried, literal
from study.text import Lang, Text

ABSENT = Text(
    "读不出图像 - 请检查：文件在这个目录里吗？是 PNG、JPEG 或 TIFF 吗？Windows 上路径里有中文吗？",
    "cannot be read as a picture - is it in this folder, and is it PNG, JPEG or TIFF?",
)
HOW = Text("运行后结果存为 result.png。", "Writes its result to result.png.")


def call(ex: Exercise, values: Mapping[str, object]) -> str:
    """The call in one line: canny(image, low=50, high=150)."""
    pictures = ["image"] if ex.second is None else ["image", ex.second[0]]
    knobs = [f"{name}={literal(value)}" for name, value in ex.turn(values).items()]
    return f"{ex.name}({', '.join(pictures + knobs)})"


def script(
    ex: Exercise,
    values: Mapping[str, object],
    source: str = "image.png",
    second: str = "second.png",
    lang: Lang = "zh",
) -> str:
    """A Python file that needs nothing of ours: reads source, runs it, writes result.png, prints the facts."""
    turned = ex.turn(values)
    parts = carried(ex.run, turned, lang)
    imports = sorted(parts.imports | {"import cv2", "import sys"}, key=lambda line: (line != "import sys", line))
    names = f"SOURCE = {literal(source)}" + (f"\nSECOND = {literal(second)}" if ex.second else "")
    top = [
        _header(ex, turned, imports, lang) + "\n" + imports[0],
        "\n".join(imports[1:]),
        "\n".join([names, *parts.constants]),
    ]
    rest = [*parts.functions, _READ.format(absent=ABSENT(lang)), _main(ex), 'if __name__ == "__main__":\n    main()\n']
    return "\n\n\n".join(["\n\n".join(top), *rest])


def _header(ex: Exercise, turned: Mapping[str, object], imports: list[str], lang: Lang) -> str:
    lines = [
        f"{ex.title(lang)}: {call(ex, turned)}",
        ex.about(lang),
        HOW(lang),
        ", ".join([*_versions(imports), f"Python {platform.python_version()}"]),
    ]
    return indent("\n".join(lines), "# ")


def _versions(imports: list[str]) -> list[str]:
    roots = sorted({line.split()[1].partition(".")[0] for line in imports})
    found = {root: getattr(importlib.import_module(root), "__version__", None) for root in roots}
    return [f"{root} {version}" for root, version in found.items() if version]


_READ = """def read(path, flags):
    image = cv2.imread(path, flags)
    if image is None:
        sys.exit(f"{{path}}: {absent}")
    return image"""


def _main(ex: Exercise) -> str:
    lines = _reading("image", "SOURCE", ex.takes, ex.depths)
    if ex.second:
        lines += _reading(ex.second[0], "SECOND", ex.second[1], ex.depths)
    pictures = "image" if ex.second is None else f"image, {ex.second[0]}"
    lines.append(f"{'result, facts' if ex.facts else 'result'} = {ex.name}({pictures})")
    lines.append("if result.ndim == 3:")
    lines.append("    result = cv2.cvtColor(result, cv2.COLOR_RGB2BGR)")
    if {"int16", "float32"} & set(ex.depths):  # PNG would silently cut these to 8 bits
        lines.append('name = "result.png" if result.dtype in ("uint8", "uint16") else "result.tif"')
        lines.append("cv2.imwrite(name, result)")
    else:
        lines.append('cv2.imwrite("result.png", result)')
    if ex.facts:
        lines += ["for what, value in facts.items():", '    print(f"{what}: {value}")']
    return "def main():\n" + indent("\n".join(lines), "    ")


def _reading(name: str, path: str, kind: Kind, depths: tuple[str, ...]) -> list[str]:
    flags = {"gray": "cv2.IMREAD_GRAYSCALE", "color": "cv2.IMREAD_COLOR_RGB", "any": "cv2.IMREAD_ANYCOLOR"}[kind]
    if "uint16" in depths:  # otherwise imread brings everything down to 8 bits, which suits the exercise
        flags = "cv2.IMREAD_ANYDEPTH" if kind == "gray" else f"{flags} | cv2.IMREAD_ANYDEPTH"
    lines = [f"{name} = read({path}, {flags})"]
    if kind == "any":
        lines += [f"if {name}.ndim == 3:", f"    {name} = cv2.cvtColor({name}, cv2.COLOR_BGR2RGB)"]
    return lines
