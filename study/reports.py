"""The reports of all learners, in the same database as their reviews."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from study.database.database import Database
from study.database.rows import storable
from study.database.tables import REPORTS
from study.report import ABOUTS, LONGEST, About, Report

MOST = 20  # reports that one learner can send in a day
DAY = timedelta(days=1)


class Reports:
    """Reports are only added and settled, never deleted. Any method raises StoreError."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, report: Report) -> bool:
        """Add a report once, its text cut to LONGEST; False when it was there or its learner sent MOST in a day."""

        def work(db: Connection) -> bool:
            today = (REPORTS.c.learner == report.learner) & (REPORTS.c.at > report.at - DAY)
            if int(db.execute(select(func.count()).select_from(REPORTS).where(today)).scalar_one()) >= MOST:
                return False
            adding = self._db.insert(REPORTS, _row(report)).on_conflict_do_nothing().returning(REPORTS.c.key)
            return db.execute(adding).first() is not None

        return self._db.write(work)

    def all(self) -> list[Report]:
        """Open ones first, each part newest first."""
        order = (REPORTS.c.settled.is_not(None), REPORTS.c.at.desc(), REPORTS.c.key)
        with self._db.read() as db:
            return [_report(row) for row in db.execute(select(REPORTS).order_by(*order))]

    def settle(self, key: str, at: datetime | None) -> None:
        """Mark a report as dealt with at a time, or as open again."""
        self._db.write(lambda db: db.execute(update(REPORTS).where(REPORTS.c.key == key).values(settled=at)))


def _row(report: Report) -> dict[str, Any]:
    return {
        "key": report.key,
        "learner": report.learner,
        "question": report.question,
        "about": report.about,
        "text": storable(report.text[:LONGEST]),
        "at": report.at,
        "settled": report.settled,
    }


def _report(row: Any) -> Report:
    about: About = next((a for a in ABOUTS if a == row.about), "other")
    return Report(row.learner, row.question, about, row.text, row.at, row.key, row.settled)
