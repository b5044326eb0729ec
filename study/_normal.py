"""An answer as the matcher reads it: one script, one case, one width; and the way back to the learner's own text."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from opencc import OpenCC
from pypinyin import lazy_pinyin

_SIMPLIFIED = OpenCC("t2s")
FIRST_HANZI, LAST_HANZI = "\u3400", "\u9fff"
HANZI = f"{FIRST_HANZI}-{LAST_HANZI}"
_HANZI = re.compile(f"[{HANZI}]")
# Blanks that say nothing: at the beginning, beside a Chinese character, and all but the first of several.
_IDLE = re.compile(rf"\A +|(?<=[{HANZI}]) +| +(?=[{HANZI}])|(?<= ) +")


@dataclass(frozen=True, slots=True)
class Normal:
    """Normalised text; `origin[i]` is the index in the original of the character that text[i] came from."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original."""
        return self.origin[start], self.origin[end - 1] + 1


def normal(text: str) -> Normal:
    """Half width, simplified, lower case, single spaces, and none beside a Chinese character."""
    plain = {c: _plain(c) for c in set(text)}
    flat = text.translate({ord(c): p for c, p in plain.items()})
    one_to_one = all(len(p) == 1 for p in plain.values())
    came_from = range(len(text)) if one_to_one else [i for i, c in enumerate(text) for _ in plain[c]]
    out: list[str] = []
    origin: list[int] = []
    at = 0
    for start, end in (*(m.span() for m in _IDLE.finditer(flat)), (len(flat), len(flat))):
        out.append(flat[at:start])
        origin += came_from[at:start]
        at = end
    return Normal("".join(out), tuple(origin))


@lru_cache(maxsize=20_000)
def _plain(c: str) -> str:
    if c in "\n\r":
        return "\n"
    flat = unicodedata.normalize("NFKC", c).casefold()
    flat = str(_SIMPLIFIED.convert(flat)) if _HANZI.search(flat) else flat
    return " " if flat.isspace() else "".join(x for x in flat if x.isprintable())


def simplified(text: str) -> str:
    """The text in one script and case, each character in its place."""
    return text.translate({ord(c): plain for c in set(text) if len(plain := _plain(c)) == 1})


@lru_cache(maxsize=20_000)
def _sound(c: str) -> str:
    return str(lazy_pinyin(c)[0]) if _HANZI.match(c) else "-"


def sounds(text: str) -> str:
    """The pinyin of each character without tones, each after a bar; what is not Chinese is a dash."""
    return "|" + text.translate({ord(c): _sound(c) + "|" for c in set(text)})
