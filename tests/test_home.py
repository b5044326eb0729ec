"""The process's store and library: one of each, from the environment, and a clear word when the folder is no good."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from study import home
from study.library import Library
from study.store import Store, StoreError
from tests.pg import postgres as postgres
from tests.reviews import review


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    home.reset()
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path / "deep" / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield
    home.reset()


def test_the_folder_is_made_and_what_is_written_survives_a_reset() -> None:
    home.store().add(review())
    home.reset()
    assert len(home.store().log("ada")) == 1
    assert home.data().is_dir()


def test_many_threads_get_the_one_store_and_the_one_library() -> None:
    found: list[Store | Library] = []
    threads = [threading.Thread(target=lambda: found.extend((home.store(), home.library()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 2


@pytest.mark.parametrize("kind", ["a file", "no room"])
def test_a_folder_that_cannot_be_written_is_named_with_a_cure(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    folder = taken if kind == "a file" else Path("/proc/no-room")
    monkeypatch.setenv("SCANPREP_DATA", str(folder))
    with pytest.raises(StoreError) as e:
        home.store()
    for text in (e.value.said.zh, e.value.said.en):
        assert str(folder) in text
        assert "SCANPREP_DATA" in text


def test_after_a_failure_the_next_call_tries_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    monkeypatch.setenv("SCANPREP_DATA", str(taken))
    with pytest.raises(StoreError):
        home.store()
    taken.unlink()
    home.store().ready()


def test_database_url_is_used_instead_of_the_folder(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres)
    home.store().ready()
    assert list(tmp_path.rglob("*.db")) == []


def test_the_banks_come_from_the_folder_that_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(home.library().shelf.questions) > 60
    home.reset()
    (tmp_path / "none").mkdir()
    monkeypatch.setenv("SCANPREP_BANKS", str(tmp_path / "none"))
    assert not home.library().shelf.questions


@pytest.mark.parametrize(("value", "expected"), [("", False), ("0", False), ("1", True)])
def test_whether_many_learners_share_the_process_is_said_by_the_environment(
    value: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCANPREP_SHARED", value)
    assert home.shared() is expected
