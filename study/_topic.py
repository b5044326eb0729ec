"""Whether an answer is about the question at all: how much of its wording the question's own texts share."""

import re
from functools import lru_cache

from study._normal import HANZI, normal
from study.question import Worded

ENOUGH = 35  # distinct wordings of an answer from which it can be judged
KNOWN = 60  # of the question's own, in each script
_PAIR = re.compile(f"(?=([{HANZI}]{{2}}))")
_COMMON = (
    "with|that|this|from|have|then|when|than|them|they|into|each|over|your|more|most|also|such|only|very|some|what|which|"
    "where|while|there|these|those|their|will|would|should|could|about|after|before|because|does|like|just|makes?|made|"
    "used|using|uses|both|same|other"
)
_WORD = re.compile(rf"(?<![a-z0-9-])(?!(?:{_COMMON})(?![a-z0-9-]))[a-z][a-z0-9-]{{3,}}")


def share(question: Worded, answer: str) -> float:
    """The share of a normalised answer's wordings that the question's prompt, points, aliases or model answer use too.

    A wording is a pair of Chinese characters or a Latin word of at least four letters. 1.0 when the answer is too
    short to tell, or in a script that the question hardly uses.
    """
    known = _wordings_of(question)
    said = _wordings(answer)
    for latin in (False, True):
        if sum(w.isascii() is latin for w in known) < KNOWN:
            said = frozenset(w for w in said if w.isascii() is not latin)
    return len(said & known) / len(said) if len(said) >= ENOUGH else 1.0


def _wordings_of(question: Worded) -> frozenset[str]:
    texts = [question.title, question.prompt, question.answer, *(p.text for p in question.points)]
    aliases = (a for p in question.points for group in (p.any, *p.all, *p.order) for a in group)
    return frozenset().union(*(_of(t) for text in texts for t in (text.zh, text.en)), *map(_of, aliases))


@lru_cache(maxsize=20_000)
def _of(text: str) -> frozenset[str]:
    return _wordings(normal(text).text)


def _wordings(text: str) -> frozenset[str]:
    return frozenset((*_WORD.findall(text), *_PAIR.findall(text)))
