"""What only a real browser shows: keys, dragging, deep links on a cold server, uploads, input methods."""

import io
import re
import struct
import urllib.request
import zlib
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from pydicom.data import get_testdata_file

from tests.browser import Server, keyed, serving, settle, visiting

pytestmark = pytest.mark.browser
OVERFIT = "dl-overfitting-underfitting"
METRICS = "trust-model-evaluation-metrics"  # another: on one machine all browsers are one learner


def frames(page: Page) -> int:
    return int(page.locator(".stage").get_attribute("data-frames") or 0)


def drawn(page: Page) -> None:
    """Wait until the lab has shown the exact result of the last ask."""
    page.wait_for_function(
        """() => {
          const hosts = [...document.querySelectorAll("*")].filter(host => host.shadowRoot)
          const stage = hosts.map(host => host.shadowRoot.querySelector(".stage")).find(found => found)
          return stage && stage.dataset.frames > 0 && stage.dataset.done === stage.dataset.asked
        }""",
        timeout=30_000,
    )


def dragged(page: Page, slider: Locator, pause: float) -> int:
    """How many pictures came while the slider was dragged with so many milliseconds a step; the finger stays on it."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    before = frames(page)
    page.mouse.move(box["x"] + 12, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(30):
        page.mouse.move(box["x"] + 12 + step * 3, box["y"] + box["height"] / 2)
        page.wait_for_timeout(pause)
    return frames(page) - before


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"/quiz?q={OVERFIT}&lang=en", "overfitting"),
        ("/lab?exercise=canny&low=60&scan=cells&lang=en", "low=60"),
    ],
)
def test_a_cold_server_answers_a_deep_link_whole(chromium: Browser, path: str, words: str) -> None:
    with serving() as cold, visiting(chromium) as page:
        page.goto(cold.url + path)
        settle(page)
        expect(page.get_by_test_id("stMain")).to_contain_text(words, timeout=20_000)
        expect(page.get_by_test_id("stTopNavLink").or_(page.get_by_role("link", name="Progress")).first).to_be_visible()
        assert page.evaluate("document.documentElement.lang") == "en"


def test_a_question_is_answered_and_rated_by_keyboard_alone(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        page.goto(f"{server.url}/quiz?q={OVERFIT}")
        settle(page)
        box = keyed(page, f"quiz.answer.{OVERFIT}").locator("textarea")
        expect(box).to_be_focused()
        page.keyboard.type("过拟合是训练集好测试集差，用正则化和早停；数据增强能解决欠拟合")
        page.keyboard.press("Control+Enter")
        settle(page)
        expect(page.locator("mark.sp-hit").first).to_be_visible()
        expect(page.locator("mark.sp-wrong").first).to_be_visible()
        expect(page.locator("[data-pitfall=augmentation-cures-underfitting]")).to_be_visible()
        expect(page.get_by_text("参考回答")).to_be_visible()
        page.keyboard.press("2")
        settle(page)
        expect(page).not_to_have_url(re.compile(OVERFIT))
        page.keyboard.press("Alt+u")
        settle(page)
        expect(page).to_have_url(re.compile(OVERFIT))
        expect(page.locator(".sp-answer")).to_contain_text("训练集好测试集差")


def test_a_draft_survives_a_reload_without_leaving_the_box(server: Server, chromium: Browser) -> None:
    id = "vision-object-detection"
    with visiting(chromium) as page:
        page.goto(f"{server.url}/quiz?q={id}")
        settle(page)
        expect(keyed(page, f"quiz.answer.{id}").locator("textarea")).to_be_focused()
        page.keyboard.type("先说两阶段检测器，")
        page.wait_for_timeout(1500)
        page.reload()
        settle(page)
        expect(keyed(page, f"quiz.answer.{id}").locator("textarea")).to_have_value("先说两阶段检测器，")


def test_chinese_input_methods_write_whole_words(server: Server, chromium: Browser) -> None:
    id = "nlp-word-embedding"
    with visiting(chromium) as page:
        page.goto(f"{server.url}/quiz?q={id}")
        settle(page)
        expect(keyed(page, f"quiz.answer.{id}").locator("textarea")).to_be_focused()
        cdp = page.context.new_cdp_session(page)
        for end in range(1, len("ciqianru") + 1):
            cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Process"})
            cdp.send("Input.imeSetComposition", {"text": "ciqianru"[:end], "selectionStart": end, "selectionEnd": end})
        page.wait_for_timeout(900)  # longer than the draft waits: half-written pinyin must not be saved
        cdp.send("Input.insertText", {"text": "词嵌入"})
        page.wait_for_timeout(1200)
        page.reload()
        settle(page)
        expect(keyed(page, f"quiz.answer.{id}").locator("textarea")).to_have_value("词嵌入")


def test_back_and_forward_walk_through_the_questions(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        page.goto(f"{server.url}/quiz?q={METRICS}")
        settle(page)
        expect(keyed(page, f"quiz.answer.{METRICS}").locator("textarea")).to_be_focused()
        page.keyboard.press("Alt+n")
        settle(page)
        expect(page).not_to_have_url(re.compile(METRICS))
        page.go_back()
        settle(page)
        expect(page).to_have_url(re.compile(METRICS))
        expect(page.get_by_role("heading", name=re.compile("评估医疗影像"))).to_be_visible()
        page.go_forward()
        settle(page)
        expect(page).not_to_have_url(re.compile(METRICS))


def test_english_is_one_click_away_and_stays_in_the_url(server: Server, chromium: Browser) -> None:
    with visiting(chromium, width=390, height=844) as page:
        page.goto(f"{server.url}/quiz")
        settle(page)
        expect(page.get_by_role("heading", name="今天练什么")).to_be_visible()
        keyed(page, "language").get_by_role("radio").nth(1).click()
        settle(page)
        expect(page.get_by_role("heading", name="What to practise today")).to_be_visible()
        assert "lang=en" in page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_picture_follows_the_knob_while_it_is_dragged(server: Server, chromium: Browser) -> None:
    with visiting(chromium) as page:
        page.goto(f"{server.url}/lab?exercise=gaussian_blur&scan=ct-abdomen")
        settle(page)
        drawn(page)
        slider = page.locator("#knob-ksize")
        assert dragged(page, slider, pause=30) >= 5, "pictures shown before the finger let go"
        assert "ksize" not in page.url
        page.mouse.up()
        expect(page).to_have_url(re.compile("ksize="))
        settle(page)
        value = slider.input_value()
        expect(page.get_by_test_id("stCode").first).to_contain_text(f"ksize={value}")


def colors() -> bytes:
    """A PNG of two colours, one above the other."""
    picture = np.zeros((200, 300, 3), np.uint8)
    picture[:100], picture[100:] = (250, 120, 10), (20, 60, 200)
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG")
    return out.getvalue()


CANVAS = """([x, y]) => {
  const hosts = [...document.querySelectorAll("*")].filter(host => host.shadowRoot)
  const canvas = hosts.map(host => host.shadowRoot.querySelector(".picture")).find(found => found)
  return [...canvas.getContext("2d").getImageData(x * canvas.width, y * canvas.height, 1, 1).data].slice(0, 3)
}"""


@pytest.mark.parametrize("proxy", [False, True], ids=["on this machine", "through a proxy"])
def test_colors_arrive_as_they_were_sent(server: Server, chromium: Browser, proxy: bool) -> None:
    with visiting(chromium) as page:
        if proxy:
            page.context.set_extra_http_headers({"X-Forwarded-For": "203.0.113.9"})
        page.goto(f"{server.url}/lab?exercise=gaussian_blur")
        settle(page)
        upload(page, "colors.png", colors())
        drawn(page)
        expect(page.locator(".stage")).to_have_attribute("data-kind", "png" if proxy else "raw")
        for x in (0.25, 0.75):  # before and after
            assert page.evaluate(CANVAS, [x, 0.25]) == [250, 120, 10]
            assert page.evaluate(CANVAS, [x, 0.75]) == [20, 60, 200]


def upload(page: Page, name: str, data: bytes) -> None:
    page.locator(".st-key-upload input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    settle(page)


def test_an_uploaded_dicom_is_shown_and_its_name_is_nowhere(chromium: Browser) -> None:
    data = Path(str(get_testdata_file("CT_small.dcm", download=False))).read_bytes()
    with serving() as own:
        with visiting(chromium) as page:
            page.goto(f"{own.url}/lab?exercise=otsu")
            settle(page)
            upload(page, "CANARY_WANG_XIAOMING_1970.dcm", data)
            expect(page.get_by_text("CT", exact=False).first).to_be_visible()
            drawn(page)
            expect(keyed(page, "lab.remove")).to_be_visible()
            html = page.content()
            assert "CANARY" not in html + page.url
            assert "CompressedSamples" not in html
        kept = b"".join(p.read_bytes() for p in own.data.rglob("*") if p.is_file()) + own.log.read_bytes()
        assert b"CANARY" not in kept
        assert b"CompressedSamples" not in kept


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb() -> bytes:
    """A small JPEG whose header claims 65500 x 65500 pixels."""
    out = io.BytesIO()
    Image.fromarray(np.zeros((16, 16), np.uint8)).save(out, "JPEG")
    data = bytearray(out.getvalue())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65500, 65500)
    return bytes(data)


def animated() -> bytes:
    """An animated PNG whose second frame is broken: the kind that takes a decoder's process down."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 0, 0, 0, 0)) + chunk(b"acTL", struct.pack(">II", 2, 0))
    still = chunk(b"IDAT", zlib.compress(bytes(17 * 16)))
    control = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 16, 16, 0, 0, 1, 100, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + still + control + chunk(b"fdAT", b"\0\0\0\1xx") + chunk(b"IEND", b"")


def held(server: Server) -> int:
    """Bytes of uploaded files that Streamlit itself keeps, as it says in its metrics."""
    said = urllib.request.urlopen(f"{server.url}/_stcore/metrics", timeout=10).read().decode()
    return sum(int(n) for n in re.findall(r"^cache_memory_bytes\{[^}]*UploadedFileManager[^}]*\} (\d+)", said, re.M))


def test_the_bytes_of_an_upload_are_let_go_once_they_are_read(chromium: Browser) -> None:
    with serving() as own, visiting(chromium) as page:
        page.goto(f"{own.url}/lab?exercise=gaussian_blur")
        settle(page)
        for data in (colors(), b"no picture at all"):
            upload(page, "colors.png", data)
            drawn(page)
            expect(keyed(page, "lab.remove")).to_be_visible()
            assert held(own) == 0


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg onload=alert(1)>", bomb(), animated(), b"\x89PNG\r\n\x1a\n" + b"\0" * 40],
    ids=["empty", "svg", "jpeg bomb", "broken animation", "cut off"],
)
def test_a_broken_upload_gets_a_sentence_and_nobody_else_notices(
    server: Server, chromium: Browser, data: bytes
) -> None:
    with visiting(chromium) as other, visiting(chromium) as page:
        other.goto(f"{server.url}/quiz")
        settle(other)
        page.goto(f"{server.url}/lab?exercise=canny&scan=cells")
        settle(page)
        if data:
            upload(page, "x.png", data)
            broken, shown = page.get_by_test_id("stAlertContentError"), keyed(page, "lab.remove")
            expect(broken.or_(shown).first).to_be_visible(timeout=15_000)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        keyed(other, "language").get_by_role("radio").nth(1).click()
        settle(other)
        expect(other.get_by_role("heading", name="What to practise today")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", ["/quiz", f"/quiz?q={METRICS}", "/lab?exercise=otsu&scan=us-cyst", "/progress"])
def test_axe_finds_nothing_serious(server: Server, chromium: Browser, path: str, dark: bool) -> None:
    # the checker is a script from outside, which our policy would not let in
    with visiting(chromium, dark=dark, bypass_csp=True) as page:
        page.goto(server.url + path)
        settle(page)
        if "lab" in path:
            drawn(page)
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
