"""In the lab an overlay lies over the picture before and over nothing else, and can be the mask of an exercise."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from ops import exercises
from pages import lab_bench, lab_state
from pages.lab_bench import EARLIER, OVERLAY, UPLOAD
from scans.decode import read
from scans.planes import along
from scans.scan import Scan, Window
from server import pictures as held
from server.frames import left_key
from server.ink import INK, SHARE, inked
from server.letters import Desk
from server.pictures import Pictures, cut, over
from server.saved import result_png
from server.visitor import new_cookie, visitor_of
from tests.hostile_dicom import saved
from tests.hostile_overlays import embedded, scribble
from tests.live import Answers, opened, read_ask
from tests.signing import signed as signed
from tests.test_letters import VISITOR, frames
from tests.test_letters import ask as letter
from tests.test_letters import desk as desk
from tests.test_live import client as client
from tests.test_live import cookie, noise
from tests.test_live import pictures as pictures
from tests.test_live import studio as studio
from tests.test_pages import fresh as fresh
from tests.test_pages import opened as page
from tests.test_pages import text

IDENTITY = Window(127.5, 255.0)
VIEW = [0, 0, 60, 40, 60, 40]
HOSTILE = [
    f":{OVERLAY[1:]}",
    "overlay",
    "x:overlay",
    "{t}:overlay:overlay",
    "{t}:overlay:coronal",
    "{t}:Overlay",
    "{t}:",
]


def scan(count: int = 1, overlays: int = 1, depth: str = "uint8") -> Scan:
    drawn = scribble(30, overlays, 40, 60).astype(np.uint8) * 255
    return Scan(noise((count, 40, 60), depth), (IDENTITY,), overlay=drawn)


def painted(gray: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """What the left picture must be: worked out pixel by pixel, apart from how the server does it."""
    out = np.dstack([gray] * 3).astype(float)
    for y, x in zip(*np.nonzero(drawn), strict=True):
        out[y, x] = [round(v * (1 - SHARE) + ink * SHARE) for v, ink in zip(out[y, x], INK, strict=True)]
    return out.astype(np.uint8)


class Room:
    """A visitor with an upload, at the live socket."""

    def __init__(self, client: TestClient, pictures: Pictures, one: Scan) -> None:
        self.client, self.value, self.scan = client, new_cookie(), one
        who = visitor_of({"scanprep_visitor": self.value}) or ""
        self.token = pictures.hold(one, who)

    def ask(self, *asks: dict[str, object]) -> list[Answers]:
        with opened(self.client, cookie=cookie(self.value)) as tab:
            return [tab.ask(**({"token": self.token, "view": VIEW, "exercise": "gaussian_blur"} | a)) for a in asks]


def test_on_the_live_socket_the_overlay_lies_on_the_left_picture_and_on_nothing_else(
    client: TestClient, pictures: Pictures
) -> None:
    room = Room(client, pictures, scan())
    plain, drawn, again = room.ask({}, {"overlay": True}, {"overlay": False})
    assert room.scan.overlay is not None
    expected = painted(room.scan.pixels[0], room.scan.overlay[0])
    assert np.array_equal(drawn.frames["left"].image, expected)
    assert np.array_equal(plain.frames["left"].image, room.scan.pixels[0])
    assert np.array_equal(again.frames["left"].image, room.scan.pixels[0])
    knobs = exercises()["gaussian_blur"].turn({})
    result = exercises()["gaussian_blur"].apply(room.scan.pixels[0], knobs, None).image
    for answers in (plain, drawn, again):
        assert np.array_equal(answers.frames["right"].image, result)
    assert plain.said("found")["before"] == room.ask({"overlay": True})[0].said("found")["before"]


def test_letters_bring_the_same_overlay(desk: Desk, pictures: Pictures) -> None:
    one = scan()
    token = pictures.hold(one, VISITOR)
    for n, on in enumerate((False, True, False), 1):
        words = desk.reply(letter(n=n, token=token, view=VIEW, overlay=on), VISITOR)
        assert one.overlay is not None
        wanted = painted(one.pixels[0], one.overlay[0]) if on else one.pixels[0]
        assert np.array_equal(frames(words)["left"].image, wanted)


def test_the_overlay_of_a_frame_comes_with_that_frame(client: TestClient, pictures: Pictures) -> None:
    for overlays in (1, 3):
        room = Room(client, pictures, scan(3, overlays))
        assert room.scan.overlay is not None
        answers = room.ask(*({"overlay": True, "frame": frame} for frame in (0, 2, 1)))
        for frame, found in zip((0, 2, 1), answers, strict=True):
            expected = painted(room.scan.pixels[frame], room.scan.overlay[min(frame, overlays - 1)])
            assert np.array_equal(found.frames["left"].image, expected)


def test_zoomed_in_the_overlay_lies_where_the_picture_does(client: TestClient, pictures: Pictures) -> None:
    room = Room(client, pictures, scan())
    found = room.ask({"overlay": True, "view": [11, 7, 20, 10, 200, 100]})[0].frames["left"]
    assert room.scan.overlay is not None
    assert found.head["rect"] == [11, 7, 20, 10]
    expected = painted(room.scan.pixels[0], room.scan.overlay[0])[7:17, 11:31]
    assert np.array_equal(found.image, expected)


def test_a_deep_picture_goes_through_its_window_before_the_ink(client: TestClient, pictures: Pictures) -> None:
    one = replace(scan(depth="int16"), windows=(Window(1000, 2000),), inverted=True)
    found = Room(client, pictures, one).ask({"overlay": True})[0].frames["left"]
    assert one.overlay is not None
    assert np.array_equal(found.image, painted(one.gray(), one.overlay[0]))


def test_asked_for_where_there_is_none_or_on_a_naive_result_nothing_is_drawn(
    client: TestClient, pictures: Pictures
) -> None:
    bare = Room(client, pictures, replace(scan(), overlay=None))
    assert np.array_equal(bare.ask({"overlay": True})[0].frames["left"].image, bare.scan.pixels[0])
    room = Room(client, pictures, scan())
    for show in ("naive", "diff"):
        ask = {"exercise": "canny", "show": show}
        assert exercises()["canny"].naive is not None
        on, off = room.ask(ask | {"overlay": True}, ask)
        for layer in ("left", "right"):
            assert np.array_equal(on.frames[layer].image, off.frames[layer].image)


@pytest.mark.parametrize("said", [1, "1", "true", None, [], {"a": 1}, 0])
def test_only_true_asks_for_the_overlay(said: object) -> None:
    assert not read_ask(overlay=said).overlay
    assert left_key(read_ask(overlay=True)) != left_key(read_ask(overlay=False))
    assert read_ask(overlay=True).what == read_ask().what  # nothing is computed anew


@pytest.mark.parametrize("k", [1, 2, 3, 7])
@pytest.mark.parametrize("colored", [False, True])
def test_one_drawn_pixel_is_seen_however_small_the_picture(k: int, colored: bool) -> None:
    small = noise((5, 6, 3) if colored else (5, 6))
    large = np.zeros((5 * k, 6 * k), np.uint8)
    large[3 * k + k // 2, 4 * k + k - 1] = 255
    out = inked(small, large, k)
    changed = (out != (small if colored else np.dstack([small] * 3))).any(axis=2)
    assert np.argwhere(changed).tolist() == [[3, 4]]


def test_an_overlay_is_found_as_a_mask_along_a_plane_and_by_its_visitor_only() -> None:
    store = Pictures(10_000_000, 60)
    one = replace(scan(6, 6), volume=True, spacing=(2.0, 1.5), gap=3.0)
    token = store.hold(one, "anna")
    for plane in ("axial", "coronal", "sagittal"):
        asked = over(cut(token, plane))
        found, whole = store.find(asked, "anna"), along(one, plane)
        assert found is not None
        assert np.array_equal(found.pixels, whole.overlay)
        assert (found.spacing, found.frames, found.size) == (whole.spacing, whole.frames, whole.size)
        assert np.shares_memory(found.pixels, one.overlay)
        assert store.find(asked, "ben") is None
        assert len(asked) <= 64
    assert store.held == one.nbytes > one.pixels.nbytes
    assert store.find(over(store.hold(replace(one, overlay=None), "anna")), "anna") is None


@pytest.mark.parametrize("said", HOSTILE)
def test_no_other_token_finds_an_overlay(said: str) -> None:
    store = Pictures(10_000_000, 60)
    found = store.find(said.format(t=store.hold(scan(), "anna")), "anna")
    assert found is None or found.overlay is not None  # with nothing behind the colon it is the upload itself
    assert over("") == ""


def test_an_overlay_is_the_mask_of_dice(client: TestClient, pictures: Pictures) -> None:
    one = scan()
    room = Room(client, pictures, one)
    ask = {"exercise": "dice", "second": over(room.token), "knobs": {"low": 100, "high": 200}}
    facts = {fact["name"]: fact["value"] for fact in room.ask(ask)[0].said("found")["facts"]}
    assert one.overlay is not None
    predicted, truth = (one.pixels[0] >= 100) & (one.pixels[0] <= 200), one.overlay[0] > 0
    dice = 2 * (predicted & truth).sum() / (predicted.sum() + truth.sum())
    assert float(facts["dice"]) == pytest.approx(dice, abs=1e-4)


def test_the_url_keeps_the_switch_and_names_no_overlay() -> None:
    bench = lab_bench.read({"exercise": "dice", "overlay": "1", "second": UPLOAD + OVERLAY}, UPLOAD)
    assert bench.overlay
    assert bench.second == "upload.overlay"
    assert bench.query() == {"exercise": "dice", "overlay": "1"}
    assert not lab_bench.read({"overlay": "yes"}).overlay
    assert lab_bench.read({"exercise": "dice", "second": "cells.overlay"}).second == "ct-abdomen.bone"
    assert lab_bench.read({"second": UPLOAD + OVERLAY}).second == ""


@pytest.fixture
def store() -> Iterator[Pictures]:
    held.pictures.cache_clear()
    yield held.pictures()
    held.pictures.cache_clear()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the page last handed to the viewer's component, which the harness does not draw."""
    handed: dict[str, object] = {}
    monkeypatch.setattr("pages.viewer._viewer", lambda **said: handed.update(said["data"]))
    return handed


def uploaded(at: AppTest, store: Pictures, one: Scan, id: str = UPLOAD) -> str:
    token = store.hold(one, "visitor")
    at.session_state["pages.lab_state.Lab"].tokens[id] = token
    return token


def test_the_page_offers_the_switch_and_the_mask_of_an_upload_with_an_overlay(
    store: Pictures, seen: dict[str, object]
) -> None:
    at = page("lab")
    assert (seen["overlaid"], seen["overlay"]) == (False, False)
    one = read(saved(embedded(scribble(31, 1, 40, 60))))
    token = uploaded(at, store, one)
    at.query_params["exercise"] = "dice"
    at.run()
    assert not at.exception, at.exception
    assert at.selectbox(key="lab.scan").value == UPLOAD
    assert (seen["overlaid"], seen["overlay"]) == (True, False)  # off until somebody asks
    assert "叠加层" in text(at)
    assert "我上传的影像：叠加层" in at.selectbox(key="lab.second").options
    at.selectbox(key="lab.second").set_value(UPLOAD + OVERLAY).run()
    assert not at.exception, at.exception
    assert seen["second"] == over(token)
    assert "overlay" not in at.query_params
    at.query_params["overlay"] = "1"
    at.run()
    assert not at.exception, at.exception
    assert seen["overlay"] is True


def turned(monkeypatch: pytest.MonkeyPatch, lab: lab_state.Lab, **said: object) -> lab_bench.Bench:
    """Where the lab stands when the viewer has said this."""
    monkeypatch.setattr(lab_state, "lab", lambda: lab)
    state = {"of": lab.version, "knobs": {}, "frame": 0} | said
    monkeypatch.setattr(lab_state.st, "session_state", {"viewer": {"state": state}})
    monkeypatch.setattr(lab_state.st, "query_params", {})
    lab_state.turned()
    return lab.bench


def test_the_switch_stays_where_the_viewer_left_it_until_another_scan_is_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lab = lab_state.Lab()
    assert turned(monkeypatch, lab, overlay=True).overlay
    assert lab.said["overlay"] == "1"
    for said in ("true", 1, None, [True]):
        assert not turned(monkeypatch, lab, overlay=said).overlay
    assert turned(monkeypatch, lab, overlay=True).overlay
    monkeypatch.setattr(lab_state.st, "session_state", {"lab.scan": "cells"})
    lab_state.pick_scan()
    assert not lab.bench.overlay


def test_a_new_upload_takes_the_mask_along_to_the_one_before_it(
    monkeypatch: pytest.MonkeyPatch, store: Pictures
) -> None:
    lab = lab_state.Lab()
    lab.bench = lab_bench.read({"exercise": "dice", "second": UPLOAD + OVERLAY, "overlay": "1"})
    data = saved(embedded(scribble(32, 1, 40, 60)))
    file = SimpleNamespace(file_id="1", getvalue=lambda: data)
    monkeypatch.setattr(lab_state, "lab", lambda: lab)
    monkeypatch.setattr(lab_state, "visitor", lambda: "visitor")
    monkeypatch.setattr(lab_state.st, "query_params", {})
    for n in range(2):
        monkeypatch.setattr(lab_state.st, "session_state", {f"lab.file.{n}": file})
        lab_state.take_upload()
    assert (lab.bench.second, lab.bench.overlay) == (EARLIER + OVERLAY, False)
    assert lab_state.overlays() == [UPLOAD + OVERLAY, EARLIER + OVERLAY]
    found = lab_state.scan(lab.bench.second)
    assert found is not None
    assert np.array_equal(found.pixels[0] > 0, scribble(32, 1, 40, 60)[0])
    lab_state.drop_upload()
    assert (lab.bench.second, lab_state.overlays()) == ("ct-abdomen.bone", [])


def test_an_upload_without_an_overlay_offers_neither(store: Pictures, seen: dict[str, object]) -> None:
    at = page("lab")
    uploaded(at, store, replace(scan(), overlay=None))
    uploaded(at, store, scan(), EARLIER)
    at.query_params["exercise"] = "dice"
    at.run()
    assert seen["overlaid"] is False
    options = at.selectbox(key="lab.second").options
    assert "我上传的影像：叠加层" not in options
    assert "我之前上传的影像：叠加层" in options


@pytest.mark.parametrize("second", ["upload", "upload.overlay", "earlier.overlay"])
def test_a_second_picture_that_is_gone_is_named_and_not_asked_for(
    second: str, store: Pictures, seen: dict[str, object]
) -> None:
    at = page("lab", exercise="dice", second=second)
    assert not at.exception, at.exception
    assert at.selectbox(key="lab.second").value == second
    assert seen["second"] is None


def test_what_is_taken_away_has_no_overlay_in_it(store: Pictures) -> None:
    one, exercise = scan(), exercises()["gaussian_blur"]
    knobs = exercise.turn({})
    bare = result_png(exercise, knobs, replace(one, overlay=None))
    assert result_png(exercise, knobs, one) == bare
    decoded = cv2.imdecode(np.frombuffer(bare, np.uint8), cv2.IMREAD_UNCHANGED)
    assert np.array_equal(decoded, exercise.apply(one.pixels[0], knobs, None).image)
