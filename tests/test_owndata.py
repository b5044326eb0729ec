"""A learner's own data: out and in again is the same, twice is the same as once, and no hostile file gets half in."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from study import home, owndata
from study.__main__ import main
from study.draft import Draft
from study.memory import memory
from study.owndata import OwnDataError, export_lines, import_lines, read_lines
from study.record import Added, Record
from study.review import Rating
from study.store import Store
from tests.pg import postgres as postgres
from tests.reviews import NOON, review

NOW = NOON + timedelta(days=400)
WORDS = ["回答 <b>", "🙂", "", "a\u2028b\x85c\rd\ne", "'; DROP TABLE reviews; --", "\\n", '{"review": 1}']


@pytest.fixture(params=["memory", "file", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 's.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres")
        with psycopg.connect(url, autocommit=True) as db:
            db.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    with closing(Store(url)) as opened:
        yield opened


@pytest.fixture
def other() -> Iterator[Store]:
    with closing(Store("sqlite://")) as opened:
        yield opened


def live(store: Store, seed: int, prefix: str = "k") -> None:
    """What a learner may have done in a year, with a clock that wanders, answers taken back, and odd words."""
    rng = random.Random(seed)
    for n in range(rng.randrange(1, 40)):
        # No two machines write in the same microsecond.
        question, at = f"q{rng.randrange(7)}", NOON + timedelta(days=n + rng.choice([0, 0, -20, 3]), microseconds=seed)
        given = review(question, rng.choice(list(Rating)), at, ("p1",), key=f"{prefix}{n}", answer=rng.choice(WORDS))
        store.add(replace(given, second=rng.choice([None, (), ("p1", "p2")])))
        if rng.random() < 0.2:
            last = store.log("ada")[-1]
            store.withdraw(last, Draft("ada", last.question, f"{prefix}{n}+", last.answer, at, at, at, ("p1", "p2")))
        if rng.random() < 0.3:
            store.save_draft(Draft("ada", f"d{n % 5}", f"{prefix}{n}-", rng.choice(WORDS), at, at))
    store.set_setting("ada", "sitting", {"mode": rng.choice(["new", "all"]), "topics": ["深度", None, 1.5]})


def log_and_cards(store: Store, learner: str = "ada") -> tuple[object, object]:
    log = [replace(r, learner="ada") for r in store.log(learner)]
    return log, memory(log)


@pytest.mark.parametrize("seed", range(8))
def test_what_goes_out_comes_in_the_same_and_a_second_time_changes_nothing(
    store: Store, other: Store, seed: int
) -> None:
    live(store, seed)
    lines = list(export_lines(store, "ada"))
    first = import_lines(other, "ada", lines, NOW)
    assert first.reviews == len(store.record("ada").reviews)
    assert log_and_cards(other) == log_and_cards(store)
    assert other.record("ada") == store.record("ada")
    assert import_lines(other, "ada", lines, NOW) == Added(known=first.reviews)
    assert import_lines(store, "ada", lines, NOW) == Added(known=first.reviews)
    assert other.record("ada") == store.record("ada")
    assert list(export_lines(other, "ada")) == lines


@pytest.mark.parametrize("seed", range(4))
def test_two_machines_that_exchange_their_data_agree(store: Store, other: Store, seed: int) -> None:
    live(store, seed, "a")
    live(other, seed + 100, "b")
    before = {r.key for r in store.log("ada")} | {r.key for r in other.log("ada")}
    import_lines(other, "ada", list(export_lines(store, "ada")), NOW)
    import_lines(store, "ada", list(export_lines(other, "ada")), NOW)
    mine, theirs = store.log("ada"), other.log("ada")
    assert {r.key for r in mine} == {r.key for r in theirs} == before
    assert memory(mine) == memory(theirs)
    for log in (mine, theirs):
        for prefix in "ab":
            own = [r.key for r in log if r.key.startswith(prefix)]
            assert own == sorted(own, key=lambda key: int(key[1:]))


def test_an_import_belongs_to_whoever_imports(store: Store) -> None:
    live(store, 3)
    lines = list(export_lines(store, "ada"))
    assert not any("ada" in line for line in lines)
    import_lines(store, "eve", lines, NOW)
    assert log_and_cards(store, "eve") == log_and_cards(store, "ada")
    assert {r.learner for r in store.log("eve")} == {"eve"}


def test_the_newer_draft_and_ones_own_setting_stay(store: Store) -> None:
    old, new = Draft("ada", "q1", "a", "old", NOON, NOON), Draft("ada", "q1", "b", "new", NOON, NOON + timedelta(1))
    for here, there, left in ((old, new, "new"), (new, old, "new")):
        store.save_draft(here)
        store.set_setting("ada", "sitting", "mine")
        store.merge("ada", Record((), (), (there,), {"sitting": "theirs", "other": 1}))
        kept = store.draft("ada", "q1")
        assert kept is not None
        assert kept.answer == left
        assert store.setting("ada", "sitting") == "mine"
        assert store.setting("ada", "other") == 1


def test_a_draft_that_was_rated_since_does_not_come_back(store: Store) -> None:
    draft = Draft("ada", "q1", "k", "words", NOON, NOON)
    store.save_draft(draft)
    lines = list(export_lines(store, "ada"))
    store.add(review(key="k"), drop_draft=True)
    import_lines(store, "ada", lines, NOW)
    assert store.drafts("ada") == []


def test_a_log_read_before_an_import_is_current_after_it(store: Store, other: Store) -> None:
    live(other, 5)
    assert store.log("ada") == []
    import_lines(store, "ada", list(export_lines(other, "ada")), NOW)
    assert store.log("ada") == other.log("ada")


HEADER: dict[str, Any] = {"scanprep": "own data", "version": 1, "review": 1, "withdrawal": 0, "draft": 0, "setting": 0}
REVIEW: dict[str, Any] = {
    "question": "q1", "rating": 3, "at": "2026-03-02T12:00:00+00:00", "seconds": 3, "answer": "", "ticked": [],
    "ticked_by_us": [], "scheduler": "fsrs-6.3.2", "key": "k",
}  # fmt: skip
DEEP = "[" * 100_000 + "]" * 100_000


def file(*lines: object, **counts: object) -> list[str]:
    return [json.dumps(HEADER | counts), *(x if isinstance(x, str) else json.dumps(x) for x in lines)]


def with_(**changed: object) -> list[str]:
    return file({"review": REVIEW}, {"review": REVIEW | {"key": "other"} | changed}, review=2)


HOSTILE: dict[str, tuple[list[str], str]] = {
    "nothing": ([], "no export"),
    "another file": (["Dear diary,", "today"], "line 1: is not JSON"),
    "another JSON": (['{"a": 1}'], "no export"),
    "a list": (["[]"], "no export"),
    "a later version": (file(version=2), "line 1: version must be 1"),
    "a version of another type": (file(version="1"), "line 1: version must be 1"),
    "bad JSON": (file({"review": REVIEW}, '{"review": '), "line 3: is not JSON"),
    "JSON too deep": (file(DEEP), "line 2: is not JSON"),
    "a setting too deep": (file('{"setting": {"name": "a", "value": ' + "[" * 99 + "]" * 99 + "}}"), "20 levels"),
    "no number": (with_(seconds=float("nan")), "line 3: is not JSON"),
    "infinity": (file('{"review": {"seconds": 1e999}}'), "line 2: is not JSON"),
    "a number of many digits": (file('{"review": ' + "9" * 5000 + "}"), "line 2: is not JSON"),
    "another kind": (file({"admin": {}}), "line 2: must be one of review, withdrawal, draft, setting"),
    "two things on a line": (file({"review": REVIEW, "draft": {}}), "line 2: must be one of"),
    "an empty object": (file({}), "line 2: must be one of"),
    "a missing field": (file({"review": {"question": "q1"}}), "line 2: review: its fields must be exactly question"),
    "one field more": (file({"review": REVIEW | {"learner": "eve"}}), "line 2: review: its fields must be"),
    "no object": (file({"review": [1]}), "line 2: review: its fields must be"),
    "rating 5": (with_(rating=5), "line 3: review.rating must be a whole number from 1 to 4, got 5"),
    "rating true": (with_(rating=True), "line 3: review.rating must be a whole number from 1 to 4, got true"),
    "rating in words": (with_(rating="good"), 'line 3: review.rating must be a whole number from 1 to 4, got "good"'),
    "a time without a zone": (with_(at="2026-03-02T12:00:00"), "line 3: review.at must be a time with its zone"),
    "a time that is a number": (with_(at=5), "line 3: review.at must be a time"),
    "a time before all": (with_(at="0001-01-01T00:00:00+14:00"), "line 3: review.at must be a time"),
    "a time after all": (with_(at="9999-12-31T23:59:59-14:00"), "line 3: review.at must be a time"),
    "tomorrow": (with_(at=(NOW + timedelta(days=1, seconds=1)).isoformat()), "more than a day ahead"),
    "seconds below none": (with_(seconds=-1), "line 3: review.seconds must be a number of seconds"),
    "seconds in words": (with_(seconds="3"), "line 3: review.seconds must be a number of seconds"),
    "an answer of another type": (with_(answer=None), "line 3: review.answer must be text"),
    "an answer too long": (with_(answer="x" * 100_001), "line 3: review.answer must be text of up to 100000"),
    "a key too long": (with_(key="k" * 129), "line 3: review.key must be text of 1 to 128"),
    "a key with NUL": (with_(key="k\0"), "line 3: review.key must be text of 1 to 128"),
    "half a character": (with_(question="\ud800"), "line 3: review.question must be text of 1 to 64"),
    "no question": (with_(question=""), "line 3: review.question must be text of 1 to 64"),
    "ticks of another type": (with_(ticked="p1"), "line 3: review.ticked must be a list"),
    "a tick of another type": (with_(ticked=[["p1"]]), "line 3: review.ticked must be a list of up to 200"),
    "too many ticks": (with_(ticked=["p"] * 201), "line 3: review.ticked must be a list of up to 200"),
    "a scheduler too long": (with_(scheduler="s" * 33), "line 3: review.scheduler must be text of 1 to 32"),
    "a second opinion of another type": (with_(second="p1"), "line 3: review.second must be a list of up to 200"),
    "a second opinion of other things": (with_(second=[1]), "line 3: review.second must be a list of up to 200"),
    "cut off": (file({"review": REVIEW}, review=2), "not whole"),
    "counts in words": (file({"review": REVIEW}, review="1"), "not whole"),
    "withdrawing what is not there": (
        file({"review": REVIEW}, {"withdrawal": {"key": "none", "at": REVIEW["at"]}}, withdrawal=1),
        "line 3: withdraws a review that is not there",
    ),
    "a line too long": (file({"review": REVIEW | {"answer": "x" * 1_000_001}}), "too big"),
}  # fmt: skip


@pytest.mark.parametrize("store", ["memory"], indirect=True)
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_and_nothing_of_it_comes_in(store: Store, what: str) -> None:
    lines, words = HOSTILE[what]
    store.add(review(key="before"))
    before = store.record("ada")
    with pytest.raises(OwnDataError) as e:
        import_lines(store, "ada", lines, NOW)
    assert words in e.value.said.en
    assert len(e.value.said.en) < 300
    assert any("\u4e00" <= c <= "\u9fff" for c in e.value.said.zh)
    assert e.value.said.zh.startswith("第") == e.value.said.en.startswith("line ")
    assert store.record("ada") == before


def test_the_hostile_files_are_one_fault_away_from_a_good_one(store: Store) -> None:
    assert import_lines(store, "ada", file({"review": REVIEW}), NOW).reviews == 1
    assert import_lines(store, "ada", with_(key="third"), NOW) == Added(reviews=1, known=1)


def test_a_file_from_before_second_opinions_comes_in_as_not_asked(store: Store) -> None:
    assert "second" not in REVIEW
    import_lines(store, "ada", with_(second=["p1"]), NOW)
    assert {r.key: r.second for r in store.log("ada")} == {"k": None, "other": ("p1",)}


def test_a_file_of_too_many_lines_or_characters_is_refused_before_it_is_held(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        yield json.dumps(HEADER)
        while True:
            taken += 1
            yield "\n"

    with pytest.raises(OwnDataError, match="too big"):
        import_lines(store, "ada", endless(), NOW)
    assert taken <= owndata.LINES
    monkeypatch.setattr(owndata, "TOTAL", 500)
    with pytest.raises(OwnDataError, match="too big"):
        import_lines(store, "ada", file(*[{"review": REVIEW}] * 9), NOW)
    with pytest.raises(OwnDataError, match="too big"):
        read_lines(b" " * 501)


def test_a_random_change_to_a_good_file_never_does_more_than_be_refused(other: Store) -> None:
    live(other, 8)
    text, rng, refused = "".join(export_lines(other, "ada")), random.Random(5), 0
    empty = Store("sqlite://")
    for _ in range(300):
        data = bytearray(text.encode())
        for _ in range(rng.randrange(1, 4)):
            at = rng.randrange(len(data))
            data[at : at + rng.choice([0, 1, 30])] = rng.randbytes(rng.choice([0, 1, 5]))
        try:
            import_lines(empty, "ada", read_lines(bytes(data)), NOW)
        except OwnDataError:
            refused += 1
            assert empty.record("ada") == Record((), (), (), {})
        else:  # only a store that took something in need be another
            empty.close()
            empty = Store("sqlite://")
    empty.close()
    assert refused > 200


def test_words_that_no_database_holds_come_in_as_those_typed_do(store: Store) -> None:
    import_lines(store, "ada", file({"review": REVIEW | {"answer": "a\0b\ud800c"}}), NOW)
    assert store.log("ada")[0].answer == "ab?c"


@pytest.mark.parametrize("store", ["memory"], indirect=True)
@pytest.mark.parametrize("split", [str.splitlines, lambda text: text.split("\n"), lambda text: text.split("\r\n")])
def test_a_file_is_understood_however_its_lines_are_cut(
    other: Store, split: Callable[[str], list[str]], store: Store
) -> None:
    live(other, 2)
    other.add(review(answer="".join(WORDS)))
    text = "".join(export_lines(other, "ada"))
    lines = split(text.replace("\n", "\r\n"))
    import_lines(store, "ada", lines, NOW)
    assert store.log("ada") == other.log("ada")


def test_a_file_that_is_no_text_is_refused_and_a_byte_order_mark_is_not() -> None:
    with pytest.raises(OwnDataError, match="not UTF-8"):
        read_lines(b"\xff\xfe\x00")
    assert read_lines(b"\xef\xbb\xbf{}\n") == ["{}", ""]


def test_the_commands_take_data_from_one_folder_to_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    out, past = str(tmp_path / "mine.jsonl"), datetime(2026, 1, 1, 12, tzinfo=NOON.tzinfo)
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path / "one"))
    home.store().add(review(learner="local", at=past, key="k"))
    home.reset()
    assert main(["data", "export", out]) == 0
    assert "1 lines of learner local" in capsys.readouterr().out
    assert main(["data", "export", out]) == 1  # never over a file
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path / "two"))
    assert main(["data", "import", out, "--learner", "eve"]) == 0
    assert main(["data", "import", out, "--learner", "eve"]) == 0
    said = capsys.readouterr().out
    assert "added 1 reviews" in said
    assert "added 0 reviews, 0 withdrawals, 0 drafts, 0 settings; 1 reviews were there already" in said
    assert [r.key for r in home.store().log("eve")] == ["k"]
    (tmp_path / "bad.jsonl").write_text("{")
    for name, words in (("bad.jsonl", "line 1: is not JSON"), ("none.jsonl", "No such file")):
        assert main(["data", "import", str(tmp_path / name)]) == 1
        assert words in capsys.readouterr().err
    home.reset()
