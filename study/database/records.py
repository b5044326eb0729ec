"""One learner's record out of the tables, and another's of the same learner into them, with nothing twice."""

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from study.database.database import Database
from study.database.rows import (
    draft_of,
    event_of,
    report_of,
    review_of,
    row_of_draft,
    row_of_event,
    row_of_report,
    row_of_review,
)
from study.database.tables import DRAFTS, INTERVIEW_EVENTS, REPORTS, REVIEWS, SETTINGS, WITHDRAWALS
from study.interview import Event
from study.record import Added, Record, Withdrawal
from study.report import DAY, MOST, MOST_IN_ALL, Report
from study.review import Review


def read(db: Connection, learner: str) -> Record:
    """All that the tables hold of a learner. `db` is in a transaction, so it is of one moment."""

    def rows(table: Table, *order: Any) -> Iterable[Any]:
        return db.execute(select(table).where(table.c.learner == learner).order_by(*order))

    interviews: dict[str, list[Event]] = {}
    for row in rows(INTERVIEW_EVENTS, INTERVIEW_EVENTS.c.id):
        interviews.setdefault(row.interview, []).append(event_of(row))
    return Record(
        tuple(review_of(row) for row in rows(REVIEWS, REVIEWS.c.told, REVIEWS.c.id)),
        tuple(Withdrawal(row.key, row.at) for row in rows(WITHDRAWALS, WITHDRAWALS.c.at, WITHDRAWALS.c.key)),
        tuple(draft_of(row) for row in rows(DRAFTS, DRAFTS.c.at, DRAFTS.c.question)),
        {row.name: row.value for row in rows(SETTINGS, SETTINGS.c.name)},
        tuple(report_of(row) for row in rows(REPORTS, REPORTS.c.at, REPORTS.c.key)),
        {id: tuple(events) for id, events in interviews.items()},
    )


def merge(database: Database, db: Connection, learner: str, record: Record) -> Added:
    """Add what the learner does not have yet; `db` is in a transaction for writing.

    Reviews and withdrawals are added by key. A draft is added where it is newer than the one there is and its answer
    has not been rated; a setting where there is none. Events of an interview are added by key, behind those that are
    there; reports by key, as far as the learner could have sent them here.
    """
    here = read(db, learner)
    keys = {r.key for r in here.reviews}
    reviews = [row for row in _in_order(learner, record.reviews) if row["key"] not in keys]
    withdrawn = {w.key for w in here.withdrawals}
    gone = [w for w in record.withdrawals if w.key not in withdrawn]
    rated = keys | {r.key for r in record.reviews}
    newest = {d.question: d.at for d in here.drafts}
    drafts = [
        d for d in record.drafts if d.key not in rated and (d.question not in newest or newest[d.question] < d.at)
    ]
    settings = {name: value for name, value in record.settings.items() if name not in here.settings}
    _insert(database, db, REVIEWS, reviews)
    _insert(database, db, WITHDRAWALS, [{"learner": learner, "key": w.key, "at": w.at} for w in gone])
    for draft in drafts:
        database.upsert(db, DRAFTS, row_of_draft(draft) | {"learner": learner})
    _insert(database, db, SETTINGS, [{"learner": learner, "name": n, "value": v} for n, v in settings.items()])
    added = _add_reports(database, db, here.reports, [replace(r, learner=learner) for r in record.reports])
    longer = _add_events(database, db, learner, record, here)
    return Added(len(reviews), len(gone), len(drafts), len(settings), added, longer, len(record.reviews) - len(reviews))


def _add_events(database: Database, db: Connection, learner: str, record: Record, here: Record) -> int:
    """How many interviews had something new."""
    longer = 0
    for id, events in record.interviews.items():
        keys = {e.key for e in here.interviews.get(id, ())}
        new = [row_of_event(learner, id, event) for event in events if event.key not in keys]
        _insert(database, db, INTERVIEW_EVENTS, new)
        longer += bool(new)
    return longer


def _add_reports(database: Database, db: Connection, here: Sequence[Report], reports: Sequence[Report]) -> int:
    """The oldest first, and no more of a day than can be sent in one: an import is no way around the limit."""
    keys, times = {r.key for r in here}, sorted(r.at for r in here)
    added = 0
    for report in sorted((r for r in reports if r.key not in keys), key=lambda r: (r.at, r.key)):
        if len(times) >= MOST_IN_ALL:
            break
        if bisect_right(times, report.at) - bisect_right(times, report.at - DAY) < MOST:
            adding = database.insert(REPORTS, row_of_report(report)).on_conflict_do_nothing().returning(REPORTS.c.key)
            if db.execute(adding).first() is not None:
                insort(times, report.at)
                added += 1
    return added


def _in_order(learner: str, reviews: Iterable[Review]) -> Iterable[dict[str, Any]]:
    """The rows of a log, each told no earlier than the one before it, whatever their clock did."""
    told: datetime | None = None
    for review in reviews:
        told = max(review.at, told or review.at)
        yield row_of_review(review) | {"learner": learner, "told": told}


def _insert(database: Database, db: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.execute(database.insert(table).on_conflict_do_nothing(), rows)
