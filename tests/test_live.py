"""The live picture: what a browser sees is what the exercise gives, and nobody sees anything else."""

import asyncio
import gc
import json
import logging
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import cv2
import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient

from ops import Exercise, Pixels, Refused, Result, exercises
from ops._input import fit
from scans.samples import sample
from scans.scan import Scan, Window, shown
from server.ask import Ask, BadAsk, View, read
from server.budget import Budget
from server.drawn import Drawn
from server.found import found, summary
from server.live import SOCKETS, Live
from server.pace import Pace
from server.pictures import Pictures
from server.scene import Scene
from server.studio import Studio
from server.talk import Latest
from server.visitor import new_cookie, visitor_of
from tests.live import HOST, Frame, Tab, cookie, opened
from tests.patience import until
from tests.signing import signed as signed

WHOLE = [0, 0, 512, 512, 512, 512]


@pytest.fixture
def pictures() -> Pictures:
    return Pictures(200_000_000, 60)


@pytest.fixture
def studio(pictures: Pictures) -> Studio:
    return Studio(pictures.find, Budget(200_000_000, 60, time.monotonic), Pace())


@pytest.fixture
def client(studio: Studio) -> Iterator[TestClient]:
    with serving(studio) as client:
        yield client


def serving(studio: Studio, hosts: tuple[str, ...] = ()) -> TestClient:
    return TestClient(Starlette(routes=[WebSocketRoute("/live", Live(studio, hosts).__call__)]))


IDENTITY = Window(127.5, 255.0)


def scan(pixels: Pixels, window: Window = IDENTITY, inverted: bool = False) -> Scan:
    return Scan(pixels[None], (window,), inverted=inverted)


def noise(shape: tuple[int, ...], depth: str = "uint8", seed: int = 1) -> Pixels:
    top = {"uint8": 256, "uint16": 4096, "int16": 2000}[depth]
    return np.random.default_rng(seed).integers(0, top, shape).astype(depth)


def held(pictures: Pictures, what: Scan) -> tuple[str, str]:
    """Token of an upload and the cookie header of its visitor."""
    value = new_cookie()
    return pictures.hold(what, visitor_of({"scanprep_visitor": value}) or ""), cookie(value)


def oracle(name: str, what: Scan, **knobs: object) -> Pixels:
    """The exercise run directly, as eight bits through the scan's window."""
    exercise = exercises()[name]
    image = exercise.apply(fit(what.plane(), exercise, what.windows[0].edges)[0], knobs).image
    return image if image.dtype == np.uint8 else shown(image, what.windows[0], what.inverted)


# --- what is kept


@pytest.mark.parametrize("depth", ["uint8", "uint16"])
@pytest.mark.parametrize("name", sorted(exercises()))
def test_nothing_that_is_kept_keeps_a_dropped_upload_in_memory(
    pictures: Pictures, studio: Studio, name: str, depth: str
) -> None:
    exercise, pixels = exercises()[name], noise((48, 64), depth)
    whole, alive = scan(pixels), weakref.ref(pixels)
    token = pictures.hold(whole, "ada")
    view = View(0, 0, 64, 48, 32, 24)
    knobs = tuple(exercise.turn({}).items())
    second = token if exercise.second else None
    ask = Ask(1, token, second, exercise, knobs, 0, None, False, view, False, "result", 0)
    scene = studio.scene(ask, "ada")
    with suppress(Refused):
        studio.result(scene)
        studio.result(scene, hurried=True)
        studio.stages(scene)
        if exercise.naive is not None:
            studio.result(scene, naive=True)
        found(studio, scene)
    pictures.drop(token)
    del pixels, whole, scene
    gc.collect()
    assert alive() is None


def test_the_numbers_of_the_scan_itself_are_made_once_for_each_way_to_look_at_it(
    pictures: Pictures, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bool] = []

    def counted(drawn: Drawn, scan: Scan, window: tuple[float, float] | None) -> dict[str, Any]:
        made.append(drawn.measured)
        return summary(drawn, scan, window)

    monkeypatch.setattr("server.found.summary", counted)
    exercise, token = exercises()["gaussian_blur"], pictures.hold(scan(noise((32, 32), "int16")), "ada")

    def numbers(window: tuple[float, float] | None, **knobs: object) -> dict[str, Any]:
        view, all_knobs = View(0, 0, 32, 32, 32, 32), tuple(exercise.turn(knobs).items())
        ask = Ask(1, token, None, exercise, all_knobs, 0, window, False, view, False, "result", 0)
        return found(studio, studio.scene(ask, "ada"))

    first, second = numbers(None, sigma=1.0), numbers(None, sigma=2.0)
    assert made == [True, False, False]
    assert first["before"] == second["before"]
    assert first["after"] != second["after"]
    assert numbers((500.0, 200.0), sigma=2.0)["before"] != first["before"]
    assert made.count(True) == 2


# --- what is shown


@pytest.mark.parametrize("name", sorted(exercises()))
def test_an_exact_picture_is_the_exercises_result_pixel_by_pixel(client: TestClient, name: str) -> None:
    exercise = exercises()[name]
    id = exercise.best_on
    high, wide = sample(id).size
    second = f"sample:{id}" if exercise.second else None
    # 400 pixels of it: a piece that is small enough to be sent without loss
    view = [0, 0, min(wide, 400), min(high, 400), 400, 400]
    with opened(client) as tab:
        answers = tab.ask(token=f"sample:{id}", exercise=name, view=view, second=second)
    if second:
        assert answers.frames
        return
    frame, expected = answers.frames["right"], oracle(name, sample(id))
    x, y, w, _ = frame.head["rect"]
    step = w / frame.image.shape[1]
    left, top = round(x / step), round(y / step)
    if expected.shape[:2] == (high, wide):
        assert frame.head["kind"] == "png"
        assert np.array_equal(
            frame.image, expected[top : top + frame.image.shape[0], left : left + frame.image.shape[1]]
        )
    assert frame.head["exact"] is True


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize(("forwarded", "kind"), [("", "raw"), ("203.0.113.9", "png")])
def test_a_browser_on_this_machine_gets_pixels_as_they_are_and_no_other(
    studio: Studio, pictures: Pictures, color: bool, forwarded: str, kind: str
) -> None:
    what = scan(noise((300, 400, 3) if color else (300, 400)))
    token, who = held(pictures, what)
    app = Starlette(routes=[WebSocketRoute("/live", Live(studio).__call__)])
    with TestClient(app, client=("127.0.0.1", 50_000)) as near:
        headers = {"cookie": who} | ({"x-forwarded-for": forwarded} if forwarded else {})
        with opened(near, **headers) as tab:
            frame = tab.ask(token=token, exercise="flip", view=[0, 0, 400, 300, 400, 300]).frames["left"]
    assert frame.head["kind"] == kind
    assert frame.head["size"] == [400, 300]
    assert np.array_equal(frame.image, what.plane())


def test_a_large_view_is_coded_even_for_this_machine(studio: Studio, pictures: Pictures) -> None:
    token, who = held(pictures, scan(noise((1200, 1500))))
    app = Starlette(routes=[WebSocketRoute("/live", Live(studio).__call__)])
    with TestClient(app, client=("::1", 50_000)) as near, opened(near, cookie=who) as tab:
        frames = tab.ask(token=token, view=[0, 0, 1500, 1200, 1500, 1200]).frames
    assert frames["left"].head["kind"] == "jpeg"


def test_the_picture_before_is_the_scan_through_its_window(client: TestClient) -> None:
    with opened(client) as tab:
        frame = tab.ask().frames["left"]
    assert np.array_equal(frame.image, sample("ct-abdomen").gray())


def test_a_window_from_the_browser_is_used_for_both_pictures_and_leaves_a_deep_result_alone(client: TestClient) -> None:
    ct = sample("ct-abdomen")
    deep = exercises()["gaussian_blur"].apply(ct.plane(), {}).image
    with opened(client) as tab:
        for window in ([40, 400], [500, 1500]):
            frames = tab.ask(exercise="gaussian_blur", window=window).frames
            assert np.array_equal(frames["left"].image, ct.gray(Window(*window)))
            assert np.array_equal(frames["right"].image, shown(deep, Window(*window)))


def test_baking_the_window_in_changes_what_the_exercise_sees(client: TestClient) -> None:
    ct, window = sample("ct-abdomen"), Window(40, 80)
    expected = exercises()["gaussian_blur"].apply(ct.gray(window), {}).image
    with opened(client) as tab:
        answers = tab.ask(exercise="gaussian_blur", window=[40, 80], bake=True)
    assert np.array_equal(answers.frames["right"].image, expected)
    assert answers.said("found")["note"]["zh"]
    assert answers.said("found")["after"]["depth"] == "uint8"


def test_a_monochrome1_scan_is_inverted_after_the_window(client: TestClient, pictures: Pictures) -> None:
    negative = scan(noise((200, 300), "uint16"), Window(2000, 3000), inverted=True)
    token, who = held(pictures, negative)
    with opened(client, cookie=who) as tab:
        frames = tab.ask(token=token, exercise="median_filter", view=[0, 0, 300, 200, 300, 200]).frames
    assert np.array_equal(frames["left"].image, negative.gray())
    assert np.array_equal(frames["right"].image, oracle("median_filter", negative))


def test_every_frame_of_a_stack_can_be_shown(client: TestClient) -> None:
    stack = sample("us-cyst")
    high, wide = stack.size
    with opened(client) as tab:
        for frame in (0, stack.frames - 1, 10_000):
            got = tab.ask(token="sample:us-cyst", frame=frame, view=[0, 0, wide, high, wide, high]).frames["left"]
            assert np.array_equal(got.image, stack.gray(frame=frame))


@pytest.mark.parametrize(
    ("view", "rect", "k"),
    [
        ([0, 0, 1000, 700, 1000, 700], [0, 0, 1000, 700], 1),
        ([0, 0, 1000, 700, 500, 350], [0, 0, 1000, 700], 2),
        ([0, 0, 1000, 700, 300, 210], [0, 0, 999, 699], 3),
        ([100, 200, 50, 40, 500, 400], [100, 200, 50, 40], 1),
        ([100.5, 200.25, 50, 40, 500, 400], [100, 200, 51, 41], 1),
        ([-300, -300, 1600, 1300, 1600, 1300], [0, 0, 1000, 700], 1),
        ([950, 650, 100, 100, 100, 100], [950, 650, 50, 50], 1),
    ],
)
def test_what_is_sent_is_the_visible_part_and_lies_where_the_header_says(
    client: TestClient, pictures: Pictures, view: list[float], rect: list[float], k: int
) -> None:
    what = scan(noise((700, 1000)))
    token, who = held(pictures, what)
    with opened(client, cookie=who) as tab:
        frame = tab.ask(token=token, view=view).frames["left"]
    assert frame.head["rect"] == rect
    x, y, w, h = (int(v) for v in rect)
    part = what.plane()[y : y + h, x : x + w]
    expected = part if k == 1 else cv2.resize(part, (w // k, h // k), interpolation=cv2.INTER_AREA)
    if frame.head["kind"] == "png":
        assert np.array_equal(frame.image, expected)
    else:
        assert frame.image.shape == expected.shape
        assert cv2.absdiff(frame.image, expected).mean() < 6  # JPEG of noise


def test_nothing_in_view_sends_no_picture_and_is_done(client: TestClient) -> None:
    with opened(client) as tab:
        assert not tab.ask(view=[5000, 5000, 100, 100, 100, 100]).frames


def test_a_binary_result_comes_as_one_bit_without_loss_however_large(client: TestClient, pictures: Pictures) -> None:
    what = scan(noise((1200, 1500)))
    token, who = held(pictures, what)
    with opened(client, cookie=who) as tab:
        frame = tab.ask(token=token, exercise="otsu", view=[0, 0, 1500, 1200, 1500, 1200]).frames["right"]
    assert frame.head["kind"] == "png"
    assert frame.data[24] == 1  # bit depth in the PNG header
    assert np.array_equal(frame.image, oracle("otsu", what))


def test_a_result_of_another_size_lies_over_the_whole_scan(client: TestClient, pictures: Pictures) -> None:
    token, who = held(pictures, scan(noise((200, 300))))
    with opened(client, cookie=who) as tab:
        knobs = {"factor": 2.0}
        frame = tab.ask(token=token, exercise="scale", knobs=knobs, view=[0, 0, 300, 200, 1200, 800]).frames["right"]
    assert frame.head["rect"] == pytest.approx([0, 0, 300, 200], abs=1)


def test_the_scan_itself_is_sent_again_only_when_it_changes(client: TestClient) -> None:
    with opened(client) as tab:
        assert set(tab.ask().frames) == {"left", "right"}
        assert set(tab.ask(knobs={"low": 20}).frames) == {"right"}
        assert set(tab.ask(knobs={"low": 20}, window=[0, 100]).frames) == {"left", "right"}
        assert set(tab.ask(knobs={"low": 20}, view=[0, 0, 256, 256, 512, 512], window=[0, 100]).frames) == {
            "left",
            "right",
        }


# --- dragging


def test_while_dragging_a_slow_exercise_is_computed_on_a_preview(
    client: TestClient, studio: Studio, pictures: Pictures
) -> None:
    what = scan(cv2.GaussianBlur(noise((2000, 2000)), (0, 0), 5))
    token, who = held(pictures, what)
    studio._pace.note("canny", 4_000_000, 2.0)
    with opened(client, cookie=who) as tab:
        n = tab.send(token=token, mode="drag", view=[0, 0, 2000, 2000, 500, 500])
        frame = tab.receive()
        assert isinstance(frame, Frame)
        assert (frame.head["n"], frame.head["exact"], frame.head["shrunk"]) == (n, False, 4)
        assert frame.image.shape == (500, 500)
        assert frame.head["rect"] == [0, 0, 2000, 2000]


def test_while_dragging_a_local_exercise_zoomed_in_is_exact_in_the_middle_of_the_view(
    client: TestClient, studio: Studio, pictures: Pictures
) -> None:
    what = scan(noise((2000, 2000)))
    token, who = held(pictures, what)
    studio._pace.note("gaussian_blur", 4_000_000, 2.0)
    with opened(client, cookie=who) as tab:
        tab.send(token=token, exercise="gaussian_blur", mode="drag", view=[700, 900, 200, 200, 400, 400])
        frame = tab.receive()
    assert isinstance(frame, Frame)
    assert frame.head["rect"] == [700, 900, 200, 200]
    expected = oracle("gaussian_blur", what)[900:1100, 700:900]
    assert cv2.absdiff(frame.image, expected).mean() < 2  # the same pixels, but for JPEG


def test_while_dragging_a_quick_exercise_is_exact(client: TestClient, studio: Studio) -> None:
    studio._pace.note("canny", 1_000_000, 0.01)
    with opened(client) as tab:
        tab.send(mode="drag")
        frame = tab.receive()
    assert isinstance(frame, Frame)
    assert frame.head["exact"] is True


def test_lengths_in_pixels_shrink_with_the_preview_and_other_knobs_do_not(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []
    monkeypatch.setattr(
        Exercise, "apply", lambda self, image, knobs, second: seen.append(knobs) or _same(self, image, knobs)
    )
    text = json.dumps(_ask(exercise="canny", knobs={"sigma": 4.0, "low": 60}, view=[0, 0, 512, 512, 128, 128]))
    ask = read(text)
    assert isinstance(ask, Ask)
    studio.result(studio.scene(ask, "anybody"), hurried=True)
    assert (seen[0]["sigma"], seen[0]["low"]) == (1.0, 60)


def _same(self: Exercise, image: Pixels, knobs: dict[str, Any]) -> Result:
    return Result(image)


class Gated(Studio):
    """Computes nothing until the gate opens, and counts."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.gate, self.runs = threading.Event(), list[int]()

    def _run(self, scene: Scene, naive: bool, image: Pixels, k: int) -> Drawn:
        self.runs.append(scene.ask.n)
        assert self.gate.wait(20)
        return super()._run(scene, naive, image, k)


@pytest.fixture
def gated(pictures: Pictures) -> Gated:
    return Gated(pictures.find, Budget(200_000_000, 60, time.monotonic), Pace())


def test_the_latest_wins_and_stale_steps_are_never_computed(gated: Gated) -> None:
    with serving(gated) as client, opened(client) as tab:
        first = tab.send(mode="drag", knobs={"low": 1})
        until(lambda: gated.runs)
        last = 0
        for low in range(2, 40):
            last = tab.send(mode="drag", knobs={"low": low})
        time.sleep(0.3)
        gated.gate.set()
        shown_n: list[int] = []
        while last not in shown_n:
            got = tab.receive()
            assert isinstance(got, Frame)
            if got.head["layer"] == "right":
                shown_n.append(got.head["n"])
    assert gated.runs == [first, last]
    assert shown_n == [first, last]


def test_a_slow_exact_result_does_not_hold_up_the_next_drag(gated: Gated, pictures: Pictures) -> None:
    token, who = held(pictures, scan(noise((100, 100))))
    gated._pace.note("canny", 1_000_000, 60.0)
    with serving(gated) as client, opened(client, cookie=who) as tab:
        exact = tab.send(knobs={"low": 1})
        until(lambda: exact in gated.runs)
        said = tab.receive()
        assert isinstance(said, dict)
        assert said["n"] == exact
        assert said["working"] > 0.3
        drag = tab.send(token=token, mode="drag", knobs={"low": 2}, view=[0, 0, 100, 100, 100, 100])
        until(lambda: drag in gated.runs)  # it runs beside the exact one, which is still at the gate
        gated.gate.set()


def test_a_class_that_asks_for_the_same_result_computes_it_once(gated: Gated) -> None:
    gated.gate.set()
    with serving(gated) as client, opened(client) as one, opened(client) as two:
        one.ask(knobs={"low": 33})
        two.ask(knobs={"low": 33})
    assert len(gated.runs) == 2  # canny once, and its naive version for the comparison


# --- words and numbers


def test_numbers_beside_the_picture_are_those_of_the_pixels(client: TestClient) -> None:
    ct = sample("ct-abdomen")
    with opened(client) as tab:
        found = tab.ask(exercise="otsu").said("found")
    before, after, plane = found["before"], found["after"], ct.plane()
    assert (before["depth"], before["low"], before["high"]) == ("int16", plane.min(), plane.max())
    assert before["mean"] == pytest.approx(plane.mean(), abs=0.01)
    assert before["axis"] == list(ct.windows[0].edges)
    assert before["counts"][0] == np.bincount(ct.gray().ravel(), minlength=256).tolist()
    result = oracle("otsu", ct)
    assert after["counts"][0] == np.bincount(result.ravel(), minlength=256).tolist()
    assert [f["label"]["zh"] for f in found["facts"]]


def test_a_color_scan_has_three_histograms(client: TestClient) -> None:
    with opened(client) as tab:
        found = tab.ask(token="sample:retina-vessels", exercise="gaussian_blur").said("found")
    assert len(found["before"]["counts"]) == 3
    assert [sum(c) for c in found["before"]["counts"]] == [sample("retina-vessels").plane()[..., 0].size] * 3


def test_the_share_of_pixels_that_naive_gets_wrong_is_counted(client: TestClient) -> None:
    exercise, chest = exercises()["sobel"], sample("cr-chest")
    fed = fit(chest.plane(), exercise, chest.windows[0].edges)[0]
    expected = np.mean(exercise.apply(fed).image != exercise.apply_naive(fed).image)
    with opened(client) as tab:
        answers = tab.ask(token="sample:cr-chest", exercise="sobel", show="naive", view=[0, 0, 400, 400, 400, 400])
    assert answers.said("found")["differs"] == pytest.approx(expected)
    assert np.array_equal(answers.frames["left"].image, exercise.apply_naive(fed).image[:400, :400])
    assert np.array_equal(answers.frames["right"].image, exercise.apply(fed).image[:400, :400])


def test_where_naive_and_correct_differ_glows_and_the_rest_does_not(client: TestClient) -> None:
    exercise, chest = exercises()["sobel"], sample("cr-chest")
    fed = fit(chest.plane(), exercise, chest.windows[0].edges)[0]
    differs = exercise.apply(fed).image[:400, :400] != exercise.apply_naive(fed).image[:400, :400]
    with opened(client) as tab:
        frame = tab.ask(token="sample:cr-chest", exercise="sobel", show="diff", view=[0, 0, 400, 400, 400, 400]).frames
    image = frame["right"].image.astype(int)
    assert np.array_equal(image[..., 0] > image[..., 2], differs)


def test_stages_come_as_a_strip_with_titles_and_each_can_be_enlarged(client: TestClient) -> None:
    with opened(client) as tab:
        answers = tab.ask(show="stages", stage=0)
        titles = answers.said("stages")
        assert [t.head["index"] for t in answers.thumbs] == list(range(len(titles)))
        assert max(max(t.image.shape) for t in answers.thumbs) <= 160
        last = tab.ask(show="stages", stage=len(titles) - 1)
    assert np.array_equal(last.frames["right"].image, oracle("canny", sample("ct-abdomen")))


def test_refused_knobs_say_why_in_both_languages_and_send_no_picture(client: TestClient) -> None:
    with pytest.raises(Refused) as problem:
        exercises()["canny"].apply(np.zeros((9, 9), np.uint8), {"low": 300, "high": 100})
    with opened(client) as tab:
        for mode in ("drag", "exact"):
            tab.send(knobs={"low": 300, "high": 100}, mode=mode)
            said = tab.receive()
            assert isinstance(said, dict)
            assert said["refused"] == {"zh": problem.value.said.zh, "en": problem.value.said.en}


def test_values_under_the_pointer_are_the_measured_ones(client: TestClient) -> None:
    ct = sample("ct-abdomen")
    with opened(client) as tab:
        tab.ask(exercise="gaussian_blur")
        tab.socket.send_text(json.dumps({"probe": [170, 250]}))
        said = tab.receive()
        tab.socket.send_text(json.dumps({"probe": [-5, 9999]}))
        outside = tab.receive()
    blurred = exercises()["gaussian_blur"].apply(ct.plane(), {}).image
    assert said == {"probe": [170, 250], "before": [ct.plane()[250, 170]], "after": [blurred[250, 170]]}
    assert outside == {"probe": [-5, 9999], "before": None, "after": None}


def test_a_mistake_in_an_exercise_costs_one_picture_and_neither_the_connection_nor_a_trace(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret words of a file name")

    with opened(client) as tab, caplog.at_level(logging.DEBUG):
        with monkeypatch.context() as patch:
            patch.setattr(Exercise, "apply", broken)
            assert tab.ask().said("refused")["zh"]
        assert tab.ask(knobs={"low": 7}).frames
    assert "ZeroDivisionError" in caplog.text
    assert "secret words" not in caplog.text
    assert "Traceback" not in caplog.text


# --- who may ask, and what


def closed_with(client: TestClient, **headers: str) -> int:
    with opened(client, **headers) as tab, pytest.raises(EOFError) as end:
        tab.receive()
    return int(end.value.args[0])


@pytest.mark.parametrize(
    "origin",
    ["", "null", "http://evil.example", f"http://{HOST}.evil.example", f"http://{HOST}:81", f"ftp://{HOST}", HOST],
)
def test_another_origin_is_sent_away(client: TestClient, origin: str) -> None:
    assert closed_with(client, origin=origin) == 4403


@pytest.mark.parametrize("value", ["", "scanprep_visitor=forged.0123", "other=1"])
def test_without_our_cookie_nobody_gets_in(client: TestClient, value: str) -> None:
    assert closed_with(client, cookie=value) == 4403


def test_a_host_that_is_not_ours_is_sent_away_even_if_origin_agrees(studio: Studio) -> None:
    with serving(studio, ("localhost",)) as client:
        assert closed_with(client, origin="http://evil.example", host="evil.example") == 4403
        with opened(client, origin="http://localhost:8501", host="localhost:8501") as tab:
            assert tab.ask().frames


def test_one_visitor_opens_only_so_many_sockets_and_gets_them_back(client: TestClient) -> None:
    who = cookie()
    tabs = [opened(client, cookie=who) for _ in range(SOCKETS)]
    for tab in tabs:
        tab.__enter__()
    assert closed_with(client, cookie=who) == 4429
    with opened(client) as other:
        assert other.ask().frames
    for tab in tabs:
        tab.__exit__(None, None, None)
    with opened(client, cookie=who) as again:
        assert again.ask().frames


def test_another_visitor_does_not_see_an_upload(client: TestClient, pictures: Pictures) -> None:
    token, who = held(pictures, scan(noise((20, 20))))
    with opened(client) as thief:
        answers = thief.ask(token=token)
        assert not answers.frames
        assert "内存" in answers.said("refused")["zh"]
    with opened(client, cookie=who) as owner:
        assert owner.ask(token=token).frames


GARBAGE = [
    "",
    "{",
    "null",
    "[]",
    "7",
    '"ask"',
    "{}",
    "[" * 5000,
    '{"probe": [1]}',
    '{"probe": ["1", 2]}',
    '{"probe": [1e400, 2]}',
    '{"probe": [NaN, 2]}',
    '{"probe": [true, false]}',
    "x" * 9000,
]
WRONG = [
    {"exercise": "no_such"},
    {"exercise": "__init__"},
    {"exercise": None},
    {"n": "1"},
    {"n": 1.5},
    {"n": True},
    {"token": ""},
    {"token": 7},
    {"token": "x" * 65},
    {"frame": None},
    {"window": [1]},
    {"window": "wide"},
    {"window": [float("nan"), 1]},
    {"view": None},
    {"view": [0, 0, 1, 1]},
    {"view": [0, 0, 1, 1, float("inf"), 1]},
    {"show": "everything"},
    {"stage": "0"},
]


def _ask(**changed: object) -> dict[str, object]:
    return {
        "n": 1,
        "token": "sample:ct-abdomen",
        "exercise": "canny",
        "knobs": {},
        "view": WHOLE,
        "show": "result",
    } | changed


@pytest.mark.parametrize("text", [*GARBAGE, *(json.dumps(_ask(**w)) for w in WRONG)], ids=lambda t: t[:40])
def test_a_message_that_our_page_never_sends_closes_the_socket(client: TestClient, text: str) -> None:
    with pytest.raises(BadAsk):
        read(text)
    with opened(client) as tab:
        tab.socket.send_text(text)
        with pytest.raises(EOFError) as end:
            list(iter(tab.receive, None))
    assert end.value.args[0] == 4400


def test_numbers_out_of_range_are_clamped_and_unknown_knobs_dropped(client: TestClient) -> None:
    with opened(client) as tab:
        knobs = {"low": -1e9, "high": "1e99", "sigma": None, "aperture": [3], "l2": "maybe", "rm -rf": 1}
        answers = tab.ask(knobs=knobs, frame=10**9, window=[0, -5], view=[-1e6, -1e6, 2e6, 2e6, 10**6, 10**6])
    assert set(answers.frames) == {"left", "right"}


def test_bytes_instead_of_text_end_the_conversation_quietly(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(client) as tab:
        tab.socket.send_bytes(b"\x00\x01")
        with pytest.raises(EOFError):
            tab.receive()
    assert "Traceback" not in caplog.text


def test_hanging_up_in_the_middle_leaves_no_thread_working_and_nothing_in_the_log(
    gated: Gated, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(gated) as client:
        with opened(client) as tab:
            tab.send()
            until(lambda: gated.runs)
        gated.gate.set()
        with opened(client) as tab:
            assert tab.ask(knobs={"low": 3}).frames
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


def test_many_messages_at_once_are_read_later_and_not_refused(client: TestClient) -> None:
    with opened(client) as tab:
        for low in range(400):
            last = tab.send(mode="drag", knobs={"low": low % 100})
        assert last == 400
        assert isinstance(tab, Tab)
        assert tab.ask(knobs={"low": 55}).frames["right"].head["n"] == 401


def test_what_is_cleared_before_the_taker_has_its_turn_is_not_taken() -> None:
    async def scenario() -> int:
        latest: Latest[int] = Latest()
        taking = asyncio.create_task(latest.take())
        await asyncio.sleep(0)
        latest.put(1)
        latest.clear()  # a release that follows the last step of a drag at once
        await asyncio.sleep(0)
        latest.put(2)
        return await asyncio.wait_for(taking, 5)

    # in a thread of its own: a browser of another test may keep a loop running in this one
    with ThreadPoolExecutor(1) as room:
        assert room.submit(lambda: asyncio.run(scenario())).result(30) == 2


def test_a_quick_release_after_a_step_is_answered_on_the_same_connection(client: TestClient) -> None:
    with opened(client) as tab:
        for n in range(40):
            tab.send(mode="drag", knobs={"low": n})
            tab.ask(knobs={"low": n})  # comes back only when the answer is whole


def test_a_release_does_not_send_again_what_the_drag_has_shown_exactly(client: TestClient) -> None:
    with opened(client) as tab:
        first = tab.ask(knobs={"low": 7})
        assert "right" in first.frames
        again = tab.ask(knobs={"low": 7})
        assert again.frames == {}
        other = tab.ask(knobs={"low": 8})
        assert "right" in other.frames
