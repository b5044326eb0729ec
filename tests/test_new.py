"""What `python -m study new` gives passes the checker but for its TODOs."""

from pathlib import Path

import pytest

from study import cli_import
from study.check import check
from study.question import Code, Solution
from study.skeleton import KINDS, skeleton
from tests.test_check import WORLD

HEAD = "# yaml-language-server: $schema=bank.schema.json\nbank: b\ntitle: {zh: 题库, en: Bank}\nquestions:\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_is_right_but_for_its_todos(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli_import.new(["question", "b-one", "--kind", kind]) == 0
    printed = capsys.readouterr().out
    (tmp_path / "b.yaml").write_text(HEAD + printed, "utf-8")
    problems = check([tmp_path / "b.yaml"], WORLD)
    assert problems
    assert {p.said.en for p in problems} <= {"TODO is still to be written", "there is no question `todo`"}
    todos = [p for p in problems if "TODO" in p.said.en]
    lines = (HEAD + printed).splitlines()
    assert all("TODO" in lines[p.line - 1] for p in todos)


def test_a_bank_is_written_once_and_never_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_import.new(["bank", "new-topic", "--out", str(tmp_path)]) == 0
    problems = check([tmp_path / "new-topic.yaml"], WORLD)
    assert {p.said.en for p in problems} == {"TODO is still to be written"}
    before = (tmp_path / "new-topic.yaml").read_bytes()
    assert cli_import.new(["bank", "new-topic", "--out", str(tmp_path)]) == 1
    assert (tmp_path / "new-topic.yaml").read_bytes() == before
    assert cli_import.new(["bank", "Not An Id", "--out", str(tmp_path)]) == 2
    assert "lower-case" in capsys.readouterr().out


def test_the_skeleton_of_a_coding_problem_has_every_part_of_a_solution() -> None:
    solution = skeleton("code", "b-one")["solution"]
    assert isinstance(solution, dict)
    assert set(solution) == set(Solution.model_fields)
    assert "solution" in Code.model_fields
