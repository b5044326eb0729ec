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
_ODD = "\0"  # stands for a character that becomes several or none
_RUN = re.compile(f"[^ {_ODD}]+|[ {_ODD}]")


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
    same_length = text.translate({ord(c): p if len(p) == 1 else _ODD for c, p in plain.items()})
    out: list[str] = []
    origin: list[int] = []
    after_hanzi = True  # nothing, a blank or a Chinese character stands before: no blank is due
    for m in _RUN.finditer(same_length):
        at = m.start()
        run = plain[text[at]] if m.group() == _ODD else m.group()
        if run[:1] == " " and not after_hanzi:
            out.append(" ")
            origin.append(at)
            after_hanzi = True
        if not (run := run.lstrip(" ")):
            continue
        if _is_hanzi(run[0]) and out and out[-1] == " ":
            out.pop()
            origin.pop()
        out.append(run)
        origin += range(at, m.end()) if m.group() != _ODD else [at] * len(run)
        after_hanzi = _is_hanzi(run[-1])
    return Normal("".join(out), tuple(origin))


def _is_hanzi(c: str) -> bool:
    return FIRST_HANZI <= c <= LAST_HANZI


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
    sound = {c: _sound(c) for c in set(text)}
    return "|".join(("", *(sound[c] for c in text), ""))
