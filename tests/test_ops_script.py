"""The script taken home gives the same pixels as the exercise, for every exercise and every knob at both ends."""

import ast
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ops import Exercise, Pixels, Refused, exercises
from ops._script import call, script
from tests.ops_pictures import noise, pictures, second
from tests.test_ops import named, turns

EXERCISES = list(exercises().values())
MOST = None if os.environ.get("SCANPREP_ALL") == "1" else 3  # turns of each exercise
TURNS = [pytest.param(ex, v, id=call(ex, v)) for ex in EXERCISES for v in islice(turns(ex), MOST)]


def saved(name: str, picture: Pixels) -> str:
    """The picture in a file that keeps its depth; the name of that file."""
    path = f"{name}.png" if picture.dtype in (np.uint8, np.uint16) else f"{name}.tif"
    assert cv2.imwrite(path, picture[..., ::-1] if picture.ndim == 3 else picture)
    return path


def loaded(picture: Pixels) -> Pixels:
    """What the script wrote, as RGB."""
    path = "result.png" if picture.dtype in (np.uint8, np.uint16) else "result.tif"
    found = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    assert found is not None, f"{path} was not written"
    return found[..., ::-1] if found.ndim == 3 else found


def readable(ex: Exercise, values: Pixels) -> Iterator[Pixels]:
    """The pictures of each depth that cv2.imread gives back as they were written."""
    for picture in pictures(ex, values):
        signed_color = picture.dtype == np.int16 and picture.ndim == 3  # cvtColor takes none, and no scanner writes any
        if picture.dtype == np.uint8 or ("uint16" in ex.depths and not signed_color):
            yield picture


def ran(text: str) -> dict[str, Any]:
    there: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(text, "taken_home.py", "exec"), there)
    return there


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("ex", "values"), TURNS)
def test_the_script_gives_the_same_pixels(
    ex: Exercise, values: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    for picture in readable(ex, noise(31, 42)):
        other = second(ex, picture)
        paths = saved("image", picture), saved("second", other) if other is not None else "second.png"
        text = script(ex, values, *paths)
        try:
            expected = ex.apply(picture, values, other)
        except Refused as refused:
            with pytest.raises(ValueError, match=f"^{re.escape(refused.said.zh)}$"):
                ran(text)
            continue
        ran(text)
        np.testing.assert_array_equal(loaded(expected.image), expected.image)
        printed = capsys.readouterr().out
        assert printed == "".join(f"{key}: {value}\n" for key, value in expected.facts.items())


@pytest.mark.parametrize("ex", EXERCISES, ids=named)
def test_the_function_in_the_script_takes_every_depth(ex: Exercise) -> None:
    there: dict[str, Any] = {"__name__": "imported"}
    exec(script(ex, {}), there)
    for picture in pictures(ex, noise(31, 42)):
        other = second(ex, picture)
        out = there[ex.name](picture) if other is None else there[ex.name](picture, other)
        expected = ex.apply(picture, {}, other)
        np.testing.assert_array_equal(out[0] if isinstance(out, tuple) else out, expected.image)


def test_scripts_run_without_this_house(tmp_path: Path) -> None:
    saved("image", (noise(31, 42) * 255).astype(np.uint8))
    saved("second", (noise(42, 31) * 255).astype(np.uint8)[:31, :31])
    for ex in EXERCISES:
        (tmp_path / f"take_{ex.name}.py").write_text(script(ex, {}), "utf-8")
    (tmp_path / "all.py").write_text(
        "import glob, runpy, sys\n"
        "for path in sorted(glob.glob('take_*.py')):\n"
        "    runpy.run_path(path, run_name='__main__')\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('ops', 'study')))\n"
    )
    done = subprocess.run([sys.executable, "-I", "all.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ex", EXERCISES, ids=named)
def test_the_script_keeps_comments_and_docstring_and_no_annotations(ex: Exercise, lang: Any) -> None:
    text = script(ex, {}, lang=lang)
    tree = ast.parse(text)
    functions = {n.name: n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    assert ast.get_docstring(functions[ex.name]) == ast.get_docstring(ast.parse(inspect.getsource(ex.run)).body[0])  # type: ignore[arg-type]
    comments = [line.strip() for line in inspect.getsource(ex.run).splitlines() if line.strip().startswith("#")]
    assert all(comment in text for comment in comments)
    assert all(n.returns is None and all(a.annotation is None for a in n.args.args) for n in functions.values())
    defaults = [ast.literal_eval(d) for d in functions[ex.name].args.defaults]
    assert defaults == [knob.default for knob in ex.knobs]
    assert text.startswith(f"# {ex.title(lang)}: {call(ex, {})}\n# {ex.about(lang)}\n")
    assert f"cv2 {cv2.__version__}" in text
    for unwanted in ("Refused", "Annotated", "import ops", "from ops", "from study"):
        assert unwanted not in text


def test_a_missing_picture_is_said_and_not_a_traceback() -> None:
    with pytest.raises(SystemExit, match=r"^gone\.png: 读不出图像"):
        ran(script(EXERCISES[0], {}, "gone.png"))


def test_the_call_in_one_line() -> None:
    canny = exercises()["canny"]
    asked = {"low": "20", "l2": "true", "sigma": "junk"}
    assert call(canny, asked) == "canny(image, low=20, high=150, sigma=1.0, aperture=3, l2=True)"
    assert call(exercises()["scale"], {}) == 'scale(image, factor=0.25, interpolation="area")'


def test_a_path_cannot_break_out_of_its_quotes() -> None:
    path = 'a"b\\c\n图.png'
    there: dict[str, Any] = {}
    exec(script(EXERCISES[0], {}, path), there)
    assert there["SOURCE"] == path
