"""Asks that come through the page because /live is blocked: same answers, same visitor, nothing that crashes."""

import base64
import json
import struct
from typing import Any

import numpy as np
import pytest

from ops import exercises
from pages.viewer.letters import Letters
from scans.scan import Scan, Window
from server.ask import LONGEST, BadAsk
from server.budget import Budget
from server.door import studio
from server.letters import Desk, Word
from server.pace import Pace
from server.pictures import Pictures
from server.studio import Studio
from tests.live import Frame

VISITOR = "visitor"
IDENTITY = Window(127.5, 255.0)


@pytest.fixture
def pictures() -> Pictures:
    return Pictures(1 << 28, 600)


@pytest.fixture
def desk(pictures: Pictures) -> Desk:
    return Desk(Studio(pictures.find, Budget(1 << 28, 600, lambda: 0.0), Pace()))


def ask(**changed: Any) -> str:
    whole: dict[str, Any] = {"n": 1, "token": "sample:cells", "second": None, "exercise": "canny", "knobs": {}}
    whole |= {"frame": 0, "window": None, "bake": False, "view": [0, 0, 512, 512, 512, 512], "mode": "exact"}
    return json.dumps(whole | {"show": "result", "stage": 0} | changed)


def frames(words: list[Word]) -> dict[str, Frame]:
    pictures = []
    for word in words:
        if isinstance(word, str):
            raw = base64.b64decode(word)
            size = struct.unpack("<I", raw[:4])[0]
            pictures.append(Frame(json.loads(raw[4 : 4 + size]), raw[4 + size :]))
    return {f.head["layer"]: f for f in pictures}


def said(words: list[Word], what: str) -> Any:
    return next((w[what] for w in words if isinstance(w, dict) and what in w), None)


def test_a_letter_brings_the_exercises_own_pixels_and_numbers(desk: Desk, pictures: Pictures) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (200, 300)).astype(np.uint8)
    token = pictures.hold(Scan(pixels[None], (IDENTITY,)), VISITOR)
    words = desk.reply(ask(token=token, view=[0, 0, 300, 200, 300, 200]), VISITOR)
    wanted = exercises()["canny"].apply(pixels, exercises()["canny"].turn({}), None).image
    shown = frames(words)
    assert np.array_equal(shown["right"].image, wanted)
    assert np.array_equal(shown["left"].image, pixels)
    assert said(words, "found")["before"]["mean"] == pytest.approx(pixels.mean(), abs=0.001)
    assert words[-1] == {"done": 1}


def test_a_drag_brings_the_scan_only_when_it_changed_and_an_exact_ask_always(desk: Desk) -> None:
    assert set(frames(desk.reply(ask(), VISITOR))) == {"right", "left"}
    assert set(frames(desk.reply(ask(n=2, mode="drag", knobs={"low": 90}), VISITOR))) == {"right"}
    assert set(frames(desk.reply(ask(n=3, mode="drag", token="sample:ct-abdomen"), VISITOR))) == {"right", "left"}
    assert set(frames(desk.reply(ask(n=4, token="sample:ct-abdomen"), VISITOR))) == {"right", "left"}


def test_another_visitor_does_not_see_an_upload_and_nobody_gets_in_without_a_cookie(
    desk: Desk, pictures: Pictures
) -> None:
    token = pictures.hold(Scan(np.zeros((1, 20, 20), np.uint8), (IDENTITY,)), VISITOR)
    for visitor in ("another", ""):
        words = desk.reply(ask(token=token), visitor)
        assert not frames(words)
        assert set(said(words, "refused")) == {"zh", "en"}
    assert frames(desk.reply(ask(token=token), VISITOR))


def test_stages_come_with_titles_and_a_picture_each(desk: Desk) -> None:
    words = desk.reply(ask(show="stages"), VISITOR)
    thumbs = [w for w in words[2:] if isinstance(w, str)]
    assert len(said(words, "stages")) == len(thumbs) > 1


def test_values_under_the_pointer_come_too(desk: Desk) -> None:
    assert desk.reply('{"probe": [1, 1]}', VISITOR) == [{"probe": [1, 1], "before": None, "after": None}]
    desk.reply(ask(), VISITOR)
    assert said(desk.reply('{"probe": [1, 1]}', VISITOR), "before")


HOSTILE: list[object] = [
    None, 7, [], {"n": 1}, "", "no JSON", "[]", "[" * 8000, "x" * (LONGEST + 1), ask(exercise="__class__"),
    ask(token=""), ask(view=[0, 0, 1]), ask(view="all"), ask(n="1"), ask(window=[1, "2"]), '{"probe": [1e9, 0]}',
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: str(text)[:24])
def test_a_message_that_our_page_never_writes_is_a_bad_ask(desk: Desk, text: object) -> None:
    with pytest.raises(BadAsk):
        desk.reply(text, VISITOR)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: str(text)[:24])
def test_a_bad_letter_gets_an_empty_answer_and_the_page_goes_on(text: object) -> None:
    letters = Letters()
    assert letters.answer({"no": 1, "text": text}, VISITOR) == {"no": 1, "words": []}
    good = letters.answer({"no": 2, "text": ask()}, VISITOR)
    assert good
    assert frames(good["words"])


@pytest.mark.parametrize("said", [None, 3, "x", [], {}, {"no": True}, {"no": -1}, {"no": 1 << 60}, {"no": "1"}])
def test_what_is_no_letter_gets_no_answer(said: object) -> None:
    assert Letters().answer(said, VISITOR) is None


def test_a_letter_is_answered_once_and_the_answer_stays_for_a_run_that_went_by_unseen() -> None:
    letters = Letters()
    first = letters.answer({"no": 5, "text": ask()}, VISITOR)
    assert letters.answer({"no": 5, "text": ask()}, VISITOR) is first


def test_socket_and_page_share_one_studio() -> None:
    assert studio() is studio()
