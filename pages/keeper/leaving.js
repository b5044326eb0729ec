// A box in a popover is gone when Escape closes it, and Streamlit has not been told what was typed last. This tells it.
const watched = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const state = watched.get(parentElement) ?? { boxes: new Map() }
  watched.set(parentElement, state)

  const look = () => {
    for (const name of data.boxes) {
      const held = state.boxes.get(name)
      if (held && !held.box.isConnected) {
        state.boxes.delete(name)
        if (held.text !== null) setTriggerValue("left", { box: name, text: held.text })
      }
      const box = document.querySelector(`.st-key-${name.replace(/[^a-zA-Z0-9_-]/g, "-")} textarea`)
      if (!box || state.boxes.get(name)?.box === box) continue
      const fresh = { box, text: null }
      state.boxes.set(name, fresh)
      box.addEventListener("input", () => (fresh.text = box.value))
    }
  }

  look()
  state.observer?.disconnect()
  state.observer = new MutationObserver(look)
  state.observer.observe(document.body, { childList: true, subtree: true })
  return () => state.observer?.disconnect()
}
