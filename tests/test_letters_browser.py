"""The lab where the network lets no /live through: slower, and otherwise the same."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser import Server, keyed, settle, visiting
from tests.proxy import without_live
from tests.test_browser import CANVAS, colors, dragged, drawn, frames, upload

pytestmark = pytest.mark.browser
BLOCKED = "The direct line is blocked here"


@pytest.fixture
def tries() -> list[str]:
    return []


@pytest.fixture
def page(chromium: Browser, tries: list[str]) -> Iterator[Page]:
    """A page whose network closes every /live at once."""

    def close(socket: WebSocketRoute) -> None:
        tries.append(socket.url)
        socket.close()

    with visiting(chromium) as page:
        page.route_web_socket(re.compile("/live$"), close)
        yield page


def test_knobs_pictures_and_numbers_come_through_the_page(server: Server, page: Page, tries: list[str]) -> None:
    page.goto(f"{server.url}/lab?exercise=gaussian_blur&scan=cells&lang=en")
    settle(page)
    drawn(page)
    expect(page.locator(".road")).to_contain_text(BLOCKED)
    expect(page.locator(".note")).to_be_empty()
    expect(page.locator(".found figure")).to_have_count(2)
    numbers, before = page.locator(".found").inner_text(), frames(page)
    page.locator("#knob-ksize").fill("21")
    expect(page).to_have_url(re.compile("ksize=21"))
    settle(page)
    drawn(page)
    assert frames(page) > before
    assert page.locator(".found").inner_text() != numbers
    page.wait_for_timeout(2500)
    assert len(tries) == 2, "then the socket is left alone for a minute"


def test_dragging_shows_pictures_before_the_finger_lets_go(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/lab?exercise=gaussian_blur&scan=cells")
    settle(page)
    drawn(page)
    assert dragged(page, page.locator("#knob-ksize"), pause=60) >= 2
    page.mouse.up()
    expect(page).to_have_url(re.compile("ksize="))
    settle(page)
    drawn(page)


def test_refused_knobs_are_named_and_the_next_ask_is_shown(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/lab?exercise=canny&scan=cells&lang=en&low=200&high=100")
    settle(page)
    note = page.locator(".note")
    expect(note).to_have_attribute("data-kind", "refused")
    expect(note).to_contain_text("threshold")
    page.locator("#knob-low").fill("60")
    expect(page).to_have_url(re.compile("low=60"))
    settle(page)
    drawn(page)
    expect(note).to_be_empty()


def test_behind_a_proxy_that_knows_no_such_path_the_lab_works(server: Server, chromium: Browser) -> None:
    with without_live(server.url) as proxy, visiting(chromium) as page:
        page.goto(f"{proxy.url}/lab?exercise=gaussian_blur&scan=cells&lang=en")
        settle(page)
        drawn(page)
        expect(page.locator(".road")).to_contain_text(BLOCKED)
        assert proxy.refused == ["/live", "/live"]
        before = frames(page)
        page.locator("#knob-ksize").fill("21")
        expect(page).to_have_url(re.compile("ksize=21"))
        settle(page)
        drawn(page)
        assert frames(page) > before
        upload(page, "colors.png", colors())
        expect(keyed(page, "lab.remove")).to_be_visible()
        settle(page)
        drawn(page)


def test_an_upload_is_shown_in_its_own_colors(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/lab?exercise=gaussian_blur")
    settle(page)
    drawn(page)
    earlier = page.locator(".stage").get_attribute("data-asked") or ""
    upload(page, "colors.png", colors())
    expect(keyed(page, "lab.remove")).to_be_visible()
    expect(page.locator(".stage")).not_to_have_attribute("data-asked", earlier)  # the upload's own ask is on its way
    drawn(page)
    for x in (0.25, 0.75):
        assert page.evaluate(CANVAS, [x, 0.25]) == [250, 120, 10]
        assert page.evaluate(CANVAS, [x, 0.75]) == [20, 60, 200]


def test_without_a_blocked_line_nothing_is_said_and_nothing_goes_through_the_page(
    server: Server, chromium: Browser
) -> None:
    with visiting(chromium) as page:
        asked: list[str | bytes] = []
        page.on("websocket", lambda ws: ws.on("framesent", lambda m: asked.append(m)) if "stream" in ws.url else None)
        page.goto(f"{server.url}/lab?exercise=gaussian_blur&scan=cells")
        settle(page)
        drawn(page)
        page.locator("#knob-ksize").fill("21")
        expect(page).to_have_url(re.compile("ksize=21"))
        settle(page)
        expect(page.locator(".road")).to_be_empty()
        assert asked, "Streamlit's own messages were seen"
        said = b"".join(s if isinstance(s, bytes) else s.encode() for s in asked)
        assert b'"ksize"' in said
        assert b'"road"' not in said
        assert b'"letter"' not in said
