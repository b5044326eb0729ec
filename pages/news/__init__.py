"""Makes an open page run again when the banks have changed."""

import streamlit as st

from pages.shared import HERE, shelf

_news = st.components.v2.component("scanprep_news", js=(HERE / "news" / "news.js").read_text("utf-8"))


def news() -> None:
    """Listen; what the page shows is taken from the shelf as it is at that moment, so there is nothing else to do."""
    with st.container(key="news"):
        _news(key="news_socket", data={"shelf": shelf().version}, on_shelf_change=lambda: None, height=1)
