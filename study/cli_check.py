"""python -m study check [PATH...] [--json]: everything wrong with the banks, each with file, line, column and cure."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from study.check import World, check
from study.problem import Problem
from study.text import Lang, Text


def main(args: list[str], world: World, history: Callable[[], frozenset[str]] = frozenset) -> int:
    """0 when nothing is wrong enough to keep a bank from being used, 1 when something is, 2 when there is no bank.

    `history` gives the ids that learners have answered; it is asked only when a whole folder is checked.
    """
    parser = argparse.ArgumentParser(prog="python -m study check", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("questions")], help="banks or folders of banks")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--lang", choices=("zh", "en"), default=spoken(os.environ), help="by default as LANG says")
    asked = parser.parse_args(args)
    paths = [p for path in asked.paths for p in (banks(path) if path.is_dir() else [path])]
    if not paths:
        print(f"{' '.join(map(str, asked.paths))}: no bank (*.yaml) in this folder", file=sys.stderr)
        return 2
    around = sorted({p for path in asked.paths if not path.is_dir() for p in banks(path.parent)} - set(paths))
    whole = any(path.is_dir() for path in asked.paths)
    problems = check(paths, world, around, history() if whole else frozenset())
    for problem in problems:
        print(json.dumps(problem.as_json(asked.lang), ensure_ascii=False) if asked.json else problem.show(asked.lang))
    if not asked.json:
        print(counted(len(paths), problems)(asked.lang))
    return int(any(p.level == "error" for p in problems))


def banks(folder: Path) -> list[Path]:
    """The banks of a folder, as the library takes them."""
    return sorted(p for p in folder.glob("*.y*ml") if p.suffix in (".yaml", ".yml") and not p.name.startswith("."))


def counted(files: int, problems: list[Problem]) -> Text:
    """The closing line."""
    errors, warnings, notices = (sum(p.level == level for p in problems) for level in ("error", "warning", "notice"))
    return Text(
        f"{files} 个文件：{errors} 个错误，{warnings} 个警告，{notices} 个提示",
        f"{files} file{_s(files)}: {errors} error{_s(errors)}, {warnings} warning{_s(warnings)}, "
        f"{notices} notice{_s(notices)}",
    )


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def spoken(environment: "os._Environ[str] | dict[str, str]") -> Lang:
    """The language that the environment asks for."""
    first = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := environment.get(k))), "")
    return "zh" if first.startswith("zh") else "en"
