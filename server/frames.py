"""What goes over the wire for one ask: pictures as bytes with a header, and values under the pointer."""

import json
import math
import struct
from collections.abc import Hashable, Iterator
from typing import Any

import cv2
import numpy as np

from ops import Pixels
from server.ask import Ask, Probe
from server.drawn import Drawn, finish
from server.scene import Scene
from server.source import smaller
from server.studio import Studio
from server.view import Shot, shoot

THUMB = 160  # pixels of the longer side of a stage in the strip


def left_key(ask: Ask) -> Hashable | None:
    """What the left picture depends on, when it is the scan itself; None when every ask makes it anew."""
    return None if ask.show in ("naive", "diff") else (ask.token, ask.frame, ask.window, ask.view, ask.overlay)


def answer(studio: Studio, scene: Scene, with_left: bool, near: bool) -> list[bytes]:
    """The right picture, then the left one; `near`: for a browser on this machine. Raises Refused."""
    frames = []
    right, left = _pair(studio, scene, studio.hurried(scene))
    for layer, drawn in (("right", right), ("left", left)):
        if layer == "right" or with_left:
            eight = finish(drawn, scene.scan, scene.ask.window)
            shot = shoot(drawn.image, drawn.place, scene.ask.view, drawn.exact, eight, near, drawn.over)
            if shot is not None:
                frames.append(_frame(scene.ask, layer, drawn, shot))
    return frames


def _pair(studio: Studio, scene: Scene, hurried: bool) -> tuple[Drawn, Drawn]:
    match scene.ask.show:
        case "result":
            return studio.result(scene, hurried=hurried), studio.before(scene)
        case "naive":
            return studio.result(scene, hurried=hurried), studio.result(scene, naive=True, hurried=hurried)
        case "diff":
            return studio.differing(scene, hurried), studio.result(scene, hurried=hurried)
        case "stages":
            steps = studio.stages(scene)
            return steps[min(scene.ask.stage, len(steps) - 1)][1], studio.before(scene)


def thumbs(studio: Studio, scene: Scene) -> Iterator[str | bytes]:
    """The titles of the stages, then each as a small picture."""
    steps = studio.stages(scene)
    yield json.dumps({"stages": [{"zh": t.zh, "en": t.en} for t, _ in steps], "n": scene.ask.n})
    for i, (_, drawn) in enumerate(steps):
        small = smaller(drawn.image, max(1, min(math.ceil(max(drawn.image.shape[:2]) / THUMB), *drawn.image.shape[:2])))
        shown = finish(drawn, scene.scan, scene.ask.window)(small)
        sent = cv2.cvtColor(shown, cv2.COLOR_RGB2BGR) if shown.ndim == 3 else shown
        data = cv2.imencode(".jpg", sent, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()
        yield _packed({"n": scene.ask.n, "layer": "thumb", "index": i, "kind": "jpeg"}, data)


def pixel(studio: Studio, scene: Scene, probe: Probe) -> dict[str, Any]:
    """The measured values at a pixel of the scan, and the result's there if it is at hand."""
    result = studio.at_hand(scene)
    return {
        "probe": [probe.x, probe.y],
        "before": _values(studio.before(scene), probe),
        "after": None if result is None else _values(result, probe),
    }


def _values(drawn: Drawn, probe: Probe) -> list[float] | None:
    place = drawn.place
    x, y = (math.floor((at + 0.5 - start) / place.step) for at, start in ((probe.x, place.x), (probe.y, place.y)))
    high, wide = drawn.image.shape[:2]
    return _numbers(drawn.image[y, x]) if 0 <= x < wide and 0 <= y < high else None


def _numbers(values: Pixels) -> list[float]:
    # JSON has no NaN
    return [round(float(v), 4) if math.isfinite(v) else 0.0 for v in np.atleast_1d(values)]


def _frame(ask: Ask, layer: str, drawn: Drawn, shot: Shot) -> bytes:
    head = {
        "n": ask.n,
        "layer": layer,
        "kind": shot.kind,
        "size": shot.size,
        "rect": [round(v, 4) for v in shot.rect],
        "exact": drawn.exact,
        "shrunk": drawn.shrunk,
        "ms": round(drawn.seconds * 1000, 1),
    }
    return _packed(head, shot.data)


def _packed(head: dict[str, Any], data: bytes) -> bytes:
    said = json.dumps(head).encode()
    return struct.pack("<I", len(said)) + said + data
