"""The Banks page through Streamlit's test harness: every view in both languages, read-only where others look on."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.banks_files import excerpt
from pages.banks_out import made
from study import home
from study.report import Report
from study.review import Rating
from tests.patience import until
from tests.revealed import boxes, tick
from tests.reviews import review

ROOT = Path(__file__).parent.parent
ROUTER = str(ROOT / "pages" / "router.py")
ID = "dl-overfitting-underfitting"


@pytest.fixture(autouse=True)
def banks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with two banks, and nobody's history."""
    home.reset()
    folder = tmp_path / "banks"
    folder.mkdir()
    for name in ("dl.yaml", "dl-drill.yaml"):
        shutil.copy(ROOT / "questions" / name, folder)
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SCANPREP_BANKS", str(folder))
    monkeypatch.setattr("pages.shared.visitor_of", lambda cookies: "visitor")
    monkeypatch.setattr("pages.shared.on_own_machine", lambda: True)
    monkeypatch.setattr("pages.banks_state.open_here", lambda: True)
    yield folder
    home.reset()


def opened(view: str = "files", lang: str = "zh", **query: str) -> AppTest:
    at = AppTest.from_file(ROUTER, default_timeout=30)
    at.session_state["lang"] = lang
    at.run()
    for name, value in (query | {"view": view}).items():
        at.query_params[name] = value
    at.switch_page("banks.py").run()
    assert not at.exception, at.exception
    return at


def text(at: AppTest) -> str:
    places = (at.header, at.subheader, at.markdown, at.caption, at.info, at.warning, at.button, at.text, at.code)
    parts = [str(getattr(e, "value", "")) + str(getattr(e, "label", "")) for place in places for e in place]
    return "\n".join([*parts, *(e.label for e in at.expander)])


@pytest.mark.parametrize(
    ("view", "zh", "en"),
    [
        ("files", "已上线", "live"),
        ("preview", "找到 ", " found"),
        ("numbers", "还没有人答过题", "Nobody has answered yet"),
        ("suggestions", "还没有改过判分", "No learner has corrected"),
        ("reports", "没有反馈", "No reports"),
        ("export", "导入 Anki", "into Anki"),
    ],
)
def test_every_view_speaks_both_languages(view: str, zh: str, en: str) -> None:
    assert zh in text(opened(view))
    assert en in text(opened(view, "en"))


def test_a_broken_file_keeps_its_last_good_version_and_shows_the_line(banks: Path) -> None:
    library = home.library()
    path = banks / "dl.yaml"
    path.write_text(path.read_text("utf-8").replace("difficulty: 1", "difficulty： 1", 1), "utf-8")
    until(lambda: path in library.shelf.stale)
    shown = text(opened("files"))
    assert "线上是上一个好的版本" in shown
    assert "difficulty： 1\n" in shown
    assert "全角" in shown
    assert ID in library.shelf.questions


def test_the_caret_stands_below_its_column_also_after_chinese() -> None:
    assert excerpt("  - id: x", 7, 5) == "7 |   - id: x\n  |     ^"
    above, below = excerpt("标题: 甲乙", 12, 5).split("\n")
    assert above == "12 | 标题: 甲乙"
    assert below == "   | \u3000\u3000  ^"
    long = excerpt("x" * 500 + "!" + "y" * 500, 1, 501).split("\n")
    assert long[0][long[1].index("^")] == "!"
    assert len(long[0]) < 120


def test_a_question_is_previewed_and_a_trial_answer_marked_without_a_trace() -> None:
    at = opened("preview", q=ID)
    q = home.library().shelf.questions[ID]
    assert q.prompt.zh in text(at)
    at.button(key="banks.model").click().run()
    at.button(key="banks.mark").click().run()
    assert not at.exception
    assert boxes(at)
    assert all(box.value for box in boxes(at))
    tick(at, boxes(at)[0].point, False)
    assert [box.value for box in boxes(at)] == [False] + [True] * (len(boxes(at)) - 1)
    at.button(key="banks.again").click().run()
    at.text_area[0].set_value("完全无关的话").run()
    at.button(key="banks.mark").click().run()
    assert boxes(at)
    assert not any(box.value for box in boxes(at))
    assert home.store().everyone() == []
    assert home.store().drafts("local") == []


@pytest.mark.parametrize("kind", ["choice", "order", "number"])
def test_an_objective_question_is_previewed_with_its_verdict(kind: str) -> None:
    q = next(q for q in home.library().shelf.questions.values() if q.kind == kind)
    at = opened("preview", q=q.id)
    at.button(key="banks.mark").click().run()
    assert not at.exception
    assert "这道速练对应的大题" in text(at)


def test_an_unknown_question_is_said_and_the_search_is_there() -> None:
    at = opened("preview", q="no-such`*thing")
    assert "没有题目" in text(at)
    assert at.text_input


def test_the_search_finds_words_anywhere_titles_first() -> None:
    at = opened("preview")
    at.text_input[0].set_value("过拟合 欠拟合").run()
    keys = [b.key for b in at.button if b.key and b.key.startswith("banks.show.")]
    assert keys[0] == f"banks.show.{ID}"
    at.text_input[0].set_value("focal loss").run()
    assert any(b.key.startswith("banks.show.") for b in at.button if b.key)
    at.button(key=next(b.key for b in at.button if b.key and b.key.startswith("banks.show."))).click().run()
    assert "预览：" in text(at)


def _corrected() -> None:
    said = replace(review(ID, Rating.AGAIN, answer="把训练集背得滚瓜烂熟", ticked=("p1",), learner="local"))
    home.store().add(said)
    home.store().add(replace(said, key="two", learner="eve"))


def test_numbers_of_a_question_and_the_points_most_often_missed() -> None:
    _corrected()
    at = opened("numbers")
    frame = at.dataframe[0].value
    assert frame.iloc[0].tolist()[1:4] == [2, 2, 0]
    assert "2 份回答，2 位学习者" in text(at)
    assert "| 2 / 2 |" in text(at)


def test_learners_words_become_candidates_but_are_not_shown_to_other_learners(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _corrected()
    assert "滚瓜烂熟" in text(opened("suggestions"))
    monkeypatch.setattr("pages.banks_state.open_here", lambda: False)
    shared = text(opened("suggestions"))
    assert "滚瓜烂熟" not in shared
    assert "原话只在本机上显示" in shared


def test_a_report_sent_on_the_quiz_page_is_on_the_list_and_can_be_settled() -> None:
    at = AppTest.from_file(ROUTER, default_timeout=30)
    at.session_state["lang"] = "zh"
    at.run()
    at.query_params["q"] = ID
    at.switch_page("quiz.py").run()
    at.text_area(key=f"quiz.report.text.{ID}").set_value("第二条应该是 <script>alert(1)</script>").run()
    at.button(key=f"quiz.report.send.{ID}").click().run()
    assert not at.exception
    assert "收到" in "\n".join(s.value for s in at.success)
    (sent,) = home.store().reports.all()
    at = opened("reports")
    assert "第二条应该是 <script>alert(1)</script>" in [t.value for t in at.text]
    at.button(key=f"banks.settle.{sent.key}").click().run()
    (settled,) = home.store().reports.all()
    assert settled.settled is not None


def test_on_a_shared_server_a_learner_sees_only_own_reports_and_settles_none(monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    home.store().reports.add(Report("local", ID, "other", "我写的", at, "k1"))
    home.store().reports.add(Report("eve", ID, "other", "她写的", at, "k2"))
    monkeypatch.setattr("pages.banks_state.open_here", lambda: False)
    at_page = opened("reports")
    assert "我写的" in text(at_page)
    assert "她写的" not in text(at_page)
    assert not [b for b in at_page.button if b.key and b.key.startswith("banks.settle")]
    assert "只能看" in text(at_page)


def test_every_export_button_gives_its_file() -> None:
    at = opened("export")
    assert len(at.get("download_button")) == 4
    count = len(home.library().shelf.questions)
    assert len(json.loads(made("json", "zh"))) == 2
    assert made("csv", "zh").startswith(b"\xef\xbb\xbf")
    assert zipfile.is_zipfile(io.BytesIO(made("anki", "en")))
    assert made("gift", "en").decode().count("::") >= count
