const GREYS = Uint32Array.from({ length: 256 }, (_, grey) => 0xff000000 | grey * 0x010101)
let sheet = null // what the last picture was unpacked to; it is used at once, and the next one is mostly of its size
// Bytes as they are, grey or RGB, to what a canvas takes: four bytes a pixel, in the order of this machine.
function unpacked(bytes, wide, high) {
  const image = sheet = sheet?.width === wide && sheet.height === high ? sheet : new ImageData(wide, high)
  const out = new Uint32Array(image.data.buffer)
  if (bytes.length === out.length) for (let i = 0; i < out.length; i++) out[i] = GREYS[bytes[i]]
  else for (let i = 0, j = 0; i < out.length; i++, j += 3) out[i] = 0xff000000 | bytes[j + 2] << 16 | bytes[j + 1] << 8 | bytes[j]
  return image
}
// A picture as it comes on either road: 4 bytes length of a JSON header, the header, the picture.
function framed(buffer) {
  const size = new DataView(buffer).getUint32(0, true)
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)))
  const bytes = new Uint8Array(buffer, 4 + size)
  return [head, head.kind === "raw" ? unpacked(bytes, ...head.size) : new Blob([bytes], { type: `image/${head.kind}` })]
}
const OPENING = 10000 // milliseconds that a socket may take to open
const AGAIN = [60000, 300000, 900000] // once it counts as blocked: a few more tries, far apart
let blocked = false // for this page of the browser: the next viewer need not find it out again

// The live socket: asks go out with a number that counts up, answers with an older number are dropped. Where it does
// not open twice in a row, and never worked before, asks go as letters.
function connect(me, on) {
  let socket = null, wait = 300, timer = 0, closed = false, pending = null, worked = false, failed = 0, tried = 0
  let post = null
  const open = () => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:"
    const base = location.pathname.replace(/\/[^/]*$/, "")
    const mine = socket = new WebSocket(`${scheme}//${location.host}${base}/live`)
    const late = setTimeout(() => mine.close(), OPENING)
    socket.binaryType = "arraybuffer"
    socket.onopen = () => {
      clearTimeout(late)
      if (!post) on.state(true)
      if (pending) socket.send(pending)
      pending = null
      on.open()
    }
    socket.onmessage = event => {
      wait = 300; worked = true
      if (post) { post.close(); post = null; blocked = false; on.free(); me.post("road", null) }
      if (typeof event.data === "string") return on.text(JSON.parse(event.data))
      on.picture(...framed(event.data))
    }
    socket.onclose = event => {
      clearTimeout(late)
      if (closed) return
      const told = event.code >= 4400 && event.code < 4500 // by our own server: the road is fine
      failed = worked || told ? 0 : failed + 1
      if (failed === 2 && !post) letter()
      if (!post) {
        on.state(false, event.code)
        timer = setTimeout(open, wait)
        wait = Math.min(wait * 2, 8000)
      } else {
        if (tried < AGAIN.length) timer = setTimeout(open, AGAIN[tried++])
        on.open() // what went into the dead socket goes as a letter
      }
    }
  }
  const letter = () => {
    blocked = true
    post = letters(me, on)
    me.post("road", "component")
    on.blocked()
    pending = null
    on.open()
  }
  if (blocked) setTimeout(() => { if (!closed) { letter(); timer = setTimeout(open, AGAIN[tried++]) } })
  else open()
  return {
    send(message) {
      const text = JSON.stringify(message)
      if (socket?.readyState === WebSocket.OPEN) socket.send(text)
      else if (post) post.send(message)
      else if (!("probe" in message)) pending = text
    },
    take: answer => post?.take(answer),
    close() { closed = true; clearTimeout(timer); post?.close(); socket?.close() },
  }
}
