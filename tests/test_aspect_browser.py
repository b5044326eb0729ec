"""Pixels that are taller than wide are drawn so: a coronal plane of thick slices looks like a patient."""

import re

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Server, settle, visiting
from tests.hostile_dicom import EIGHT, made
from tests.test_browser import CANVAS, drawn, upload

pytestmark = pytest.mark.browser
ROWS, COLUMNS = 100, 200
ABOVE, BELOW = [60] * 3, [180] * 3
NOTHING = [0] * 3


def halves(between: list[float]) -> bytes:
    pixels = np.repeat(np.array([60, 180], np.uint8), ROWS // 2)[:, None] + np.zeros((1, COLUMNS), np.uint8)
    return made(Rows=ROWS, Columns=COLUMNS, PixelData=pixels.tobytes(), PixelSpacing=between, **EIGHT)


def opened(page: Page, server: Server, between: list[float]) -> None:
    page.goto(f"{server.url}/lab?exercise=threshold_fixed&value=100&lang=en")
    settle(page)
    upload(page, "thick.dcm", halves(between))
    drawn(page)


def at(page: Page, x: float, y: float) -> list[int]:
    """The color of the canvas, at shares of its width and height."""
    color: list[int] = page.evaluate(CANVAS, [x, y])
    return color


def test_a_pixel_four_times_as_tall_as_wide_fills_the_height_and_not_the_width(
    server: Server, chromium: Browser
) -> None:
    with visiting(chromium) as page:
        opened(page, server, [4.0, 1.0])
        expect(page.get_by_text("true to scale")).to_be_visible()
        box = page.locator(".picture").bounding_box()
        assert box is not None
        share = box["height"] * COLUMNS / (ROWS * 4) / box["width"]  # of the canvas's width that the picture takes
        assert share < 0.9
        for x in (0.5 - share / 2 + 0.02, 0.5 - 0.02):  # before, from edge to wipe
            assert (at(page, x, 0.03), at(page, x, 0.97)) == (ABOVE, BELOW)
        for x in (0.5 + 0.02, 0.5 + share / 2 - 0.02):  # after
            assert (at(page, x, 0.03), at(page, x, 0.97)) == ([0] * 3, [255] * 3)
        assert at(page, 0.5 - share / 2 - 0.02, 0.5) == at(page, 0.5 + share / 2 + 0.02, 0.97) == NOTHING


def test_the_pointer_and_the_zoom_know_how_tall_a_pixel_is(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        opened(page, server, [4.0, 1.0])
        page.locator(".stage").scroll_into_view_if_needed()
        box = page.locator(".picture").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2 - box["height"] * 0.1, box["y"] + box["height"] * 0.9
        page.mouse.move(x, y)
        expect(page.locator(".probe")).to_have_text(re.compile(r"\((59|60|61), (89|90|91)\)"))
        page.mouse.wheel(0, -400)  # the row under the pointer stays there
        drawn(page)
        page.mouse.move(x + 1, y)
        expect(page.locator(".probe")).to_have_text(re.compile(r"\(\d+, (89|90|91)\)"))
        assert at(page, 0.25, 0.1) == BELOW  # the upper half has gone over the edge


def test_square_pixels_are_drawn_square_and_nothing_is_said(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        opened(page, server, [0.5, 0.5])
        expect(page.get_by_text("true to scale")).to_have_count(0)
        assert at(page, 0.02, 0.45) == ABOVE  # twice as wide as tall: from edge to edge
