"""Opening the database so that what was acknowledged is never lost."""

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.pool import StaticPool

try:
    import pysqlite3  # a current SQLite: distributions still ship versions with the WAL-reset bug (3.7.0 to 3.51.2)

    SQLITE: ModuleType = pysqlite3
except ImportError:  # no wheel for this system
    SQLITE = sqlite3


BUSY_MS = 5000


def engine(url: str) -> Engine:
    """An engine for sqlite:///path, sqlite:// (in memory, for tests) or postgresql://... (also postgres://).

    Raises sqlalchemy.exc.ArgumentError for any other URL.
    """
    scheme, colon, rest = url.partition("://")
    where = make_url(("postgresql" if scheme == "postgres" else scheme) + colon + rest)
    if where.get_backend_name() == "postgresql":
        return create_engine(where.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if where.get_backend_name() != "sqlite":
        raise exc.ArgumentError(f"neither SQLite nor PostgreSQL: {where.get_backend_name()}")
    if file(where.database) is None:
        alone = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        made = create_engine("sqlite://", module=SQLITE, **alone)
    else:
        made = create_engine(where, module=SQLITE)
    event.listen(made, "connect", _pragmas)
    event.listen(made, "begin", _begin)
    return made


def place(url: str) -> Path | None:
    """The file that a URL names, if it is a SQLite file's."""
    try:
        where = make_url(url)
    except exc.ArgumentError:
        return None
    return file(where.database) if where.get_backend_name() == "sqlite" else None


def file(database: str | None) -> Path | None:
    """The file of a SQLite URL's database part; None in memory."""
    return None if database in (None, "", ":memory:") else Path(str(database))


def for_writing(db: Connection) -> Connection:
    """Mark a connection before its transaction begins: it takes the write lock at once.

    Read first and written later, a transaction fails when another has written in between, and waits for nothing.
    """
    return db.execution_options(writes=True)


def _pragmas(connection: Any, record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    cursor = connection.cursor()
    # The timeout comes first: two processes that start together both switch to WAL.
    # FULL: with NORMAL a power cut takes acknowledged commits along.
    for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(db: Connection) -> None:
    db.exec_driver_sql("BEGIN IMMEDIATE" if db.get_execution_options().get("writes") else "BEGIN")
