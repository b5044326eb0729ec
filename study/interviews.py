"""Mock interviews on disk: their events, only ever added, and the answer that is being typed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from study.database.database import Database
from study.database.rows import event_of, row_of_event, storable
from study.database.tables import INTERVIEW_EVENTS as EVENTS
from study.database.tables import SETTINGS, WITHDRAWALS
from study.interview import Event

DRAFT = "interview_draft"  # the setting that holds what is being typed; there is one, as there is one keyboard


class Interviews:
    """Any method raises StoreError, whose sentence is for the learner, when the database does not do its part."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, learner: str, interview: str, *events: Event) -> None:
        """Add events, all or none; one whose key is there already adds nothing."""

        def work(db: Connection) -> None:
            for event in events:
                db.execute(self._db.insert(EVENTS, row_of_event(learner, interview, event)).on_conflict_do_nothing())

        self._db.write(work)

    def events(self, learner: str, interview: str) -> list[Event]:
        """The interview's events in the order in which they were stored."""
        mine = (EVENTS.c.learner == learner, EVENTS.c.interview == interview)
        with self._db.read() as db:
            return [event_of(row) for row in db.execute(select(EVENTS).where(*mine).order_by(EVENTS.c.id))]

    def facts(self, learner: str) -> dict[str, list[Event]]:
        """All of a learner's interviews, the oldest first, without the signs of life."""
        told = select(EVENTS).where(EVENTS.c.learner == learner, EVENTS.c.what != "alive").order_by(EVENTS.c.id)
        found: dict[str, list[Event]] = {}
        with self._db.read() as db:
            for row in db.execute(told):
                found.setdefault(str(row.interview), []).append(event_of(row))
        return found

    def typed(self, learner: str, interview: str, spot: str) -> tuple[str, tuple[str, ...]]:
        """What was last typed and ticked at this spot of an interview."""
        mine = (SETTINGS.c.learner == learner, SETTINGS.c.name == DRAFT)
        with self._db.read() as db:
            kept = db.execute(select(SETTINGS.c.value).where(*mine)).scalar()
        if not isinstance(kept, dict) or (kept.get("interview"), kept.get("spot")) != (interview, spot):
            return "", ()
        return str(kept.get("text", "")), tuple(map(str, kept.get("ticked", ())))

    def type(self, learner: str, interview: str, spot: str, text: str, ticked: Iterable[str] = ()) -> None:
        """Keep what is being typed and ticked; it takes the place of what was kept before."""
        value = {"interview": interview, "spot": spot, "text": storable(text), "ticked": list(ticked)}
        row = {"learner": learner, "name": DRAFT, "value": value}
        self._db.write(lambda db: self._db.upsert(db, SETTINGS, row))

    def withdraw(self, learner: str, keys: Iterable[str], at: datetime) -> None:
        """Take back reviews that a correction has replaced."""
        rows = [{"learner": learner, "key": key, "at": at} for key in keys]

        def work(db: Connection) -> None:
            for row in rows:
                db.execute(self._db.insert(WITHDRAWALS, row).on_conflict_do_nothing())

        self._db.write(work)
