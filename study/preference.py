"""How a learner wants to be asked and judged: retention, daily limits, the day of the interview, second opinions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from study.memory import RETENTION

RETENTIONS = (0.80, 0.97)  # what may be chosen; the scheduler itself takes 0.70 to 0.97
NEW = (0, 40)  # new questions a day
MOST = (5, 200)  # reviews a day
ADDRESS = 300  # characters of an address


@dataclass(frozen=True, slots=True)
class Preferences:
    """`retention` is the wanted chance of recall on the day a question comes back (0..1).

    `second` is the address that the learner lets answers be sent to for a second opinion; empty for none. It is the
    address and not a yes, so that nothing goes to another one that is configured later.
    """

    retention: float = RETENTION
    new_per_day: int = 10
    most_per_day: int = 60
    interview: date | None = None
    second: str = ""

    @classmethod
    def of(cls, kept: Any) -> "Preferences":
        """From what the store holds; whatever is not legal there counts as not said."""
        said: Mapping[str, Any] = kept if isinstance(kept, Mapping) else {}
        usual = cls()
        return cls(
            _within(said.get("retention"), RETENTIONS, usual.retention),
            int(_within(said.get("new_per_day"), NEW, usual.new_per_day)),
            int(_within(said.get("most_per_day"), MOST, usual.most_per_day)),
            _date(said.get("interview")),
            _address(said.get("second")),
        )

    def kept(self) -> dict[str, Any]:
        """As the store holds it."""
        return {
            "retention": self.retention,
            "new_per_day": self.new_per_day,
            "most_per_day": self.most_per_day,
            "interview": self.interview.isoformat() if self.interview else None,
            "second": self.second,
        }


def _within(value: Any, span: tuple[float, float], otherwise: float) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool) and span[0] <= value <= span[1]
    return float(value) if good else otherwise


def _address(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= ADDRESS else ""


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
