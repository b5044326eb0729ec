"""Markdown of the banks as HTML: what is asked for is set, and nothing else gets onto the page."""

from html.parser import HTMLParser

import pytest

from study import bank
from study.prose import formula, phrase, prose
from study.question import Worded
from tests.browser import ROOT


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**甲**乙", "<p><strong>甲</strong>乙</p>\n"),
        ("1. 甲\n2. 乙", "<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>\n"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
        ("价格 $5 和 $6", "<p>价格 $5 和 $6</p>\n"),
        ("`$x$`", "<p><code>$x$</code></p>\n"),
    ],
)
def test_markdown_becomes_html(markdown: str, html: str) -> None:
    assert prose(markdown) == html


def test_a_table_and_a_line_without_a_paragraph() -> None:
    assert {"table", "th", "td"} <= set(read(prose("| a | b |\n|---|---|\n| 1 | 2 |")).tags)
    assert phrase("**a** b") == "<strong>a</strong> b"


def test_formulas_are_mathml_inline_and_on_a_line_of_their_own() -> None:
    assert "<msup><mi>d</mi><mn>2</mn></msup>" in prose("样本量$n/d^2$。")
    assert 'display="block"' in prose("$$\\frac{a}{b}$$")
    assert "<mfrac>" in prose("$$\\frac{a}{b}$$")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        r"$\text{<img src=x onerror=alert(1)>}$",
        r"$\text{<b onclick='x'>y</b>}$",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\style{background:url(//x)}{x}$",
        r"$\class{sp-hit}{x}$",
        r'$\color{red"onclick="x}{y}$',
        "[x](javascript:alert(1))",
        "$\\frac{$",
        "$" + "{" * 3000 + "$",
        "$" + r"\sqrt{" * 400 + "x" + "}" * 400 + "$",
    ],
)
def test_nothing_that_runs_or_loads_gets_through(hostile: str) -> None:
    for html in (prose(hostile), phrase(hostile)):
        found = read(html)
        assert not {"script", "img", "b", "iframe", "style", "a"} & set(found.tags), html
        assert not [n for n, _ in found.attributes if n.startswith("on") or n in ("href", "src", "style")], html
    assert prose("还在") == "<p>还在</p>\n"


def test_a_formula_that_cannot_be_set_is_shown_as_it_is_written() -> None:
    assert formula(r"\frac{") == r"<code>\frac{</code>"


def test_every_formula_of_the_banks_is_set() -> None:
    seen = 0
    for path in sorted((ROOT / "questions").glob("*.yaml")):
        for q in bank.read(path).questions:
            if isinstance(q, Worded):
                for text in (q.answer, *(f.answer for f in q.follow_ups)):
                    for html in (prose(text.zh), prose(text.en)):
                        assert "math inline" not in html or "<math" in html
                        assert '<span class="math inline"><code>' not in html, (q.id, html)
                        assert "<mi>\\" not in html, (q.id, html)
                        seen += html.count("<math")
    assert seen >= 10
