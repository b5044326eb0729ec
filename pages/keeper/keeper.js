// Watches one text area of the page. Typed text goes to Python half a second after the last key, never in the
// middle of a composition (an input method's half-written pinyin is not the learner's text).
const watched = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const state = watched.get(parentElement) ?? { timer: 0, question: null, box: null, off: null, observer: null }
  watched.set(parentElement, state)
  const find = () => document.querySelector(`.st-key-${data.box.replace(/[^a-zA-Z0-9_-]/g, "-")} textarea`)

  const attach = () => {
    const box = find()
    if (!box || box === state.box) return
    state.off?.()
    state.box = box
    const send = () => setTriggerValue("typed", { question: data.question, text: box.value })
    const later = event => {
      clearTimeout(state.timer)
      if (!event.isComposing) state.timer = setTimeout(send, 500)
    }
    box.addEventListener("input", later)
    box.addEventListener("compositionend", later)
    state.off = () => {
      clearTimeout(state.timer)
      box.removeEventListener("input", later)
      box.removeEventListener("compositionend", later)
    }
    // A new question is answered by typing: put the cursor there, unless a finger would only call up a keyboard.
    if (state.question !== data.question && matchMedia("(hover: hover)").matches) box.focus({ preventScroll: true })
    state.question = data.question
  }

  attach()
  state.observer?.disconnect()
  state.observer = new MutationObserver(attach)
  state.observer.observe(document.querySelector("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true })
  return () => {
    state.observer?.disconnect()
    state.off?.()
    watched.delete(parentElement)
  }
}
