import streamlit as st

st.header("stub")
st.write(st.query_params.to_dict(), st.session_state.get("lang"), st.context.locale)
if st.button("next"):
    st.query_params["q"] = "x"
