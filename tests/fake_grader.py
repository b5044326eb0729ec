"""An OpenAI-compatible endpoint on this machine that behaves as badly as it is told to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


@dataclass
class Fake:
    """`asked`: the JSON in each request's user message; `heads`: its headers; `bodies`: its whole body."""

    url: str
    answer: Answer
    asked: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def reply(points: object) -> bytes:
    """The body of a proper answer with these points."""
    return said(json.dumps({"points": points}, ensure_ascii=False))


def said(content: object) -> bytes:
    """The body of a proper answer with these words."""
    return json.dumps(
        {"id": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}
    ).encode()


def sends(body: bytes, status: int = 200, pause: float = 0.0, **head: str) -> Answer:
    """Always this."""

    def answer(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        time.sleep(pause)
        handler.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | head).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def judges(judge: Callable[[dict[str, Any]], object], pause: float = 0.0) -> Answer:
    """The points that `judge` makes of what was asked."""

    def answer(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        sends(reply(judge(asked)), pause=pause)(handler, asked)

    return answer


@contextmanager
def serving(answer: Answer) -> Iterator[Fake]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = json.loads(body["messages"][-1]["content"])
            fake.bodies.append(body)
            fake.asked.append(asked)
            fake.heads.append(dict(self.headers))
            fake.paths.append(self.path)
            try:
                fake.answer(self, asked)
            except OSError:
                self.close_connection = True  # whoever asked has hung up

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake = Fake(f"http://127.0.0.1:{server.server_port}/v1", answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
