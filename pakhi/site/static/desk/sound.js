// A recording is fetched by its form, opened in memory and played on the page: no file is left on this device.
// Without this script the browser saves it instead.

addEventListener("submit", async (event) => {
  const button = event.submitter
  if (!button?.dataset.sound || !window.AudioContext) return
  event.preventDefault()
  button.disabled = true
  const context = new AudioContext({ sampleRate: 16000 }) // enough for a voice, and an hour of it fits into a phone
  const answer = await fetch(button.formAction, { method: "POST", body: new FormData(event.target) }).catch(() => null)
  button.disabled = false
  if (!answer?.ok) return elsewhere(event.target, button)
  const bytes = await answer.arrayBuffer()
  try {
    player(button, context, await context.decodeAudioData(bytes.slice(0)))
  } catch {
    save(bytes, answer.headers.get("Content-Type")) // this browser cannot play this kind
  }
})

// What comes instead (a password is needed, a limit is reached, the line is down) is a page.
function elsewhere(form, button) {
  delete button.dataset.sound
  form.requestSubmit(button)
}

function save(bytes, type) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([bytes], { type }))
  link.download = "file"
  link.click()
  URL.revokeObjectURL(link.href)
}

function player(button, context, buffer) {
  const { play, pause, place } = button.dataset
  const words = button.querySelector("[data-words]")
  const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: buffer.duration, step: 0.1, value: 0 })
  slider.setAttribute("aria-label", place)
  button.type = "button"
  button.after(slider)
  let source = null
  let from = 0
  let began = 0
  const here = () => Math.min(source ? from + context.currentTime - began : from, buffer.duration)
  const stop = (at) => {
    if (source) source.onended = null
    source?.stop()
    source = null
    from = at
    words.textContent = play
  }
  const start = () => {
    source = Object.assign(context.createBufferSource(), { buffer, onended: () => stop(0) })
    source.connect(context.destination)
    source.start(0, from)
    began = context.currentTime
    words.textContent = pause
  }
  const show = () => {
    slider.value = here()
    const [minutes, seconds] = [here() / 60, here() % 60].map(Math.floor)
    slider.setAttribute("aria-valuetext", `${minutes}:${String(seconds).padStart(2, "0")}`)
  }
  button.addEventListener("click", () => (source ? stop(here()) : start()))
  slider.addEventListener("input", () => {
    const running = source
    stop(Number(slider.value))
    if (running) start()
  })
  setInterval(() => source && show(), 250)
  start()
}
