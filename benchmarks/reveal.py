"""From pressing the button to the marked answer, against a rerun of an empty app: python -m benchmarks.reveal."""

from statistics import median

from playwright.sync_api import Page, sync_playwright

from benchmarks.browsing import peer, timed
from benchmarks.table import HEAD, Row
from study import bank
from study.question import Open
from tests.browser import ROOT, Server, keyed, launch, serving, settle, visiting

ROUNDS = 12
ANSWER = "过拟合是训练集好测试集差，学到了噪声；用正则化、dropout、早停和数据增强。欠拟合是训练集上也差，要加大模型。"
PRESS = "document.querySelector('.st-key-{key} button').click()"


def reveal(page: Page, server: Server, id: str, points: int) -> float:
    """Milliseconds for one question that has not been shown yet."""
    page.goto(f"{server.url}/quiz?q={id}")
    settle(page)
    box = keyed(page, f"quiz.answer.{id}").locator("textarea")
    box.fill(ANSWER)
    box.press("Control+a")  # nothing typed is on its way any more once the draft has been saved
    page.wait_for_timeout(1500)
    settle(page)
    # the learner's words with what counted, a tick for every point, and the model answer
    ticks = f"document.querySelectorAll('.sp-points input[type=checkbox]').length === {points}"
    shown = f"!!document.querySelector('.sp-answer') && !!document.querySelector('.sp-model p') && {ticks}"
    return timed(page, PRESS.format(key="quiz-reveal"), shown)


def empty(page: Page, n: int) -> float:
    """Milliseconds for the n-th press in the empty app."""
    press = "document.querySelector('[data-testid=stButton] button').click()"
    return timed(page, press, f"document.body.innerText.includes('pressed {n} times')")


def main() -> None:
    questions = [q for q in bank.read(ROOT / "questions" / "dl.yaml").questions if isinstance(q, Open)]
    ours, theirs = [], []
    with sync_playwright() as playwright, serving() as server, peer("empty.py") as address:
        browser = launch(playwright)
        with visiting(browser) as page, visiting(browser) as other:
            other.goto(address)
            other.wait_for_selector("[data-testid=stButton] button")
            for n in range(1, ROUNDS + 1):
                q = questions[(n - 1) % len(questions)]
                ours.append(reveal(page, server, q.id, len(q.points)))
                theirs.append(empty(other, n))
        browser.close()
    print(HEAD)
    mine, peers = median(ours), median(theirs)
    print(Row("the reveal on screen / a rerun of an empty app", f"{mine:.0f} ms", f"{peers:.0f} ms", mine / peers, 1.5))


if __name__ == "__main__":
    main()
