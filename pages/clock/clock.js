// The clock of an interview. It ticks here, without the server; every few seconds it sends a sign of life, and the
// server answers with the time that counts. Without a connection it stands still, as it does on the server.
const kept = new WeakMap()
// A page in the background gets one timer a minute; a worker's timers go on.
const PULSE = every => new Worker(URL.createObjectURL(new Blob([`setInterval(() => postMessage(0), ${every})`])))
const spoken = s => {
  const whole = Math.round(Math.abs(s))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`
}

export default function ({ data, parentElement, setTriggerValue }) {
  const s = kept.get(parentElement) ?? { spot: null, passed: new Set() }
  kept.set(parentElement, s)
  const at = name => parentElement.querySelector(name)
  const connected = () => {
    const app = document.querySelector("[data-testid=stApp]")
    return (app?.dataset.testConnectionState ?? "CONNECTED") === "CONNECTED"
  }
  const left = () => s.remaining - s.elapsed
  const marks = [
    ["half", data.total / 2],
    ["late", data.total / 5],
    ["minute", 60],
    ["over", 0],
  ]

  if (s.spot !== data.spot || s.running !== data.running || Math.abs(left() - data.remaining) > 1.5) {
    if (s.spot === null) for (const [name, when] of marks) if (data.remaining <= when) s.passed.add(name)
    Object.assign(s, { spot: data.spot, running: data.running, remaining: data.remaining, used: data.used, elapsed: 0 })
  }
  s.tick = performance.now()

  const draw = () => {
    const now = performance.now()
    const gap = (now - s.tick) / 1000
    s.tick = now
    const live = s.running && connected()
    if (live && gap <= data.grace) s.elapsed += gap
    const rest = left()
    const clock = at(".clock")
    const late = rest <= data.total / 5
    clock.classList.toggle("late", late && rest >= 0)
    clock.classList.toggle("over", rest < 0)
    clock.classList.toggle("still", !live)
    at(".left").textContent = (rest < 0 ? "+" : "") + spoken(rest)
    at(".word").textContent = live ? (rest < 0 ? data.words.overtime : data.words.left) : data.words.still
    at(".bar i").style.transform = `scaleX(${Math.min(1, Math.max(0, rest / data.total))})`
    at(".here").textContent = `${data.words.here} ${spoken(s.used + s.elapsed)} / ${spoken(data.planned)}`
    for (const [name, when] of marks)
      if (rest <= when && !s.passed.has(name)) {
        s.passed.add(name)
        at(".said").textContent = data.words[name]
      }
  }
  draw()
  clearInterval(s.timer)
  s.timer = setInterval(draw, 250)
  s.pulse ??= PULSE(data.beat * 1000)
  s.pulse.onmessage = () => {
    draw()
    if (s.running && connected()) setTriggerValue("beat", Date.now())
  }
  return () => {
    clearInterval(s.timer)
    s.pulse?.terminate()
    s.pulse = null
  }
}
