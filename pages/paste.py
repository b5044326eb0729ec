"""Pasting a picture anywhere on the page: it goes into the page's uploader as if it had been chosen there."""

import streamlit as st

JS = """
const listeners = new WeakMap()
export default function ({ data, parentElement }) {
  document.removeEventListener("paste", listeners.get(parentElement))
  const listen = event => {
    const file = [...(event.clipboardData?.files ?? [])].find(f => f.type.startsWith("image/"))
    const name = data.target.replace(/[^a-zA-Z0-9_-]/g, "-")
    const input = document.querySelector(`.st-key-${name} input[type=file]`)
    if (!file || !input) return
    event.preventDefault()
    const sent = new DataTransfer()
    sent.items.add(new File([file], "pasted.png", { type: file.type }))
    input.files = sent.files
    input.dispatchEvent(new Event("change", { bubbles: true }))
  }
  listeners.set(parentElement, listen)
  document.addEventListener("paste", listen)
  return () => document.removeEventListener("paste", listeners.get(parentElement))
}
"""
_paste = st.components.v2.component("scanprep_paste", js=JS)


def paste(target: str) -> None:
    """Let pasted pictures go into the file uploader with this widget key."""
    with st.container(key="pasting"):
        _paste(key="paste", data={"target": target}, height=1)
