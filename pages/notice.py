"""What the store has to tell everybody: once per session, above the page, until it is put away."""

from dataclasses import dataclass

import streamlit as st

from pages.shared import mine, say, store
from study.store import StoreError
from study.text import Text

UNDERSTOOD = Text("知道了", "Got it")


@dataclass
class Seen:
    """Whether this session has put the notice away."""

    done: bool = False


def show() -> None:
    """The store's notice with a button that puts it away, or why there is no store now."""
    try:
        said = store().notice
    except StoreError as e:
        st.error(say(e.said), icon=":material/database_off:")
        return
    if said is not None and not mine(Seen, Seen).done:
        with st.container(key="notice"):
            st.warning(say(said), icon=":material/settings_backup_restore:")
            st.button(say(UNDERSTOOD), key="notice.done", on_click=_put_away)


def _put_away() -> None:
    mine(Seen, Seen).done = True
