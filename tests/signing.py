"""Cookies that a test signs itself."""

from collections.abc import Iterator

import pytest

from server.visitor import secret

SECRET = "for tests"


@pytest.fixture(autouse=True)
def signed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Visitor cookies are signed with SECRET, in every test of a module that imports this."""
    monkeypatch.setenv("SCANPREP_SECRET", SECRET)
    secret.cache_clear()
    yield
    secret.cache_clear()
