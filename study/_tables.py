"""The tables of the store, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
)


class Utc(TypeDecorator[datetime]):
    """A moment in UTC: SQLite forgets time zones, and some PostgreSQL servers answer in their own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


META = MetaData()

REVIEWS = Table(
    "reviews",
    META,
    Column("key", String(128), primary_key=True),
    Column("learner", String(64), nullable=False),
    Column("question", String(64), nullable=False),
    Column("rating", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("answer", Text, nullable=False),
    Column("ticked", JSON, nullable=False),
    Column("ticked_by_us", JSON, nullable=False),
    Column("scheduler", String(32), nullable=False),
    Index("reviews_of_learner", "learner", "at"),
)

# Taking a review back is an event as well: nothing is ever deleted.
WITHDRAWALS = Table(
    "withdrawals",
    META,
    Column("key", String(128), primary_key=True),
    Column("learner", String(64), nullable=False),
    Column("at", Utc, nullable=False),
    Index("withdrawals_of_learner", "learner"),
)

DRAFTS = Table(
    "drafts",
    META,
    Column("learner", String(64), nullable=False),
    Column("question", String(64), nullable=False),
    Column("key", String(128), nullable=False),
    Column("answer", Text, nullable=False),
    Column("shown", Utc, nullable=False),
    Column("at", Utc, nullable=False),
    Column("revealed", Utc),
    Column("ticked", JSON(none_as_null=True)),
    PrimaryKeyConstraint("learner", "question"),
)

SETTINGS = Table(
    "settings",
    META,
    Column("learner", String(64), nullable=False),
    Column("name", String(64), nullable=False),
    Column("value", JSON, nullable=False),
    PrimaryKeyConstraint("learner", "name"),
)
