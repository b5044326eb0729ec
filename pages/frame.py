"""What stands around every page: the language switch, the document's language, our style sheet."""

from functools import cache

import streamlit as st

from pages import notice
from pages.shared import HERE
from study.text import Lang

# Names of the two languages as the switch shows them; the options themselves go into the URL.
LANGUAGES = ["zh", "en"]

DOCUMENT = """
export default function ({ data }) {
  document.documentElement.lang = data.lang === "zh" ? "zh-CN" : "en"
  document.documentElement.dataset.lang = data.lang
}
"""
_document = st.components.v2.component("scanprep_document", js=DOCUMENT)


def language() -> None:
    """The switch, kept in the URL as ?lang=; on a first visit the browser's language decides, Chinese when in doubt."""
    first = "en" if (st.context.locale or "").lower().startswith("en") else "zh"
    with st.container(key="language"):
        st.segmented_control(
            "语言 Language",
            LANGUAGES,
            default=st.session_state.setdefault("first_lang", first),
            required=True,
            key="lang",
            bind="query-params",
            label_visibility="collapsed",
        )


def dress(lang: Lang) -> None:
    """Our style sheet, the document's `lang` for screen readers and the right Chinese glyphs, the store's notice."""
    st.html(f"<style>{_style()}</style>")
    with st.container(key="document"):
        _document(key="document_lang", data={"lang": lang}, height=1)
    notice.show()


@cache
def _style() -> str:
    return (HERE / "style.css").read_text("utf-8")
