"""When to ask again. The log of reviews is the only truth; a card is what the log adds up to (FSRS-6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

import fsrs

from study.review import Rating, Review

SCHEDULER = "fsrs-6.3.2"  # what a review is stamped with
RETENTION = 0.9
NEW_DAY = time(4)  # who studies past midnight is still in yesterday
AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Card:
    """What is known about one learner's memory of one question. Never stored: always folded from the log."""

    question: str
    stability: float  # days until the chance of recall has fallen to 0.9
    difficulty: float  # 1..10
    due: datetime
    last: datetime
    reviews: int = 1
    lapses: int = 0  # times rated AGAIN after the first review


def memory(log: Iterable[Review], retention: float = RETENTION, now: datetime | None = None) -> dict[str, Card]:
    """The card of each question in the log, which is in the order in which the reviews were given.

    A clock that went back cannot take time from a card: a review counts as given no earlier than the one before it.
    With `now`, dates that cannot be true are righted first.
    """
    cards: dict[str, Card] = {}
    for review in log if now is None else righted(log, now):
        before = cards.get(review.question)
        cards[review.question] = after(before, review.question, review.rating, review.at, retention)
    return cards


def righted(log: Iterable[Review], now: datetime) -> list[Review]:
    """The log, with the date of the review before it for each review that is dated more than a day ahead of `now`.

    A clock that was wrong once must not hide a question for years: counted as given now, it would never become due.
    Where none before it has a date that can be true, it is that of the first one after it, or else `now`.
    """
    given = list(log)
    known = next((r.at for r in given if r.at <= now + AHEAD), now)
    for n, review in enumerate(given):
        if review.at <= now + AHEAD:
            known = review.at
        else:
            given[n] = replace(review, at=known)
    return given


def after(card: Card | None, question: str, rating: Rating, at: datetime, retention: float = RETENTION) -> Card:
    """The card once the question has been rated at a time; `card` is None the first time."""
    at = at.astimezone(UTC)
    before = fsrs.Card(card_id=1, due=at)
    if card:
        at = max(at, card.last)
        before = fsrs.Card(1, fsrs.State.Review, None, card.stability, card.difficulty, card.due, card.last)
    new, _ = _scheduler(retention).review_card(before, fsrs.Rating(int(rating)), at)
    if new.stability is None or new.difficulty is None:
        raise AssertionError("a reviewed card has a stability and a difficulty")
    reviews, lapses = (card.reviews + 1, card.lapses + (rating is Rating.AGAIN)) if card else (1, 0)
    return Card(question, new.stability, new.difficulty, new.due, at, reviews, lapses)


def intervals(card: Card | None, now: datetime, retention: float = RETENTION) -> dict[Rating, timedelta]:
    """How long until the question comes back, for each rating it could get now. Whole days, at least one."""
    chosen = {rating: after(card, "", rating, now, retention) for rating in Rating}
    return {rating: new.due - new.last for rating, new in chosen.items()}


def retrievability(card: Card, now: datetime) -> float:
    """The chance (0..1) that the question is recalled now."""
    known = fsrs.Card(1, fsrs.State.Review, None, card.stability, card.difficulty, card.due, card.last)
    return _scheduler(RETENTION).get_card_retrievability(known, max(now.astimezone(UTC), card.last))


def day(at: datetime, zone: tzinfo = UTC) -> date:
    """The learner's day that a moment belongs to; it starts at 04:00 on the learner's clock."""
    wall = at.astimezone(zone).replace(tzinfo=None)
    return (wall - timedelta(hours=NEW_DAY.hour)).date()


def due_day(card: Card, zone: tzinfo = UTC) -> date:
    """The learner's day on which a card falls due: whole days after that of its last review, whatever clocks did."""
    return day(card.last, zone) + timedelta(days=(card.due - card.last).days)


def is_due(card: Card, now: datetime, zone: tzinfo = UTC) -> bool:
    """Whether the card's day has come: what is due in the evening can be asked from the morning on."""
    return due_day(card, zone) <= day(now, zone)


def due(cards: Mapping[str, Card], now: datetime, zone: tzinfo = UTC) -> tuple[str, ...]:
    """The questions that are due, longest overdue first."""
    late = (card for card in cards.values() if is_due(card, now, zone))
    return tuple(card.question for card in sorted(late, key=lambda card: card.due))


def forecast(cards: Mapping[str, Card], today: date, days: int, zone: tzinfo = UTC) -> tuple[int, ...]:
    """How many questions fall due today (with all that is overdue) and on each of the days after it."""
    counts = [0] * days
    for card in cards.values():
        ahead = max(0, (due_day(card, zone) - today).days)
        if ahead < days:
            counts[ahead] += 1
    return tuple(counts)


@lru_cache(maxsize=64)
def _scheduler(retention: float) -> fsrs.Scheduler:
    if not 0.70 <= retention <= 0.97:
        raise ValueError(f"memory: retention must be 0.70..0.97, got {retention} - choose one of them")
    # Fuzz draws from the global random state, and steps of minutes suit flash cards, not five-minute answers.
    return fsrs.Scheduler(desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
