// The viewer: owns the knobs and the canvas, talks to /live while a knob is dragged, tells Python on release.
const instances = new WeakMap()

export default function ({ data, parentElement, setStateValue }) {
  let me = instances.get(parentElement)
  if (!me) {
    me = begin(parentElement)
    instances.set(parentElement, me)
  }
  me.post = setStateValue
  me.take(data)
  return () => { me.end(); instances.delete(parentElement) }
}

function begin(root) {
  const me = { $: selector => root.querySelector(selector), data: null, post: () => {}, together: together() }
  const now = { knobs: {}, frame: 0, window: null, bake: false, overlay: false, show: "result", stage: 0 }
  let n = 0, shown = null, dragging = false, told = ""

  me.asked = mode => {
    if (!me.data || !me.data.size[0]) return
    const { token, second, exercise } = me.data
    n += 1
    me.$(".stage").dataset.asked = n
    socket.send({ n, token, second, exercise: exercise.name, ...now, mode, view: canvas.rect() })
  }
  const report = () => {
    const value = { of: me.data.id, knobs: now.knobs, frame: now.frame, window: now.window, bake: now.bake, overlay: now.overlay }
    if (JSON.stringify(value) !== told) { told = JSON.stringify(value); me.post("state", value) }
  }
  // Python hears of a release a moment later: its rerun would take the browser's time just when the picture comes.
  let telling = 0
  const later = () => { clearTimeout(telling); telling = setTimeout(report, 350) }
  const change = done => { dragging = !done; me.asked(done ? "exact" : "drag"); if (done) later() }

  const words = text => (text ? text[me.data.lang] : "")
  const note = (text, kind = "") => { me.$(".note").textContent = text; me.$(".note").dataset.kind = kind }

  let wanted = null, asking = false
  me.probe = (pixel, point) => {
    const tip = me.$(".probe")
    if (!pixel || pixel[0] < 0 || pixel[1] < 0 || pixel[0] >= me.data.size[0] || pixel[1] >= me.data.size[1]) {
      tip.textContent = ""; wanted = null
      return
    }
    wanted = pixel
    tip.dataset.side = point[0] > me.$(".stage").clientWidth / 2 ? "left" : "right"
    if (!asking) { asking = true; socket.send({ probe: pixel }) }
  }

  const socket = connect(me, {
    open: () => me.asked("exact"),
    blocked: () => { me.$(".road").textContent = me.data?.words.blocked ?? ""; note("") },
    free: () => { me.$(".road").textContent = "" },
    state: (up, code) => note(up ? "" : code === 4403 ? me.data.words.cookie : me.data?.words.reconnecting ?? ""),
    text: said => {
      if (said.refused) return note(words(said.refused), "refused")
      if (said.working) return note(me.data.words.working.replace("{seconds}", said.working), "working")
      if (said.stages) return stages(said.stages)
      if ("done" in said) return beside(() => { if (said.done === n) me.$(".stage").dataset.done = n })
      if (said.probe) {
        asking = false
        const list = values => (values ? values.join(", ") : "–")
        const unit = me.data.unit ? ` ${me.data.unit}` : ""
        const text = `(${said.probe.join(", ")})  ${list(said.before)}${unit}` + (said.after ? ` → ${list(said.after)}` : "")
        me.$(".probe").textContent = wanted ? text : ""
        if (wanted && String(wanted) !== String(said.probe)) { asking = true; socket.send({ probe: wanted }) }
        return
      }
      if (said.found) beside(() => numbers(said.found))
    },
    picture: (head, image) => {
      if (head.layer === "thumb") return thumb(head, image)
      if (head.layer === "right") note(head.shrunk > 1 ? me.data.words.preview : "")
      showing = canvas.show(head, image)
    },
  })

  // What stands beside the picture waits until the picture is on screen: laying it out takes longer than painting.
  let showing = null, waiting = []
  const beside = act => {
    waiting.push(act)
    if (waiting.length > 1) return
    Promise.resolve(showing).then(() => requestAnimationFrame(() => setTimeout(() => {
      const acts = waiting
      waiting = []
      if (me.data) for (const act of acts) act()
    })))
  }
  function numbers(found) {
    me.$(".found").replaceChildren(...foundRows(me, found))
    const facts = found.facts.map(f => `${f.label[me.data.lang]} ${f.value}`).join(", ")
    const w = me.data.words
    me.$(".words").textContent = `${me.data.exercise.title}: ${w.mean} ${found.before.mean} → ${found.after.mean}` + (facts ? `; ${facts}` : "")
    me.$(".picture").setAttribute("aria-label", me.$(".words").textContent)
  }

  function stages(titles) {
    me.$(".strip").replaceChildren(...titles.map((title, i) => {
      const card = make("button", { type: "button" }, make("img", { alt: words(title) }), make("span", {}, `${i + 1}. ${words(title)}`))
      card.setAttribute("aria-pressed", i === now.stage)
      card.onclick = () => { now.stage = i; mark(".strip", i); me.asked("exact") }
      return card
    }))
  }
  const thumb = (head, blob) => {
    const picture = me.$(".strip").children[head.index]?.querySelector("img")
    if (picture) { URL.revokeObjectURL(picture.src); picture.src = URL.createObjectURL(blob) }
  }
  const mark = (place, at) => [...me.$(place).children].forEach((b, i) => b.setAttribute("aria-pressed", i === at))

  function shows() {
    const { exercise, words: w } = me.data
    const all = [["result", w.result], ...(exercise.naive ? [["naive", w.naive], ["diff", w.diff]] : []), ...(exercise.stages ? [["stages", w.stages]] : [])]
    me.$(".shows").hidden = all.length < 2
    me.$(".shows").replaceChildren(...all.map(([name, label], i) => {
      const button = make("button", { type: "button" }, label)
      button.setAttribute("aria-pressed", name === now.show)
      button.onclick = () => { now.show = name; mark(".shows", i); dress(); me.asked("exact") }
      return button
    }))
  }
  function dress() {
    const { words: w, exercise } = me.data
    const tags = { result: [w.before, w.after], naive: [w.naive, w.right], diff: [w.right, w.diff], stages: [w.before, w.stage] }[now.show]
    me.$(".tag.left").textContent = tags[0]; me.$(".tag.right").textContent = tags[1]
    me.$(".strip").hidden = now.show !== "stages"
    me.$(".trap").hidden = !(exercise.trap && ["naive", "diff"].includes(now.show))
    me.$(".trap").textContent = exercise.trap ?? ""
    canvas.wipe(now.show === "stages" || now.show === "diff" ? 0 : 50)
  }

  function tools() {
    const w = me.data.words
    const button = (text, title, act) => { const b = make("button", { type: "button", title }, text); b.setAttribute("aria-label", title); b.onclick = act; return b }
    const hold = button(w.hold, `${w.hold_title} (O)`, () => {})
    hold.onpointerdown = () => canvas.hold(true)
    hold.onpointerup = hold.onpointerleave = () => canvas.hold(false)
    me.$(".tools").replaceChildren(hold, button("−", `${w.zoom_out} (-)`, () => canvas.zoom(1 / 1.4)), make("span", { className: "zoom-now" }),
      button("+", `${w.zoom_in} (+)`, () => canvas.zoom(1.4)), button("1:1", `${w.one} (1)`, canvas.oneToOne), button(w.fit, `${w.fit_title} (0)`, canvas.fitAll))
  }

  function panel() {
    const { exercise, words: w } = me.data
    const rows = exercise.knobs.filter(knob => knob.kind !== "strokes").map(knob => knobRow(me, knob, now.knobs[knob.name], (value, done) => { now.knobs[knob.name] = value; if (me.place.shows(knob)) canvas.paint(); change(done) }))
    if (exercise.knobs.length) {
      const reset = make("button", { type: "button", className: "reset" }, w.reset)
      reset.onclick = () => { for (const k of exercise.knobs) now.knobs[k.name] = k.default; panel(); me.place.dress(); canvas.paint(); change(true) }
      rows.push(reset)
    }
    if (me.data.overlaid) {
      rows.unshift(knobRow(me, { name: "overlay", label: w.overlay, kind: "switch" }, now.overlay, value => { now.overlay = value; change(true) }))
    }
    if (me.data.frames > 1) {
      const knob = { name: "frame", label: w.frame, kind: "range", low: 0, high: me.data.frames - 1, step: 1 }
      rows.unshift(knobRow(me, knob, now.frame, (value, done) => { now.frame = value; change(done) }))
    }
    remade(me.$(".knobs"), () => me.$(".knobs").replaceChildren(...rows))
    me.$(".window").hidden = !me.data.deep
    remade(me.$(".window"), () => me.$(".window").replaceChildren(...(me.data.deep ? windows() : [])))
  }
  function windows() {
    const { words: w, windows: presets, reach } = me.data
    const set = (value, done) => { now.window = value; if (done) panel(); change(done) }
    const at = now.window ?? [presets[0].center, presets[0].width]
    const box = make("select", { id: "window-preset" }, make("option", { value: "" }, w.own), ...presets.map((p, i) => make("option", { value: i }, p.name)))
    const same = presets.findIndex(p => p.center === at[0] && p.width === at[1])
    box.value = same < 0 ? "" : same
    box.onchange = () => box.value !== "" && set([presets[box.value].center, presets[box.value].width], true)
    const label = make("label", { className: "name" }, w.preset); label.htmlFor = "window-preset"
    const span = reach[1] - reach[0]
    const center = { name: "window-center", label: w.center, low: reach[0], high: reach[1], step: span > 50 ? 1 : span / 200 }
    const width = { name: "window-width", label: w.width, low: span > 50 ? 1 : span / 200, high: span, step: center.step }
    const bake = knobRow(me, { name: "bake", label: w.bake, kind: "switch" }, now.bake, value => { now.bake = value; change(true) })
    return [make("div", { className: "knob" }, label, box), knobRow(me, center, at[0], (v, done) => set([v, (now.window ?? at)[1]], done)),
      knobRow(me, width, at[1], (v, done) => set([(now.window ?? at)[0], v], done)), bake]
  }

  const keys = event => {
    const target = event.composedPath()[0]
    if (event.ctrlKey || event.metaKey || event.altKey || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) return
    const act = { o: () => canvas.hold(true), "+": () => canvas.zoom(1.4), "=": () => canvas.zoom(1.4), "-": () => canvas.zoom(1 / 1.4), 0: canvas.fitAll, 1: canvas.oneToOne }[event.key.toLowerCase()]
    if (act && me.data) act()
  }
  const released = event => event.key.toLowerCase() === "o" && canvas.hold(false)
  document.addEventListener("keydown", keys)
  document.addEventListener("keyup", released)

  me.place = placing(me, () => now.knobs, done => { if (done) panel(); canvas.paint(); change(done) })
  const canvas = picture(me)
  me.canvas = canvas
  me.take = data => {
    const fresh = !me.data || me.data.id !== data.id, reworded = !me.data || me.data.lang !== data.lang
    const moved = me.data && me.data.token !== data.token
    me.data = data
    me.$(".stage").style.setProperty("--shape", data.size[0] / Math.max(1, data.size[1] * data.tall))
    if (fresh) {
      clearTimeout(telling)
      Object.assign(now, { knobs: { ...data.values }, frame: data.frame, window: data.window, bake: data.bake, overlay: data.overlay, show: "result", stage: 0 })
      if (moved) { canvas.forget(); canvas.view.fitted = true; me.$(".found").replaceChildren() }
    }
    if (fresh) me.place.fresh()
    if (fresh || reworded) { tools(); shows(); dress(); panel(); me.place.dress(); canvas.place(); me.asked("exact") }
    socket.take(data.answer)
    me.$(".handle").setAttribute("aria-label", data.words.wipe)
    if (fresh || reworded) me.$(".picture").setAttribute("aria-label", data.exercise.title)
  }
  me.end = () => {
    clearTimeout(telling)
    socket.close(); canvas.end()
    document.removeEventListener("keydown", keys); document.removeEventListener("keyup", released)
  }
  return me
}
