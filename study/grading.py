"""Asking an OpenAI-compatible endpoint for a second opinion, within limits of time and size; off unless configured.

Neither the key nor a learner's words are ever logged, and whatever goes wrong is one line and no opinion.
"""

import logging
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from time import monotonic
from urllib.parse import urlsplit

from study import grader
from study.grader import Second
from study.question import Worded

LOG = logging.getLogger("scanprep")
SECONDS, MOST_SECONDS = 8.0, 120.0
NAME = "SCANPREP_GRADER_"


class Refused(Exception):
    """An answer that is not read. The message is ours, and safe to log."""


@dataclass(frozen=True, slots=True)
class Grader:
    """An endpoint. `seconds` is all the time that a request may take."""

    url: str  # e.g. http://host/v1
    model: str
    key: str = field(default="", repr=False)
    seconds: float = SECONDS

    @property
    def address(self) -> str:
        """Who is asked, as a learner is told: scheme, host and port."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def ask(self, question: Worded, answer: str) -> Second | None:
        """The second opinion; None when there was none in time, or not a proper one. Never raises."""
        body = grader.request(self.model, question, answer)
        try:
            reply = self._reply(body)
        except Refused as e:
            LOG.warning("grader: no answer from %s (%s)", self.address, e)
            return None
        except (OSError, HTTPException, ValueError) as e:
            # The kind only: the message of a header that cannot be sent would hold the key.
            LOG.warning("grader: no answer from %s (%s)", self.address, type(e).__name__)
            return None
        second = grader.read(question, answer, reply)
        if second is None:
            LOG.warning("grader: the answer from %s is not the JSON that was asked for", self.address)
        return second

    def _reply(self, body: bytes) -> bytes:
        """The body of the answer. Raises Refused, OSError, HTTPException or ValueError."""
        end = monotonic() + self.seconds
        connection = self._connection()
        try:
            connection.connect()
            # A time-out of the socket begins anew with every byte; only this ends a server that sends a byte a second.
            stop = Timer(end - monotonic(), _shut, (connection.sock,))
            stop.daemon = True
            stop.start()
            try:
                connection.request("POST", urlsplit(self.url).path.rstrip("/") + "/chat/completions", body, self._head)
                return _body(connection.getresponse(), end)
            finally:
                stop.cancel()
        finally:
            connection.close()

    @property
    def _head(self) -> dict[str, str]:
        head = {"Content-Type": "application/json", "Accept": "application/json"}
        return head | ({"Authorization": f"Bearer {self.key}"} if self.key else {})

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        if parts.scheme == "https":
            return HTTPSConnection(host, parts.port, timeout=self.seconds, context=ssl.create_default_context())
        return HTTPConnection(host, parts.port, timeout=self.seconds)


def grader_of(settings: Mapping[str, str]) -> Grader | None:
    """The endpoint that the environment names; None when it names none, or not properly, which is logged."""
    url = settings.get(NAME + "URL", "").strip()
    if not url:
        return None
    made = Grader(
        url, settings.get(NAME + "MODEL", "").strip(), settings.get(NAME + "KEY", "").strip(), _seconds(settings)
    )
    if wrong := _wrong(made):
        LOG.warning("%s - there will be no second opinions", wrong)
        return None
    return made


def _seconds(settings: Mapping[str, str]) -> float:
    given = settings.get(NAME + "SECONDS", "").strip()
    try:
        return float(given) if given else SECONDS
    except ValueError:
        return 0.0


def _wrong(made: Grader) -> str:
    """What is wrong with the settings, without their values: a key may stand in the wrong one."""
    try:
        parts = urlsplit(made.url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return f"{NAME}URL must be a URL"
    if not good or "@" in parts.netloc or parts.query or parts.fragment or not _printable(made.url):
        return f"{NAME}URL must be http(s)://host[:port][/path] with nothing else in it"
    if not made.model:
        return f"{NAME}MODEL must name a model"
    if made.key and not _printable(made.key):
        return f"{NAME}KEY must be printable ASCII without spaces"
    if not 0 < made.seconds <= MOST_SECONDS:
        return f"{NAME}SECONDS must be more than 0 and at most {MOST_SECONDS:.0f}"
    return ""


def _printable(text: str) -> bool:
    return all("!" <= c <= "~" for c in text)


def _body(response: HTTPResponse, end: float) -> bytes:
    """All of a good answer. Redirects are not followed: the learner was told of one address."""
    if response.status != 200:
        raise Refused(f"status {response.status}")
    got = bytearray()
    while part := response.read1(65_536):
        got += part
        if len(got) > grader.REPLY:
            raise Refused("too long")
    if monotonic() >= end:
        raise Refused("too slow")
    if response.length:
        raise Refused("cut off")
    return bytes(got)


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
