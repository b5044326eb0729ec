"""What comes next and how things stand, for the quiz page: the sitting, the counts, the search."""

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime

from pages import own
from pages.shared import learner, shelf, store, zone
from study.memory import Card, is_due
from study.question import Question, Worded
from study.sitting import MODES, Mode, Plan, rest


def queue(skipped: Collection[str]) -> tuple[str, ...]:
    """What is left of the sitting, in order."""
    plan, form = sitting()
    aside = {id for id, r in own.remarks().items() if r.suspended}
    asked = {id: t for id, t in shelf().topic_of.items() if id not in aside and fits(shelf().questions[id], form)}
    return rest(plan, asked, own.log(), datetime.now(UTC), skipped)


def sitting() -> tuple[Plan, str]:
    """What the learner set out to do, and which form of questions; everything when nothing was said."""
    kept = store().setting(learner(), "sitting")
    kept = kept if isinstance(kept, dict) else {}
    mode: Mode = next((m for m in MODES if m == kept.get("mode")), "all")
    topics = frozenset(str(t) for t in kept.get("topics") or ()) & shelf().topics.keys()
    return _plan(mode, topics), str(kept.get("form", "words"))


def _plan(mode: Mode, topics: frozenset[str]) -> Plan:
    """The learner's preferences, bent by the day of the interview."""
    wish, way, new = own.preferences(), own.countdown(), own.preferences().new_per_day
    if way:
        seen = own.cards()
        new = way.new_per_day(sum(fits(q, "words") and id not in seen for id, q in shelf().questions.items()), new)
    return Plan(mode, topics, new, wish.retention, zone(), wish.most_per_day, way)


def fits(q: Question, form: str) -> bool:
    """Whether a question is of a form: in words, drills, or both."""
    return not q.deprecated and (form == "both" or isinstance(q, Worded) == (form == "words"))


def left(skipped: Collection[str]) -> int:
    """How many questions of the sitting are left, the one on the page among them."""
    return len(queue(skipped))


def standing(id: str, known: dict[str, Card]) -> str:
    """How a question stands: new, due or known."""
    found = known.get(id)
    return "new" if found is None else "due" if is_due(found, datetime.now(UTC), zone()) else "known"


def counts() -> dict[str, int]:
    """How many questions are due, new, and seen; those put aside are none of these."""
    known, remarks = own.cards(), own.remarks()
    asked = [
        id for id, q in shelf().questions.items() if not (q.deprecated or (id in remarks and remarks[id].suspended))
    ]
    every = Counter(standing(id, known) for id in asked)
    return {"due": every["due"], "new": every["new"], "seen": every["due"] + every["known"]}


def search(wanted: str) -> dict[str, list[Question]]:
    """Questions by topic whose title, prompt or tags hold every word, in either language."""
    words = wanted.casefold().split()
    found: dict[str, list[Question]] = {}
    for q in shelf().questions.values():
        text = " ".join([q.title.zh, q.title.en, q.prompt.zh, q.prompt.en, *q.tags]).casefold()
        if not q.deprecated and all(word in text for word in words):
            found.setdefault(shelf().topic_of[q.id], []).append(q)
    return found
