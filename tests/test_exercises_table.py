"""The page of all exercises is what the command would write now."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from ops import exercises
from server import exercises_table as table

CURE = "run: python -m server.exercises_table"


@pytest.fixture(scope="module")
def asked() -> list[table.Question]:
    return list(table.questions().values())


def test_the_page_is_current(asked: list[table.Question]) -> None:
    assert table.PAGE.read_text("utf-8") == table.page(exercises(), asked), CURE


def test_there_is_a_picture_of_every_exercise_and_no_other() -> None:
    assert {p.stem for p in table.PICTURES.glob("*.png")} == set(exercises()), CURE


@pytest.mark.parametrize("name", exercises())
def test_the_picture_is_what_the_exercise_gives(name: str) -> None:
    path = table.PICTURES / f"{name}.png"
    kept, now = cv2.imread(str(path), cv2.IMREAD_UNCHANGED), table.thumbnail(exercises()[name])
    assert kept is not None, CURE
    assert kept.shape == now.shape, CURE
    assert max(kept.shape[:2]) <= 160
    assert path.stat().st_size < 50_000
    # another OpenCV rounds a little differently, which may tip a pixel into the next of 32 levels
    assert np.abs(kept.astype(int) - now.astype(int)).mean() < 4, CURE


def test_every_exercise_has_one_row_and_every_question_its_place(asked: list[table.Question]) -> None:
    rows = [line for line in table.page(exercises(), asked).splitlines() if line.startswith("| <img")]
    assert [row.split("`")[1] for row in rows] == list(exercises())
    assert all(row.replace("\\|", "").count("|") == 5 for row in rows)
    for question in asked:
        for one in question.tries:
            [row] = [row for row in rows if f"`{one.exercise}`" in row]
            assert f"`{question.id}`" in row


def test_the_command_takes_away_what_is_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {name: exercises()[name] for name in ("canny", "otsu")}
    monkeypatch.setattr(table, "PAGE", tmp_path / "exercises.md")
    monkeypatch.setattr(table, "PICTURES", tmp_path / "exercises")
    monkeypatch.setattr(table, "exercises", lambda: few)
    monkeypatch.setattr(table, "questions", dict)
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "gone.png").write_bytes(b"old")
    assert table.write() == 2
    assert sorted(p.name for p in (tmp_path / "exercises").iterdir()) == ["canny.png", "otsu.png"]
    assert "`canny`" in (tmp_path / "exercises.md").read_text("utf-8")
