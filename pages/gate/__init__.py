"""The way in for a scan: chosen, dropped or pasted anywhere, it goes into the page's uploader without its name."""

import streamlit as st

from pages import lab_words as w
from pages.shared import HERE, say

FOLDER = HERE / "gate"
_gate = st.components.v2.component(
    "scanprep_gate",
    html='<p class="line" role="status"></p><div class="veil" hidden></div>',
    css=(FOLDER / "gate.css").read_text("utf-8"),
    js=(FOLDER / "gate.js").read_text("utf-8"),
)


def gate(target: str) -> None:
    """Guard the file uploader with the widget key `target`."""
    limit = int(st.get_option("server.maxUploadSize"))
    words = {"reading": w.READING, "large": w.TOO_LARGE, "drop": w.DROP_HERE}
    said = {name: say(text).format(limit=limit) for name, text in words.items()}
    _gate(key="gate", data={"target": target, "limit": limit << 20, "words": said})
