"""Markdown of the banks as HTML for a page of ours: nothing in it can run, and formulas are MathML."""

from functools import lru_cache
from html import escape
from xml.etree import ElementTree

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

MATHML = "http://www.w3.org/1998/Math/MathML"
# TeX can name a link's target or an element's style; of what the converter writes, only this goes on a page.
ELEMENTS = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "ms",
        "mtext",
        "mspace",
        "msup",
        "msub",
        "msubsup",
        "mover",
        "munder",
        "munderover",
        "mfrac",
        "msqrt",
        "mroot",
        "mtable",
        "mtr",
        "mtd",
        "mstyle",
        "mpadded",
        "mphantom",
        "menclose",
        "mfenced",
    ]
)
ATTRIBUTES = frozenset(
    [
        "display",
        "displaystyle",
        "scriptlevel",
        "mathvariant",
        "mathsize",
        "stretchy",
        "fence",
        "form",
        "separator",
        "lspace",
        "rspace",
        "width",
        "height",
        "depth",
        "linethickness",
        "accent",
        "accentunder",
        "columnalign",
        "columnspacing",
        "columnlines",
        "rowspacing",
        "rowlines",
        "rowalign",
        "minsize",
        "maxsize",
        "movablelimits",
        "symmetric",
        "largeop",
        "notation",
        "open",
        "close",
        "separators",
    ]
)


@lru_cache(maxsize=4096)  # the banks say the same to everybody
def prose(markdown: str) -> str:
    """Paragraphs, lists, tables, code and formulas ($..$, $$..$$) as HTML; raw HTML comes out as text."""
    return str(_MARKDOWN.render(markdown))


@lru_cache(maxsize=4096)
def phrase(markdown: str) -> str:
    """The same for one line of text, without a paragraph around it."""
    return str(_MARKDOWN.renderInline(markdown))


def formula(tex: str, block: bool = False) -> str:
    """TeX as MathML; what cannot be set, or would bring more than a formula, is shown as it is written."""
    try:
        math = convert(tex, display="block" if block else "inline")
        tree = ElementTree.fromstring(math)
    except Exception:
        return f"<code>{escape(tex)}</code>"
    for element in tree.iter():
        if element.tag.removeprefix(f"{{{MATHML}}}") not in ELEMENTS or not ATTRIBUTES.issuperset(element.attrib):
            return f"<code>{escape(tex)}</code>"
    return str(math)


def _math(tex: str, options: dict[str, bool]) -> str:
    return formula(tex, options["display_mode"])


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_MARKDOWN.use(dollarmath_plugin, renderer=_math, allow_labels=False, allow_space=False)
