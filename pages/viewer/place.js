// Pointing and drawing on the picture: a seed, a box, strokes. Knobs with the units %x and %y are places; every one of
// them has its slider too, so nothing here needs a pointer.
function placing(me, values, changed) {
  const bar = me.$(".draw")
  let tool = "move", line = null, from = null

  const of = unit => me.data.exercise.knobs.filter(k => k.kind === "range" && k.unit === unit)
  const xs = () => of("%x"), ys = () => of("%y")
  const strokes = () => me.data.exercise.knobs.find(k => k.kind === "strokes")
  const hasSeed = () => xs().length === 1 && ys().length === 1
  const hasBox = () => xs().length === 2 && ys().length === 2
  const percent = point => {
    const [x, y] = me.canvas.image(point), [w, h] = me.data.size
    return [x / w * 100, y / h * 100].map(v => Math.min(Math.max(Math.round(v * 10) / 10, 0), 100))
  }
  const set = (knob, v) => { values()[knob.name] = Math.min(Math.max(v, knob.low), knob.high) }
  const seed = (point, done) => {
    const [x, y] = percent(point)
    set(xs()[0], x); set(ys()[0], y); changed(done)
  }
  const box = (a, b, done) => {
    const [x0, y0] = percent(a), [x1, y1] = percent(b)
    const put = (knobs, p, q) => { set(knobs[0], Math.min(p, q)); set(knobs[1], Math.max(p, q)) }
    put(xs(), x0, x1); put(ys(), y0, y1); changed(done)
  }
  const all = () => (strokes() ? values()[strokes().name].split(";").filter(Boolean) : [])
  const draw = list => { values()[strokes().name] = list.slice(-40).join(";"); changed(true); dress() }
  const written = () => `${tool} ${line.slice(0, 64).map(p => p.join(",")).join(" ")}`

  function dress() {
    const w = me.data.words
    const modes = [["move", w.move]]
    if (hasSeed()) modes.push(["seed", w.seed])
    if (hasBox()) modes.push(["box", w.box])
    if (strokes()) modes.push(["f", w.foreground], ["b", w.background])
    bar.hidden = modes.length < 2
    const buttons = modes.map(([name, label]) => {
      const button = make("button", { type: "button" }, label)
      button.setAttribute("aria-pressed", tool === name)
      button.onclick = () => { tool = name; dress() }
      return button
    })
    if (strokes() && all().length) {
      const back = make("button", { type: "button" }, w.undo_stroke), clear = make("button", { type: "button" }, w.clear)
      back.onclick = () => draw(all().slice(0, -1))
      clear.onclick = () => draw([])
      buttons.push(back, clear)
    }
    remade(bar, () => bar.replaceChildren(...buttons))
    me.$(".picture").style.cursor = tool === "move" ? "" : "copy"
  }

  return {
    dress,
    shows: knob => knob.unit === "%x" || knob.unit === "%y",
    fresh() { tool = hasSeed() ? "seed" : hasBox() ? "box" : "move"; line = from = null; dress() },
    // Each of these says whether the pointer is taken, so that it does not move the picture as well.
    down(point) {
      from = point
      if (tool === "f" || tool === "b") line = [percent(point)]
      return tool !== "move" && tool !== "seed"
    },
    move(point) {
      if (tool === "box" && from) { box(from, point, false); return true }
      if (!line) return tool === "seed" && false
      const next = percent(point), last = line.at(-1)
      if (Math.hypot(next[0] - last[0], next[1] - last[1]) >= .4 && line.length < 64) { line.push(next); me.canvas.paint() }
      return true
    },
    up(point) {
      const start = from
      from = null
      if (!start) return
      const still = Math.hypot(point[0] - start[0], point[1] - start[1]) < 4
      if (tool === "seed" && still) seed(point, true)
      else if (tool === "box" && !still) box(start, point, true)
      else if (line) { const done = written(); line = null; draw([...all(), done]) }
    },
    cancel() { from = line = null },
    // What is set, over the picture: x and y are from percent to the canvas.
    overlay(paper, x, y, scale) {
      const v = values()
      paper.lineWidth = 2 * scale
      if (hasSeed()) {
        const [cx, cy] = [x(v[xs()[0].name]), y(v[ys()[0].name])], r = 9 * scale
        for (const [color, width] of [["#000a", 4], ["#ffd54a", 2]]) {
          paper.strokeStyle = color; paper.lineWidth = width * scale
          paper.beginPath(); paper.arc(cx, cy, r, 0, 7)
          paper.moveTo(cx - 1.6 * r, cy); paper.lineTo(cx + 1.6 * r, cy); paper.moveTo(cx, cy - 1.6 * r); paper.lineTo(cx, cy + 1.6 * r)
          paper.stroke()
        }
      }
      if (hasBox()) {
        const [l, r] = xs().map(k => x(v[k.name])), [t, b] = ys().map(k => y(v[k.name]))
        paper.strokeStyle = "#ffd54a"; paper.setLineDash([6 * scale, 4 * scale]); paper.strokeRect(l, t, r - l, b - t); paper.setLineDash([])
      }
      const drawn = line ? [...all(), written()] : all()
      for (const stroke of drawn) {
        const [letter, ...points] = stroke.split(" ")
        paper.strokeStyle = letter === "f" ? "#3ddc84" : "#ff5c5c"
        paper.lineWidth = 3 * scale; paper.lineCap = paper.lineJoin = "round"
        paper.beginPath()
        points.forEach((p, i) => { const [px, py] = p.split(",").map(Number); i ? paper.lineTo(x(px), y(py)) : paper.moveTo(x(px), y(py)) })
        if (points.length === 1) { const [px, py] = points[0].split(",").map(Number); paper.lineTo(x(px) + .1, y(py)) }
        paper.stroke()
      }
    },
  }
}
