"""The second opinion for this learner: who would be asked, whether the learner wants that, and how it stands.

An answer leaves the server only when the administrator has named an address and the learner has agreed to that very
one.
"""

from pages import own
from pages.shared import learner
from study import home
from study.asking import Opinion
from study.grader import Second
from study.question import Question, Worded


def address() -> str:
    """Who would be asked: scheme, host and port; empty when nobody is configured."""
    asking = home.asking()
    return asking.grader.address if asking else ""


def wanted() -> bool:
    there = address()
    return bool(there) and own.preferences().second == there


def opinion(q: Worded, answer: str) -> Opinion | None:
    """How the opinion on this answer stands, asked for now if it was not; None when none is wanted."""
    asking = home.asking() if answer.strip() and wanted() else None
    return asking.opinion(learner(), q, answer) if asking else None


def at_hand(q: Question, answer: str) -> Second | None:
    """The opinion on this answer if it has come; asks nobody."""
    asking = home.asking() if isinstance(q, Worded) and wanted() else None
    return asking.at_hand(learner(), q, answer) if asking and isinstance(q, Worded) else None


def credited(q: Question, answer: str) -> tuple[str, ...] | None:
    """What the opinion credits, for the log; None when there is none. Asks nobody."""
    second = at_hand(q, answer)
    return second.hits() if second else None
