"""What Markdown and LaTeX make of a text against the author's will. Offsets count in the text."""

import re
from collections.abc import Iterator

from study._yaml_words import Words, brief
from study.text import Text

Found = tuple[int, Words]

_CODE = re.compile(r"```.*?(?:```|\Z)|(?<!`)`[^`\n]+`(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\[$~`<!\[\]*_\\]")
_MATH = re.compile(r"\$\$?")
_TILDE = re.compile(r"(?<!~)~(?!~)")
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\(([^)\n]{0,300})\)")
_LINK = re.compile(r"(?<!!)\[[^\]\n]{0,200}\]\(\s{0,9}(?!https?:|mailto:)([a-z][a-z0-9+.-]{0,20}):", re.I)
_NAMES = (
    "a|abbr|b|blockquote|br|button|center|code|del|details|div|em|font|form|h[1-6]|hr|i|iframe|img|input|ins|kbd|li"
)
_NAMES += (
    "|link|mark|meta|object|ol|p|pre|s|script|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr"
)
_HTML = re.compile(rf"</?(?:{_NAMES}|u|ul|video|audio)(?:\s[^<>\n]{{0,300}})?/?>", re.I)
_PARTS = re.compile(r"\\(?:left|right)(?![A-Za-z])|\\(?:begin|end)\{[^{}\n]{0,40}\}|\\.|[{}]", re.DOTALL)


def slips(text: str) -> Iterator[Found]:
    """All that goes wrong, in no particular order."""
    plain = _ESCAPED.sub("  ", _blank(_CODE, text))
    spans, open_math = _math(plain)
    if open_math is not None:
        yield open_math
    for start, end in spans:
        yield from _latex(plain[start:end], start)
        plain = plain[:start] + " " * (end - start) + plain[end:]
    yield from _strikes(plain)
    for m in _IMAGE.finditer(plain):
        yield m.start(), _image(m[1])
    for m in _LINK.finditer(plain):
        yield m.start(), _scheme(m[1])
    if (tag := _HTML.search(plain)) is not None:
        yield tag.start(), _html(tag.group())


def is_grave(words: Words) -> bool:
    """Whether a slip lets a bank reach out of the page."""
    return words[0].en.startswith(("picture", "link"))


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda m: " " * len(m.group()), text)


def _math(text: str) -> tuple[list[tuple[int, int]], Found | None]:
    """Where formulas stand, with their dollars; and the first dollar that has no partner in its paragraph."""
    spans: list[tuple[int, int]] = []
    start = 0
    for paragraph in re.split(r"\n[ \t]*\n", text):
        begin: re.Match[str] | None = None
        base = text.index(paragraph, start)
        for m in _MATH.finditer(paragraph):
            if begin is None:
                begin = m
            elif m.group() == begin.group():
                spans.append((base + begin.start(), base + m.end()))
                begin = None
        if begin is not None:
            return spans, (base + begin.start(), _UNPAIRED)
        start = base + len(paragraph)
    return spans, None


def _latex(formula: str, base: int) -> Iterator[Found]:
    """Braces, \\left and \\right, \\begin and \\end must come in pairs and nest."""
    opened: list[tuple[str, int]] = []
    for m in _PARTS.finditer(formula):
        token = m.group()
        if token == "{" or token == "\\left" or token.startswith("\\begin"):
            opened.append((token, m.start()))
        elif token == "}" or token == "\\right" or token.startswith("\\end"):
            if not opened or _closing(opened[-1][0]) != token:
                yield base + m.start(), _unbalanced(token)
                return
            opened.pop()
    if opened:
        yield base + opened[-1][1], _unbalanced(opened[-1][0])


def _closing(token: str) -> str:
    return {"{": "}", "\\left": "\\right"}.get(token) or token.replace("\\begin", "\\end")


def _strikes(text: str) -> Iterator[Found]:
    """Two single tildes in a paragraph strike out what is between; one beside a space does not open or close."""
    for paragraph in re.finditer(r"(?:[^\n]|\n(?![ \t]*\n))+", text):
        first: int | None = None
        for m in _TILDE.finditer(paragraph.group()):
            before, after = paragraph.group()[m.start() - 1 : m.start()], paragraph.group()[m.end() : m.end() + 1]
            if first is not None and before.strip():
                yield paragraph.start() + first, _STRUCK
                break
            if first is None and after.strip():
                first = m.start()


_UNPAIRED: Words = (
    Text("`$` 没有成对", "unpaired `$`"),
    Text("补上另一半；钱数写成 `\\$`", "add its partner; for money write `\\$`"),
)
_STRUCK: Words = (
    Text("两个 `~` 之间的文字会被划掉", "what stands between two `~` is struck out"),
    Text("区间写成 3–5 或 3 到 5，或写 `\\~`", "write a range as 3-5, or write `\\~`"),
)


def _unbalanced(token: str) -> Words:
    return (
        Text(f"公式里的 `{brief(token)}` 没有成对", f"unbalanced `{brief(token)}` in a formula"),
        Text("补上另一半", "add its partner"),
    )


def _image(target: str) -> Words:
    return (
        Text(f"文字里有图片：{brief(target)}", f"picture in a text: {brief(target)}"),
        Text("删掉它，改用 `try` 或 `picture` 题", "remove it; use `try`, or a question of kind `picture`"),
    )


def _scheme(scheme: str) -> Words:
    return (
        Text(f"`{scheme}:` 链接不允许", f"link to `{scheme}:` is not allowed"),
        Text("只用 http 或 https 链接", "link to http or https only"),
    )


def _html(tag: str) -> Words:
    return (
        Text(f"文字里有 HTML：{brief(tag)}", f"HTML in a text: {brief(tag)}"),
        Text("改用 Markdown；若是代码，加反引号", "use Markdown; put code in backticks"),
    )
