// Leaving, and locking. Leaving blanks the screen at once and puts a calendar in its place, also without a connection;
// locking loads the page anew, so that no key and no word stays in memory.
const AWAY = "/field/calendar", IDLE = 60_000, THRICE = 1500, CAMERA = 300_000
let touched = Date.now(), until = 0, before = async () => {}, watching = false
const escapes = []

export function leave() {
  document.documentElement.replaceChildren()
  location.replace(AWAY)
}

addEventListener("keydown", ({ key, timeStamp }) => {
  if (key !== "Escape") return
  escapes.push(timeStamp)
  if (escapes.length > 3) escapes.shift()
  if (escapes.length === 3 && timeStamp - escapes[0] < THRICE) leave()
})

/** Lock: keep what is being written, then forget everything. */
export async function lock() {
  watching = false
  document.documentElement.classList.add("covered")
  await Promise.race([before().catch(() => {}), new Promise((done) => setTimeout(done, 2000))])
  location.replace("/field/")
}

/** From now on lock after a minute without a touch. `keep`: what to do before. */
export function watch(keep) {
  ;[before, watching, touched] = [keep, true, Date.now()]
  for (const kind of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(kind, () => (touched = Date.now()), true)
  setInterval(look, 1000)
  addEventListener("visibilitychange", () => {
    document.documentElement.classList.toggle("covered", document.hidden) // nothing to see among the open apps
    if (document.hidden) before().catch(() => {})
    else look()
  })
}

/** While the camera is open nobody touches this page. */
export const patience = (on) => (until = on ? Date.now() + CAMERA : 0)

function look() {
  const now = Date.now()
  if (watching && now - touched > IDLE && now > until) lock()
}
