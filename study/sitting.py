"""One sitting: which question comes next. Derived from the log, so that a reload or another device goes on in place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import zip_longest
from typing import Literal, assert_never, get_args

from study.countdown import Countdown
from study.memory import RETENTION, Card, day, due, memory, righted
from study.review import Rating, Review

Mode = Literal["due", "new", "topic", "all"]
MODES: tuple[Mode, ...] = get_args(Mode)
GAP = 3  # how many other questions come before one that was forgotten


@dataclass(frozen=True, slots=True)
class Plan:
    """What a learner chose to practise.

    due: what is due, longest overdue first. new: questions never seen, in the order of the banks and taking turns
    over the topics, so many a day. topic, all: what is due, then all that is new, then the rest, longest unseen first.
    """

    mode: Mode = "due"
    topics: frozenset[str] = frozenset()  # empty: every topic
    new_per_day: int = 10
    retention: float = RETENTION
    zone: tzinfo = UTC
    most_per_day: int | None = None  # reviews a day of what is due; None: all of it
    countdown: Countdown | None = None  # on the last days before an interview the due questions are the sweep's

    def of(self, questions: Mapping[str, str]) -> dict[str, str]:
        """The questions (id to topic) of the chosen topics."""
        return {id: topic for id, topic in questions.items() if not self.topics or topic in self.topics}


def queue(
    plan: Plan,
    questions: Mapping[str, str],
    cards: Mapping[str, Card],
    now: datetime,
    seen_today: int = 0,
    again_today: int = 0,
) -> tuple[str, ...]:
    """The ids to ask, in order, going by the cards alone. `questions` maps id to topic in the order of the banks;
    `seen_today` and `again_today` count what was asked today for the first time and not for the first time."""
    asked = plan.of(questions)
    late = _late(plan, asked, cards, now, again_today)
    new = [id for id in _in_turns(asked) if id not in cards]
    match plan.mode:
        case "due":
            return tuple(late)
        case "new":
            return tuple(new[: max(0, plan.new_per_day - seen_today)])
        case "topic" | "all":
            others = sorted(asked.keys() & cards.keys() - set(late), key=lambda id: (cards[id].last, id))
            return (*late, *new, *others)
        case _:
            assert_never(plan.mode)


def _late(
    plan: Plan, asked: Mapping[str, str], cards: Mapping[str, Card], now: datetime, again_today: int
) -> list[str]:
    late = [id for id in due(cards, now, plan.zone) if id in asked]
    most = plan.most_per_day
    if plan.countdown and plan.countdown.sweeping:
        sweep = plan.countdown.sweep(cards, asked, plan.zone)
        share = plan.countdown.share(len(sweep) + again_today)
        most = share if most is None else min(most, share)
        late = [*sweep, *(id for id in late if id not in sweep)]
    return late if most is None else late[: max(0, most - again_today)]


def rest(
    plan: Plan,
    questions: Mapping[str, str],
    log: Sequence[Review],
    now: datetime,
    skipped: Collection[str] = (),
    cards: Mapping[str, Card] | None = None,
) -> tuple[str, ...]:
    """What is left of today's sitting, in order. A question rated AGAIN today comes back after GAP others.

    `log` is in the order in which the reviews were given; `cards`, if at hand, saves folding it again.
    """
    log = righted(log, now)
    cards = memory(log, plan.retention, now) if cards is None else cards
    today = [r for r in log if day(r.at, plan.zone) >= day(now, plan.zone)]
    latest = {r.question: r.rating for r in today}
    new = new_today(log, now, plan.zone)
    left = queue(plan, questions, cards, now, new, len(latest) - new)
    ahead = [id for id in left if id not in latest and id not in skipped]
    asked = plan.of(questions)
    return _with_forgotten(
        ahead, {id: n for id, n in _since(today).items() if latest[id] is Rating.AGAIN and id in asked.keys() - skipped}
    )


def next_question(
    plan: Plan,
    questions: Mapping[str, str],
    log: Sequence[Review],
    now: datetime,
    skipped: Collection[str] = (),
    cards: Mapping[str, Card] | None = None,
) -> str | None:
    """The id to ask now; None when the sitting is over."""
    return next(iter(rest(plan, questions, log, now, skipped, cards)), None)


def new_today(log: Iterable[Review], now: datetime, zone: tzinfo = UTC) -> int:
    """How many questions were seen for the first time today."""
    first: dict[str, datetime] = {}
    for review in righted(log, now):
        first.setdefault(review.question, review.at)
    return sum(day(at, zone) >= day(now, zone) for at in first.values())


def _in_turns(asked: Mapping[str, str]) -> list[str]:
    """One of each topic, then the second of each, and so on."""
    by_topic: dict[str, list[str]] = {}
    for id, topic in asked.items():
        by_topic.setdefault(topic, []).append(id)
    return [id for turn in zip_longest(*by_topic.values()) for id in turn if id is not None]


def _since(today: Iterable[Review]) -> dict[str, int]:
    """How many reviews of others followed each question's last one."""
    order = [r.question for r in today]
    return {id: order[::-1].index(id) for id in dict.fromkeys(order)}


def _with_forgotten(ahead: Sequence[str], since: Mapping[str, int]) -> tuple[str, ...]:
    """The queue with the forgotten questions put back in, the one forgotten first before the others."""
    line, place = list(ahead), 0
    for id in sorted(since, key=lambda id: -since[id]):
        place = min(len(line), max(place, GAP - since[id]))
        line.insert(place, id)
        place += 1
    return tuple(line)
