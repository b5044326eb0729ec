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
from study.database import records, verify
from study.debrief import debrief
from study.draft import Draft
from study.interview import Event, Setup, fold
from study.interviews import Interviews
from study.memory import memory
from study.owndata import OwnDataError, export_lines, import_lines, read_lines
from study.record import Added, Record, Withdrawal
from study.report import MOST, MOST_IN_ALL, Report
from study.review import Rating
from study.store import Store
from tests.pg import postgres as postgres
from tests.reviews import NOON, review
from tests.test_interview import SHELF

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
    for n in range(rng.randrange(1, 4)):
        talk(store, f"{prefix}-{seed}-{n}", NOON + timedelta(days=n), rng)
        about = rng.choice(["answer", "marking", "wording", "other"])
        at = NOON + timedelta(days=n, microseconds=seed)
        store.reports.add(Report("ada", f"q{n}", about, rng.choice(WORDS), at, f"{prefix}{seed}r{n}"))
        if rng.random() < 0.3:
            store.reports.settle(f"{prefix}{seed}r{n}", at + timedelta(hours=3))


def talk(store: Store, id: str, start: datetime, rng: random.Random) -> None:
    """A mock interview with signs of life, which may end in the middle."""
    asked = ["cad-computer-aided-diagnosis", "vision-segmentation-steps", "left-the-bank"]
    events = [Event("begun", start, "begun", {"setup": Setup().kept(), "questions": asked})]
    for place in range(rng.randrange(4)):
        for _ in range(rng.randrange(1, 9)):
            at = events[-1].at + timedelta(seconds=rng.choice([1, 3, 3, 70]))
            events.append(Event("alive", at, f"b{len(events)}"))
        data = {"place": place, "answer": rng.choice(WORDS), "by_us": ["p1"], "follow": [], "notes": False}
        events.append(Event("answered", events[-1].at + timedelta(seconds=2), f"answered.{place}", data))
    if rng.random() < 0.6:
        events.append(Event("ended", events[-1].at, "ended"))
        events.append(Event("corrected", events[-1].at, "corrected.0", {"place": 0, "ticked": ["p1", "p2"]}))
    Interviews(store.database).add("ada", id, *events)


def stories(store: Store, learner: str = "ada") -> dict[str, object]:
    """How every interview stands, and what its debrief says."""
    states = {id: fold(events) for id, events in store.record(learner).interviews.items()}
    return {id: (s, s and debrief(s, SHELF.questions, SHELF.topic_of)) for id, s in states.items()}


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
    assert first.interviews == len(stories(store)) > 0
    assert first.reports == len(store.record("ada").reports) > 0
    assert stories(other) == stories(store)
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
    assert stories(store) == stories(other)
    assert set(store.record("ada").reports) == set(other.record("ada").reports)
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
    assert stories(store, "eve") == stories(store, "ada")
    # the same report is already with the instructor, from the same installation
    assert len({r.key for r in store.reports.all()}) == len(store.reports.all()) == len(store.record("ada").reports)


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


HEADER: dict[str, Any] = {
    "scanprep": "own data", "version": 2, "review": 1, "withdrawal": 0, "draft": 0, "setting": 0, "report": 0,
    "event": 0,
}  # fmt: skip
REVIEW: dict[str, Any] = {
    "question": "q1", "rating": 3, "at": "2026-03-02T12:00:00+00:00", "seconds": 3, "answer": "", "ticked": [],
    "ticked_by_us": [], "scheduler": "fsrs-6.3.2", "key": "k",
}  # fmt: skip
BEGUN: dict[str, Any] = {
    "interview": "i1", "what": "begun", "at": "2026-03-02T12:00:00+00:00", "key": "begun",
    "data": {"questions": ["q1"]},
}  # fmt: skip
REPORT: dict[str, Any] = {
    "question": "q1", "about": "answer", "text": "p2 is missing", "at": "2026-03-02T12:00:00+00:00", "key": "r1",
    "settled": None,
}  # fmt: skip
DEEP = "[" * 100_000 + "]" * 100_000


def file(*lines: object, **counts: object) -> list[str]:
    return [json.dumps(HEADER | counts), *(x if isinstance(x, str) else json.dumps(x) for x in lines)]


def with_(**changed: object) -> list[str]:
    return file({"review": REVIEW}, {"review": REVIEW | {"key": "other"} | changed}, review=2)


def event(**changed: object) -> list[str]:
    return file({"event": BEGUN}, {"event": BEGUN | {"key": "e2", "what": "alive"} | changed}, review=0, event=2)


def report(**changed: object) -> list[str]:
    return file({"report": REPORT}, {"report": REPORT | {"key": "r2"} | changed}, review=0, report=2)


HOSTILE: dict[str, tuple[list[str], str]] = {
    "nothing": ([], "no export"),
    "another file": (["Dear diary,", "today"], "line 1: is not JSON"),
    "another JSON": (['{"a": 1}'], "no export"),
    "a list": (["[]"], "no export"),
    "a later version": (file(version=3), "line 1: version must be 1 to 2"),
    "a version of another type": (file(version="1"), "line 1: version must be 1 to 2"),
    "a version that is true": (file(version=True), "line 1: version must be 1 to 2"),
    "a version before all": (file(version=0), "line 1: version must be 1 to 2"),
    "bad JSON": (file({"review": REVIEW}, '{"review": '), "line 3: is not JSON"),
    "JSON too deep": (file(DEEP), "line 2: is not JSON"),
    "a setting too deep": (file('{"setting": {"name": "a", "value": ' + "[" * 99 + "]" * 99 + "}}"), "20 levels"),
    "no number": (with_(seconds=float("nan")), "line 3: is not JSON"),
    "infinity": (file('{"review": {"seconds": 1e999}}'), "line 2: is not JSON"),
    "a number of many digits": (file('{"review": ' + "9" * 5000 + "}"), "line 2: is not JSON"),
    "another kind": (file({"admin": {}}), "line 2: must be one of review, withdrawal, draft, setting, report, event"),
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
    "an event of no interview": (event(interview="none"), "line 3: belongs to an interview that never began"),
    "a beginning without questions": (event(interview="none", what="begun", data={}), "line 3: belongs to"),
    "an interview that no URL names": (event(interview="a/b"), "line 3: event.interview must be 1 to 32 letters"),
    "an interview of a number": (event(interview=1), "line 3: event.interview must be 1 to 32 letters"),
    "an event of another kind": (event(what="won"), "line 3: event.what must be one of begun, alive"),
    "an event of a list": (event(what=["begun"]), "line 3: event.what must be one of begun, alive"),
    "an event tomorrow": (event(at="9999-01-01T00:00:00+00:00"), "line 3: event.at must be a time"),
    "an event with a long key": (event(key="k" * 65), "line 3: event.key must be text of 1 to 64"),
    "an event that carries a list": (event(data=[1]), "line 3: event.data must be an object"),
    "an event that carries too much": (event(data={"questions": ["q"] * 201}), "line 3: event.data must be an object"),
    "an event that says too much": (event(data={"a": {"b": "x" * 100_001}}), "line 3: event.data must be an object"),
    "an event with many names": (event(data={str(n): n for n in range(201)}), "line 3: event.data must be an object"),
    "an event too deep": (event(data={"a": json.loads("[" * 30 + "]" * 30)}), "line 3: event.data must be an object"),
    "an event without data": (file({"event": {"key": "a"}}, review=0, event=1), "line 2: event: its fields must be"),
    "events cut off": (file({"event": BEGUN}, review=0, event=2), "not whole"),
    "events before there were any": (file({"event": BEGUN}, version=1, review=0), "not whole"),
    "a report about anything": (report(about="me"), "line 3: report.about must be one of answer, marking"),
    "a report too long": (report(text="x" * 1001), "line 3: report.text must be text of up to 1000"),
    "a report settled tomorrow": (report(settled="9999-01-01T00:00:00+00:00"), "line 3: report.settled must be a time"),
    "a report of somebody": (report(learner="eve"), "line 3: report: its fields must be exactly question"),
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
    assert import_lines(store, "ada", event(), NOW) == Added(interviews=1)
    assert import_lines(store, "ada", event(key="e3"), NOW) == Added(interviews=1)
    assert import_lines(store, "ada", report(), NOW) == Added(reports=2)
    assert import_lines(store, "ada", report(key="r3"), NOW) == Added(reports=1)


def test_a_file_of_the_first_version_still_comes_in_whole(store: Store) -> None:
    lines = read_lines(Path("tests/owndata/version-1.jsonl").read_bytes())
    first = import_lines(store, "ada", lines, NOW)
    assert first == Added(reviews=7, withdrawals=1, drafts=2, settings=3)
    assert import_lines(store, "ada", lines, NOW) == Added(known=7)
    found = store.record("ada")
    assert [r.key for r in found.reviews] == ["k0", "k1", "k2", "k3", "k4", "k5", "k6"]
    assert [r.key for r in store.log("ada")] == ["k0", "k1", "k2", "k3", "k4", "k5"]
    assert found.settings["sitting"] == {"mode": "new", "topics": ["深度", None, 1.5]}


def test_events_of_an_interview_that_is_here_come_behind_its_own(store: Store) -> None:
    mine = Interviews(store.database)
    begun = Event("begun", NOON, "begun", {"questions": ["q1", "q2"]})
    said = Event("answered", NOON, "answered.0", {"place": 0, "answer": "here"})
    mine.add("ada", "i1", begun, said)
    there = [
        {"event": BEGUN},
        {"event": BEGUN | {"what": "answered", "key": "answered.0", "data": {"place": 0, "answer": "there"}}},
        {"event": BEGUN | {"what": "answered", "key": "answered.1", "data": {"place": 1, "answer": "a\0b"}}},
    ]
    assert import_lines(store, "ada", file(*there, review=0, event=3), NOW) == Added(interviews=1)
    kept = mine.events("ada", "i1")
    assert kept[:2] == [begun, said]
    assert [e.data["answer"] for e in kept[1:]] == ["here", "ab"]
    # what goes on here needs no beginning in the file
    more = [{"event": BEGUN | {"what": "ended", "key": "ended", "data": {}}}]
    assert import_lines(store, "ada", file(*more, review=0, event=1), NOW) == Added(interviews=1)
    assert import_lines(store, "ada", file(*more, review=0, event=1), NOW) == Added()


def test_a_withdrawal_costs_the_same_however_many_there_are(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long file of them must not hold the database while every line looks at every other."""
    looks = 0

    class Counted(tuple[Withdrawal, ...]):
        def __iter__(self) -> Iterator[Withdrawal]:
            nonlocal looks
            looks += 1
            return super().__iter__()

    for n in range(20):
        store.add(review(key=f"k{n}"))
    gone = tuple(Withdrawal(f"k{n}", NOON) for n in range(20))
    store.merge("ada", Record((), gone[:10], (), {}))
    real = records.read
    monkeypatch.setattr(
        records, "read", lambda db, who: replace(real(db, who), withdrawals=Counted(real(db, who).withdrawals))
    )
    assert store.merge("ada", Record((), gone, (), {})).withdrawals == 10
    assert looks == 1


def test_an_import_is_no_way_around_the_daily_limit_of_reports(store: Store) -> None:
    def many(count: int, minutes: float, prefix: str) -> list[str]:
        times = [NOON + timedelta(minutes=minutes * n) for n in range(count)]
        lines = [REPORT | {"key": f"{prefix}{n}", "at": at.isoformat()} for n, at in enumerate(times)]
        return file(*({"report": line} for line in lines), review=0, report=count)

    assert store.reports.add(Report("ada", "q1", "other", "", NOON - timedelta(hours=1), "mine"))
    assert import_lines(store, "ada", many(300, 1, "a"), NOW) == Added(reports=MOST - 1)
    assert import_lines(store, "ada", many(300, 1, "a"), NOW) == Added()
    assert import_lines(store, "eve", many(5, 1, "a"), NOW) == Added()  # a key that is there is nobody's to take
    assert {r.learner for r in store.reports.all()} == {"ada"}
    import_lines(store, "eve", many(2 * MOST_IN_ALL, 24 * 60 / 19, "e"), NOW + timedelta(days=900))
    assert len([r for r in store.reports.all() if r.learner == "eve"]) == MOST_IN_ALL


def test_a_store_with_imported_data_is_found_whole(tmp_path: Path, other: Store) -> None:
    live(other, 6)
    with closing(Store(url := f"sqlite:///{tmp_path / 's.db'}")) as store:
        import_lines(store, "ada", list(export_lines(other, "ada")), NOW)
    found = list(verify.verify(url))
    assert [c.wrong for c in found if c.wrong] == []
    assert {"interviews", "reports"} <= {c.what for c in found}


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
    monkeypatch.setattr(owndata, "OF_A_KIND", 8)
    with pytest.raises(OwnDataError, match="too big"):
        import_lines(store, "ada", file(*[{"review": REVIEW}] * 9, review=9), NOW)
    monkeypatch.setattr(owndata, "EVENTS", 8)
    begun = [{"event": BEGUN | {"key": f"e{n}"}} for n in range(9)]
    with pytest.raises(OwnDataError, match="too big"):
        import_lines(store, "ada", file(*begun, review=0, event=9), NOW)
    assert import_lines(store, "ada", file(*begun[:8], review=0, event=8), NOW) == Added(interviews=1)
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
    assert (
        "added 0 reviews, 0 withdrawals, 0 drafts, 0 settings, 0 interviews, 0 reports; 1 reviews were there already"
        in said
    )
    assert [r.key for r in home.store().log("eve")] == ["k"]
    (tmp_path / "bad.jsonl").write_text("{")
    for name, words in (("bad.jsonl", "line 1: is not JSON"), ("none.jsonl", "No such file")):
        assert main(["data", "import", str(tmp_path / name)]) == 1
        assert words in capsys.readouterr().err
    home.reset()
