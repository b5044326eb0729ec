// Keeps a socket open on which the server says that the banks have changed; then the page runs again.
const known = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  let me = known.get(parentElement)
  if (!me) {
    me = listen()
    known.set(parentElement, me)
  }
  me.shelf = data.shelf
  me.tell = shelf => setTriggerValue("shelf", shelf)
  return () => { me.end(); known.delete(parentElement) }
}

function listen() {
  const me = { shelf: null, tell: () => {} }
  let socket = null, wait = 500, timer = 0, ended = false
  const open = () => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:"
    socket = new WebSocket(`${scheme}//${location.host}${location.pathname.replace(/\/[^/]*$/, "")}/news`)
    socket.onmessage = event => {
      wait = 500
      const { shelf } = JSON.parse(event.data)
      if (shelf !== me.shelf) { me.shelf = shelf; me.tell(shelf) }
    }
    socket.onclose = event => {
      // 4403: no cookie, 4429: too many tabs; asking again at once would not change that
      if (event.code >= 4400) wait = 30000
      if (!ended) timer = setTimeout(open, wait)
      wait = Math.min(wait * 2, 30000)
    }
  }
  open()
  me.end = () => { ended = true; clearTimeout(timer); socket.close() }
  return me
}
