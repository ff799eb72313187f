// Reading the words of a consent aloud. The page works without this file.

// One button in place of the browser's player; one voice at a time.
for (const button of document.querySelectorAll("[data-play]")) {
  const sound = document.getElementById(button.dataset.play)
  button.hidden = !(sound.hidden = true)
  button.addEventListener("click", () => {
    const silent = sound.paused
    for (const other of document.querySelectorAll("audio")) other.pause()
    sound.currentTime = 0
    if (silent) sound.play().catch(() => (sound.hidden = false))
  })
  for (const name of ["play", "pause", "ended"]) {
    sound.addEventListener(name, () => button.setAttribute("aria-pressed", !sound.paused))
  }
}

// Lines are ticked in their order: a line opens when the one before it was read.
const ticks = [...document.querySelectorAll(".aloud input[name=heard]")]
function order() {
  ticks.forEach((tick, place) => {
    tick.disabled = place > 0 && !ticks[place - 1].checked
    if (tick.disabled) tick.checked = false
    tick.closest("li").classList.toggle("read", tick.checked)
    tick.closest("li").classList.toggle("later", tick.disabled)
  })
}
addEventListener("change", (event) => ticks.includes(event.target) && order())
addEventListener("pageshow", order)
