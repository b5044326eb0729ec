"""Reports of questions: the same laws on every database."""

from dataclasses import replace
from datetime import timedelta

from study.report import LONGEST, Report
from study.reports import MOST
from study.store import Store
from tests.pg import postgres as postgres
from tests.reviews import NOON, review
from tests.test_store import store as store
from tests.test_store import url as url

REPORT = Report("ada", "q1", "answer", "公式少了一个负号 <b>", NOON, "k1")


def test_a_report_comes_back_as_it_was_sent_and_only_once(store: Store) -> None:
    assert store.reports.add(REPORT)
    assert not store.reports.add(REPORT)
    assert store.reports.all() == [REPORT]


def test_open_reports_come_first_and_newest_first(store: Store) -> None:
    for n in range(3):
        store.reports.add(replace(REPORT, key=f"k{n}", at=NOON + timedelta(hours=n)))
    store.reports.settle("k2", NOON)
    assert [r.key for r in store.reports.all()] == ["k1", "k0", "k2"]
    store.reports.settle("k2", None)
    assert [r.key for r in store.reports.all()] == ["k2", "k1", "k0"]


def test_one_learner_cannot_flood_the_list(store: Store) -> None:
    sent = [store.reports.add(replace(REPORT, key=f"k{n}")) for n in range(MOST + 5)]
    assert sent.count(True) == MOST
    assert store.reports.add(replace(REPORT, key="tomorrow", at=NOON + timedelta(days=2)))
    assert store.reports.add(replace(REPORT, key="eve", learner="eve"))


def test_hostile_text_is_kept_as_text_and_cut(store: Store) -> None:
    store.reports.add(replace(REPORT, text="\0\ud800'; DROP TABLE reports; --" + "长" * 5000))
    (kept,) = store.reports.all()
    assert kept.text.startswith("?'; DROP TABLE reports")
    assert len(kept.text) <= LONGEST


def test_everyone_sees_standing_reviews_of_all_learners_oldest_first(store: Store) -> None:
    from tests.test_store import draft

    first, second, third = (review(learner=who, key="same") for who in ("ada", "eve", "ida"))
    before = store.revision()
    for r in (first, second, third):
        store.add(r)
    store.withdraw(second, replace(draft(), learner="eve"))
    assert [r.learner for r in store.everyone()] == ["ada", "ida"]
    assert [r.learner for r in store.everyone(most=1)] == ["ida"]
    assert store.revision() != before
