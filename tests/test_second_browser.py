"""The second opinion where it is seen: it comes by itself, and one click adopts it."""

from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from study.store import Store
from tests import fake_grader
from tests.browser import keyed, serving, settle, unfold, visiting
from tests.patience import until

pytestmark = pytest.mark.browser
ID = "dl-overfitting-underfitting"
KEY = "sk-very-secret-0123456789"
SAID = "模型把训练集的噪声也记住了，换一批数据就不行。"


def last_only(asked: dict[str, Any]) -> object:
    """Only the last point, which the built-in marking does not find in what is said."""
    last = asked["points"][-1]["id"]
    made = {"id": last, "verdict": "hit", "quote": "换一批数据就不行"}
    return [made if p["id"] == last else {"id": p["id"], "verdict": "miss", "quote": ""} for p in asked["points"]]


def test_the_second_opinion_comes_by_itself_and_is_adopted_with_one_click(chromium: Browser) -> None:
    with fake_grader.serving(fake_grader.judges(last_only, pause=3.0)) as fake:
        settings = {"URL": fake.url, "MODEL": "judge-1", "KEY": KEY}
        env = {f"SCANPREP_GRADER_{name}": value for name, value in settings.items()}
        with serving(**env) as server, visiting(chromium) as page:
            page.goto(f"{server.url}/quiz")
            settle(page)
            unfold(keyed(page, "settings"))
            keyed(page, "quiz.set.second").locator("label").first.click()
            settle(page)
            expect(keyed(page, "settings")).to_contain_text("你的回答会发到")
            with closing(Store(f"sqlite:///{server.data / 'scanprep.db'}")) as store:
                # a click that goes with the page is lost
                until(lambda: store.setting("local", "preferences"), pause=lambda s: page.wait_for_timeout(s * 1000))
            page.goto(f"{server.url}/quiz?q={ID}")
            settle(page)
            expect(page.get_by_text("求第二意见")).to_be_visible(timeout=20_000)
            keyed(page, f"quiz.answer.{ID}").locator("textarea").fill(SAID)
            keyed(page, "quiz.reveal").locator("button").click()
            expect(page.get_by_text("等待答复")).to_be_visible()
            expect(page.get_by_text("参考回答")).to_be_visible()
            expect(page.get_by_text("第二意见：说到了「换一批数据就不行」")).to_be_visible(timeout=15_000)
            expect(page.get_by_text("等待答复")).to_have_count(0)
            settle(page)
            last = page.locator(".sp-points").get_by_role("checkbox").last
            expect(last).not_to_be_checked()
            page.locator(".sp-points").get_by_role("button", name="采纳").last.click()
            settle(page)
            expect(last).to_be_checked()
            page.wait_for_timeout(1500)  # two turns of the timer, which is gone
            assert page.get_by_test_id("stApp").get_attribute("data-test-script-state") == "notRunning"
            assert KEY not in page.content()
            assert KEY not in server.said()
        assert len(fake.asked) == 1
