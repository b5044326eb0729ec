"""One database: opened, checked, brought up to date, read, and written in one transaction at a time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, exc
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from study.database.engine import engine, file, for_writing
from study.database.holding import Holding
from study.database.trouble import CLOSED, DAMAGED, GONE, StoreError, passing, told
from study.database.upgrade import upgrade

T = TypeVar("T")
TRIES = 3


class Database:
    """SQLite or PostgreSQL; every error of either comes out as a StoreError."""

    def __init__(self, url: str) -> None:
        """Raises StoreError when the database cannot be opened, is damaged or is from a later version of the app."""
        try:
            self._engine = engine(url)
        except (exc.ArgumentError, exc.NoSuchModuleError):
            raise StoreError(CLOSED) from None
        self._sqlite = self._engine.dialect.name == "sqlite"
        self._file = file(self._engine.url.database) if self._sqlite else None
        # The one connection of a database in memory serves one thread at a time.
        alone = self._sqlite and self._file is None
        self._turn: AbstractContextManager[object] = threading.RLock() if alone else nullcontext()
        self._inode: int | None = None
        self._hold = Holding(self._file) if self._file else None
        try:
            if self._hold:
                self._hold.share()
            self._check()
            self.write(upgrade)
            self._inode = self._found()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction for reading."""
        with self._turn, told(), self._engine.connect() as db:
            yield db

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do the work in one transaction; again from the start when another writer was in the way.

        The work may therefore run more than once, and must come to the same thing when it does.
        """
        with self._turn, told():
            for _ in range(TRIES - 1):
                try:
                    return self._once(work)
                except exc.DBAPIError as e:
                    if not passing(e):
                        raise
            return self._once(work)

    def insert(self, table: Table, row: dict[str, Any] | None = None) -> Any:
        """An insert that can be told what to do on conflict; without a row it takes many when executed."""
        made = insert_sqlite(table) if self._sqlite else _insert_postgresql(table)
        return made if row is None else made.values(row)

    def upsert(self, db: Connection, table: Table, row: dict[str, Any]) -> None:
        """Insert the row, or replace the one with the same primary key."""
        keys = [column.name for column in table.primary_key]
        fresh = {name: value for name, value in row.items() if name not in keys}
        db.execute(self.insert(table, row).on_conflict_do_update(index_elements=keys, set_=fresh))

    def still_there(self) -> None:
        """Raises StoreError when the file was moved away: writes would succeed, into nothing."""
        if self._inode is not None and self._found() != self._inode:
            raise StoreError(GONE)

    def close(self) -> None:
        self._engine.dispose()
        if self._hold:
            self._hold.close()

    def _once(self, work: Callable[[Connection], T]) -> T:
        self.still_there()
        with for_writing(self._engine.connect()) as db, db.begin():
            return work(db)

    def _check(self) -> None:
        """A damaged page may still take inserts; only a check finds it."""
        if self._file is None:
            return
        with self.read() as db:
            if db.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                raise StoreError(DAMAGED)

    def _found(self) -> int | None:
        if self._file is None:
            return None
        try:
            return self._file.stat().st_ino
        except OSError:
            return -1


def _insert_postgresql(table: Table) -> Any:
    # Its dialect takes a tenth of a second to import, which a start on SQLite need not wait for.
    from sqlalchemy.dialects.postgresql import insert

    return insert(table)
