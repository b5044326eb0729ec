"""Killing a process that answers, at random moments, and counting what is left.

python -m tests.kill9          20 kills, as in every test run
python -m tests.kill9 --all    300 kills, before a release; SCANPREP_ALL=1 makes the test do the same
"""

import contextlib
import os
import random
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from study import home
from study.database import backup, rounds
from study.database.engine import SQLITE
from study.database.verify import verify
from study.draft import Draft
from study.memory import memory
from study.review import Rating, Review

ROOT = Path(__file__).parent.parent
FEW, MANY = 20, 300
STUCK = 60.0  # seconds after which a child that says nothing will never say anything
FRESH = 25  # kills after which a new folder is begun


@dataclass
class Toll:
    """What was found over all kills. Everything but `kills`, `told` and `backups` must stay empty."""

    kills: int = 0
    told: int = 0  # answers that were acknowledged
    backups: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def runs() -> int:
    return MANY if os.environ.get("SCANPREP_ALL", "") not in ("", "0") or "--all" in sys.argv else FEW


def kill(count: int, seed: int = 1) -> Toll:
    """Kill `count` children, one after the other."""
    rng, toll = random.Random(seed), Toll()
    while toll.kills < count:
        with tempfile.TemporaryDirectory(prefix="kill9-") as folder:
            _in(Path(folder), min(FRESH, count - toll.kills), rng, toll)
    return toll


def _in(folder: Path, count: int, rng: random.Random, toll: Toll) -> None:
    """Kill children that work in one folder, each going on where the one before it died."""
    begun, told = list[str](), list[str]()
    for _ in range(count):
        for line in _child(folder, begun[-1:], rng):
            (begun if line[0] == "?" else told).append(line[1:])
        toll.kills += 1
        _count(folder, set(begun), told, toll)
    toll.told += len(told)
    toll.backups += len(backup.backups(folder / "backups"))


def _child(folder: Path, unsure: list[str], rng: random.Random) -> list[str]:
    """What a child said until it was killed: some while it starts, most after a few answers."""
    command = [sys.executable, "-m", "tests.kill9", "--child", str(folder), *unsure]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    said: list[str] = []
    assert child.stdout is not None
    if rng.random() < 0.2:
        time.sleep(rng.uniform(0.3, 2.0))
    else:
        wanted = rng.randrange(1, 30)
        stuck = threading.Timer(STUCK, child.kill)
        stuck.start()
        while len(said) < wanted and (line := child.stdout.readline()):
            said.append(line)
        stuck.cancel()
        assert len(said) == wanted, f"the child said no more than {said}"
        time.sleep(rng.uniform(0, 0.02))
    child.kill()
    said += child.stdout.readlines()
    child.stdout.close()
    assert child.wait() == -9, "the child ended by itself"
    # A word that was cut off in the middle was acknowledged to nobody.
    return [line.strip() for line in said if line.endswith("\n")]


def _count(folder: Path, begun: set[str], told: list[str], toll: Toll) -> None:
    file = folder / "scanprep.db"
    if not file.exists():
        toll.lost += told
        return
    with contextlib.closing(SQLITE.connect(file)) as db:
        rows = db.execute("SELECT key FROM reviews") if backup.condition(file) == "sound" else []
        found = [key for (key,) in rows]
    toll.lost += sorted(set(told) - set(found))
    toll.doubled += sorted({key for key in found if found.count(key) > 1})
    toll.invented += sorted(set(found) - begun - set(told))
    if found:
        checked = verify(f"sqlite:///{file}", folder / "backups")
        toll.wrong += [f"{c.what}: {wrong}" for c in checked for wrong in c.wrong]
    toll.wrong += [p.name for p in backup.backups(folder / "backups") if backup.condition(p) != "sound"]


def answer_until_killed(folder: str, unsure: list[str]) -> None:
    """What the quiz page does with the store, without pause; ?key before an answer is sent, =key once it is kept.

    The learner presses again where it was unsure whether the answer was kept.
    """
    os.environ |= {"SCANPREP_DATA": folder}
    os.environ.pop("DATABASE_URL", None)
    rounds.LOOK, rounds.QUIET, rounds.RUNNING = 0.05, timedelta(0), timedelta(0)
    store = home.store()
    assert store.notice is None or not unsure, store.notice
    for key in unsure:
        _rate(key)
    while True:
        key = secrets.token_urlsafe(18)
        print(f"?{key}", flush=True)
        _rate(key)
        memory(store.log("ada"))
        if key < "H":
            last = store.last("ada")
            assert last is not None
            again = Draft("ada", last.question, f"{key}+", last.answer, last.at, last.at, last.at, last.ticked)
            store.withdraw(last, again)


def _rate(key: str) -> None:
    store, now = home.store(), datetime.now(UTC)
    question = f"q{ord(key[-1]) % 20}"
    draft = Draft("ada", question, key, "写到一半 " * 40, now, now)
    store.save_draft(draft)
    store.save_draft(replace(draft, revealed=now, ticked=("p1",)))
    store.add(
        Review("ada", question, Rating.GOOD, now, 30.0, draft.answer, ("p1",), (), "fsrs-6.3.2", key), drop_draft=True
    )
    print(f"={key}", flush=True)


if __name__ == "__main__":
    if "--child" in sys.argv:
        answer_until_killed(sys.argv[2], sys.argv[3:])
    start = time.monotonic()
    toll = kill(runs(), int(time.time()))
    print(toll, f"{time.monotonic() - start:.0f} s")
    sys.exit(1 if toll.lost or toll.doubled or toll.invented or toll.wrong else 0)
