// The second road: where /live is blocked, one letter at a time goes as the component's state. The latest ask wins.
const PATIENCE = 60000 // milliseconds after which a letter counts as lost
function letters(me, on) {
  let no = Date.now(), flying = 0, next = null, probe = null, lost = 0, resting = 0
  const fly = message => {
    flying = ++no
    clearTimeout(lost)
    lost = setTimeout(() => { flying = 0; go() }, PATIENCE)
    me.post("letter", { no, text: JSON.stringify(message) })
  }
  const go = () => {
    if (flying) return
    const message = next ?? probe
    if (next) next = null
    else probe = null
    if (message) fly(message)
  }
  return {
    send(message) {
      if (!("probe" in message)) { next = message; return go() }
      clearTimeout(resting)
      resting = setTimeout(() => { probe = message; go() }, 400) // a rerun for every pixel would be too much
    },
    take(answer) {
      if (!answer || answer.no !== flying) return
      clearTimeout(lost)
      flying = 0
      for (const word of answer.words) {
        if (typeof word !== "string") { on.text(word); continue }
        on.picture(...framed(Uint8Array.from(atob(word), c => c.charCodeAt(0)).buffer))
      }
      go()
    },
    close() { clearTimeout(lost); clearTimeout(resting) },
  }
}
