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
      on.picture(head, new Blob([new Uint8Array(event.data, 4 + size)], { type: `image/${head.kind}` }))
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
