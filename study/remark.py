"""What a learner keeps beside a question: put aside, flagged, a note."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NOTE = 2000  # characters
NAME = "remarks"  # the setting that holds them


@dataclass(frozen=True, slots=True)
class Remark:
    """`suspended` questions are not asked; `flagged` ones are found again; the note is the learner's own."""

    suspended: bool = False
    flagged: bool = False
    note: str = ""

    @property
    def empty(self) -> bool:
        return self == Remark()


def remarks(kept: Any) -> dict[str, Remark]:
    """From what the store holds, by question; what is not legal there is passed over."""
    said = kept if isinstance(kept, Mapping) else {}
    return {id: _remark(value) for id, value in said.items() if isinstance(id, str) and isinstance(value, Mapping)}


def kept(said: Mapping[str, Remark]) -> dict[str, dict[str, Any]]:
    """As the store holds them; empty ones are left out."""
    return {
        id: {"suspended": r.suspended, "flagged": r.flagged, "note": r.note[:NOTE]}
        for id, r in said.items()
        if not r.empty
    }


def _remark(value: Mapping[str, Any]) -> Remark:
    note = value.get("note", "")
    text = note[:NOTE] if isinstance(note, str) else ""
    return Remark(value.get("suspended") is True, value.get("flagged") is True, text)
