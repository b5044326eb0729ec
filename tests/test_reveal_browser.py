"""The marked answer in a real browser: ticks as fast as a hand can set them, folds, the keyboard, formulas."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Server, keyed, settle, visiting

pytestmark = pytest.mark.browser


def reveal(page: Page, server: Server, id: str, answer: str) -> None:
    page.goto(f"{server.url}/quiz?q={id}")
    settle(page)
    keyed(page, f"quiz.answer.{id}").locator("textarea").fill(answer)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".sp-answer")).to_contain_text(answer)
    settle(page)


def test_ticks_set_faster_than_the_server_answers_all_stand_and_are_kept(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        reveal(page, server, "cad-computer-aided-diagnosis", "不知道")
        boxes = page.locator(".sp-points input")
        all_ = boxes.count()
        assert all_ > 3
        expect(page.locator("[data-credited]")).to_have_text(f"答到 0 / {all_}")
        fold = page.locator(".sp-reveal summary").first
        fold.click()
        boxes.first.focus()
        for _ in range(all_):  # by keyboard alone
            page.keyboard.press("Space")
            page.keyboard.press("Tab")
        boxes.last.focus()
        page.keyboard.press("Space")
        expect(page.locator("[data-credited]")).to_have_text(f"答到 {all_ - 1} / {all_}")
        settle(page)
        page.wait_for_timeout(600)
        settle(page)
        ticked = [boxes.nth(i).is_checked() for i in range(all_)]
        assert ticked == [True] * (all_ - 1) + [False]
        expect(boxes.last).to_be_focused()
        expect(page.locator(".sp-reveal details").first).to_have_attribute("open", "")
        page.reload()
        expect(page.locator(".sp-answer")).to_be_visible(timeout=20_000)
        settle(page)
        assert [boxes.nth(i).is_checked() for i in range(all_)] == ticked


def test_after_a_rating_the_next_question_shows_nothing_of_the_last(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        reveal(page, server, "vision-segmentation-steps", "样本不均")
        expect(page.get_by_text("参考回答")).to_be_visible()
        page.keyboard.press("1")
        expect(page).not_to_have_url(re.compile("vision-segmentation-steps"))
        settle(page)
        expect(page.locator(".sp-answer")).to_have_count(0)
        expect(page.get_by_text("参考回答")).to_have_count(0)


def test_formulas_of_the_model_answer_are_set(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        reveal(page, server, "vision-gan-architectures", "不知道")
        formula = page.locator(".sp-model math").first
        expect(formula).to_be_visible()
        box = formula.bounding_box()
        assert box
        assert box["width"] > 60
        assert "$" not in page.locator(".sp-model").inner_text()


def test_a_note_is_kept_when_its_box_is_left_by_closing_it(server: Server, chromium: Browser) -> None:
    id = "nlp-sequence-labeling"
    with visiting(chromium) as page:
        page.goto(f"{server.url}/quiz?q={id}")
        settle(page)
        keyed(page, "quiz.note").locator("button").click()
        box = page.get_by_label("只有你看得到；自动保存")
        box.fill("先刚性，后非刚性")
        page.keyboard.press("Escape")
        settle(page)
        expect(page.get_by_text("先刚性，后非刚性")).to_be_visible()
        keyed(page, "quiz.note").locator("button").click()
        expect(page.get_by_label("只有你看得到；自动保存")).to_have_value("先刚性，后非刚性")


def test_a_report_is_still_there_when_its_box_was_closed_and_opens_again(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        page.goto(f"{server.url}/quiz?q=nlp-basic-tasks")
        settle(page)
        keyed(page, "quiz.report").locator("button").first.click()
        page.get_by_label("说具体些").fill("第三个要点太宽")
        page.keyboard.press("Escape")
        settle(page)
        keyed(page, "quiz.report").locator("button").first.click()
        expect(page.get_by_label("说具体些")).to_have_value("第三个要点太宽")
