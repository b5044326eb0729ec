"""The switch for the overlay in a real browser: off at first, on the picture before only, kept in the URL."""

import re

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from server.ink import INK, SHARE
from tests.browser import Server, settle, visiting
from tests.hostile_dicom import EIGHT, dataset, saved
from tests.hostile_overlays import overlaid
from tests.test_browser import CANVAS, drawn, upload

pytestmark = pytest.mark.browser
GREY = 100
MAGENTA = [round(GREY * (1 - SHARE) + ink * SHARE) for ink in INK]


def picture(frames: int = 2) -> bytes:
    """Grey frames, with the upper half of the second one under an overlay."""
    pixels = np.full((frames, 200, 300), GREY, np.uint8)
    ds = dataset(Rows=200, Columns=300, NumberOfFrames=frames, PixelData=pixels.tobytes(), **EIGHT)
    return saved(overlaid(ds, np.arange(200)[:, None] + np.zeros(300) < 100, frames=1, first=2))


def seen(page: Page) -> list[list[int]]:
    """Before and after, above and below."""
    drawn(page)
    return [page.evaluate(CANVAS, [x, y]) for x in (0.25, 0.75) for y in (0.25, 0.75)]


def test_the_switch_draws_the_overlay_over_the_picture_before(server: Server, chromium: Browser) -> None:
    grey = [GREY] * 3
    with visiting(chromium) as page:
        page.goto(f"{server.url}/lab?exercise=gaussian_blur&lang=en")
        settle(page)
        switch = page.get_by_label("Show overlay")
        expect(switch).to_have_count(0)  # a sample has none
        upload(page, "with-overlay.dcm", picture())
        expect(switch).not_to_be_checked()
        switch.check()
        assert seen(page) == [grey] * 4  # the first frame has nothing on it
        page.locator("input.value").first.fill("1")
        page.locator("input.value").first.press("Enter")
        assert seen(page) == [MAGENTA, grey, grey, grey]
        expect(page).to_have_url(re.compile("overlay=1"))
        settle(page)
        expect(switch).to_be_checked()
        assert seen(page) == [MAGENTA, grey, grey, grey]
        switch.uncheck()
        assert seen(page) == [grey] * 4
        expect(page).not_to_have_url(re.compile("overlay"))
        page.go_back()  # to where it was on
        settle(page)
        expect(switch).to_be_checked()
        assert seen(page) == [MAGENTA, grey, grey, grey]
