"""An instructor edits a bank while learners have it open: a real browser, a real file, a real editor's way to save."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import ROOT, Server, keyed, serving, settle, visiting

pytestmark = pytest.mark.browser
ID = "dl-overfitting-underfitting"
PROMPT = "请简要描述深度学习中的过拟合和欠拟合现象，并给出解决方案。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("banks")
    for name in ("dl.yaml", "dl-drill.yaml"):
        shutil.copy(ROOT / "questions" / name, made)
    return made


@pytest.fixture(scope="module")
def edited(folder: Path) -> Iterator[Server]:
    with serving(SCANPREP_BANKS=str(folder)) as server:
        yield server


@pytest.fixture
def bank(folder: Path) -> Iterator[Path]:
    path = folder / "dl.yaml"
    before = path.read_text("utf-8")
    yield path
    path.write_text(before, "utf-8")
    time.sleep(1)


def saved(path: Path, old: str, new: str) -> None:
    """As most editors save: into a new file that then takes the place of the old one."""
    text = path.read_text("utf-8")
    assert old in text
    beside = path.with_name(".saving")
    beside.write_text(text.replace(old, new, 1), "utf-8")
    os.replace(beside, path)


def test_a_saved_bank_is_on_an_open_page_within_a_second_or_so(edited: Server, chromium: Browser, bank: Path) -> None:
    with visiting(chromium) as page:
        page.goto(f"{edited.url}/banks?view=preview&q={ID}")
        settle(page)
        expect(page.get_by_role("heading", name=PROMPT)).to_be_visible()
        saved(bank, PROMPT, "新的题干：过拟合是什么？")
        # one second for the app, the rest for a loaded machine and the browser
        expect(page.get_by_role("heading", name="新的题干")).to_be_visible(timeout=4_000)


def test_a_learner_in_the_middle_keeps_question_and_words_and_is_told(
    edited: Server, chromium: Browser, bank: Path
) -> None:
    with visiting(chromium) as page:
        page.goto(f"{edited.url}/quiz?q={ID}")
        settle(page)
        box = keyed(page, f"quiz.answer.{ID}").locator("textarea")
        expect(box).to_be_focused()
        page.keyboard.type("过拟合就是把训练集背下来")
        saved(bank, PROMPT, "完全换了的题干？")
        page.keyboard.type("，测试集上不行")
        expect(page.get_by_text("题目刚刚更新过")).to_be_visible(timeout=8_000)
        expect(page.get_by_role("heading", name=PROMPT)).to_be_visible()
        expect(box).to_be_focused()
        expect(box).to_have_value("过拟合就是把训练集背下来，测试集上不行")
        page.keyboard.press("Control+Enter")
        settle(page)
        expect(page.locator(".sp-answer")).to_contain_text("把训练集背下来")


def test_a_broken_save_is_shown_with_its_line_and_the_mended_one_is_live(
    edited: Server, chromium: Browser, bank: Path
) -> None:
    with visiting(chromium) as page:
        page.goto(f"{edited.url}/banks")
        settle(page)
        saved(bank, f"  - id: {ID}\n", f"  - id： {ID}\n")
        row = keyed(page, "bank_dl.yaml")
        expect(row).to_contain_text("线上是上一个好的版本", timeout=8_000)
        expect(row).to_contain_text(f"id： {ID}")
        expect(row).to_contain_text(re.compile("全角"))
        saved(bank, f"  - id： {ID}\n", f"  - id: {ID}\n")
        expect(row).to_contain_text("已上线", timeout=8_000)
