"""python -m study check [PATH...] [--json]: everything wrong with the banks, each with file, line, column and cure."""

import argparse
import json
import os
from pathlib import Path

from study.check import World, check
from study.text import Lang


def main(args: list[str], world: World) -> int:
    parser = argparse.ArgumentParser(prog="python -m study check", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("questions")])
    parser.add_argument("--json", action="store_true", help="one JSON line each")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh" if _chinese() else "en")
    said = parser.parse_args(args)
    lang: Lang = said.lang
    paths = [p for path in said.paths for p in (sorted(path.glob("*.y*ml")) if path.is_dir() else [path])]
    problems = check(paths, world)
    for problem in problems:
        print(json.dumps(problem.as_json(lang), ensure_ascii=False) if said.json else problem.show(lang))
    errors = sum(p.level == "error" for p in problems)
    if not said.json:
        print(f"{len(paths)} files: {errors} errors, {len(problems) - errors} other")
    return 1 if errors or not paths else 0


def _chinese() -> bool:
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return said.startswith("zh")
