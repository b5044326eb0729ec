"""An empty Streamlit app: one button, one number. What a rerun costs before anybody has written a line."""

import streamlit as st


def press() -> None:
    st.session_state["n"] = st.session_state.get("n", 0) + 1


st.button("go", on_click=press)
st.markdown(f"pressed {st.session_state.get('n', 0)} times")
