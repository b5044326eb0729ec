"""The door: Streamlit's server with our routes, headers and cookie. Start it with `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from server.door import lifespan, middleware, routes

PAGE = Path(st.__file__).parent / "static" / "index.html"

# Beside pages/, this file must not be the page script: on a cold server a deep link would run the page without it.
app = st.App(
    Path(__file__).parent / "pages" / "router.py",
    routes=routes(st.get_option("server.allowedHosts")),
    middleware=middleware(PAGE.read_text("utf-8")),
    lifespan=lifespan,
)
