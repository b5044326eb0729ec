// Shows a marked answer and takes the learner's ticks. The ticks are on the page at once and go to Python as a whole,
// numbered: what comes back with a lower number is older than what the learner sees, and changes nothing.
const held = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".sp-reveal")
  const state = held.get(parentElement) ?? { id: null, html: "", sent: 0, ticked: new Set() }
  held.set(parentElement, state)

  const each = (selector, act) => root.querySelectorAll(selector).forEach(act)
  const paint = () => {
    each("input[data-point]", box => (box.checked = state.ticked.has(box.dataset.point)))
    each("[data-credited]", place => (place.textContent = data.credited.replace("{hit}", state.ticked.size)))
  }
  const tick = (point, on) => {
    on ? state.ticked.add(point) : state.ticked.delete(point)
    state.sent += 1
    paint()
    setTriggerValue("ticks", { id: data.id, n: state.sent, ticked: [...state.ticked] })
  }
  root.onchange = event => event.target.dataset.point && tick(event.target.dataset.point, event.target.checked)
  root.onclick = event => {
    const { adopt, made } = event.target.dataset
    if (!adopt) return
    root.querySelector(`input[data-point="${CSS.escape(adopt)}"]`).focus() // the button goes away
    tick(adopt, made === "yes")
  }

  if (state.id !== data.id) Object.assign(state, { id: data.id, sent: data.heard })
  if (data.heard >= state.sent) state.ticked = new Set(data.ticked)
  // Only what changed is put in anew, so that an open fold stays open and the focus where it is.
  if (state.html !== data.html) root.innerHTML = state.html = data.html
  each("[data-beside]", place => {
    const said = data.beside[place.dataset.beside] ?? ""
    if (place.said !== said) place.innerHTML = place.said = said
  })
  const order = root.querySelector("[data-order]")
  if (order) data.order.forEach(i => order.append(order.querySelector(`[data-follow-up="${i}"]`)))
  paint()
}
