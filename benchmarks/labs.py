"""The labs that benchmarks/lab.py measures: ours and its peers, each with a step of its slider in a real page."""

import time
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.pictures import grey
from tests.browser import settle

# One step: press a key on the slider; the picture that answers it is there (decoded, where it is an image); the frame
# that shows it is committed. Both ends are times of the page's own clock, and both labs are told by events, not asked.
ARMED = """() => {
  window.__from = null
  addEventListener("keydown", event => { window.__from ??= event.timeStamp }, { capture: true, once: true })
  window.__painted = async () => {
    await new Promise(requestAnimationFrame)
    const after = new MessageChannel()
    await new Promise(done => { after.port1.onmessage = done; after.port2.postMessage(0) })
    return performance.now() - window.__from
  }
}"""
# Ours counts its asks and says which one is shown exactly; shadow roots are walked once.
OURS = """async () => {
  const hosts = [...document.querySelectorAll("*")]
  const stage = (window.__stage ??= hosts.map(h => h.shadowRoot?.querySelector(".stage")).find(s => s))
  const shown = () => window.__from !== null && Number(stage.dataset.exact ?? 0) > window.__asked
  await new Promise(done => {
    if (shown()) return done()
    const watcher = new MutationObserver(() => { if (shown()) { watcher.disconnect(); done() } })
    watcher.observe(stage, { attributes: true })
  })
  return window.__painted()
}"""
THEIRS = """async want => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
  const paper = canvas.getContext("2d", { willReadFrequently: true })
  const right = async image => {
    if (window.__from === null || image.naturalWidth < 256 || image.src.startsWith("data:")) return false
    try { await image.decode() } catch { return false }
    const q = image.naturalWidth / 64
    paper.drawImage(image, q / 2, q / 2, q, q, 0, 0, 1, 1)
    return Math.abs(paper.getImageData(0, 0, 1, 1).data[1] - want) <= 10
  }
  await new Promise(done => {
    const look = async image => {
      if (!await right(image)) return
      document.removeEventListener("load", loaded, true)
      done()
    }
    const loaded = event => { if (event.target.tagName === "IMG") look(event.target) }
    document.addEventListener("load", loaded, true)
    for (const image of document.images) if (image.complete) look(image)
  })
  return window.__painted()
}"""
# The page watches from before the key: asked for afterwards, it would look only when Playwright has got round to it.
END = "() => window.__end"
FRAMES = (
    """() => [...document.querySelectorAll("*")].map(h => h.shadowRoot?.querySelector(".stage")).find(s => s).dataset"""
)


class Ours:
    """Our lab with an uploaded scan and a Gaussian; sigma is moved by a tenth."""

    name = "ours"

    def __init__(self, page: Page, address: str, file: Path) -> None:
        self.page, self.steps = page, 0
        page.goto(f"{address}/lab?exercise=gaussian_blur&ksize=13&sigma=2")
        settle(page)
        page.locator("input[type=file]").first.set_input_files(str(file))
        page.get_by_role("button", name="移除").wait_for(timeout=90_000)
        settle(page, 90_000)
        self.drawn()

    def step(self, key: str = "ArrowRight") -> float:
        slider = self.page.locator("#knob-sigma")
        slider.focus()
        self.page.evaluate(ARMED)
        self.page.evaluate(f"() => {{ window.__asked = Number(({FRAMES})().asked) }}")
        self.page.evaluate(f"() => {{ window.__end = ({OURS})() }}")
        self.page.keyboard.press(key)
        return float(self.page.evaluate(END))

    def asked(self) -> int:
        """How often the page has asked for a picture."""
        return int(self.page.evaluate(FRAMES)["asked"])

    def drawn(self, after: int = 0) -> None:
        """Wait until an ask after this one is answered in full."""
        self.page.wait_for_function(
            f"after => {{ const d = ({FRAMES})(); return d.frames > 0 && d.asked > after && d.done === d.asked }}",
            arg=after,
            timeout=90_000,
        )

    def dragged(self, seconds: float) -> float:
        """New pictures a second while the knob is dragged to and fro."""
        box = self.page.locator("#knob-sigma").bounding_box()
        assert box
        y, end = box["y"] + box["height"] / 2, time.monotonic() + seconds
        self.page.mouse.move(box["x"] + box["width"] * 0.2, y)
        self.page.mouse.down()
        before, n = int(self.page.evaluate(FRAMES)["frames"]), 0
        began = time.monotonic()
        while time.monotonic() < end:
            n += 1
            self.page.mouse.move(box["x"] + box["width"] * (0.2 + 0.6 * abs((n % 80) / 40 - 1)), y)
            time.sleep(1 / 60)
        shown = int(self.page.evaluate(FRAMES)["frames"]) - before
        took = time.monotonic() - began
        self.page.mouse.up()
        self.drawn()
        return shown / took


class Theirs:
    """A peer whose slider is moved by one and whose picture carries the stamp."""

    def __init__(self, name: str, page: Page, address: str, file: Path, slider: str) -> None:
        self.name, self.page, self.slider, self.value = name, page, slider, 20
        page.goto(address)
        page.locator("input[type=file]").first.set_input_files(str(file), timeout=60_000)
        page.evaluate(ARMED)
        page.evaluate("() => { window.__from = performance.now() }")
        page.evaluate(THEIRS, grey(20))

    def step(self) -> float:
        self.value += 1
        self.page.locator(self.slider).first.focus()
        self.page.evaluate(ARMED)
        self.page.evaluate(f"want => {{ window.__end = ({THEIRS})(want) }}", grey(self.value))
        self.page.keyboard.press("ArrowRight")
        return float(self.page.evaluate(END))
