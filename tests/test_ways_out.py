"""Ways in and out of the banks, each against the program that will read it."""

import csv
import io
import json
from pathlib import Path

import pytest

from study import anki, gift, table
from study.question import Bank

OPEN = {
    "id": "q-open",
    "kind": "open",
    "title": {"zh": "卷积", "en": "Convolution"},
    "prompt": {
        "zh": "卷积是什么？用 $y = w*x$ 说明 {括号} ~ = #",
        "en": "What is convolution? Use $y_i < w*x$ {braces} ~ = # \\ :",
    },
    "answer": {"zh": "先讲**定义**。\n\n- 一\n- 二", "en": "First the **definition**.\n\n- one\n- two <b>"},
    "points": [{"id": "p1", "text": {"zh": "加权和", "en": "weighted sum"}, "any": ["加权和"]}],
}
CHOICE = {
    "id": "q-choice",
    "kind": "choice",
    "title": "t",
    "prompt": {"zh": "选哪个？", "en": "Which one?"},
    "trains": "q-open",
    "options": [
        {"text": {"zh": "甲 = 1", "en": "a = 1"}, "right": "yes", "why": {"zh": "对：因为", "en": "right: because"}},
        {"text": {"zh": "乙 ~ 2", "en": "b ~ 2"}, "why": {"zh": "不对", "en": "wrong"}},
        {"text": {"zh": "丙", "en": "c"}, "right": "yes", "why": {"zh": "也对", "en": "also right"}},
    ],
}
NUMBER = {
    "id": "q-number",
    "kind": "number",
    "title": "n",
    "prompt": {"zh": "输出多大？", "en": "What size?"},
    "trains": "q-open",
    "value": "3.5",
    "tolerance": "0.1",
    "solution": {"zh": "算一下 = 3.5", "en": "compute = 3.5"},
}


def bank(*questions: dict[str, object]) -> Bank:
    return Bank.model_validate({"bank": "b", "title": "B", "questions": list(questions or (OPEN, CHOICE, NUMBER))})


def test_gift_reads_back_what_it_wrote() -> None:
    found = gift.read(gift.write([bank()], "en"))
    assert [r.id for r in found] == ["q-open", "q-choice", "q-number"]
    assert found[0].prompt == OPEN["prompt"]["en"]  # type: ignore[index]
    assert found[0].feedback.startswith("First the **definition**.\n\n- one")
    assert [(t, r) for t, r, _ in found[1].options] == [("a = 1", True), ("b ~ 2", False), ("c", True)]
    assert found[1].options[0][2] == "right: because"
    assert found[2].number == ("3.5", "0.1")
    assert found[1].tags == ("b", "choice")


@pytest.mark.parametrize(
    ("text", "line"),
    [("no answer here", 1), ("\n\n::a:: good {=x}\n\n::b:: bad {=x", 5), ("bad }=x{", 1)],
)
def test_a_broken_gift_file_names_the_line(text: str, line: int) -> None:
    with pytest.raises(gift.GiftError) as e:
        gift.read(text)
    assert e.value.line == line


def test_csv_survives_excel_and_a_reader(tmp_path: Path) -> None:
    text = table.write([bank(OPEN | {"prompt": {"zh": "=1+1", "en": "@SUM(A1)"}}, CHOICE)])
    assert text.encode("utf-8").startswith(b"\xef\xbb\xbf"), "without a BOM Excel reads Chinese as Latin-1"
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0]["prompt_zh"] == "'=1+1"
    back = table.read(text)
    assert back[0]["prompt_zh"] == "=1+1"
    assert back[0]["answer_en"].startswith("First the **definition**")
    assert [r["id"] for r in back] == ["q-open", "q-choice"]


def test_csv_opens_in_pandas(tmp_path: Path) -> None:
    import pandas as pd

    (tmp_path / "b.csv").write_text(table.write([bank()]), "utf-8", newline="")
    frame = pd.read_csv(tmp_path / "b.csv")
    assert list(frame.columns) == list(table.COLUMNS)
    assert frame["title_zh"][0] == "卷积"


def test_anki_itself_imports_updates_and_keeps_the_schedule(tmp_path: Path) -> None:
    from anki.collection import Collection, ImportAnkiPackageRequest

    def load(col: Collection) -> tuple[int, int]:
        log = col.import_anki_package(ImportAnkiPackageRequest(package_path=str(tmp_path / "b.apkg"))).log
        return len(log.new), len(log.updated)

    col = Collection(str(tmp_path / "collection.anki2"))
    try:
        assert anki.write([bank()], tmp_path / "b.apkg", "en", 1_000_000_000.0) == 3
        assert load(col) == (3, 0)
        card = col.get_card(col.find_cards("Id:q-open")[0])
        card.start_timer()
        col.sched.answerCard(card, 3)
        before = col.get_card(card.id)
        edited = OPEN | {"prompt": {"zh": "改过", "en": "edited prompt"}}
        anki.write([bank(edited, CHOICE, NUMBER)], tmp_path / "b.apkg", "en", 2_000_000_000.0)
        assert load(col)[0] == 0
        assert col.note_count() == 3
        after = col.get_card(card.id)
        assert (after.reps, after.due, after.ivl) == (before.reps, before.due, before.ivl)
        assert after.reps == 1
        assert "edited prompt" in col.get_note(after.nid)["Prompt"]
    finally:
        col.close()


def test_anki_fields_are_html_with_formulas_untouched() -> None:
    assert anki.rendered("a $x_1 < *y*$ **b** <i>") == "<p>a \\(x_1 &lt; *y*\\) <strong>b</strong> &lt;i&gt;</p>\n"


def test_guids_hang_on_the_id_alone() -> None:
    assert anki.guid("q-open") == anki.guid("q-open") != anki.guid("q-choice")


def test_gift_pegjs_agrees(gift_oracle: "object") -> None:
    text = gift.write([bank()], "en")
    parsed = json.loads(gift_oracle(text))  # type: ignore[operator]
    essay, choice, number = [q for q in parsed if q["type"] != "Description"]
    assert essay["type"] == "Essay"
    assert essay["stem"] == {"format": "markdown", "text": OPEN["prompt"]["en"]}  # type: ignore[index]
    assert essay["globalFeedback"]["text"].startswith("First the **definition**.\n\n- one\n- two")
    assert essay["id"] == "q-open"
    assert essay["tags"] == ["b", "open"]
    assert [c["text"]["text"] for c in choice["choices"]] == ["a = 1", "b ~ 2", "c"]
    assert [c["weight"] for c in choice["choices"]] == [50, -100, 50]
    assert number["choices"] == {"type": "range", "number": 3.5, "range": 0.1}
