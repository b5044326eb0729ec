"""Formulas are read whole: a line for each part, a long one goes on in the next line, on a phone too."""

import pytest
from playwright.sync_api import Browser, expect

from ops import Exercise, exercises
from tests.browser import Server, settle, visiting

WIDE = ("rotate", "crop", "clahe", "random_flip_rotate_scale", "hausdorff", "lbp", "fourier_low_pass")
CUT = """e => e.querySelector(".katex-html").scrollWidth - e.clientWidth"""


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda e: e.name)
def test_parts_of_a_formula_stand_for_themselves(exercise: Exercise) -> None:
    """Each part has a line of its own in the lab, so nothing that opens in one may close in another."""
    for part in exercise.formula.split(r"\quad"):
        for opens, closes in (("{", "}"), (r"\begin", r"\end"), (r"\left", r"\right")):
            assert part.count(opens) == part.count(closes)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_of_a_formula_is_out_of_sight(server: Server, chromium: Browser, width: int) -> None:
    with visiting(chromium, width=width) as page:
        for name in WIDE:
            page.goto(f"{server.url}/lab?exercise={name}")
            settle(page)
            formula = page.locator(".katex-display").first
            expect(formula).to_be_visible()
            assert formula.evaluate(CUT) <= 1, name
