"""Who is here, without a sign-in: a random id in a signed cookie that scripts cannot read."""

import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from study import home

COOKIE = "scanprep_visitor"
YEAR = 365 * 24 * 3600


def visitor_of(cookies: Mapping[str, str]) -> str | None:
    """The visitor's id if the cookie is one that we signed, otherwise None."""
    id, _, signature = cookies.get(COOKIE, "").partition(".")
    return id if id and hmac.compare_digest(signature.encode(), _sign(id).encode()) else None


def new_cookie() -> str:
    """The value of a cookie for a visitor who has none."""
    id = secrets.token_urlsafe(16)
    return f"{id}.{_sign(id)}"


def _sign(id: str) -> str:
    return hmac.new(secret(), id.encode(), hashlib.sha256).hexdigest()


@cache
def secret() -> bytes:
    """What cookies are signed with: SCANPREP_SECRET, or a file of our own in the data folder."""
    given = os.environ.get("SCANPREP_SECRET")
    return given.encode() if given else kept_secret(home.data() / "secret")


def kept_secret(path: Path) -> bytes:
    """The secret in this file, which is made if it is not there; only its owner can read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
        # a link appears whole or not at all, so that of two servers starting at once one wins
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_bytes()


class Visitor:
    """ASGI middleware that gives the cookie: on the HTML page only, and only to who has no valid one.

    On every answer, a first visit's parallel requests would each get an id of their own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or visitor_of(_cookies(scope)):
            await self.app(scope, receive, send)
            return

        async def welcoming(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    secure = "; Secure" if _over_tls(scope) else ""
                    value = f"{COOKIE}={new_cookie()}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax{secure}"
                    headers.append("Set-Cookie", value)
                    headers["Cache-Control"] = "no-store"  # a shared cache must not hand one visitor to many
            await send(message)

        await self.app(scope, receive, welcoming)


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _cookies(scope: Scope) -> dict[str, str]:
    return cookie_parser(_header(scope, b"cookie"))


def _over_tls(scope: Scope) -> bool:
    return scope["scheme"] == "https" or _header(scope, b"x-forwarded-proto").split(",")[0].strip() == "https"
