"""python -m study backup [FOLDER], restore FILE and verify: keeping what learners wrote, and proving it."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from study import home
from study.database import backup as copies
from study.database.rescue import restore as put_back
from study.database.verify import verify as looked
from study.store import StoreError

SERVER = """DATABASE_URL names a PostgreSQL server, which has its own tools:
  pg_dump --format=custom --file=scanprep.dump "$DATABASE_URL"
  pg_restore --clean --if-exists --dbname="$DATABASE_URL" scanprep.dump"""


def backup(args: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m study backup",
        description="Copy the database, which may be in use, to scanprep-<UTC time>.db; the copy is checked.",
    )
    parser.add_argument("folder", type=Path, nargs="?", help="by default backups/ beside the database")
    said = parser.parse_args(args)
    file = _file()
    if file is None:
        return 2
    try:
        made = copies.take(file, said.folder or home.backups(file), datetime.now(UTC))
    except StoreError as e:
        print(f"{file}: {e}", file=sys.stderr)
        return 1
    print(f"{made}: {len(copies.keys(made))} reviews, {made.stat().st_size / 1024:.0f} kB, checked")
    return 0


def restore(args: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m study restore",
        description="Put a backup in the place of the database. The present file is renamed, never deleted.",
    )
    parser.add_argument("file", type=Path, help="a backup, or any other database of this app")
    parser.add_argument("--yes", action="store_true", help="do it; without this it is only said what would be done")
    said = parser.parse_args(args)
    file = home.file()
    if file is None:
        return _server()
    if not said.file.exists():
        print(f"{said.file}: does not exist - the backups are in {home.backups(file)}", file=sys.stderr)
        return 1
    try:
        return _put_back(file, said.file, said.yes)
    except StoreError as e:
        print(f"{said.file}: not restored: {e}", file=sys.stderr)
        return 1


def verify(args: list[str]) -> int:
    argparse.ArgumentParser(
        prog="python -m study verify",
        description="Check the database from end to end: pages, tables, every row, the log folded again.",
    ).parse_args(args)
    file = home.file()
    if file is not None and not file.exists():
        print(f"{file}: does not exist - start the app once, or restore a backup", file=sys.stderr)
        return 1
    bad = 0
    try:
        for checked in looked(home.url(), home.backups(file) if file else None):
            bad += bool(checked.wrong)
            print(f"{'WRONG' if checked.wrong else 'ok':5}  {checked.what}: {checked.found}")
            for wrong in checked.wrong:
                print(f"       {wrong}")
    except StoreError as e:
        print(f"{file or 'the server'}: {e}", file=sys.stderr)
        return 1
    return 1 if bad else 0


def _put_back(file: Path, backup: Path, yes: bool) -> int:
    if copies.condition(backup) != "sound":
        print(f"{backup}: is no database of this app, or is damaged - choose another backup", file=sys.stderr)
        return 1
    count = len(copies.keys(backup))
    if not yes:
        print(f"{backup}: sound, {count} reviews; would take the place of {file}. Do it with --yes.")
        return 2
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = put_back(file, backup, datetime.now(UTC))
    print(f"{file}: now has the {count} reviews of {backup.name}")
    if aside is not None:
        print(f"{aside}: what was there before")
    return 0


def _file() -> Path | None:
    """The database's file; said why not where there is none."""
    file = home.file()
    if file is None:
        _server()
    elif not file.exists():
        print(f"{file}: does not exist yet - there is nothing to back up", file=sys.stderr)
        return None
    return file


def _server() -> int:
    print(SERVER, file=sys.stderr)
    return 2
