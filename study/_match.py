"""Finding an alias in a normalised answer: literally, as a pattern, with a typo, or by its sound."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from study._needles import ENDS, needles, within
from study._normal import HANZI, Normal, normal, sounds

PATTERN = "re:"
Span = tuple[int, int]
_WORD = re.compile(r"[a-z][a-z0-9]{4,}")
_CLAUSE_END = re.compile(r"[，。；：！？,;:!?\n]|\.(?!\d)")
_UPPER = re.compile(r"(?<!\\)[A-Z]|\(\?[aiLmsux-]")
_END = re.compile(f"[{ENDS}]")
_BAR = re.compile(r"\|")
_ONLY_HANZI = re.compile(f"[{HANZI}]+")
# A full stop between digits is a decimal point, no end of a clause.
CLAUSE = re.compile(r"[^，。；：！？、,;:!?\n.]*(?:\.(?=\d)[^，。；：！？、,;:!?\n.]*)*")
SENTENCE = re.compile(r"[^。；！？;!?\n.]+(?:\.(?=\d)[^。；！？;!?\n.]*)*")


@dataclass(frozen=True)
class Answer:
    """A normalised answer with what searching it needs, worked out once."""

    normal: Normal
    _found: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    _holding: dict[str, frozenset[int]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.normal.text

    @cached_property
    def words(self) -> tuple[tuple[str, Span], ...]:
        return tuple((m.group(), m.span()) for m in _WORD.finditer(self.text))

    @cached_property
    def sound(self) -> str:
        return sounds(self.text)

    @cached_property
    def bars(self) -> tuple[int, ...]:
        return tuple(m.start() for m in _BAR.finditer(self.sound))

    @cached_property
    def _clauses(self) -> tuple[int, ...]:
        return (0, *(m.end() for m in _CLAUSE_END.finditer(self.text)))

    @cached_property
    def _sentences(self) -> tuple[int, ...]:
        return tuple(m.start() for m in SENTENCE.finditer(self.text)) or (0,)

    def clause_start(self, at: int) -> int:
        """Where the clause begins that holds the character at `at`."""
        return self._clauses[bisect_right(self._clauses, at) - 1]

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds the character at `at`, from 0."""
        return max(0, bisect_right(self._sentences, at) - 1)

    @cached_property
    def long_clauses(self) -> tuple[tuple[str, Span], ...]:
        """Clauses long enough to be like something: "模型" is in every sentence."""
        return tuple((said, m.span()) for m in CLAUSE.finditer(self.text) if len(said := m.group().strip()) >= 6)

    @cached_property
    def _stretches(self) -> tuple[Span, ...]:
        """The text between two of ENDS, without them."""
        cuts = (-1, *(m.start() for m in _END.finditer(self.text)), len(self.text))
        return tuple((start + 1, end) for start, end in pairwise(cuts))

    @cached_property
    def _begins(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self._stretches)

    def _stretches_with(self, needle: str) -> frozenset[int]:
        if needle not in self._holding:
            there, at = set(), self.text.find(needle)
            while at >= 0:
                number = bisect_right(self._begins, at) - 1
                there.add(number)
                at = self.text.find(needle, self._stretches[number][1])
            self._holding[needle] = frozenset(there)
        return self._holding[needle]

    def holding(self, wanted: Iterable[str]) -> list[Span]:
        """The stretches between two of ENDS that hold any of these texts, in their order."""
        return [self._stretches[n] for n in sorted(frozenset().union(*map(self._stretches_with, wanted)))]

    def find(self, alias: str) -> tuple[Span, ...]:
        """Every place of an alias, as spans of the normalised text."""
        if alias not in self._found:
            self._found[alias] = tuple(_places(alias, self))
        return self._found[alias]


def _places(alias: str, answer: Answer) -> Iterator[Span]:
    if alias.startswith(PATTERN):
        pattern, wanted = alias.removeprefix(PATTERN), needles(alias.removeprefix(PATTERN))
        if wanted and within(pattern):
            for start, end in answer.holding(wanted):
                yield from (m.span() for m in compiled(alias).finditer(answer.text, start, end) if m.group())
        elif not wanted or any(n in answer.text for n in wanted):
            yield from (m.span() for m in compiled(alias).finditer(answer.text) if m.group())
        return
    plain = _plain(alias)
    if exact := list(_literally(plain, alias, answer.text)):
        yield from exact
    elif len(plain) >= 6 and _WORD.fullmatch(plain):
        yield from (span for word, span in answer.words if _one_slip(plain, word))
    elif len(plain) >= 3 and _ONLY_HANZI.fullmatch(plain):
        yield from _sounds_like(plain, answer)
        # with one wrong character in the middle, either the first two are right or all from the third on
        if len(plain) >= 5 and (plain[:2] in answer.text or plain[2:] in answer.text):
            yield from (m.span() for m in _one_wrong(plain).finditer(answer.text))


def _literally(plain: str, alias: str, text: str) -> Iterator[Span]:
    """Looking for the letters first is ten times faster than the pattern alone."""
    first = plain if not plain.isascii() else re.split("[ -]", plain, maxsplit=1)[0]
    if first in text:
        yield from (m.span() for m in compiled(alias).finditer(text) if m.group())


@lru_cache(maxsize=20_000)
def _plain(alias: str) -> str:
    return normal(alias).text


@lru_cache(maxsize=20_000)
def compiled(alias: str) -> re.Pattern[str]:
    """The pattern that finds an alias. Raises re.error when one after "re:" is broken."""
    if alias.startswith(PATTERN):
        pattern = alias.removeprefix(PATTERN)
        # the text is lower case: without the flag a search is faster, and where no letter is upper case it is the same
        return re.compile(pattern, re.IGNORECASE if _UPPER.search(pattern) else 0)
    plain = _plain(alias)
    if not plain.isascii():
        return re.compile(re.escape(plain))
    # "max pooling" is also max-pooling and maxpooling; longer words may go on ("denois" in denoising)
    body = "[ -]?".join(re.escape(part) for part in re.split("[ -]+", plain))
    tail = r"(?:e?s)?(?![a-z0-9])" if len(plain) < 4 else ""
    return re.compile(rf"(?<![a-z0-9]){body}{tail}")


def _one_slip(alias: str, word: str) -> bool:
    """One edit, but not in the first letter: encoder and decoder, intra and extra are different words."""
    return word[0] == alias[0] and Levenshtein.distance(alias, word[: len(alias) + 1], score_cutoff=1) <= 1


def _sounds_like(alias: str, answer: Answer) -> Iterator[Span]:
    wanted = _sounds(alias)
    at = answer.sound.find(wanted)
    while at >= 0:
        start = bisect_left(answer.bars, at)
        yield start, start + len(alias)
        at = answer.sound.find(wanted, at + 1)


@lru_cache(maxsize=20_000)
def _sounds(alias: str) -> str:
    return sounds(alias)


@lru_cache(maxsize=5_000)
def _one_wrong(alias: str) -> re.Pattern[str]:
    """The alias with any one character in the middle replaced by another Chinese character."""
    spots = range(1, len(alias) - 1)
    return re.compile("|".join(f"{alias[:i]}[{HANZI}]{alias[i + 1 :]}" for i in spots))


def compile_all(aliases: Iterable[str]) -> None:
    """Compile what finding these aliases will need."""
    for alias in aliases:
        if alias.startswith(PATTERN):
            needles(alias.removeprefix(PATTERN))
        compiled(alias)
