"""The banks for other programs, as `python -m study export` writes them."""

import tempfile
from functools import partial
from pathlib import Path

import streamlit as st

from pages import banks_words as w
from pages.shared import lang, say, shelf
from study.cli_export import FORMATS
from study.cli_export import export as write
from study.text import Lang

ENDS = {"anki": "apkg", "gift": "txt", "csv": "csv", "json": "json"}
TYPES = {"anki": "application/octet-stream", "gift": "text/plain", "csv": "text/csv", "json": "application/json"}


def export() -> None:
    st.caption(say(w.EXPORT_SAID))
    chosen = st.segmented_control(
        say(w.EXPORT_LANG),
        list(w.LANGS),
        default=lang(),
        required=True,
        format_func=lambda code: say(w.LANGS[code]),
        key="banks.out.lang",
    )
    into: Lang = "en" if chosen == "en" else "zh"
    with st.container(horizontal=True, key="exports"):
        for kind in FORMATS:
            st.download_button(
                say(w.FORMATS[kind]),
                partial(made, kind, into),
                f"scanprep.{into}.{ENDS[kind]}" if kind in ("anki", "gift") else f"scanprep.{ENDS[kind]}",
                TYPES[kind],
                key=f"banks.out.{kind}",
                icon=":material/download:",
                on_click="ignore",
            )


def made(kind: str, lang: Lang) -> bytes:
    """The file, made when it is asked for."""
    banks = list(shelf().banks.values())
    saved = [path.stat().st_mtime for path in shelf().banks if path.exists()]
    with tempfile.TemporaryDirectory(prefix="scanprep-") as folder:
        out = Path(folder, f"out.{ENDS[kind]}")
        write(kind, banks, out, lang, max(saved, default=0.0))
        return out.read_bytes()
