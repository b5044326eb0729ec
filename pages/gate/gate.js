// A file's name is often a patient's name. Here it is taken off before anything else sees the file: the uploader, the
// upload request and the page know it as "scan".
const gates = new WeakMap()

export default function ({ data, parentElement }) {
  if (!gates.has(parentElement)) gates.set(parentElement, build(parentElement))
  gates.get(parentElement).take(data)
  return () => { gates.get(parentElement)?.close(); gates.delete(parentElement) }
}

function build(root) {
  const line = root.querySelector(".line"), veil = root.querySelector(".veil")
  let data = null, timer = 0

  const uploader = () => {
    const name = data.target.replace(/[^a-zA-Z0-9_-]/g, "-")
    return document.querySelector(`.st-key-${name} input[type=file]`)
  }
  const feed = file => {
    const input = uploader()
    if (!file || !input) return
    if (file.size > data.limit) { line.textContent = data.words.large; return }
    const nameless = new DataTransfer()
    nameless.items.add(new File([file], "scan"))
    input.files = nameless.files
    input.dataset.nameless = ""
    input.dispatchEvent(new Event("change", { bubbles: true }))
    delete input.dataset.nameless
    line.textContent = data.words.reading
  }

  const brings = event => [...(event.dataTransfer?.types ?? [])].includes("Files")
  const mine = event => { event.preventDefault(); event.stopImmediatePropagation() }
  const on = {
    change: event => {
      if (event.target !== uploader() || "nameless" in event.target.dataset) return
      event.stopImmediatePropagation()
      const file = event.target.files[0]
      event.target.value = ""
      feed(file)
    },
    paste: event => {
      const file = event.clipboardData?.files[0]
      if (file) { mine(event); feed(file) }
    },
    dragenter: event => brings(event) && mine(event),
    dragover: event => {
      if (!brings(event)) return
      mine(event)
      veil.textContent = data.words.drop
      veil.hidden = false
      clearTimeout(timer)
      timer = setTimeout(() => { veil.hidden = true }, 200)
    },
    drop: event => {
      if (!brings(event)) return
      mine(event)
      veil.hidden = true
      feed(event.dataTransfer.files[0])
    },
  }
  // on the way down, before the uploader's own listeners
  for (const [name, listen] of Object.entries(on)) window.addEventListener(name, listen, true)

  return {
    take(next) {
      if (data?.target !== next.target) line.textContent = ""
      data = next
    },
    close() {
      clearTimeout(timer)
      for (const [name, listen] of Object.entries(on)) window.removeEventListener(name, listen, true)
    },
  }
}
