// The picture month by month: "Play" goes from the first day to today. Without this file the links do the same by hand.
// Who asked for less motion is not shown the button.
const picture = document.getElementById("ecomap")
const PAUSE = 1800
let timer = 0

const one = (what) => picture.querySelector(what)
const label = () => {
  const button = one("[data-first]")
  if (!button) return
  button.hidden = false
  button.textContent = timer ? picture.dataset.stop : picture.dataset.play
  button.setAttribute("aria-pressed", timer ? "true" : "false")
}
const stop = () => {
  clearTimeout(timer)
  timer = 0
  label()
}

async function show(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } })
    const view = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-view]")
    if (!view) return stop()
    const held = document.activeElement?.matches("[data-first]")
    one("[data-view]").replaceWith(view)
    history.replaceState(null, "", address)
    label()
    if (held) one("[data-first]")?.focus()
    const after = one("[data-after]")
    if (timer && after) timer = setTimeout(show, PAUSE, after.getAttribute("href"))
    else stop()
  } catch {
    stop()
  }
}

if (picture && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
  label()
  picture.addEventListener("click", (event) => {
    const button = event.target.closest("[data-first]")
    if (event.target.closest("a") || (button && timer)) return stop()
    if (!button) return
    timer = 1
    label()
    show(button.dataset.first)
  })
  document.addEventListener("visibilitychange", () => document.hidden && stop())
}
