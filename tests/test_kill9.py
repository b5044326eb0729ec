"""kill -9 while a learner answers (tests/kill9.py): nothing that was acknowledged is lost or there twice."""

from contextlib import closing
from pathlib import Path

from study.database.engine import SQLITE
from study.store import Store
from tests import kill9
from tests.kill9 import Toll, kill, runs
from tests.reviews import review


def test_a_process_killed_while_it_answers_loses_doubles_and_damages_nothing() -> None:
    toll = kill(runs())
    assert toll == Toll(toll.kills, toll.told, toll.backups), toll
    assert toll.kills == runs()
    assert toll.told > 3 * toll.kills
    assert toll.backups > 0


def test_the_count_would_notice(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path / 'scanprep.db'}")) as store:
        store.add(review(key="a"))
        store.add(review(key="b"))
    toll = Toll()
    kill9._count(tmp_path, {"a"}, ["a", "c"], toll)
    assert (toll.lost, toll.invented, toll.wrong) == (["c"], ["b"], [])
    with closing(SQLITE.connect(tmp_path / "scanprep.db")) as db:
        db.execute("INSERT INTO withdrawals VALUES ('ada', 'z', '2026-01-01 00:00:00.000000')")
        db.commit()
    kill9._count(tmp_path, {"a", "b"}, [], toll)
    assert toll.wrong == ["withdrawals: withdrawal of 'z': no such review"]
