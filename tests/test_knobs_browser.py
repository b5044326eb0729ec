"""The lab's knobs by keyboard: every press counts, the ends hold, and the knob moves also when no picture comes."""

import re

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Server, settle, visiting
from tests.test_browser import drawn, upload

pytestmark = pytest.mark.browser
KNOB = "#knob-ksize"  # of the median: odd, from 1 to 31


def opened(page: Page, server: Server, value: int) -> None:
    page.goto(f"{server.url}/lab?exercise=median_filter&scan=cells&ksize={value}")
    settle(page)


def stands(page: Page, value: int) -> None:
    expect(page.locator(KNOB)).to_have_value(str(value))
    expect(page.locator(f".knob:has({KNOB}) .value")).to_have_value(str(value))


def test_every_press_counts_and_the_ends_hold(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        opened(page, server, 5)
        drawn(page)
        page.locator(KNOB).focus()
        for keys, value in (
            (["ArrowRight"] * 4, 13),
            (["ArrowUp"], 15),
            (["ArrowLeft", "ArrowDown", "ArrowRight"], 13),
            (["ArrowRight", "Home"], 1),
            (["ArrowLeft"] * 2, 1),
            (["End", "ArrowRight"], 31),
            (["ArrowLeft"], 29),
        ):
            for key in keys:
                page.keyboard.press(key)
            stands(page, value)
            drawn(page)
        expect(page).to_have_url(re.compile("ksize=29"))
        settle(page)
        stands(page, 29)
        asked = page.locator(".stage").get_attribute("data-asked")
        page.locator(KNOB).focus()
        page.keyboard.press("End")
        drawn(page)
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
        assert page.locator(".stage").get_attribute("data-asked") == str(int(asked or 0) + 1), "at the end: no ask"


def test_the_knob_moves_also_when_no_picture_comes(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        page.route_web_socket(re.compile("/live$"), lambda socket: None)  # open, and silent for ever
        opened(page, server, 5)
        page.locator(KNOB).focus()
        page.keyboard.press("ArrowRight")
        stands(page, 7)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        stands(page, 11)


def test_the_window_and_the_reset_keep_the_keyboard(server: Server, chromium: Browser) -> None:
    deep = np.random.default_rng(4).integers(0, 4000, (60, 80)).astype(np.uint16)
    with visiting(chromium) as page:
        opened(page, server, 5)
        upload(page, "deep.png", cv2.imencode(".png", deep)[1].tobytes())
        preset = page.locator("#window-preset")
        expect(preset).to_be_visible()
        settle(page)
        for slider in (page.locator("#knob-window-center"), page.locator("#knob-window-width")):
            before = float(slider.input_value())
            slider.focus()
            for steps in (1, 2, 3):
                page.keyboard.press("ArrowLeft")
                expect(slider).to_have_value(f"{before - steps:g}")
                expect(slider).to_be_focused()
            expect(preset).to_have_value("")  # the learner's own
        preset.focus()
        preset.select_option(index=1)
        expect(preset).to_be_focused()
        page.locator(KNOB).focus()
        page.keyboard.press("ArrowLeft")
        stands(page, 3)
        reset = page.locator(".knobs .reset")
        reset.focus()
        page.keyboard.press("Enter")
        stands(page, 5)
        expect(reset).to_be_focused()


def test_the_drawing_tools_keep_the_keyboard(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        page.goto(f"{server.url}/lab?exercise=grabcut&scan=cells&strokes=f%2010,10%2020,20&lang=en")
        settle(page)
        drawn(page)
        tools = page.locator(".draw button")
        for name in ("Paint foreground", "Move", "Undo stroke"):
            button = tools.filter(has_text=name)
            button.focus()
            page.keyboard.press("Enter")
            expect(page.locator(".draw button:focus")).to_have_count(1)
        expect(tools.filter(has_text="Undo stroke")).to_have_count(0)  # nothing is left to undo
