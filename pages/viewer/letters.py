"""The lab's second road: where /live is blocked, asks come as the component's state and answers go as its data."""

from typing import Any

import streamlit as st

from pages.shared import mine, visitor
from server.ask import BadAsk
from server.door import studio
from server.letters import Desk, Word

ROAD = "component"
LATEST = 1 << 53  # no letter has a higher number


class Letters:
    """This session's letters: the newest answer is kept until there is a newer one, since a run may go by unseen."""

    def __init__(self) -> None:
        self._desk = Desk(studio())
        self._answer: dict[str, Any] | None = None

    def answer(self, said: object, visitor: str) -> dict[str, Any] | None:
        """What the component gets for its letter {"no", "text"}; nothing for what our page never writes."""
        no = said.get("no") if isinstance(said, dict) else None
        if not isinstance(said, dict) or type(no) is not int or not 0 < no < LATEST:
            return None
        if self._answer is None or self._answer["no"] != no:
            self._answer = {"no": no, "words": self._words(said.get("text"), visitor)}
        return self._answer

    def _words(self, text: object, visitor: str) -> list[Word]:
        try:
            return self._desk.reply(text, visitor)
        except BadAsk:
            return []


def answered() -> dict[str, Any] | None:
    """The answer to the viewer's newest letter; None while the live socket works."""
    said = st.session_state.get("viewer") or {}
    if said.get("road") != ROAD:
        return None
    return mine(Letters, Letters).answer(said.get("letter"), visitor())


def arrived() -> None:
    """A letter or another road is no change of the lab: the run that follows answers it."""
