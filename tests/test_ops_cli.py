"""The command line: what it prints, what it exits with, and that it never shows a traceback."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ops import exercises
from ops.__main__ import main
from ops._batch import bar, outputs
from ops._script import script

ROOT = Path(__file__).parent.parent
GRAY = np.random.default_rng(2).integers(0, 256, (48, 64), np.uint8)
COLOR = np.random.default_rng(3).integers(0, 256, (48, 64, 3), np.uint8)
DEEP = np.random.default_rng(4).integers(0, 4096, (48, 64), np.uint16)


@pytest.fixture(autouse=True)
def folder_with_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cv2.imwrite("gray.png", GRAY)
    cv2.imwrite("color.png", COLOR[..., ::-1])
    cv2.imwrite("deep.png", DEEP)
    cv2.imwrite("图 像.png", GRAY)
    Path("notes.txt").write_text("not a picture")
    Path("cut.png").write_bytes(Path("gray.png").read_bytes()[:300])


def test_list_names_every_exercise(capsys: pytest.CaptureFixture[str]) -> None:
    main(["list"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(exercises())
    assert all(
        ex.title.zh in line and ex.title.en in line for ex, line in zip(exercises().values(), lines, strict=True)
    )


def test_list_as_json_says_all_that_a_slider_needs(capsys: pytest.CaptureFixture[str]) -> None:
    main(["list", "--json"])
    listed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in listed] == list(exercises())
    for one, ex in zip(listed, exercises().values(), strict=True):
        assert list(one) == ["name", "title", "group", "about", "takes", "knobs", "naive", "stages"]
        assert one["title"] == {"zh": ex.title.zh, "en": ex.title.en}
        assert (one["takes"], one["naive"], one["stages"]) == (ex.takes, ex.naive is not None, ex.stages is not None)
    [canny] = [one for one in listed if one["name"] == "canny"]
    assert canny["knobs"][0] == {
        "name": "low",
        "label": {"zh": "低阈值", "en": "Low threshold"},
        "default": 50,
        "low": 0,
        "high": 1000,
        "step": 1,
        "unit": "",
        "choices": [],
    }
    assert canny["knobs"][4]["choices"] == [False, True]


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        ("gray.png", ["canny", "--low", "20", "--high=90"], ("canny", GRAY, {"low": 20, "high": 90})),
        ("图 像.png", ["adaptive_threshold", "--c", "-5"], ("adaptive_threshold", GRAY, {"c": -5})),
        ("color.png", ["gaussian_blur", "--ksize", "7"], ("gaussian_blur", COLOR, {"ksize": 7})),
        ("deep.png", ["median_filter", "--ksize", "3"], ("median_filter", DEEP, {"ksize": 3})),
        ("gray.png", ["gray_mean"], ("gray_mean", np.dstack([GRAY] * 3), {})),
        ("color.png", ["canny"], ("canny", cv2.cvtColor(COLOR, cv2.COLOR_RGB2GRAY), {})),
    ],
    ids=["grey", "Chinese path", "colour", "16 bits kept", "grey to colour", "colour to grey"],
)
def test_run_writes_what_the_exercise_gives(
    source: str, words: list[str], expected: tuple[str, np.ndarray, dict[str, object]]
) -> None:
    name, picture, values = expected
    main(["run", words[0], source, "out.png", *words[1:]])
    found = cv2.imread("out.png", cv2.IMREAD_UNCHANGED)
    assert found is not None
    result = exercises()[name].apply(picture, values).image
    np.testing.assert_array_equal(found[..., ::-1] if found.ndim == 3 else found, result)
    assert found.dtype == result.dtype


def test_run_prints_the_facts_and_says_what_it_changed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", "otsu", "color.png", "out.png"])
    said = capsys.readouterr()
    threshold = exercises()["otsu"].apply(cv2.cvtColor(COLOR, cv2.COLOR_RGB2GRAY)).facts["threshold"]
    assert said.out.splitlines()[0] == f"Threshold: {threshold:g}"
    assert said.err == "ops: color.png: colour to grey (Rec. 601 weights)\n"


def test_run_shows_deep_pictures_through_their_window_where_eight_bits_are_needed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["run", "canny", "deep.png", "out.png"])
    assert "deep.png: shown through its window, uint16 · " in capsys.readouterr().err
    assert Path("out.png").exists()


def test_run_takes_a_ct_slice_in_hounsfield_units(capsys: pytest.CaptureFixture[str]) -> None:
    from pydicom.data import get_testdata_file

    main(["run", "otsu", str(get_testdata_file("CT_small.dcm")), "out.png"])
    said = capsys.readouterr()
    assert said.err == ""
    assert -1024 < float(said.out.splitlines()[0].removeprefix("Threshold: ")) < 1000
    main(["run", "gaussian_blur", str(get_testdata_file("CT_small.dcm")), "out.png"])
    assert "written as 0 … 65535, a PNG holds nothing else" in capsys.readouterr().err
    assert cv2.imread("out.png", cv2.IMREAD_UNCHANGED).dtype == np.uint16


def test_script_prints_the_script(capsys: pytest.CaptureFixture[str]) -> None:
    main(["script", "canny", "--low", "20", "--l2", "true"])
    assert capsys.readouterr().out == script(exercises()["canny"], {"low": 20, "l2": True})


WRONG = [
    ([], 2, "the following arguments are required: command"),
    (["bogus"], 2, "invalid choice: 'bogus'"),
    (["run", "canny"], 2, "the following arguments are required: INPUT, OUTPUT"),
    (["run", "cany", "gray.png", "o.png"], 2, "cany: no such exercise, must be one of gray_weighted, "),
    (["run", "canny", "gray.png", "o.jpg"], 2, "o.jpg: OUTPUT must end in .png"),
    (["run", "canny", "gray.png", "o.png", "--lo", "1"], 2, "canny: no knob --lo, must be one of: --low, --high, "),
    (["run", "gray_mean", "gray.png", "o.png", "--x", "1"], 2, "gray_mean: no knob --x, must be one of: none at all"),
    (["run", "canny", "gray.png", "o.png", "--low"], 2, "canny: --low must have a value"),
    (["run", "canny", "gray.png", "o.png", "50"], 2, "canny: '50' must be --knob value"),
    (["run", "canny", "gray.png", "o.png", "--low", "x"], 2, "canny: --low must be 0..1000, got 'x'"),
    (["run", "canny", "gray.png", "o.png", "--low", "nan"], 2, "canny: --low must be 0..1000, got 'nan'"),
    (["run", "canny", "gray.png", "o.png", "--low", "-1"], 2, "canny: --low must be 0..1000, got '-1'"),
    (["run", "mean_filter", "gray.png", "o.png", "--ksize", "4"], 2, "must be 1..31px in steps of 2 from 1, got '4'"),
    (["run", "sobel", "gray.png", "o.png", "--direction", "z"], 2, "--direction must be both, x, y, got 'z'"),
    (["run", "canny", "gray.png", "o.png", "--l2", "maybe"], 2, "--l2 must be false, true, got 'maybe'"),
    (["script", "canny", "--low", "x"], 2, "canny: --low must be 0..1000, got 'x'"),
    (["script", "cany"], 2, "cany: no such exercise"),
    (["run", "canny", "gone.png", "o.png"], 1, "gone.png: No such file or directory"),
    (["run", "canny", ".", "o.png"], 1, ".: Is a directory"),
    (["run", "canny", "notes.txt", "o.png"], 1, "notes.txt: "),
    (["run", "canny", "cut.png", "o.png"], 1, "cut.png: "),
    (["run", "canny", "gray.png", "o.png", "--low", "200"], 1, "low threshold 200 is above the high one 150 - move"),
    (["run", "canny", "gray.png", "no/such/folder/o.png"], 1, "no/such/folder/o.png: No such file or directory"),
]


@pytest.mark.parametrize(("words", "code", "said"), WRONG, ids=[" ".join(words) for words, *_ in WRONG])
def test_what_cannot_be_done_is_said_in_one_line(
    words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("ops: ")
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert not Path("o.png").exists()


def test_the_command_itself_speaks_utf_8_and_stands_a_closed_pipe() -> None:
    command = f"LC_ALL=C PYTHONUTF8=0 {sys.executable} -m ops script canny | head -n 1"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, timeout=60)
    assert done.stdout.decode("utf-8").startswith("# Canny 边缘检测: canny(image, low=50")
    assert done.stderr == b""


# folders


def folder(*names: str) -> Path:
    """A folder in/ with pictures under these names: what is no .txt is grey noise."""
    Path("in").mkdir()
    for number, name in enumerate(names):
        picture = np.roll(GRAY, number, 1)
        data = b"not a picture" if name.endswith(".txt") else cv2.imencode(".png", picture)[1].tobytes()
        (Path("in") / name).write_bytes(data)
    return Path("in")


def left(words: list[str]) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    return int(stopped.value.code or 0)


def test_a_folder_is_run_file_by_file(capsys: pytest.CaptureFixture[str]) -> None:
    folder("b.png", "a.tif", ".hidden.png")
    main(["run", "otsu", "in", "deep/out", "--invert", "true"])
    assert sorted(p.name for p in Path("deep/out").iterdir()) == [".ops-run.json", "a.png", "b.png"]
    for name, number in (("b", 0), ("a", 1)):
        found = cv2.imread(f"deep/out/{name}.png", cv2.IMREAD_UNCHANGED)
        expected = exercises()["otsu"].apply(np.roll(GRAY, number, 1), {"invert": True})
        np.testing.assert_array_equal(found, expected.image)
    said = capsys.readouterr()
    assert [line.split("\t")[0] for line in said.out.splitlines()] == ["a.png", "b.png"]
    assert "Threshold: " in said.out
    assert said.err.splitlines()[-1] == "ops: 2 of 2, 0 failed"


def test_what_is_done_is_not_done_again(capsys: pytest.CaptureFixture[str]) -> None:
    folder("a.png", "b.png")
    main(["run", "canny", "in", "out"])
    Path("out/a.png").write_bytes(b"as it was")
    Path("out/b.png").unlink()
    capsys.readouterr()
    main(["run", "canny", "in", "out"])
    assert Path("out/a.png").read_bytes() == b"as it was"
    assert cv2.imread("out/b.png") is not None
    assert capsys.readouterr().out == "b.png\n"


def test_one_bad_file_stops_nothing_and_is_listed_by_its_output(capsys: pytest.CaptureFixture[str]) -> None:
    folder("a.png", "doe_john.txt", "z.png")
    (Path("in") / "cut.png").write_bytes(Path("cut.png").read_bytes())
    assert left(["run", "canny", "in", "out"]) == 1
    assert sorted(p.name for p in Path("out").glob("*.png")) == ["a.png", "z.png"]
    assert not list(Path("out").glob("*.part"))
    said = capsys.readouterr().err
    assert "ops: doe_john.png: " in said
    assert "ops: cut.png: " in said
    assert "doe_john.txt" not in said
    assert said.endswith("ops: 2 of 4 not written\n")
    assert "doe" not in Path("out/.ops-run.json").read_text("utf-8")


def test_refused_pictures_are_listed_too(capsys: pytest.CaptureFixture[str]) -> None:
    folder("a.png", "b.png")
    assert left(["run", "canny", "in", "out", "--low", "200"]) == 1
    assert capsys.readouterr().err.count("the low threshold 200 is above the high one 150") == 2


@pytest.mark.parametrize("words", [["otsu"], ["canny", "--low", "20"]], ids=["another exercise", "another knob"])
def test_a_folder_of_other_results_is_left_alone(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    folder("a.png")
    main(["run", "canny", "in", "out"])
    before = Path("out/a.png").read_bytes()
    assert left(["run", words[0], "in", "out", *words[1:]]) == 2
    assert "holds results of other knobs" in capsys.readouterr().err
    assert Path("out/a.png").read_bytes() == before
    assert left(["run", "canny", "in", "in"]) == 2
    assert "must be empty, or hold an earlier run" in capsys.readouterr().err


def test_a_second_picture_serves_all_files_and_belongs_to_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    folder("a.png", "b.png")
    main(["run", "dice", "in", "out", "--truth", "gray.png", "--low", "0"])
    assert capsys.readouterr().out.count("Dice (0 to 1): ") == 2
    cv2.imwrite("other.png", GRAY // 2)
    assert left(["run", "dice", "in", "out", "--truth", "other.png", "--low", "0"]) == 2


def test_what_happened_to_every_file_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in").mkdir()
    for name in ("a.png", "b.png"):
        cv2.imwrite(f"in/{name}", COLOR)
    main(["run", "canny", "in", "out"])
    assert capsys.readouterr().err.count("colour to grey") == 1


def test_an_empty_folder_and_a_file_for_a_folder_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in").mkdir()
    assert left(["run", "canny", "in", "out"]) == 1
    assert left(["run", "canny", "gray.png", "out"]) == 2
    folder_like = Path("out")
    folder_like.write_text("a file")
    (Path("in") / "a.png").write_bytes(Path("gray.png").read_bytes())
    assert left(["run", "canny", "in", "out"]) == 2
    said = capsys.readouterr().err
    assert "in: no files in this folder" in said
    assert "out: OUTPUT must end in .png" in said
    assert "out: File exists" in said


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.png", "b"], ["a.png", "b.png"]),
        (["1.2.3", "1.2.4"], ["1.2.3.png", "1.2.4.png"]),
        (["a.jpg", "a.tif"], ["a.jpg.png", "a.tif.png"]),
        (["a.jpg", "a.jpg.tif", "a.tif"], ["a.jpg.png", "a.jpg.tif.png", "a.tif.png"]),
        (["A.png", "a.jpg"], ["A.png.png", "a.jpg.png"]),
    ],
)
def test_no_two_files_share_an_output(names: list[str], expected: list[str]) -> None:
    assert outputs(names) == expected


def test_the_bar_fills() -> None:
    assert bar(0, 4, 0) == f"[{'.' * 30}] 0 / 4"
    assert bar(2, 4, 1) == f"[{'#' * 15}{'.' * 15}] 2 / 4, 1 failed"
    assert bar(4, 4, 0) == f"[{'#' * 30}] 4 / 4"


def test_a_run_that_is_stopped_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    folder("a.png", "b.png")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ops.__main__._bar", interrupted)
    assert left(["run", "canny", "in", "out"]) == 130
    assert "the same command goes on from here" in capsys.readouterr().err
    assert [p.name for p in Path("out").glob("*.png")] == ["a.png"]
