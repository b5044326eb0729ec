"""The tables of the store, the same on SQLite and PostgreSQL. Whatever changes here needs a revision in migrations/."""

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
    UniqueConstraint,
)


def to_utc(at: datetime) -> datetime:
    """The same moment with exactly timezone.utc, which is the only zone that the scheduler takes."""
    if at.tzinfo is None:
        raise ValueError("store: a time must have a zone, got one without - use datetime.now(UTC)")
    return at.astimezone(UTC)


class Utc(TypeDecorator[datetime]):
    """A moment in UTC: SQLite forgets time zones, and some PostgreSQL servers answer in their own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return to_utc(value) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return to_utc(value if value.tzinfo else value.replace(tzinfo=UTC))


META = MetaData()

REVIEWS = Table(
    "reviews",
    META,
    Column("id", Integer, primary_key=True),
    Column("learner", String(64), nullable=False),
    Column("key", String(128), nullable=False),
    Column("question", String(64), nullable=False),
    Column("rating", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    # `at`, but never before the learner's review before it: the order of the log survives a clock that is set back.
    Column("told", Utc, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("answer", Text, nullable=False),
    Column("ticked", JSON, nullable=False),
    Column("ticked_by_us", JSON, nullable=False),
    Column("scheduler", String(32), nullable=False),
    Column("second", JSON(none_as_null=True)),
    UniqueConstraint("learner", "key", name="one_review_per_answer"),
    Index("reviews_in_order", "learner", "told", "id"),
)

# Taking a review back is an event as well: nothing is ever deleted.
WITHDRAWALS = Table(
    "withdrawals",
    META,
    Column("learner", String(64), nullable=False),
    Column("key", String(128), nullable=False),
    Column("at", Utc, nullable=False),
    PrimaryKeyConstraint("learner", "key"),
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

REPORTS = Table(
    "reports",
    META,
    Column("key", String(128), primary_key=True),
    Column("learner", String(64), nullable=False),
    Column("question", String(64), nullable=False),
    Column("about", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("settled", Utc),
    Index("reports_of_learner", "learner", "at"),
)

# A mock interview is the sum of its events: nothing here is ever changed.
INTERVIEW_EVENTS = Table(
    "interview_events",
    META,
    Column("id", Integer, primary_key=True),
    Column("learner", String(64), nullable=False),
    Column("interview", String(64), nullable=False),
    Column("key", String(64), nullable=False),
    Column("what", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    Column("data", JSON, nullable=False),
    UniqueConstraint("learner", "interview", "key", name="one_event_per_key"),
    Index("interview_events_in_order", "learner", "interview", "id"),
)
