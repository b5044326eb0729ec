"""What every page uses: the language, who is here, and the process's store and banks."""

import base64
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from server.visitor import visitor_of
from study import home
from study.library import Shelf
from study.store import Store
from study.text import Lang, Text

T = TypeVar("T")
HERE = Path(__file__).parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LOCAL = "local"


@cache
def icon() -> str:
    """The tab's icon as a data URL: a file of Streamlit's is gone for a moment whenever a script runs again."""
    return "data:image/png;base64," + base64.b64encode((HERE / "icon.png").read_bytes()).decode("ascii")


def lang() -> Lang:
    """The language of this session; the switch in the router keeps it."""
    return "en" if st.session_state.get("lang") == "en" else "zh"


def say(text: Text) -> str:
    """A text in the language of this session."""
    return text(lang())


def plural(text: Text, n: int) -> str:
    """A text with {n}, and {s} where English has an s for every number but one."""
    return say(text).format(n=n, s="" if n == 1 else "s")


def visitor() -> str:
    """The id in the signed cookie, or "" where the browser keeps none."""
    return visitor_of(st.context.cookies) or ""


def learner() -> str:
    """Whose history this is: on one's own machine always the same learner, otherwise the visitor.

    A sign-in (st.login) would be one more line here.
    """
    return LOCAL if on_own_machine() else visitor()


def on_own_machine() -> bool:
    """Whether server and browser are one machine with nothing in between."""
    headers = st.context.headers
    host = (headers.get("Host") or "").rsplit(":", 1)[0].strip("[]")
    forwarded = any(headers.get(name) for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    return st.get_option("server.address") in LOOPBACK and host in LOOPBACK and not forwarded and not home.shared()


def zone() -> ZoneInfo:
    """The learner's time zone as the browser tells it."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def store() -> Store:
    return home.store()


def shelf() -> Shelf:
    """The banks as they are now; hold on to the value to keep one version through a run."""
    return home.library().shelf


def mine(cls: type[T], make: Callable[[], T]) -> T:
    """This session's one `cls`, made on first use."""
    name = f"{cls.__module__}.{cls.__qualname__}"  # two pages may have a Desk each
    if name not in st.session_state:
        st.session_state[name] = make()
    return cast(T, st.session_state[name])
