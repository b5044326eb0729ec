"""python -m study import csv|gift FILE and python -m study new bank|question ID: banks to be finished in an editor."""

import argparse
from pathlib import Path

from study import bringing, gift, table
from study.skeleton import KINDS, skeleton
from study.writing import Value, item, written


def main(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m study import", description=__doc__)
    parser.add_argument("format", choices=("csv", "gift"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--bank", help="its id; by default the file's name")
    parser.add_argument("--out", type=Path, default=Path("questions"))
    said = parser.parse_args(args)
    name = said.bank or bringing.slug(said.file.stem) or "imported"
    try:
        text = decoded(said.file.read_bytes())
        found = (
            bringing.from_rows(name, table.read(text))
            if said.format == "csv"
            else bringing.from_gift(name, gift.read(text))
        )
    except OSError as e:
        print(f"{said.file}: cannot be read: {e.strerror}")
        return 1
    except UnicodeDecodeError:
        print(f"{said.file}: is neither UTF-8 nor GBK - save it as UTF-8 and try again")
        return 1
    except gift.GiftError as e:
        print(f"{said.file}:{e.line}: {e.said}")
        return 1
    return save(found, said.out / f"{name}.yaml")


def new(args: list[str]) -> int:
    """Write the skeleton of a bank, or print that of a question to be pasted into one."""
    parser = argparse.ArgumentParser(prog="python -m study new", description=new.__doc__)
    parser.add_argument("what", choices=("bank", "question"))
    parser.add_argument("id", help="lower-case words joined by hyphens, like deep-learning")
    parser.add_argument("--kind", choices=KINDS, default="open", help="of a question")
    parser.add_argument("--out", type=Path, default=Path("questions"), help="folder for a bank")
    said = parser.parse_args(args)
    if bringing.slug(said.id) != said.id:
        print(f"{said.id}: an id must be lower-case words joined by hyphens, like deep-learning")
        return 2
    if said.what == "bank":
        return save(bringing.empty(said.id), said.out / f"{said.id}.yaml")
    print(item(skeleton(said.kind, said.id)), end="")
    return 0


def save(found: dict[str, Value], path: Path) -> int:
    """Write the bank beside the others, never over one."""
    try:
        with path.open("x", encoding="utf-8") as out:
            out.write(written(found))
    except FileExistsError:
        print(f"{path}: exists already - give another name with --bank, or remove it first")
        return 1
    except OSError as e:
        print(f"{path}: cannot be written: {e.strerror}")
        return 1
    print(f"{path}: written; finish what says TODO, then: python -m study check {path}")
    return 0


def decoded(data: bytes) -> str:
    """Text as UTF-8, or as GBK where it is not. Raises UnicodeDecodeError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
