"""The lab against naive Streamlit and Gradio, in a real Chromium: python -m benchmarks.lab [--quick] [--sizes 512].

From the step of a slider to the frame that shows its pixels; steps are taken in turn, A B C A B C. Gradio runs in a
Python of its own, named by GRADIO_PYTHON (python -m venv gr; gr/bin/pip install -r benchmarks/gradio.txt); without
one its rows say so.
"""

import argparse
import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import cv2
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.browsing import PEERS, peer, wait
from benchmarks.labs import Ours, Theirs
from benchmarks.pictures import Pixels, png, scene
from benchmarks.table import HEAD, Row
from tests.browser import free_port, launch, serving


def raw(image: Pixels, viewport: int = 860) -> float:
    """Milliseconds of OpenCV alone: the operation, the reduction to the screen, the JPEG. The median of five."""
    took = []
    for n in range(5):
        began = time.perf_counter()
        blurred = cv2.GaussianBlur(image, (0, 0), 2.0 + n / 10)
        k = max(1, image.shape[1] // viewport)
        small = cv2.resize(blurred, None, fx=1 / k, fy=1 / k, interpolation=cv2.INTER_AREA) if k > 1 else blurred
        cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 90])
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


@contextlib.contextmanager
def gradio(kind: str) -> Iterator[str | None]:
    """The peer's address; None without a Python that has gradio."""
    python = os.environ.get("GRADIO_PYTHON")
    if not python:
        yield None
        return
    port = free_port()
    environment = os.environ | {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}
    command = [python, str(PEERS / "gradio_upload.py"), str(port), kind]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        wait(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def measured(labs: list[Ours | Theirs], rounds: int) -> dict[str, list[float]]:
    """Steps in turn; the first of each is left out, it loads code."""
    took: dict[str, list[float]] = {lab.name: [] for lab in labs}
    for n in range(rounds + 1):
        for lab in labs:
            lab.page.bring_to_front()
            time.sleep(SHOWN)
            ms = lab.step()
            if n:
                took[lab.name].append(ms)
    return took


def said(took: list[float]) -> str:
    return f"{median(took):.0f} ms (p90 {quantiles(took, n=10)[-1]:.0f})"


def rows(size: int, color: bool, took: dict[str, list[float]], limits: dict[str, float]) -> Iterator[str]:
    mine = took["ours"]
    what = f"{size} x {size} {'colour' if color else 'grey'}, exact"
    for name, most in limits.items():
        if name not in took:
            yield f"| {what} / {name} | {said(mine)} | not run | – | {most:.3g} | – |"
            continue
        ratio = median(mine) / median(took[name])
        yield str(Row(f"{what} / {name}", said(mine), said(took[name]), ratio, most))


def own_rows(what: str, size: int, took: dict[str, list[float]]) -> Iterator[str]:
    """What is promised without a peer: little over OpenCV itself, and pictures under a moving finger."""
    bare, drag = took["raw"][0], took["drag"][0]
    over, most, wanted = median(took["ours"]) - bare, 35 if size == 512 else 50, 25 if size == 512 else 15
    yield str(Row(f"{what}: over raw OpenCV, against {most} ms", f"{over:.0f} ms", f"{bare:.0f} ms", over / most, 1))
    yield str(
        Row(f"{what}: {wanted} pictures a second while dragging", f"{drag:.1f}/s", "–", wanted / max(drag, 0.1), 1)
    )


CASES: tuple[tuple[int, bool, dict[str, float]], ...] = (
    (512, False, {"naive Streamlit": 0.35, "Gradio, JPEG": 0.35}),
    (2048, False, {"naive Streamlit": 0.33, "Gradio": 1 / 8}),
    (4096, False, {"naive Streamlit": 1 / 4, "Gradio": 1 / 15}),
    (4096, True, {"naive Streamlit": 1 / 5, "Gradio": 1 / 15}),
)


SHOWN = 0.3  # seconds after which a page that was brought to the front gets its frames again
ROUNDS = {512: 25, 2048: 9, 4096: 5}  # the smaller the picture, the more a frame more or less weighs


SLIDERS = {
    "naive Streamlit": "[data-testid=stSlider] :is([role=slider], input)",
    "Gradio": "input[type=range]",
    "Gradio, JPEG": "input[type=range]",
}


def case(
    browser: Browser, addresses: dict[str, str | None], size: int, color: bool, rounds: int
) -> dict[str, list[float]]:
    """Every lab with the same scan; our drag as well, under "drag"."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        file = Path(folder, "scan.png")
        image = scene(size, color)
        file.write_bytes(png(image))
        ours = Ours(stack.enter_context(_page(browser)), str(addresses["ours"]), file)
        labs: list[Ours | Theirs] = [ours]
        for name, slider in SLIDERS.items():
            if address := addresses[name]:
                labs.append(Theirs(name, stack.enter_context(_page(browser)), address, file, slider))
        took = measured(labs, rounds)
        ours.page.bring_to_front()
        return took | {"drag": [ours.dragged(3.0)], "raw": [raw(image)]}


@contextlib.contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="zh-CN")
    try:
        yield context.new_page()
    finally:
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="512 only, three rounds")
    parser.add_argument("--sizes", type=int, nargs="*", default=(512, 2048, 4096), help="only these")
    asked = parser.parse_args()
    quick = asked.quick
    with contextlib.ExitStack() as stack:
        addresses: dict[str, str | None] = {"ours": stack.enter_context(serving(SCANPREP_PICTURE_MB="900")).url}
        flags = ("--server.maxUploadSize", "200")
        os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
        addresses["naive Streamlit"] = stack.enter_context(peer("naive_upload.py", *flags))
        addresses["Gradio"] = stack.enter_context(gradio("webp"))
        addresses["Gradio, JPEG"] = stack.enter_context(gradio("jpeg"))
        browser = launch(stack.enter_context(sync_playwright()))
        print(HEAD, flush=True)
        for size, color, limits in CASES[:1] if quick else CASES:
            if size not in asked.sizes:
                continue
            took = case(browser, addresses, size, color, 3 if quick else ROUNDS[size])
            print("\n".join(rows(size, color, took, limits)))
            print("\n".join(own_rows(f"{size} x {size} {'colour' if color else 'grey'}", size, took)), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
