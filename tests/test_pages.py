"""Pages through Streamlit's own test harness: every page, in both languages, with every kind of question."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from study import home
from study.owndata import export_lines
from study.question import Choice, Number, Open, Order, Picture
from tests.revealed import boxes, html, send, tick
from tests.reviews import review

ROUTER = str(Path(__file__).parent.parent / "pages" / "router.py")
PAGES = {"quiz": "quiz.py", "lab": "lab.py", "progress": "progress.py"}


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    home.reset(banks=False)
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path))
    # the harness has no browser, so no cookie and no Host header
    monkeypatch.setattr("pages.shared.visitor_of", lambda cookies: "visitor")
    monkeypatch.setattr("pages.shared.on_own_machine", lambda: True)
    yield
    home.reset(banks=False)


def opened(page: str = "quiz", lang: str = "zh", **query: str) -> AppTest:
    at = AppTest.from_file(ROUTER, default_timeout=30)
    at.session_state["lang"] = lang
    at.run()
    for name, value in query.items():
        at.query_params[name] = value
    at.switch_page(PAGES[page]).run()
    assert not at.exception, at.exception
    return at


def text(at: AppTest) -> str:
    places = (at.header, at.subheader, at.markdown, at.caption, at.info, at.warning, at.button, at.checkbox, at.metric)
    return "\n".join(str(getattr(e, "value", "")) + str(getattr(e, "label", "")) for place in places for e in place)


@pytest.mark.parametrize(
    ("page", "lang", "words"),
    [
        ("quiz", "zh", "今天练什么"),
        ("quiz", "en", "What to practise today"),
        ("progress", "zh", "先答一道题"),
        ("progress", "en", "Answer a first question"),
        ("lab", "zh", "公式与出处"),
        ("lab", "en", "Formula and source"),
    ],
)
def test_every_page_speaks_both_languages(page: str, lang: str, words: str) -> None:
    assert words in text(opened(page, lang))


@pytest.mark.parametrize("kind", [Open, Choice, Order, Number, Picture])
def test_every_kind_of_question_is_asked_answered_and_rated(kind: type) -> None:
    q = next(q for q in home.library().shelf.questions.values() if isinstance(q, kind))
    at = opened("quiz", "zh", q=q.id)
    assert (q.prompt.zh if kind is not Picture else q.title.zh) in text(at)
    if kind is Open:
        at.text_area[0].set_value(q.answer.zh).run()
    elif kind is Number:
        at.text_input[0].set_value(q.value).run()
    else:
        at.button(key=f"quiz.step.{q.id}.0" if kind is Order else f"quiz.option.{q.id}.0").click().run()
    at.button(key="quiz.reveal").click().run()
    assert not at.exception
    at.button(key="quiz.rate.GOOD").click().run()
    assert not at.exception
    log = home.store().log("local")
    assert [(r.question, int(r.rating)) for r in log] == [(q.id, 3)]


def test_the_model_answer_gets_all_ticks_and_a_tick_can_be_taken_back() -> None:
    id = "dl-overfitting-underfitting"
    at = opened("quiz", "zh", q=id)
    at.text_area[0].set_value(home.library().shelf.questions[id].answer.zh).run()  # type: ignore[union-attr]
    at.button(key="quiz.reveal").click().run()
    assert boxes(at)
    assert all(box.value for box in boxes(at))
    tick(at, boxes(at)[0].point, False)
    assert [box.value for box in boxes(at)] == [False] + [True] * (len(boxes(at)) - 1)
    at.button(key="quiz.rate.HARD").click().run()
    (review,) = home.store().log("local")
    assert len(review.ticked_by_us) - len(review.ticked) == 1


@pytest.mark.parametrize(
    "said",
    [
        None,
        "ticks",
        [],
        {"id": "another", "n": 1, "ticked": []},
        {"id": True, "n": 1, "ticked": []},
        {"n": 1, "ticked": []},
        {"id": "ID", "n": "1", "ticked": []},
        {"id": "ID", "n": 1, "ticked": "all"},
        {"id": "ID", "n": 1},
        {"id": "ID", "n": 1, "ticked": [None, {}, "no-such-point"]},
    ],
)
def test_ticks_that_make_no_sense_change_nothing_that_they_do_not_name(said: object) -> None:
    id = "dl-overfitting-underfitting"
    at = opened("quiz", "zh", q=id)
    at.text_area[0].set_value(home.library().shelf.questions[id].answer.zh).run()  # type: ignore[union-attr]
    at.button(key="quiz.reveal").click().run()
    (draft,) = home.store().drafts("local")
    if isinstance(said, dict):
        said = {k: draft.key if v == "ID" else v for k, v in said.items()}
    send(at, said)
    assert not at.exception
    (after,) = home.store().drafts("local")
    named = isinstance(said, dict) and said.get("id") == draft.key and isinstance(said.get("ticked"), list)
    assert after.ticked == (() if named and isinstance(said, dict) and said["n"] == 1 else draft.ticked)


def test_undo_brings_the_answer_back() -> None:
    at = opened("quiz", "zh", q="dl-overfitting-underfitting")
    at.text_area[0].set_value("过拟合就是记住了噪声").run()
    at.button(key="quiz.reveal").click().run()
    at.button(key="quiz.rate.GOOD").click().run()
    at.button(key="quiz.undo").click().run()
    assert home.store().log("local") == []
    (draft,) = home.store().drafts("local")
    assert draft.answer == "过拟合就是记住了噪声"
    assert "已撤销" in text(at)


def test_an_unknown_question_is_said() -> None:
    assert "没有这道题" in text(opened("quiz", "zh", q="no-such-thing"))


def test_what_a_learner_types_is_never_markup() -> None:
    at = opened("quiz", "zh", q="dl-overfitting-underfitting")
    at.text_area[0].set_value("过拟合<script>alert(1)</script><img src=x onerror=alert(1)>").run()
    at.button(key="quiz.reveal").click().run()
    assert "<script" not in html(at)
    assert "<img" not in html(at)
    assert "&lt;script&gt;" in html(at)


@pytest.mark.parametrize(
    "bad", ["low=999999", "low=abc", "exercise=nope", "scan=../../etc", "frame=1e9", "wc=nan&ww=0"]
)
def test_a_broken_link_opens_the_lab_all_the_same(bad: str) -> None:
    query = {"exercise": "canny"} | dict(pair.split("=") for pair in bad.split("&"))
    at = opened("lab", "zh", **query)
    assert "canny(image" in at.code[0].value


def test_a_link_restores_the_lab() -> None:
    at = opened("lab", "en", exercise="gaussian_blur", scan="cells", ksize="9")
    assert "ksize=9" in at.code[0].value
    assert at.selectbox[1].value == "cells"


OVERFIT = "dl-overfitting-underfitting"


def _answered(text: str = "过拟合就是记住了噪声", rating: str = "GOOD", id: str = OVERFIT) -> AppTest:
    at = opened("quiz", "zh", q=id)
    at.text_area(key=f"quiz.answer.{id}").set_value(text).run()
    at.button(key="quiz.reveal").click().run()
    at.button(key=f"quiz.rate.{rating}").click().run()
    assert not at.exception
    return at


def test_undo_goes_back_several_steps() -> None:
    at = _answered("第一次")
    at = _answered("第二次", id="nlp-word-embedding")
    assert len(home.store().log("local")) == 2
    at.button(key="quiz.undo").click().run()
    at.button(key="quiz.undo").click().run()
    assert not at.exception
    assert home.store().log("local") == []
    assert {d.answer for d in home.store().drafts("local")} == {"第一次", "第二次"}


def test_what_was_missed_last_time_is_asked_first_and_the_history_is_there() -> None:
    _answered("完全不记得了", "AGAIN")
    at = opened("quiz", "zh", q=OVERFIT)
    assert any("上次漏了" in e.label for e in at.expander)
    at.text_area(key=f"quiz.answer.{OVERFIT}").set_value("过拟合是训练好测试差").run()
    at.button(key="quiz.reveal").click().run()
    assert any("上次漏了" in box.label for box in boxes(at))
    assert any("我的历次回答 · 1" in e.label for e in at.expander)
    assert "完全不记得了" not in html(at)
    at.session_state["past"] = True
    at.run()
    assert "完全不记得了" in html(at)


def test_a_question_put_aside_is_not_asked_until_it_is_resumed() -> None:
    at = opened("quiz", "zh", q=OVERFIT)
    at.button(key="quiz.suspend").click().run()
    at.button(key="quiz.flag").click().run()
    at.text_area(key=f"quiz.note.{OVERFIT}").set_value("**别忘** 早停").run()
    assert not at.exception
    remark = home.store().setting("local", "remarks")[OVERFIT]
    assert remark == {"suspended": True, "flagged": True, "note": "**别忘** 早停"}
    for _ in range(3):
        at.button(key="quiz.skip").click().run()
        assert at.query_params["q"] != [OVERFIT]
    again = opened("quiz", "zh", q=OVERFIT)
    assert "**别忘** 早停" in [t.value for t in again.text]
    again.button(key="quiz.suspend").click().run()
    assert home.store().setting("local", "remarks")[OVERFIT]["suspended"] is False


def test_settings_are_kept_and_the_day_of_the_interview_changes_the_plan() -> None:
    at = opened("quiz", "zh")
    at.slider(key="quiz.set.new_per_day").set_value(3).run()
    at.slider(key="quiz.set.retention").set_value(85).run()
    assert home.store().setting("local", "preferences")["retention"] == 0.85
    soon = datetime.now(UTC).date() + timedelta(days=30)
    at.date_input(key="quiz.set.interview").set_value(soon).run()
    assert not at.exception
    assert "天面试" in text(at)
    at.button(key="quiz.set.none").click().run()
    assert "天面试" not in text(at)
    assert home.store().setting("local", "preferences")["interview"] is None


def test_broken_settings_in_the_store_do_not_break_the_page() -> None:
    home.store().set_setting("local", "preferences", {"retention": "x", "interview": 7})
    home.store().set_setting("local", "remarks", [1, 2])
    assert "今天练什么" in text(opened("quiz", "zh"))


def test_progress_says_every_chart_in_words() -> None:
    for days in (9, 5, 1):
        at = datetime.now(UTC) - timedelta(days=days)
        for id in (OVERFIT, "nlp-word-embedding"):
            home.store().add(review(id, at=at, ticked=("p1",), learner="local", answer="過擬合就是背答案"))
    at_page = opened("progress", "zh")
    shown = text(at_page)
    for words in ("自评准不准", "按“良好”或“轻松”的回答", "次都说到", "一道题一般用", "最近 7 天", "今天到期"):
        assert words in shown, words
    assert "| 良好 | 6 |" in shown
    at_page.text_input(key="progress.find").set_value("过拟合").run()
    assert "找到 6 份" in text(at_page)
    at_page.text_input(key="progress.find").set_value("没有的词").run()
    assert not at_page.exception
    assert "Do your ratings tell the truth?" in text(opened("progress", "en"))


def test_own_data_comes_back_from_the_page_and_twice_changes_nothing(tmp_path: Path) -> None:
    home.store().add(review(OVERFIT, learner="local"))
    lines = "".join(export_lines(home.store(), "local")).encode()
    before = home.store().log("local")
    home.reset(banks=False)
    (tmp_path / "scanprep.db").rename(tmp_path / "elsewhere.db")
    for said in ("导入了：1 次回答", "已经有了"):
        at = opened("progress", "zh")
        at.file_uploader(key="progress.in").upload("mine.jsonl", lines, "application/jsonl").run()
        at.button(key="progress.do").click().run()
        assert not at.exception
        assert said in "\n".join(s.value for s in at.success)
    assert home.store().log("local") == before
    at = opened("progress", "zh")
    at.file_uploader(key="progress.in").upload("mine.jsonl", b"\xff\xfe{", "application/jsonl").run()
    at.button(key="progress.do").click().run()
    assert "什么" in "\n".join(e.value for e in at.error) or "UTF-8" in "\n".join(e.value for e in at.error)
