"""The live picture: a WebSocket on which a browser asks for what it shows, and only the latest ask counts.

Client to server, JSON text:

    {"n": 7, "token": "...", "second": null, "exercise": "canny", "knobs": {"low": 50}, "frame": 0,
     "window": [40, 400] or null, "bake": false, "view": [x, y, w, h, wide, high], "mode": "drag" or "exact",
     "show": "result", "naive", "diff" or "stages", "stage": 0, "overlay": false}
    {"probe": [x, y]}

`view` is the rectangle of the scan that is on screen, in pixels of the scan, and the canvas in device pixels. `n`
counts up; an ask that a newer one overtakes is never computed.

Server to client:

    binary  a picture: 4 bytes (little endian) length of a JSON header, the header, and JPEG or PNG bytes, or to a
            browser on this machine "raw" ones: grey or RGB, row by row. The header has n, layer ("left", "right",
            "thumb"), kind, size (width, height), rect (where it lies on the scan), exact, shrunk, ms.
            "left" comes only when it changed: the scan before, with its overlay drawn over it where that is asked
            for, or in "naive" the naive result.
    text    {"done": n}                  everything that an ask brings has been sent
            {"refused": {zh, en}, "n"}   these knobs do not go together; the picture stays as it was
            {"working": seconds, "n"}    the exact result will take so long
            {"found": {...}}             numbers beside an exact result, see server/found.py
            {"probe": [x, y], "before": [..], "after": [..] or null}

The socket is closed with 4400 for messages that our page never sends, 4403 for a wrong origin or visitor, 4429 when
one visitor opens too many.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import cv2
from starlette.websockets import WebSocket

from server.gate import Gate, near
from server.studio import Studio
from server.talk import Rooms, Talk

CORES = os.cpu_count() or 1
SOCKETS = 12  # per visitor


class Live:
    """The endpoint. `hosts` are the names that it may be reached under; none: whatever the browser says."""

    def __init__(self, studio: Studio, hosts: Sequence[str] = ()) -> None:
        self._studio, self._gate = studio, Gate(hosts, SOCKETS)
        # A slow exact result must not keep anybody's slider waiting, so previews have threads of their own.
        self._rooms = Rooms(ThreadPoolExecutor(CORES, "live-quick"), ThreadPoolExecutor(CORES, "live-exact"))
        cv2.setNumThreads(CORES)

    async def __call__(self, socket: WebSocket) -> None:
        """Let a visitor of our own page in and talk until one side hangs up."""
        async with self._gate.passing(socket) as visitor:
            if visitor is not None:
                await Talk(socket, visitor, self._studio, self._rooms, near(socket)).run()
