"""Where this session's lab stands, and the callbacks that move it. The URL follows; it leads only when it was changed
from outside: a link, Back, Forward."""

import weakref
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ops import exercises
from pages import lab_bench
from pages.lab_bench import EARLIER, OVERLAY, UPLOAD, Bench
from pages.shared import mine, visitor
from scans import decode, planes
from scans.planes import Plane
from scans.scan import Scan, ScanError
from server.pictures import SAMPLE, cut, over, pictures
from study.text import Text

FRESH: dict[str, Any] = {
    "frame": 0,
    "window": None,
    "plane": "axial",
    "overlay": False,
}  # how a scan is seen that was just chosen


class Lab:
    """This session's lab. When the session ends, its uploads are dropped with it."""

    def __init__(self) -> None:
        self.bench = lab_bench.read({})
        self.said: dict[str, str] = {}  # what the URL said when we last looked at it or wrote it
        self.version = 0  # counts up when the viewer must take over what Python says
        self.uploads = 0  # counts up to have a new uploader, without the old one's file
        self.tokens: dict[str, str] = {}  # of the newest upload, and of the one before it
        self.failed: Text | None = None
        self._forget: dict[str, Callable[[], object]] = {}

    def hold(self, scan: Scan) -> None:
        """Take a new upload; the one before it stays, for exercises with two pictures. Raises ScanError."""
        token = pictures().hold(scan, visitor())
        self.drop(EARLIER)
        if UPLOAD in self.tokens:
            self.tokens[EARLIER] = self.tokens[UPLOAD]
        self.tokens[UPLOAD] = token
        self._forget[token] = weakref.finalize(self, pictures().drop, token)

    def drop(self, id: str) -> None:
        """Forget an upload."""
        if token := self.tokens.pop(id, None):
            self._forget.pop(token)()


def lab() -> Lab:
    return mine(Lab, Lab)


def arrive() -> None:
    """Take over what the URL says, if somebody else wrote it."""
    now, here = {k: v for k, v in st.query_params.to_dict().items() if k != "lang"}, lab()
    if now != here.said or not here.version:
        here.said = now
        here.bench = lab_bench.read(now, UPLOAD if UPLOAD in here.tokens else None)
        here.version += 1


def turned() -> None:
    """The viewer let go of a knob: take over where everything stands, each value made legal again."""
    said, here = (st.session_state.get("viewer") or {}).get("state"), lab()
    if not isinstance(said, dict) or said.get("of") != here.version:
        return
    knobs, window = said.get("knobs"), said.get("window")
    _go(
        replace(
            here.bench,
            knobs=here.bench.exercise.turn(knobs if isinstance(knobs, dict) else {}),
            frame=lab_bench.whole(said.get("frame")),
            window=lab_bench.window(*window) if isinstance(window, list) and len(window) == 2 else None,
            bake=said.get("bake") is True,
            overlay=said.get("overlay") is True,
        ),
    )


def pick_exercise() -> None:
    exercise, now = exercises()[st.session_state["lab.exercise"]], lab().bench
    # whoever has not chosen a scan gets the one that shows the exercise best
    scan = exercise.best_on if now.scan == now.exercise.best_on else now.scan
    seen = {} if scan == now.scan else FRESH
    _move(exercise=exercise, knobs=exercise.turn({}), scan=scan, second=lab_bench.second_for(exercise), **seen)


def pick_scan() -> None:
    _move(scan=st.session_state["lab.scan"], **FRESH)


def pick_plane() -> None:
    """Begin in the middle of the volume: the first slice of a body is mostly air."""
    plane = st.session_state["lab.plane"]
    if plane is not None:  # a second click on the plane in use takes it back
        whole = _whole(lab().bench.scan)
        frames = 1 if whole is None else planes.along(whole, plane).frames
        _move(plane=plane, frame=frames // 2)


def pick_second() -> None:
    _move(second=st.session_state["lab.second"])


def take_upload() -> None:
    """Decode what was uploaded, hold it for this visitor, and let go of the uploader with its file."""
    here, file = lab(), st.session_state.get(f"lab.file.{lab().uploads}")
    if file is None:
        return
    here.uploads += 1
    here.failed = None
    data = file.getvalue()
    _let_go(file.file_id)
    try:
        here.hold(decode.read(data))
    except ScanError as problem:
        here.failed = problem.said
        return
    moved = {UPLOAD: EARLIER, UPLOAD + OVERLAY: EARLIER + OVERLAY}
    second = moved.get(here.bench.second, here.bench.second)
    _move(scan=UPLOAD, second=second, **FRESH)


def _let_go(file_id: str) -> None:
    """Take an upload's bytes from Streamlit, which keeps them until the session ends: its uploader never asks for that.

    A manager of another kind, which a host may bring, has its own rules.
    """
    run = get_script_run_ctx()
    if run is not None and isinstance(run.uploaded_file_mgr, MemoryUploadedFileManager):
        run.uploaded_file_mgr.remove_file(run.session_id, file_id)


def drop_upload() -> None:
    for id in (UPLOAD, EARLIER):
        lab().drop(id)
    _move(scan=lab().bench.exercise.best_on, second=lab_bench.second_for(lab().bench.exercise), **FRESH)


def token(id: str) -> str:
    """What /live knows a sample, an upload or its overlay by, along the plane in use; "" when it is gone."""
    upload = id.removesuffix(OVERLAY)
    if upload not in (UPLOAD, EARLIER):
        return SAMPLE + id
    found = cut(lab().tokens.get(upload, ""), lab().bench.plane)
    return found if id == upload else over(found)


def scan(id: str) -> Scan | None:
    """The scan itself, None when it is gone."""
    return pictures().find(token(id), visitor()) if id and token(id) else None


def overlays() -> list[str]:
    """The uploads' overlays, as masks to choose."""
    return [id + OVERLAY for id in lab().tokens if (whole := _whole(id)) is not None and whole.overlay is not None]


def offered() -> tuple[Plane, ...]:
    """The planes along which the scan in use can be cut."""
    whole = _whole(lab().bench.scan)
    return ("axial",) if whole is None else planes.planes(whole)


def _whole(id: str) -> Scan | None:
    return pictures().find(lab().tokens.get(id, ""), visitor())


def _move(**changed: Any) -> None:
    """Change the state; the viewer takes it over."""
    lab().version += 1
    _go(replace(lab().bench, **changed))


def _go(bench: Bench) -> None:
    here, wanted = lab(), bench.query()
    here.bench = bench
    if wanted != here.said:
        here.said = wanted
        # one message, so one step for Back; an empty list takes a name out of the URL
        url: dict[str, str | list[str]] = {n: [] for n in st.query_params if n not in wanted and n != "lang"}
        url.update(wanted)
        st.query_params.update(url)
