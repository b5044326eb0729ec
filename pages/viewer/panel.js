// Everything beside the canvas: knobs, what is shown, window, numbers. Words come from Python in the page's language.
const make = (tag, props = {}, ...inside) => {
  const node = Object.assign(document.createElement(tag), props)
  node.append(...inside)
  return node
}

// Makes the controls in a box anew; whoever was in them by keyboard stays at the same place, or at the last one.
function remade(box, act) {
  const all = () => [...box.querySelectorAll("input, select, button")]
  const at = all().indexOf(box.querySelector(":focus"))
  act()
  if (at >= 0) (all()[at] ?? all().at(-1))?.focus({ preventScroll: true })
}

// What a key moves waits for the key's picture, and both stand in one frame: a frame for the slider alone would come
// first, and the picture would be a whole frame later. A picture that takes longer is not waited for.
const TOGETHER = 24 // milliseconds
function together() {
  const acts = new Map()
  let late = 0
  const run = () => {
    clearTimeout(late)
    late = 0
    for (const act of acts.values()) act()
    acts.clear()
  }
  return { run, waits: who => acts.has(who), add(who, act) { acts.set(who, act); late ||= setTimeout(run, TOGETHER) } }
}

function knobRow(me, knob, value, changed) {
  const name = make("label", { className: "name" }, knob.label)
  const id = `knob-${knob.name}`
  name.htmlFor = id
  if (knob.kind === "choice") {
    const box = make("select", { id }, ...knob.choices.map((c, i) => make("option", { value: i }, c.label)))
    box.value = knob.choices.findIndex(c => c.value === value)
    box.onchange = () => changed(knob.choices[box.value].value, true)
    return make("div", { className: "knob" }, name, box)
  }
  if (knob.kind === "switch") {
    const box = make("input", { id, type: "checkbox", checked: value })
    box.onchange = () => changed(box.checked, true)
    return make("div", { className: "knob switch" }, box, name)
  }
  const range = { min: knob.low, max: knob.high, step: knob.step, value }
  const slider = make("input", { id, type: "range", ...range })
  slider.value = value
  const number = make("input", { type: "number", className: "value", ...range })
  number.setAttribute("aria-label", knob.label)
  number.value = value
  // With a key every input is followed by its change at once, which has nothing to add.
  let held = false, asked = null
  slider.onpointerdown = () => { me.together.run(); held = true }
  slider.onpointerup = slider.onpointercancel = () => { held = false }
  slider.oninput = () => {
    asked = held ? null : Number(slider.value)
    changed(Number(slider.value), !held)
    number.value = slider.value
  }
  slider.onchange = () => {
    if (asked !== Number(slider.value)) changed(Number(slider.value), true)
    asked = null
  }
  const ahead = slider.cloneNode() // it knows steps and ends as the slider does, and is not on the page
  slider.onkeydown = event => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
    if (!by || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return me.together.run()
    event.preventDefault()
    if (!me.together.waits(slider)) ahead.value = slider.value
    const before = ahead.value
    ahead.stepUp(by)
    if (ahead.value === before) return
    changed(Number(ahead.value), true)
    me.together.add(slider, () => { slider.value = number.value = ahead.value })
  }
  number.onchange = () => {
    const typed = Math.min(Math.max(Number(number.value) || 0, knob.low), knob.high)
    slider.value = typed; number.value = slider.value; changed(Number(slider.value), true)
  }
  const unit = knob.unit ? make("span", { className: "unit" }, knob.unit.startsWith("%") ? "%" : knob.unit) : ""
  return make("div", { className: "knob" }, name, make("div", { className: "pair" }, slider, number, unit))
}

function histogram(title, part, words) {
  const W = 256, H = 56
  const colors = part.counts.length === 3 ? ["#e0605e", "#4fae6b", "#5b8def"] : ["currentColor"]
  // the tallest bar is often the background; the root keeps the others visible
  const top = Math.sqrt(Math.max(1, ...part.counts.flat()))
  const paths = part.counts.map((counts, i) => {
    const bars = counts.map((n, x) => (n ? `M${x} ${H}v${-(Math.sqrt(n) / top) * H}` : "")).join("")
    return `<path d="${bars}" stroke="${colors[i]}" stroke-width="1" opacity="${part.counts.length === 3 ? 0.55 : 0.75}"/>`
  })
  const line = `${part.depth} · ${words.range} ${part.low} … ${part.high} · ${words.mean} ${part.mean}`
  const figure = make("figure", { className: "histogram" })
  figure.innerHTML = `<svg viewBox="0 0 ${W} ${H}" preserveAspectRatio="none" role="img">${paths.join("")}</svg>`
  figure.querySelector("svg").setAttribute("aria-label", `${title}: ${line}`)
  const axis = make("div", { className: "axis" }, make("span", {}, String(part.axis[0])), make("span", {}, String(part.axis[1])))
  figure.prepend(make("figcaption", {}, make("b", {}, title), ` ${line}`))
  figure.append(axis)
  return figure
}

function foundRows(me, found) {
  const words = me.data.words, lang = me.data.lang, out = []
  if (found.facts.length) {
    out.push(make("dl", { className: "facts" },
      ...found.facts.flatMap(f => [make("dt", {}, f.label[lang]), make("dd", {}, f.value)])))
  }
  if (found.note) out.push(make("p", { className: "remark" }, found.note[lang]))
  out.push(histogram(words.before, found.before, words), histogram(words.after, found.after, words))
  if (found.after.ribbon) out.push(make("p", { className: "remark" }, found.after.ribbon[lang]))
  if (found.differs !== null) {
    out.push(make("p", { className: "remark" }, words.differs.replace("{share}", `${(found.differs * 100).toFixed(1)}%`)))
  }
  out.push(make("p", { className: "remark" }, `${found.size[0]} × ${found.size[1]} px · ${found.ms} ms`))
  return out
}
