"""Texts of which a pattern needs at least one, so that most patterns need not be tried on most answers.

(训练|拟合).{0,9}好 is only looked for where 训练 or 拟合 stands: looking for plain text is a hundred times faster.
"""

import re
from functools import lru_cache

Needles = tuple[str, ...]  # one of them must be there; none means that nothing is known
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:[:=!>]|<[=!]|P<\w+>)|[*+?]\??|\{\d*,?\d*\}\??|.", re.DOTALL)
_ASIDE = ("(?=", "(?!", "(?<=", "(?<!")
_OPTIONAL = re.compile(r"[*?]\??|\{(?:0|,)[^}]*\}\??")
_REPEATED = re.compile(r"[*+?]\??|\{\d*,?\d*\}\??")
_MOST = 120  # needles; with more, trying the pattern is as fast
ENDS = "。;"  # ends of a sentence that most patterns of ours do not reach over
_ENDS_IN_CLASS = re.compile(f"[{ENDS}]")


@lru_cache(maxsize=20_000)
def within(pattern: str) -> bool:
    """Whether nothing in a pattern can match an end of a sentence: it may be looked for sentence by sentence."""
    return all(map(_stays, _TOKEN.findall(pattern)))


def _stays(token: str) -> bool:
    if token.startswith("[^"):
        return all(end in token for end in ENDS) and "-" not in token.replace("a-z", "").replace("0-9", "")
    if token.startswith("["):
        return not _ENDS_IN_CLASS.search(token) and not re.search(r"\\[SWD]", token) and _plain_ranges(token)
    return token not in (".", "$", r"\S", r"\W", r"\D", r"\Z", *ENDS)


def _plain_ranges(token: str) -> bool:
    """Ranges of letters and digits hold no end of a sentence; of any other we do not ask."""
    return "-" not in token[1:-1].replace("a-z", "").replace("0-9", "").replace("A-Z", "").strip("-")


@lru_cache(maxsize=20_000)
def needles(pattern: str) -> Needles:
    """What a pattern, matched without regard to case against lower-case text, cannot do without."""
    tokens = _TOKEN.findall(pattern)
    found, at = _choice(tokens, 0)
    return found if at == len(tokens) and len(found) <= _MOST else ()


def _choice(tokens: list[str], at: int) -> tuple[Needles, int]:
    """The needles of alternatives up to their closing bracket or the end; all of them need some."""
    branches: list[Needles] = []
    while True:
        found, at = _sequence(tokens, at)
        branches.append(found)
        if at == len(tokens) or tokens[at] == ")":
            return (tuple(n for b in branches for n in b) if all(branches) else ()), at
        at += 1  # the bar


def _sequence(tokens: list[str], at: int) -> tuple[Needles, int]:
    """The best needles of one alternative: its longest plain run, or those of a group in it."""
    best: Needles = ()
    run = ""
    while at < len(tokens) and tokens[at] not in ("|", ")"):
        token = tokens[at]
        inner: Needles = ()
        if token.startswith("("):
            inner, at = _choice(tokens, at + 1)
            inner = () if token in _ASIDE else inner
        plain = _plain(token)
        at += 1
        repeat = tokens[at] if at < len(tokens) and _REPEATED.fullmatch(tokens[at]) else ""
        if repeat:
            at += 1
        if repeat and _OPTIONAL.fullmatch(repeat):
            plain, inner = "", ()
        run = run + plain if plain else ""
        best = max(best, (run,) if run else (), inner, key=_worth)
        if repeat:
            run = ""
    return best, at


def _plain(token: str) -> str:
    """The one character that a token stands for, if it does."""
    if len(token) == 1:
        return "" if token in ".^$([" else token.lower()
    return token[1] if token[0] == "\\" and not token[1].isalnum() else ""


def _worth(found: Needles) -> tuple[int, int]:
    return min(map(len, found), default=0), -len(found)
