"""Whether a database is whole: its pages, its tables, every row, and that the log adds up to one state."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, inspect, select

from study.database.backup import condition, keys, newest_good
from study.database.engine import engine, place
from study.database.rows import draft_of, event_of, report_of, review_of
from study.database.tables import DRAFTS, INTERVIEW_EVENTS, META, REPORTS, REVIEWS, SETTINGS, WITHDRAWALS
from study.database.trouble import DAMAGED, StoreError, told
from study.database.upgrade import HEAD, version
from study.draft import Draft
from study.interview import Event
from study.memory import memory
from study.review import Review

T = TypeVar("T")
SAID = 5  # wrong things that are listed of one kind


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at: what was found, and what is wrong with it."""

    what: str
    found: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A review with its place in the log."""

    told: datetime
    id: int
    review: Review


def verify(url: str, backups: Path | None = None) -> Iterator[Checked]:
    """Look at everything, and change nothing. Raises StoreError when there is nothing that could be looked at."""
    file = place(url)
    if file is not None and file.exists() and condition(file) == "damaged":
        raise StoreError(DAMAGED)
    made = engine(url)
    try:
        with told(), made.connect() as db:
            yield _pages(db)
            schema = _schema(db)
            yield schema
            if not schema.wrong:
                yield from _log(db, backups)
    finally:
        made.dispose()


def _pages(db: Connection) -> Checked:
    if db.dialect.name != "sqlite":
        return Checked("server", ".".join(map(str, db.dialect.server_version_info or ())))
    found = [str(said) for (said,) in db.exec_driver_sql("PRAGMA integrity_check")]
    pages = db.exec_driver_sql("PRAGMA page_count").scalar()
    return Checked("integrity", f"{pages} pages", () if found == ["ok"] else tuple(found[:SAID]))


def _schema(db: Connection) -> Checked:
    at, looking = version(db), inspect(db)
    wrong = (
        [] if at == HEAD else [f"must be at revision {HEAD}, got {at} - start the app once, it brings it up to date"]
    )
    for table in META.sorted_tables:
        there = {c["name"] for c in looking.get_columns(table.name)} if looking.has_table(table.name) else set()
        wrong += [f"{table.name}: column {name} is missing" for name in set(table.columns.keys()) - there]
    return Checked("schema", f"revision {at}", tuple(wrong))


def _log(db: Connection, backups: Path | None) -> Iterator[Checked]:
    reviews, wrong = _rows(db, REVIEWS, _told)
    yield Checked("reviews", f"{len(reviews)} read", (*wrong, *_early(reviews)))
    withdrawn, wrong = _rows(db, WITHDRAWALS, lambda row: (row.learner, row.key, row.at))
    known = {(t.review.learner, t.review.key) for t in reviews}
    strays = [f"withdrawal of {key!r}: no such review" for learner, key, _ in withdrawn if (learner, key) not in known]
    yield Checked("withdrawals", f"{len(withdrawn)} read, each of a review", (*wrong, *strays[:SAID]))
    drafts, wrong = _rows(db, DRAFTS, _draft)
    yield Checked("drafts", f"{len(drafts)} read", wrong)
    settings, wrong = _rows(db, SETTINGS, lambda row: (row.learner, row.name, row.value))
    yield Checked("settings", f"{len(settings)} read", wrong)
    reports, wrong = _rows(db, REPORTS, report_of)
    yield Checked("reports", f"{len(reports)} read", wrong)
    events, wrong = _rows(db, INTERVIEW_EVENTS, _event)
    begun = {(learner, id) for learner, id, event in events if event.what == "begun"}
    lost = dict.fromkeys(id for learner, id, _ in events if (learner, id) not in begun)
    never = [f"interview {id!r}: never began" for id in lost]
    yield Checked("interviews", f"{len(begun)} read, {len(events)} events", (*wrong, *never[:SAID]))
    gone = {(learner, key) for learner, key, _ in withdrawn}
    yield _replay(db, [t for t in reviews if (t.review.learner, t.review.key) not in gone])
    if backups is not None:
        yield _backup(backups, known)


def _rows(db: Connection, table: Table, read: Callable[[Any], T]) -> tuple[list[T], tuple[str, ...]]:
    """Every row as the app reads it; those that cannot be read are named by their primary key."""
    with suppress(ValueError, TypeError):
        return [read(row) for row in db.execute(select(table))], ()
    names = list(table.primary_key)
    good, wrong = list[T](), list[str]()
    for key in db.execute(select(*names).order_by(*names)).all():
        wanted = select(table).where(*(column == value for column, value in zip(names, key, strict=True)))
        try:
            good.append(read(db.execute(wanted).one()))
        except (ValueError, TypeError) as e:
            wrong.append(f"{table.name} {', '.join(map(str, key))}: cannot be read ({type(e).__name__})")
    return good, tuple(wrong[:SAID])


def _told(row: Any) -> Told:
    review = review_of(row)
    if not isinstance(review.seconds, int | float) or not isinstance(review.answer, str) or not review.at:
        raise TypeError("a column holds another type")
    return Told(row.told, row.id, review)


def _event(row: Any) -> tuple[str, str, Event]:
    event = event_of(row)
    if not isinstance(event.data, dict) or not event.at:
        raise TypeError("a column holds another type")
    return row.learner, row.interview, event


def _draft(row: Any) -> Draft:
    draft = draft_of(row)
    if not isinstance(draft.answer, str) or not draft.at or not draft.shown:
        raise TypeError("a column holds another type")
    return draft


def _early(reviews: list[Told]) -> list[str]:
    """The order of the log is by `told`, which is never before the review itself."""
    return [f"review {t.id}: stands in the log before it was given" for t in reviews if t.told < t.review.at][:SAID]


def _replay(db: Connection, standing: list[Told]) -> Checked:
    """The cards of the log as the database gives it, and those of its rows thrown together and sorted, are the same."""
    order = db.execute(select(REVIEWS.c.id).order_by(REVIEWS.c.told, REVIEWS.c.id))
    place = {id: n for n, (id,) in enumerate(order)}
    given = _logs(sorted(standing, key=lambda t: place[t.id]))
    mixed = random.Random(1).sample(standing, len(standing))
    again = _logs(sorted(mixed, key=lambda t: (t.told, t.id)))
    wrong, cards = list[str](), 0
    for learner, log in given.items():
        state = memory(log)
        cards += len(state)
        if not state == memory(log) == memory(again[learner]):
            wrong.append(f"learner {learner[:8]}: folding the log again gives other cards")
    return Checked("replay", f"{len(standing)} reviews stand, {cards} cards three times alike", tuple(wrong[:SAID]))


def _logs(order: list[Told]) -> dict[str, list[Review]]:
    logs: dict[str, list[Review]] = {}
    for t in order:
        logs.setdefault(t.review.learner, []).append(t.review)
    return logs


def _backup(folder: Path, known: set[tuple[str, str]]) -> Checked:
    """Reviews are only ever added, so the newest backup has none that the database lacks."""
    newest = newest_good(folder)
    if newest is None:
        return Checked("backup", "none yet")
    found = keys(newest)
    lost = len(found - known)
    wrong = (
        (f"{lost} reviews in it are not in the database - restore it, unless an older one was restored on purpose",)
        if lost
        else ()
    )
    return Checked("backup", f"{newest.name} is sound and has {len(found)} reviews", wrong)
