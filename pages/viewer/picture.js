// The canvas: two pictures in one frame of coordinates, a wipe between them, zoom and pan.
function picture(me) {
  const canvas = me.$(".picture"), stage = me.$(".stage"), handle = me.$(".handle")
  const paper = canvas.getContext("2d")
  const layers = { left: null, right: null }
  const dpr = () => Math.min(window.devicePixelRatio || 1, 2)
  // kept: asking the browser in the middle of a step would make it lay the page out
  let box = null
  const size = () => (box ??= [stage.clientWidth, stage.clientHeight])
  // a pixel of the scan may be taller than it is wide: everything upright is drawn so many times as long
  const tall = () => me.data?.tall ?? 1
  const fit = () => Math.min(size()[0] / me.data.size[0], size()[1] / (me.data.size[1] * tall())) || 1

  const view = { scale: 1, x: 0, y: 0, fitted: true, wipe: 50, held: false }
  let beside = ""
  const clamp = (v, low, high) => Math.min(Math.max(v, low), high)

  function place() {
    const [w, h] = size(), [iw, ih] = me.data.size
    beside = ""
    if (view.fitted) view.scale = fit()
    const sw = w / view.scale, sh = h / view.scale / tall()
    view.x = sw >= iw ? (iw - sw) / 2 : clamp(view.x, 0, iw - sw)
    view.y = sh >= ih ? (ih - sh) / 2 : clamp(view.y, 0, ih - sh)
    const d = dpr()
    if (canvas.width !== Math.round(w * d) || canvas.height !== Math.round(h * d)) {
      canvas.width = Math.round(w * d); canvas.height = Math.round(h * d)
    }
    paint()
  }

  function paint() {
    const d = dpr(), k = view.scale * d, ky = k * tall()
    paper.setTransform(1, 0, 0, 1, 0, 0)
    paper.clearRect(0, 0, canvas.width, canvas.height)
    const draw = layer => {
      if (!layer) return
      const [x, y, lw, lh] = layer.rect
      const larger = (lw / layer.bitmap.width) * k
      // single pixels are what one wants to see when one is this close
      paper.imageSmoothingEnabled = larger < 1.5
      paper.imageSmoothingQuality = larger < 0.75 ? "high" : "low" // near 1:1 nobody sees more than the time it takes
      paper.drawImage(layer.bitmap, (x - view.x) * k, (y - view.y) * ky, lw * k, lh * ky)
    }
    const edge = view.held ? 1 : view.wipe / 100
    paper.save(); paper.beginPath(); paper.rect(canvas.width * edge, 0, canvas.width, canvas.height); paper.clip()
    draw(layers.right); paper.restore()
    paper.save(); paper.beginPath(); paper.rect(0, 0, canvas.width * edge, canvas.height); paper.clip()
    draw(layers.left); paper.restore()
    if (me.data && !view.held) {
      const [iw, ih] = me.data.size
      me.place.overlay(paper, v => (v / 100 * iw - view.x) * k, v => (v / 100 * ih - view.y) * ky, d)
    }
    const said = [view.wipe, view.held, view.scale].join()
    if (said === beside) return // a new picture at the same place changes nothing but the canvas
    beside = said
    handle.style.left = `${view.wipe}%`
    handle.style.visibility = view.held ? "hidden" : "visible"
    handle.setAttribute("aria-valuenow", Math.round(view.wipe))
    me.$(".zoom-now").textContent = `${Math.round(view.scale * 100)}%`
  }

  // A new picture replaces the old one only when it is decoded, so nothing ever flashes.
  async function show(head, image) {
    const overtaken = () => layers[head.layer] && layers[head.layer].n > head.n
    if (overtaken()) return
    const bitmap = image instanceof ImageData ? drawn(head.layer, image) : await createImageBitmap(image)
    if (overtaken()) return bitmap.close()
    const old = layers[head.layer]
    layers[head.layer] = { bitmap, rect: head.rect, n: head.n }
    old?.bitmap.close?.()
    me.together.run()
    stage.dataset.shown = head.n
    stage.dataset.kind = head.kind
    if (head.layer === "right" && head.exact) stage.dataset.exact = head.n
    stage.dataset.frames = Number(stage.dataset.frames ?? 0) + (head.layer === "right" ? 1 : 0)
    paint()
  }

  // Pixels are put on a board that stays: making one anew takes twice as long as drawing it.
  const boards = {}
  function drawn(layer, image) {
    const { width, height } = image
    let board = boards[layer]
    if (!board || board.width !== width || board.height !== height) board = boards[layer] = new OffscreenCanvas(width, height)
    board.getContext("2d").putImageData(image, 0, 0)
    return board
  }

  function zoom(factor, at) {
    const [w, h] = size(), [cx, cy] = at ?? [w / 2, h / 2]
    const scale = clamp(view.scale * factor, Math.min(fit(), 1) * 0.5, 32)
    view.x += cx / view.scale - cx / scale
    view.y += (cy / view.scale - cy / scale) / tall()
    view.scale = scale; view.fitted = false
    place(); me.asked("exact")
  }
  function fitAll() { view.fitted = true; place(); me.asked("exact") }
  function oneToOne() { zoom(1 / view.scale / dpr()) }
  function pan(dx, dy) { view.fitted = false; view.x += dx / view.scale; view.y += dy / view.scale / tall(); place(); me.asked("exact") }
  function wipe(to) { view.wipe = clamp(to, 0, 100); paint() }
  function hold(on) { view.held = on; paint() }
  const at = event => { const r = stage.getBoundingClientRect(); return [event.clientX - r.left, event.clientY - r.top] }
  const image = point => [view.x + point[0] / view.scale, view.y + point[1] / view.scale / tall()]
  const pixel = point => image(point).map(Math.floor)
  const rect = () => {
    const [w, h] = size(), d = dpr()
    return [view.x, view.y, w / view.scale, h / view.scale / tall(), Math.round(w * d), Math.round(h * d)]
  }

  const fingers = new Map()
  let spread = 0, taken = false
  canvas.onpointerdown = event => {
    canvas.setPointerCapture(event.pointerId)
    fingers.set(event.pointerId, at(event)); spread = 0
    if (fingers.size > 1) me.place.cancel()
    else taken = me.place.down(at(event))
  }
  canvas.onpointermove = event => {
    me.probe(pixel(at(event)), at(event))
    if (!fingers.has(event.pointerId)) return
    const [x0, y0] = fingers.get(event.pointerId), [x, y] = at(event)
    fingers.set(event.pointerId, [x, y])
    const all = [...fingers.values()]
    if (all.length === 2) {
      const now = Math.hypot(all[0][0] - all[1][0], all[0][1] - all[1][1])
      if (spread) zoom(now / spread, [(all[0][0] + all[1][0]) / 2, (all[0][1] + all[1][1]) / 2])
      spread = now
    } else if (event.buttons && !(taken && me.place.move([x, y]))) pan(x0 - x, y0 - y)
  }
  canvas.onpointerup = event => {
    if (fingers.size === 1) me.place.up(at(event))
    fingers.delete(event.pointerId); spread = 0; taken = false
  }
  canvas.onpointercancel = event => { fingers.delete(event.pointerId); spread = 0; taken = false; me.place.cancel() }
  canvas.onpointerleave = () => me.probe(null)
  canvas.onwheel = event => { event.preventDefault(); zoom(Math.exp(-event.deltaY / 400), at(event)) }
  canvas.ondblclick = fitAll
  canvas.onkeydown = event => {
    const moves = { ArrowLeft: [-40, 0], ArrowRight: [40, 0], ArrowUp: [0, -40], ArrowDown: [0, 40] }
    if (moves[event.key]) { event.preventDefault(); pan(...moves[event.key]) }
  }
  handle.onpointerdown = event => { handle.setPointerCapture(event.pointerId); event.preventDefault(); handle.focus() }
  handle.onpointermove = event => { if (event.buttons) wipe((at(event)[0] / size()[0]) * 100) }
  handle.onkeydown = event => {
    const step = { ArrowLeft: -2, ArrowRight: 2, PageDown: -10, PageUp: 10, Home: -100, End: 100 }[event.key]
    if (step !== undefined) { event.preventDefault(); wipe(view.wipe + step) }
  }
  const watcher = new ResizeObserver(() => { box = null; place(); me.asked("exact") })
  watcher.observe(stage)
  const forget = () => { for (const side of ["left", "right"]) { layers[side]?.bitmap.close?.(); layers[side] = null; boards[side] = null } }
  return { show, place, paint, image, zoom, fitAll, oneToOne, wipe, hold, rect, forget, view, end: () => watcher.disconnect() }
}
