// Bytes as they are, grey or RGB, to what a canvas takes: four bytes a pixel, in the order of this machine.
function unpacked(bytes, wide, high) {
  const image = new ImageData(wide, high), out = new Uint32Array(image.data.buffer)
  if (bytes.length === out.length) for (let i = 0; i < out.length; i++) out[i] = 0xff000000 | bytes[i] * 0x010101
  else for (let i = 0, j = 0; i < out.length; i++, j += 3) out[i] = 0xff000000 | bytes[j + 2] << 16 | bytes[j + 1] << 8 | bytes[j]
  return image
}
// The live socket: asks go out with a number that counts up, answers with an older number are dropped.
function connect(me, on) {
  let socket = null, wait = 300, timer = 0, closed = false, pending = null
  const open = () => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:"
    const base = location.pathname.replace(/\/[^/]*$/, "")
    socket = new WebSocket(`${scheme}//${location.host}${base}/live`)
    socket.binaryType = "arraybuffer"
    socket.onopen = () => { wait = 300; on.state(true); if (pending) socket.send(pending); pending = null; on.open() }
    socket.onmessage = event => {
      if (typeof event.data === "string") return on.text(JSON.parse(event.data))
      const size = new DataView(event.data).getUint32(0, true)
      const head = JSON.parse(new TextDecoder().decode(new Uint8Array(event.data, 4, size)))
      const bytes = new Uint8Array(event.data, 4 + size)
      on.picture(head, head.kind === "raw" ? unpacked(bytes, ...head.size) : new Blob([bytes], { type: `image/${head.kind}` }))
    }
    socket.onclose = event => {
      if (closed) return
      on.state(false, event.code)
      timer = setTimeout(open, wait)
      wait = Math.min(wait * 2, 8000)
    }
  }
  open()
  return {
    send(message) {
      const text = JSON.stringify(message)
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
      else if (!("probe" in message)) pending = text
    },
    close() { closed = true; clearTimeout(timer); socket.close() },
  }
}
