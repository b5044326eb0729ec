"""The debrief as one HTML page that needs nothing else: to print, or to keep as a PDF."""

import re
from html import escape

from markdown_it import MarkdownIt

from study.text import Lang

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_MATH = re.compile(r"\$\$?(.+?)\$\$?", re.DOTALL)
STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.65 'Source Sans 3', 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei',
  sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 2em; border-top: 1px solid #8886; padding-top: 1em; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: .5em 0; padding: .6em .9em;
  border-left: 3px solid #0b6b74; background: #8881; }
pre code { font: inherit; } code { overflow-wrap: anywhere; }
@media print {
  @page { margin: 18mm 16mm; }
  :root { color-scheme: light; }
  body { font-size: 10.5pt; max-width: none; margin: 0; padding: 0; }
  h1, h2, strong { break-after: avoid; } pre, li { break-inside: avoid; } p { orphans: 3; widows: 3; }
  pre { background: none; border-left-color: #666; }
}
"""


def page(markdown: str, title: str, lang: Lang) -> str:
    """The page for a report. Raw HTML in the Markdown comes out as text, and nothing on the page may run or load."""
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{_MARKDOWN.render(markdown)}</body>\n</html>\n"
    )


def as_code(markdown: str) -> str:
    """Formulas as code: a page on its own has nothing that sets them."""
    return _MATH.sub(lambda m: f"`{m[1].strip()}`", markdown)
