"""What can go wrong with the store, as a sentence for the person in front of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import exc

from study.text import Text

BUSY = Text("数据库正忙，请再试一次。", "the database is busy - try again.")
FULL = Text("磁盘已满，写不进去。请清理磁盘后再试。", "the disk is full - free some space and try again.")
READ_ONLY = Text(
    "数据库是只读的。请检查数据目录的权限。", "the database is read-only - check the permissions of the data folder."
)
CLOSED = Text(
    "数据库打不开。请检查数据目录（或 DATABASE_URL 指向的服务器）是否可用。",
    "the database cannot be opened - check the data folder, or the server that DATABASE_URL names.",
)
DAMAGED = Text(
    "数据库文件已损坏。请重启服务：程序会把坏文件另存，换上最近的备份。",
    "the database file is damaged. Restart the server: it puts the file aside and the newest backup in its place.",
)
GONE = Text(
    "数据库文件在运行中被移走了。请把它放回原处，再重启服务。",
    "the database file was moved away while in use. Put it back and restart the server.",
)
NEWER = Text(
    "数据库来自更新的版本。请升级程序后再启动。",
    "the database is from a newer version - upgrade the app and start again.",
)
REFUSED = Text("数据库没有接受这条记录。", "the database did not accept this record.")

# SQLite tells its errors apart only by their texts.
_SQLITE = (
    (("locked", "busy"), BUSY),
    (("malformed", "not a database", "encrypted", "corrupt", "unsupported file"), DAMAGED),
    (("disk is full", "disk I/O"), FULL),
    (("readonly", "read-only"), READ_ONLY),
)


class StoreError(RuntimeError):
    """The store cannot be read or written now. The message is for the learner: what, and what to do."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


@contextmanager
def told() -> Iterator[None]:
    """The driver's errors as sentences; their own texts may hold what a learner wrote."""
    try:
        yield
    except exc.DBAPIError as e:
        raise StoreError(said(e)) from None
    except exc.SQLAlchemyError:
        raise StoreError(CLOSED) from None


def unwritable(folder: Path, error: OSError) -> Text:
    """A folder that takes no files, with the operating system's reason."""
    return Text(
        f"目录 {folder} 不能写入（{error.strerror}）。请检查权限和剩余空间。",
        f"folder {folder}: must be writable, got {error.strerror} - check its permissions and the free space.",
    )


def meant(text: str) -> Text | None:
    """What one of SQLite's own messages means for the person in front of it; None for those we do not know."""
    return next((say for signs, say in _SQLITE if any(sign in text for sign in signs)), None)


def said(error: exc.DBAPIError) -> Text:
    known = meant(str(error.orig))
    return known or (CLOSED if isinstance(error, exc.OperationalError | exc.InterfaceError) else REFUSED)


def passing(error: exc.DBAPIError) -> bool:
    """Whether trying again may help: another writer was in the way, or the connection was lost."""
    return said(error) is BUSY or error.connection_invalidated
