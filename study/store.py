"""The log of reviews on disk, with drafts and settings beside it: SQLite, or PostgreSQL when told so."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update

from study.database import records
from study.database.database import Database
from study.database.rows import draft_of, review_of, row_of_draft, row_of_review
from study.database.tables import DRAFTS, REVIEWS, SETTINGS, WITHDRAWALS
from study.database.trouble import StoreError
from study.draft import Draft
from study.record import Added, Record
from study.reports import Reports
from study.review import Review
from study.text import Text

__all__ = ["Store", "StoreError"]
REMEMBERED = 64  # learners whose log is kept in memory


class Store:
    """Reviews are only ever added; a withdrawal is an event of its own. Every write is one transaction.

    Any method raises StoreError, whose sentence is for the learner, when the database does not do its part.
    """

    def __init__(self, url: str) -> None:
        """Open or make the database at sqlite:///path or postgresql://..., checked and brought up to date."""
        self.notice: Text | None = None  # what learners must know about how it was opened
        self._db = Database(url)
        self.reports = Reports(self._db)
        self._logs: dict[str, tuple[tuple[int, int], list[Review]]] = {}

    @property
    def database(self) -> Database:
        """What lies under the store, for what else is kept in it."""
        return self._db

    def ready(self) -> None:
        """Raises StoreError unless the store answers."""
        self._db.still_there()
        with self._db.read() as db:
            db.execute(select(REVIEWS.c.id).limit(1)).first()

    def add(self, review: Review, drop_draft: bool = False) -> bool:
        """Add a review once; a key that is there already adds nothing. Returns whether it was added."""

        def work(db: Connection) -> bool:
            row = row_of_review(review) | {"told": max(review.at, _last_told(db, review.learner) or review.at)}
            adding = self._db.insert(REVIEWS, row).on_conflict_do_nothing().returning(REVIEWS.c.id)
            added = db.execute(adding).first() is not None
            if drop_draft:
                db.execute(_of(delete(DRAFTS), DRAFTS, review.learner, review.question))
            return added

        return self._db.write(work)

    def withdraw(self, review: Review, draft: Draft) -> None:
        """Take a review back, at the time of the draft that stands in its place."""
        row = {"learner": review.learner, "key": review.key, "at": draft.at}

        def work(db: Connection) -> None:
            db.execute(self._db.insert(WITHDRAWALS, row).on_conflict_do_nothing())
            self._db.upsert(db, DRAFTS, row_of_draft(draft))

        self._db.write(work)

    def log(self, learner: str) -> list[Review]:
        """The learner's reviews in the order in which they were given, without those withdrawn."""
        with self._db.read() as db:
            revision = _revision(db, learner)
            known = self._logs.get(learner)
            if known is None or known[0] != revision:
                rows = db.execute(_standing(learner).order_by(REVIEWS.c.told, REVIEWS.c.id))
                known = revision, [review_of(row) for row in rows]
        self._remember(learner, known)
        return list(known[1])

    def last(self, learner: str) -> Review | None:
        """The newest review that stands."""
        newest = _standing(learner).order_by(REVIEWS.c.told.desc(), REVIEWS.c.id.desc()).limit(1)
        with self._db.read() as db:
            row = db.execute(newest).first()
        return review_of(row) if row else None

    def everyone(self, most: int = 50_000) -> list[Review]:
        """The newest reviews of all learners, so many at most, oldest first; what was withdrawn is left out."""
        taken_back = (WITHDRAWALS.c.learner == REVIEWS.c.learner) & (WITHDRAWALS.c.key == REVIEWS.c.key)
        standing = select(REVIEWS).where(~select(WITHDRAWALS.c.key).where(taken_back).exists())
        with self._db.read() as db:
            rows = db.execute(standing.order_by(REVIEWS.c.id.desc()).limit(most)).all()
        return [review_of(row) for row in reversed(rows)]

    def revision(self) -> tuple[int, int]:
        """Changes whenever any learner's log does."""
        with self._db.read() as db:
            reviews, withdrawn = (select(func.count()).select_from(t) for t in (REVIEWS, WITHDRAWALS))
            return int(db.execute(reviews).scalar_one()), int(db.execute(withdrawn).scalar_one())

    def asked(self) -> dict[str, int]:
        """How many reviews each question has, over all learners: their ids must not vanish from the banks."""
        with self._db.read() as db:
            rows = db.execute(select(REVIEWS.c.question, func.count()).group_by(REVIEWS.c.question))
            return {str(question): int(n) for question, n in rows}

    def draft(self, learner: str, question: str) -> Draft | None:
        with self._db.read() as db:
            row = db.execute(_of(select(DRAFTS), DRAFTS, learner, question)).first()
        return draft_of(row) if row else None

    def drafts(self, learner: str) -> list[Draft]:
        """All drafts of a learner, newest first."""
        with self._db.read() as db:
            rows = db.execute(select(DRAFTS).where(DRAFTS.c.learner == learner).order_by(DRAFTS.c.at.desc()))
            return [draft_of(row) for row in rows]

    def save_draft(self, draft: Draft) -> None:
        self._db.write(lambda db: self._db.upsert(db, DRAFTS, row_of_draft(draft)))

    def drop_draft(self, learner: str, question: str) -> None:
        self._db.write(lambda db: db.execute(_of(delete(DRAFTS), DRAFTS, learner, question)))

    def setting(self, learner: str, name: str) -> Any:
        """A setting as it was put in (anything JSON holds), or None."""
        wanted = select(SETTINGS.c.value).where(SETTINGS.c.learner == learner, SETTINGS.c.name == name)
        with self._db.read() as db:
            return db.execute(wanted).scalar()

    def set_setting(self, learner: str, name: str, value: Any) -> None:
        row = {"learner": learner, "name": name, "value": value}
        self._db.write(lambda db: self._db.upsert(db, SETTINGS, row))

    def change_setting(self, learner: str, name: str, change: Callable[[Any], Any]) -> None:
        """Put change(what is there, or None) in its place, in one transaction: two tabs do not undo each other."""

        def work(db: Connection) -> None:
            # a row to lock must be there first: PostgreSQL locks rows and not their absence
            row = {"learner": learner, "name": name, "value": None}
            db.execute(self._db.insert(SETTINGS, row).on_conflict_do_nothing())
            mine = (SETTINGS.c.learner == learner) & (SETTINGS.c.name == name)
            now = db.execute(select(SETTINGS.c.value).where(mine).with_for_update()).scalar()
            db.execute(update(SETTINGS).where(mine).values(value=change(now)))

        self._db.write(work)

    def record(self, learner: str) -> Record:
        """Everything that is kept of a learner, as of one moment."""
        with self._db.read() as db:
            return records.read(db, learner)

    def merge(self, learner: str, record: Record) -> Added:
        """Add a record of the same learner from elsewhere, all of it or nothing; a second time adds nothing."""
        return self._db.write(lambda db: records.merge(self._db, db, learner, record))

    def close(self) -> None:
        self._db.close()

    def _remember(self, learner: str, known: tuple[tuple[int, int], list[Review]]) -> None:
        self._logs[learner] = known
        if len(self._logs) > REMEMBERED:
            self._logs.pop(next(iter(self._logs.copy())), None)


def _of(statement: Any, table: Table, learner: str, question: str) -> Any:
    return statement.where(table.c.learner == learner, table.c.question == question)


def _standing(learner: str) -> Any:
    taken_back = select(WITHDRAWALS.c.key).where(WITHDRAWALS.c.learner == learner)
    return select(REVIEWS).where(REVIEWS.c.learner == learner, REVIEWS.c.key.not_in(taken_back))


def _last_told(db: Connection, learner: str) -> datetime | None:
    return db.execute(select(func.max(REVIEWS.c.told)).where(REVIEWS.c.learner == learner)).scalar()


def _revision(db: Connection, learner: str) -> tuple[int, int]:
    """Changes whenever the learner's log does, for both tables only grow."""
    reviews, withdrawn = (
        select(func.count()).select_from(table).where(table.c.learner == learner) for table in (REVIEWS, WITHDRAWALS)
    )
    return int(db.execute(reviews).scalar_one()), int(db.execute(withdrawn).scalar_one())
