"""The log of reviews on disk, with drafts and settings beside it: SQLite, or PostgreSQL when told so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Table, delete, exc, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from study._engine import engine, writing
from study._tables import DRAFTS, META, REVIEWS, SETTINGS, WITHDRAWALS
from study.draft import Draft
from study.review import Rating, Review
from study.text import Text

BUSY = Text("数据库正忙。", "the database is busy.")
CLOSED = Text(
    "数据库打不开：请检查数据目录是否可写、磁盘是否已满。",
    "the database cannot be opened: check that the data folder can be written and the disk is not full.",
)
DAMAGED = Text(
    "数据库文件已损坏。请停下服务，把它换成最近的备份再启动。",
    "the database file is damaged. Stop the server, put the newest backup in its place and start again.",
)


class StoreError(RuntimeError):
    """The store cannot be read or written now. The message is for the learner: what, and what to do."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


class Store:
    """Reviews are only ever added; a withdrawal is an event of its own. Every write is one transaction."""

    def __init__(self, url: str) -> None:
        """Open or make the database. Raises StoreError when it cannot be opened or is damaged."""
        self._engine = engine(url)
        with self._write() as db:
            if db.dialect.name == "postgresql":
                db.exec_driver_sql("SELECT pg_advisory_xact_lock(726040311)")  # one replica makes the tables
            elif db.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                raise StoreError(DAMAGED)
            META.create_all(db)

    def ready(self) -> None:
        """Raises StoreError unless the store answers."""
        with self._read() as db:
            db.execute(select(REVIEWS.c.key).limit(1)).first()

    def add(self, review: Review, drop_draft: bool = False) -> bool:
        """Add a review once; a key that is there already adds nothing. Returns whether it was added."""
        row = asdict(review) | {"rating": int(review.rating)}
        row |= {"ticked": list(review.ticked), "ticked_by_us": list(review.ticked_by_us)}
        with self._write() as db:
            new = self._insert(REVIEWS, row).on_conflict_do_nothing().returning(REVIEWS.c.key)
            added = db.execute(new).first() is not None
            if drop_draft:
                db.execute(_of(delete(DRAFTS), DRAFTS, review.learner, review.question))
        return added

    def withdraw(self, review: Review, draft: Draft) -> None:
        """Take a review back, at the time of the draft that stands in its place."""
        row = {"key": review.key, "learner": review.learner, "at": draft.at}
        with self._write() as db:
            db.execute(self._insert(WITHDRAWALS, row).on_conflict_do_nothing())
            self._upsert(db, DRAFTS, _row(draft), ("learner", "question"))

    def log(self, learner: str) -> list[Review]:
        """The learner's reviews, oldest first, without those withdrawn."""
        with self._read() as db:
            return [_review(row) for row in db.execute(self._standing(learner).order_by(REVIEWS.c.at, REVIEWS.c.key))]

    def last(self, learner: str) -> Review | None:
        """The newest review that stands."""
        newest = self._standing(learner).order_by(REVIEWS.c.at.desc(), REVIEWS.c.key).limit(1)
        with self._read() as db:
            row = db.execute(newest).first()
        return _review(row) if row else None

    def asked(self) -> dict[str, int]:
        """How many reviews each question has, over all learners."""
        with self._read() as db:
            ids = [str(id) for id in db.execute(select(REVIEWS.c.question)).scalars()]
        return {id: ids.count(id) for id in dict.fromkeys(ids)}

    def draft(self, learner: str, question: str) -> Draft | None:
        with self._read() as db:
            row = db.execute(_of(select(DRAFTS), DRAFTS, learner, question)).first()
        return _draft(row) if row else None

    def drafts(self, learner: str) -> list[Draft]:
        """All drafts of a learner, newest first."""
        with self._read() as db:
            rows = db.execute(select(DRAFTS).where(DRAFTS.c.learner == learner).order_by(DRAFTS.c.at.desc()))
            return [_draft(row) for row in rows]

    def save_draft(self, draft: Draft) -> None:
        with self._write() as db:
            self._upsert(db, DRAFTS, _row(draft), ("learner", "question"))

    def drop_draft(self, learner: str, question: str) -> None:
        with self._write() as db:
            db.execute(_of(delete(DRAFTS), DRAFTS, learner, question))

    def setting(self, learner: str, name: str) -> Any:
        """A setting as it was put in (anything JSON holds), or None."""
        with self._read() as db:
            wanted = select(SETTINGS.c.value).where(SETTINGS.c.learner == learner, SETTINGS.c.name == name)
            return db.execute(wanted).scalar()

    def set_setting(self, learner: str, name: str, value: Any) -> None:
        row = {"learner": learner, "name": name, "value": value}
        with self._write() as db:
            self._upsert(db, SETTINGS, row, ("learner", "name"))

    def close(self) -> None:
        self._engine.dispose()

    def _standing(self, learner: str) -> Any:
        taken_back = select(WITHDRAWALS.c.key).where(WITHDRAWALS.c.learner == learner)
        return select(REVIEWS).where(REVIEWS.c.learner == learner, REVIEWS.c.key.not_in(taken_back))

    def _insert(self, table: Table, row: dict[str, Any]) -> Any:
        insert = insert_postgresql if self._engine.dialect.name == "postgresql" else insert_sqlite
        return insert(table).values(row)

    def _upsert(self, db: Connection, table: Table, row: dict[str, Any], keys: tuple[str, ...]) -> None:
        fresh = {name: value for name, value in row.items() if name not in keys}
        db.execute(self._insert(table, row).on_conflict_do_update(index_elements=list(keys), set_=fresh))

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with _told(), self._engine.connect() as db:
            yield db

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with _told(), writing(self._engine.connect()) as db, db.begin():
            yield db


@contextmanager
def _told() -> Iterator[None]:
    """The driver's errors as sentences; their own texts may hold what a learner wrote."""
    try:
        yield
    except exc.OperationalError as e:
        raise StoreError(BUSY if "locked" in str(e.orig) else CLOSED) from None
    except exc.DatabaseError as e:
        raise StoreError(DAMAGED if "malformed" in str(e.orig) or "not a database" in str(e.orig) else CLOSED) from None


def _of(statement: Any, table: Table, learner: str, question: str) -> Any:
    return statement.where(table.c.learner == learner, table.c.question == question)


def _review(row: Any) -> Review:
    said = dict(row._mapping)
    said |= {"rating": Rating(row.rating), "ticked": tuple(row.ticked), "ticked_by_us": tuple(row.ticked_by_us)}
    return Review(**said)


def _draft(row: Any) -> Draft:
    return Draft(**(dict(row._mapping) | {"ticked": None if row.ticked is None else tuple(row.ticked)}))


def _row(draft: Draft) -> dict[str, Any]:
    return asdict(draft) | {"ticked": None if draft.ticked is None else list(draft.ticked)}
