"""Bringing a database to the current version of the tables, whoever starts first."""

from pathlib import Path

from sqlalchemy import Connection, inspect

from study.database.trouble import NEWER, StoreError

HEAD = "second"  # the newest revision in study/database/migrations/versions
MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(db: Connection) -> None:
    """Apply what is missing. `db` is in a transaction that holds the write lock, so one process does it."""
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SELECT pg_advisory_xact_lock(726040311)")
    if version(db) == HEAD:
        return
    # Alembic takes a fifth of a second to import, and nearly every start has nothing to do.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = db
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StoreError(NEWER) from None


def version(db: Connection) -> str | None:
    """The revision that the database is at; None when it is empty."""
    if not inspect(db).has_table("alembic_version"):
        return None
    found = db.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)
