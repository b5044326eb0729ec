"""The store's notice on the page: in the learner's language, once, until it is put away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from study import home

ROUTER = str(Path(__file__).parent.parent / "pages" / "router.py")


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    home.reset()
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr("pages.shared.visitor_of", lambda cookies: "visitor")
    monkeypatch.setattr("pages.shared.on_own_machine", lambda: True)
    yield
    home.reset()


def opened(lang: str) -> AppTest:
    at = AppTest.from_file(ROUTER, default_timeout=30)
    at.session_state["lang"] = lang
    at.run()
    assert not at.exception, at.exception
    return at


@pytest.mark.parametrize(("lang", "words"), [("zh", "已损坏"), ("en", "was damaged")])
def test_a_damaged_file_is_said_on_the_page_until_it_is_put_away(tmp_path: Path, lang: str, words: str) -> None:
    (tmp_path / "scanprep.db").write_bytes(b"junk" * 2000)
    at = opened(lang)
    (said,) = (w.value for w in at.warning if words in w.value)
    assert "scanprep.db.damaged-" in said
    at.button("notice.done").click().run()
    assert not any(words in w.value for w in at.warning)
    assert not any(words in w.value for w in at.run().warning)


def test_a_sound_file_has_nothing_to_say() -> None:
    assert "notice.done" not in {b.key for b in opened("zh").button}


def test_a_store_that_cannot_be_opened_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path / "taken"))
    at = AppTest.from_file(ROUTER, default_timeout=30).run()
    assert any("SCANPREP_DATA" in e.value for e in at.error)
