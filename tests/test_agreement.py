"""Agreement: the measures against tables worked out by hand, the intervals against laws, the files against typists."""

import json
from pathlib import Path
from random import Random

import pytest

from study import _labelled, cli_agreement
from study.agreement import Labelled, Table, below, compared, false_ticks, intervals, judge, total
from study.question import Open

POINTS = [
    {"id": "p1", "text": "filter", "any": ["滤波"]},
    {"id": "p2", "text": "edge", "any": ["边缘"]},
    {"id": "p3", "text": "noise", "any": ["噪声"]},
]
ASKED = Open.model_validate({"id": "q-one", "title": "t", "prompt": "p", "answer": "a", "points": POINTS})
QUESTIONS = {"q-one": ASKED}


@pytest.mark.parametrize(
    ("table", "precision", "recall", "f1", "kappa"),
    [
        # 40 + 35 of 100 agree; by chance 0.55 * 0.50 + 0.45 * 0.50 = 0.50, so kappa = (0.75 - 0.50) / 0.50
        (Table(40, 15, 10, 35), 40 / 55, 40 / 50, 80 / 105, 0.5),
        # Cohen's textbook table: 20 yes, 15 no, 10 and 5 split; (0.70 - 0.50) / 0.50
        (Table(20, 5, 10, 15), 20 / 25, 20 / 30, 40 / 55, 0.4),
        (Table(3, 0, 0, 7), 1.0, 1.0, 1.0, 1.0),
        # always at odds: agreement 0, by chance 0.5
        (Table(0, 5, 5, 0), 0.0, 0.0, 0.0, -1.0),
        # one judge always says yes: no better than chance
        (Table(6, 4, 0, 0), 0.6, 1.0, 12 / 16, 0.0),
        (Table(0, 0, 4, 6), None, 0.0, 0.0, 0.0),
        (Table(0, 0, 0, 9), None, None, None, None),
        (Table(), None, None, None, None),
    ],
)
def test_the_measures_are_those_worked_out_by_hand(
    table: Table, precision: float | None, recall: float | None, f1: float | None, kappa: float | None
) -> None:
    for name, expected in (("precision", precision), ("recall", recall), ("f1", f1), ("kappa", kappa)):
        assert table.measure(name) == (None if expected is None else pytest.approx(expected)), name


def test_every_point_is_one_decision() -> None:
    assert compared(ASKED, frozenset({"p1", "p2"}), frozenset({"p1", "p3"})) == Table(1, 1, 1, 0)
    assert total([Table(1, 2, 3, 4), Table(10, 20, 30, 40)]) == Table(11, 22, 33, 44)


def test_marking_is_held_against_the_first_reader() -> None:
    said = Labelled(ASKED, "a", "滤波可以去掉噪声。", frozenset({"p1", "p2"}), frozenset({"p1"}))
    assert judge(said).table() == Table(1, 1, 1, 0)
    assert judge(said).between_readers() == Table(1, 0, 1, 1)


def test_only_off_topic_styles_count_as_off_topic() -> None:
    judged = [judge(Labelled(ASKED, style, "滤波可以去掉噪声。", frozenset())) for style in ("a", "off-topic", "c3")]
    assert false_ticks(judged) == (sum(j.table().false for j in judged[1:]), 2)


def test_an_interval_holds_its_value_and_narrows_with_more_answers() -> None:
    few = [Table(3, 1, 1, 3), Table(2, 0, 2, 4), Table(4, 2, 0, 2), Table(1, 1, 0, 6)]
    narrow, wide = (intervals(t, Random(1), 300) for t in (few * 16, few))
    for name in ("precision", "recall", "f1", "kappa"):
        value = total(few).measure(name)
        assert value is not None
        for found in (narrow, wide):
            assert (ends := found[name]) is not None
            assert ends[0] < value < ends[1]
        a, b = narrow[name], wide[name]
        assert a is not None
        assert b is not None
        assert (a[1] - a[0]) / (b[1] - b[0]) == pytest.approx(0.25, abs=0.1)  # sixteen times the answers


def test_the_same_seed_gives_the_same_interval() -> None:
    tables = [Table(3, 1, 1, 3), Table(2, 0, 2, 4)]
    assert intervals(tables, Random(5)) == intervals(tables, Random(5))


def test_answers_that_are_all_alike_leave_no_doubt() -> None:
    assert intervals([Table(3, 1, 1, 3)] * 9, Random(5), 50)["precision"] == (0.75, 0.75)


def test_what_cannot_be_measured_is_below_its_floor() -> None:
    assert below(Table(3, 1, 0, 9), {"precision": 0.75, "recall": 1.0}) == []
    assert below(Table(3, 1, 0, 9), {"precision": 0.76}) == ["precision"]
    assert below(Table(0, 0, 0, 9), {"recall": 0.0}) == ["recall"]


GOOD = """
- question: q-one
  style: a
  answer: 滤波可以去掉噪声。
  covered: [p1]
  covered_by_second_reader: [p1, p3]
- question: q-one
  style: off-topic
  answer: 今天天气不错，我们去公园走走。
  covered: []
"""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, "utf-8")
    return path


def test_the_report_counts_what_is_in_the_file(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_agreement.main([str(good), "--json"], QUESTIONS) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["all"] | {"intervals": None} == {
        **{"answers": 2, "both": 1, "false": 1, "missed": 0, "neither": 4, "precision": 0.5, "recall": 1.0},
        **{"f1": pytest.approx(2 / 3), "kappa": pytest.approx(4 / 7), "intervals": None},
    }
    assert said["readers"]["answers"] == 1
    assert said["slices"]["off-topic"]["neither"] == 3
    assert said["questions"]["q-one"]["both"] == 1
    assert said["off_topic"] == {"answers": 1, "false_ticks": 0, "per_answer": 0.0}


def test_the_table_names_each_slice_and_each_disagreement(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_agreement.main([str(good), "--show"], QUESTIONS) == 0
    out = capsys.readouterr().out
    for words in ("style a ", "style off-topic ", "q-one ", "second reader", "false a q-one p3", "0.50 [0.50, 0.50]"):
        assert words in out


def test_a_floor_that_does_not_hold_makes_the_exit_code_1(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_agreement.main([str(good), "--floor-precision", "0.5", "--floor-recall", "1"], QUESTIONS) == 0
    assert cli_agreement.main([str(good), "--floor-precision", "0.51"], QUESTIONS) == 1
    assert "precision must be at least 0.51, got 0.50" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "where", "cure"),
    [
        ("- question: nobody\n  style: a\n  answer: x\n  covered: []", "entry 1: `question` 'nobody'", "take an id"),
        ("- question: q-one\n  style: a\n  answer: x\n  covered: [p1, p9]", "'p9', no point of q-one", "p1, p2, p3"),
        ("- question: q-one\n  style: a\n  answer: x\n  covered: p1", "`covered` must be a list", "write []"),
        ("- question: q-one\n  style: a\n  answer: x", "`covered` must be a list", "got nothing"),
        ("- question: q-one\n  style: a\n  answer: 12\n  covered: []", "`answer` must be a text", "in quotes"),
        ("- question: q-one\n  style: a\n  anser: x\n  covered: []", "`anser` is no key", "use question, style"),
        ("- just text", "entry 1: must be a mapping", "- question:"),
        ("question: q-one", "must be a list of answers", "- question:"),
        ("", "must be a list of answers", "- question:"),
        ("- question: [", ":1:", "indentation"),
        ("- question: q-one\n  question: q-one", ":2:3:", "-"),
    ],
)
def test_each_mistake_in_a_file_is_one_line_with_its_cure(
    text: str, where: str, cure: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, "utf-8")
    assert cli_agreement.main([str(path)], QUESTIONS) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if where in line and cure in line and line.startswith(str(path))] != []


def test_all_mistakes_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    entry = "- question: {}\n  style: a\n  answer: x\n  covered: [{}]\n"
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(entry.format("nobody", "p1") + entry.format("q-one", "p7"), "utf-8")
    paths = [tmp_path / name for name in ("one.yaml", "missing.yaml", "two.yaml")]
    with pytest.raises(_labelled.LabelledError) as caught:
        _labelled.read(paths, QUESTIONS)
    assert len(caught.value.lines) == 5
    assert "missing.yaml: cannot be read: No such file" in caught.value.lines[2]
