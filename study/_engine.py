"""Opening the database so that what was acknowledged is never lost."""

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

try:
    import pysqlite3  # a current SQLite: distributions still ship versions with the WAL-reset bug (3.7.0 to 3.51.2)

    SQLITE: ModuleType = pysqlite3
except ImportError:  # no wheel for this system
    SQLITE = sqlite3


def engine(url: str) -> Engine:
    """An engine for sqlite:///path or postgresql://..."""
    where = make_url(url.replace("postgres://", "postgresql://", 1))
    if where.get_backend_name() == "postgresql":
        return create_engine(where.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    Path(str(where.database)).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(where, module=SQLITE)
    event.listen(made, "connect", _pragmas)
    event.listen(made, "begin", _begin)
    return made


def writing(db: Connection) -> Connection:
    """Mark a connection before its transaction begins: it takes the write lock at once.

    Read first and written later, a transaction fails when another has written in between, and waits for nothing.
    """
    return db.execution_options(writes=True)


def _pragmas(connection: Any, record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    cursor = connection.cursor()
    # FULL: with NORMAL a power cut takes acknowledged commits along
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(db: Connection) -> None:
    db.exec_driver_sql("BEGIN IMMEDIATE" if db.get_execution_options().get("writes") else "BEGIN")
