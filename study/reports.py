"""The reports of all learners, in the same database as their reviews."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from study.database.database import Database
from study.database.rows import report_of, row_of_report
from study.database.tables import REPORTS
from study.report import DAY, MOST, Report


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
            adding = self._db.insert(REPORTS, row_of_report(report)).on_conflict_do_nothing().returning(REPORTS.c.key)
            return db.execute(adding).first() is not None

        return self._db.write(work)

    def all(self) -> list[Report]:
        """Open ones first, each part newest first."""
        order = (REPORTS.c.settled.is_not(None), REPORTS.c.at.desc(), REPORTS.c.key)
        with self._db.read() as db:
            return [report_of(row) for row in db.execute(select(REPORTS).order_by(*order))]

    def settle(self, key: str, at: datetime | None) -> None:
        """Mark a report as dealt with at a time, or as open again."""
        self._db.write(lambda db: db.execute(update(REPORTS).where(REPORTS.c.key == key).values(settled=at)))
