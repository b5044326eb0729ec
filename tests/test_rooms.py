"""The house rules. A room's row lists everything from outside the standard library that it may import."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Longest prefix wins: study/store.py has a row of its own, study/ holds for the rest of the room.
MAY_IMPORT = {
    "ops": {"cv2", "numpy", "skimage", "ops", "study.text"},
    "ops/__main__.py": {"cv2", "numpy", "ops", "scans", "study.text"},
    "ops/_files.py": {"cv2", "numpy", "ops", "scans"},
    "scans": {"cv2", "numpy", "pydicom", "nibabel", "imagecodecs", "PIL", "scans", "study.text"},
    "study": {"pydantic", "pydantic_core", "fsrs", "rapidfuzz", "pypinyin", "opencc", "study"},
    "study/text.py": set(),
    "study/question.py": {"pydantic", "pydantic_core", "study.text"},
    "study/_yaml.py": {"yaml", "study"},
    "study/bank.py": {"yaml", "pydantic", "study"},
    "study/anki.py": {"genanki", "markdown_it", "study"},
    "study/store.py": {"sqlalchemy", "study"},
    "study/reports.py": {"sqlalchemy", "study"},
    "study/interviews.py": {"sqlalchemy", "study"},
    "study/debrief_page.py": {"markdown_it", "study"},
    "study/prose.py": {"markdown_it", "mdit_py_plugins", "latex2mathml", "study"},
    "study/database": {"sqlalchemy", "alembic", "pysqlite3", "study"},
    "study/__main__.py": {"ops", "scans", "study"},
    "server": {"starlette", "cv2", "numpy", "ops", "scans", "study", "server"},
    "app.py": {"streamlit", "starlette", "server"},
}
EVERYTHING = ("pages", "tests", "benchmarks")
# What makes a result depend on something else than the arguments.
IMPURE = {"random", "time", "os", "pathlib", "io", "socket", "subprocess", "urllib", "tempfile", "shutil"}
TOUCHES_FILES = ("ops/_files.py",)
PURE = ("ops", "study/text.py", "study/question.py", "study/marking.py", "study/memory.py", "study/sitting.py")
PURE += ("study/interview.py", "study/interview_plan.py", "study/debrief.py", "study/debrief_page.py")


def sources() -> list[Path]:
    found = [ROOT / "app.py", *(p for room in ("ops", "scans", "study", "server") for p in (ROOT / room).rglob("*.py"))]
    return sorted(found)


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    return names | {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module and not n.level}


def row(path: Path) -> str:
    name = path.relative_to(ROOT).as_posix()
    return max((room for room in MAY_IMPORT if name == room or name.startswith(room + "/")), key=len)


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_room_imports_only_what_its_row_says(path: Path) -> None:
    allowed = MAY_IMPORT[row(path)]
    foreign = {n for n in imported(path) if n.split(".")[0] not in sys.stdlib_module_names}
    extra = {n for n in foreign if not any(n == a or n.startswith(a + ".") for a in allowed)}
    assert not extra, f"{path.relative_to(ROOT)} imports {', '.join(sorted(extra))}; {row(path)} may not"


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_pure_rooms_see_no_clock_no_files_and_no_chance(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    if (
        name.endswith("__main__.py")
        or name in TOUCHES_FILES
        or not any(name == p or name.startswith(p + "/") for p in PURE)
    ):
        return
    impure = {n.split(".")[0] for n in imported(path)} & IMPURE
    assert not impure, f"{name} imports {', '.join(sorted(impure))}; what is pure takes it as an argument"


def test_every_room_is_in_the_table() -> None:
    rooms = {p.parent.relative_to(ROOT).parts[0] for p in ROOT.glob("*/*.py") if not p.parent.name.startswith(".")}
    assert rooms <= {r.split("/")[0] for r in MAY_IMPORT} | {*EVERYTHING}


def test_the_table_would_notice(tmp_path: Path) -> None:
    spot = tmp_path / "spot.py"
    spot.write_text("import streamlit\nfrom os import path\ndef f():\n    import pandas.core\n")
    assert imported(spot) == {"streamlit", "os", "pandas.core"}
