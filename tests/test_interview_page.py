"""The mock interview through Streamlit's test harness: both manners, both languages, from form to debrief."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from study import home
from study.interview import Event, Setup, State, fold
from study.interviews import Interviews
from study.question import Choice, Number, Order, Picture, Worded
from tests.test_pages import fresh as fresh
from tests.test_pages import text

ROUTER = str(Path(__file__).parent.parent / "pages" / "router.py")
OVERFIT = "dl-overfitting-underfitting"


def interviews() -> Interviews:
    return Interviews(home.store().database)


def state(id: str = "i1") -> State:
    found = fold(interviews().events("local", id))
    assert found is not None
    return found


def begun(*questions: str, style: str = "written", id: str = "i1") -> str:
    """An interview with these questions, begun now."""
    setup = Setup.of({"minutes": 10, "style": style})
    data = {"setup": setup.kept(), "questions": list(questions)}
    interviews().add("local", id, Event("begun", datetime.now(UTC), "begun", data))
    return id


def opened(lang: str = "zh", **query: str) -> AppTest:
    at = AppTest.from_file(ROUTER, default_timeout=60)
    at.session_state["lang"] = lang
    at.run()
    for name, value in query.items():
        at.query_params[name] = value
    at.switch_page("interview.py").run()
    assert not at.exception, at.exception
    return at


def click(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception, at.exception
    return at


def first(kind: type) -> str:
    return next(q.id for q in home.library().shelf.questions.values() if isinstance(q, kind))


@pytest.mark.parametrize(("lang", "words"), [("zh", "一题接一题"), ("en", "One question after another")])
def test_the_form_speaks_both_languages(lang: str, words: str) -> None:
    at = opened(lang)
    assert words in text(at)
    assert ("还没有" if lang == "zh" else "None yet") in text(at)


def test_the_form_begins_an_interview_with_what_it_says() -> None:
    at = click(opened(), "interview.begin")
    (id,) = interviews().facts("local")
    assert at.query_params["i"] == id
    found = state(id)
    assert found.setup == Setup()
    first_one = home.library().shelf.questions[found.questions[0]]
    assert first_one.prompt.zh in text(at)
    assert home.store().setting("local", "interview") == Setup().kept()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_written_interview_from_the_first_answer_to_the_log(lang: str) -> None:
    q = home.library().shelf.questions[OVERFIT]
    assert isinstance(q, Worded)
    at = opened(lang, i=begun(OVERFIT, "vision-object-detection"))
    shown = text(at)
    assert q.points[0].text.zh not in shown
    assert q.answer.zh not in shown
    at.text_area[0].set_value("过拟合是训练好、测试差；数据增强能解决欠拟合<script>alert(1)</script>").run()
    click(at, "interview.next")
    assert state().stage == "follow"
    asked = q.follow_ups[state().turns[0].follow[0]]
    assert (asked.ask.zh if lang == "zh" else asked.ask.en) in text(at)
    at.text_area[0].set_value("看学习曲线").run()
    for _ in range(9):
        if state().place == 0:
            click(at, "interview.next")
    click(at, "interview.pass")
    assert state().ended
    page = text(at)
    assert all((p.text.zh if lang == "zh" else p.text.en) in "".join(c.label for c in at.checkbox) for p in q.points)
    assert (q.answer.zh if lang == "zh" else q.answer.en).strip() in page
    assert ("常见误区" if lang == "zh" else "popular mistake") in page
    html = "".join(e.proto.body for e in at.get("html"))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "看学习曲线" in html
    log = home.store().log("local")
    assert [(r.question, r.key) for r in log] == [
        (OVERFIT, "interview.i1.0.0"),
        ("vision-object-detection", "interview.i1.1.0"),
    ]


def test_a_corrected_tick_replaces_the_review() -> None:
    at = opened(i=begun(OVERFIT))
    at.text_area[0].set_value("嗯").run()
    click(at, "interview.end")
    click(at, "interview.end.yes")
    assert state().ended
    (before,) = home.store().log("local")
    assert before.ticked == ()
    at.checkbox[0].check().run()
    at.checkbox[1].check().run()
    (after,) = home.store().log("local")
    assert (len(after.ticked), after.ticked_by_us, after.key) == (2, (), "interview.i1.0.2")
    at.checkbox[0].uncheck().run()
    (last,) = home.store().log("local")
    assert last.ticked == after.ticked[1:]


def test_a_spoken_interview_shows_the_points_only_after_speaking_and_never_the_answer() -> None:
    q = home.library().shelf.questions[OVERFIT]
    assert isinstance(q, Worded)
    at = opened(i=begun(OVERFIT, style="spoken"))
    assert not at.checkbox
    assert not at.text_area
    click(at, "interview.next")
    assert state().stage == "notes"
    assert [c.label.split(" ", 1)[1] for c in at.checkbox] == [p.text.zh for p in q.points]
    assert q.answer.zh not in text(at)
    at.checkbox[0].check().run()
    at.checkbox[1].check().run()
    at.text_area[0].set_value("讲得太快").run()
    again = opened(i="i1")  # a reload in the middle of ticking
    assert [c.value for c in again.checkbox] == [True, True] + [False] * (len(q.points) - 2)
    assert again.text_area[0].value == "讲得太快"
    click(again, "interview.next")
    assert state().turns[0].ticked == (q.points[0].id, q.points[1].id)
    for _ in range(9):
        if not state().ended:
            click(again, "interview.next")
    assert state().ended
    (review,) = home.store().log("local")
    assert review.ticked == (q.points[0].id, q.points[1].id)
    assert review.answer == "讲得太快"


@pytest.mark.parametrize("kind", [Choice, Order, Number, Picture])
def test_objective_questions_give_no_verdict_until_the_end(kind: type) -> None:
    id = first(kind)
    at = opened(i=begun(id, OVERFIT))
    if kind is Number:
        at.text_input[0].set_value("1").run()
    else:
        at.button(key=f"quiz.step.{id}.0" if kind is Order else f"quiz.option.{id}.0").click().run()
    click(at, "interview.next")
    assert state().turns[0].answer == "1"
    assert not at.success
    assert not at.error
    click(at, "interview.end")
    click(at, "interview.end.yes")
    assert len(at.success) + len(at.error) == 1
    assert [r.question for r in home.store().log("local")] == [id]


def test_ending_asks_first_and_can_be_taken_back() -> None:
    at = click(opened(i=begun(OVERFIT)), "interview.end")
    assert "现在就结束吗" in text(at)
    click(at, "interview.end.no")
    assert "现在就结束吗" not in text(at)
    assert not state().ended


def test_what_was_typed_when_it_ended_counts_and_an_empty_box_does_not() -> None:
    at = opened(i=begun(OVERFIT, id="i1"))
    at.text_area[0].set_value("写到一半").run()
    click(at, "interview.end")
    click(at, "interview.end.yes")
    assert [r.answer for r in home.store().log("local")] == ["写到一半"]
    other = click(opened(i=begun(OVERFIT, id="i2")), "interview.end")
    click(other, "interview.end.yes")
    assert "没有回答任何题" in text(other)
    assert len(home.store().log("local")) == 1


def test_an_unfinished_interview_is_offered_and_resumes() -> None:
    begun(OVERFIT)
    at = opened()
    assert "有一场面试还没结束" in text(at)
    click(at, "interview.open.i1")
    assert home.library().shelf.questions[OVERFIT].prompt.zh in text(at)


def test_past_interviews_are_listed_with_their_score() -> None:
    at = opened(i=begun(OVERFIT))
    at.text_area[0].set_value(home.library().shelf.questions[OVERFIT].answer.zh).run()  # type: ignore[union-attr]
    click(at, "interview.end")
    click(at, "interview.end.yes")
    click(at, "interview.back")
    assert "100%" in text(at)
    click(at, "interview.open.i1")
    assert "复盘" in text(at)


@pytest.mark.parametrize("id", ["nope", "../../etc", "x" * 500, "a\x00b", "i1"])
def test_an_unknown_interview_is_said(id: str) -> None:
    Interviews(home.store().database).add("somebody else", "i1", Event("begun", datetime.now(UTC), "begun", {}))
    assert "没有这场面试" in text(opened(i=id))


def test_a_question_that_left_the_bank_is_passed() -> None:
    at = opened(i=begun("gone-from-the-bank", OVERFIT))
    assert "移出题库" in text(at)
    click(at, "interview.next")
    assert home.library().shelf.questions[OVERFIT].prompt.zh in text(at)


def test_a_server_that_died_at_the_end_finishes_when_the_page_is_opened_again() -> None:
    begun(OVERFIT)
    data = {"place": 0, "answer": "x", "by_us": [], "follow": [], "notes": False}
    interviews().add("local", "i1", Event("answered", datetime.now(UTC), "answered.0", data))
    assert state().stage == "over"
    opened(i="i1")
    assert state().ended
    assert len(home.store().log("local")) == 1
    opened(i="i1")
    assert len(home.store().log("local")) == 1


def test_downloads_are_named_without_the_learner() -> None:
    at = opened(i=begun(OVERFIT))
    at.text_area[0].set_value("写到一半").run()
    click(at, "interview.end")
    click(at, "interview.end.yes")
    labels = [e.proto.label for e in at.get("download_button")]
    assert labels == ["下载可打印页面", "下载 Markdown"]
