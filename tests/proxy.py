"""A proxy as some offices have one: it lets the page through, and knows no /live."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

HEAD = 65_536  # bytes that a request's head may have
REFUSAL = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Proxy:
    url: str
    refused: list[str] = field(default_factory=list)


@contextlib.contextmanager
def without_live(server: str) -> Iterator[Proxy]:
    """A proxy before the server; every request for a path that ends with /live gets 404 and the end of its connection.

    Only the first request of a connection is looked at: a browser opens one of its own for every WebSocket.
    """
    address = urlsplit(server)
    upstream = (str(address.hostname), int(address.port or 80))
    with socket.create_server(("127.0.0.1", 0)) as door:
        proxy = Proxy(f"http://127.0.0.1:{door.getsockname()[1]}")

        def meet() -> None:
            with contextlib.suppress(OSError):  # the door is shut
                while True:
                    caller, _ = door.accept()
                    threading.Thread(target=_serve, args=(caller, upstream, proxy), daemon=True).start()

        threading.Thread(target=meet, daemon=True).start()
        yield proxy
        door.shutdown(socket.SHUT_RDWR)


def _serve(caller: socket.socket, upstream: tuple[str, int], proxy: Proxy) -> None:
    with contextlib.suppress(OSError), caller:
        head = b""
        while b"\r\n" not in head:
            if not (part := caller.recv(HEAD)) or len(head) > HEAD:
                return
            head += part
        path = head.split(b" ", 2)[1].split(b"?")[0].decode("latin-1")
        if path.endswith("/live"):
            proxy.refused.append(path)
            caller.sendall(REFUSAL)
            return
        with socket.create_connection(upstream) as there:
            there.sendall(head)
            back = threading.Thread(target=_pour, args=(there, caller), daemon=True)
            back.start()
            _pour(caller, there)
            back.join()


def _pour(source: socket.socket, sink: socket.socket) -> None:
    """Until the source ends; then the sink is told so."""
    with contextlib.suppress(OSError):
        while part := source.recv(HEAD):
            sink.sendall(part)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
