// The survivor site's comfort. Every page works without this file, and nothing is ever stored.
const root = document.documentElement
const all = (selector) => document.querySelectorAll(selector)
const on = (name, act) => addEventListener(name, act)
let card = ""
let step = history.state?.step || 0

// Leaving: blank at once, step back over our own screens, drop them, then go: no "back" or "forward" shows them.
function leave() {
  root.replaceChildren()
  const away = () => location.replace("/")
  if (!step) return away()
  const drop = (event) => {
    event.stopImmediatePropagation()
    history.replaceState(null, "", "/")
    history.pushState(null, "", "/")
    away()
  }
  addEventListener("popstate", drop, true)
  history.go(-step)
  setTimeout(away, 200)
}
let escapes = []
on("keydown", (event) => {
  if (event.key !== "Escape") return
  const now = Date.now()
  escapes = [...escapes.filter((then) => now - then < 1500), now]
  if (escapes.length > 2) leave()
})
on("pageshow", (event) => event.persisted && location.reload())

// The card's number: any script's digits, by four; the QR code brings it behind the #.
if (/^#\p{Nd}{16}$/u.test(location.hash)) {
  card = location.hash.slice(1)
  history.replaceState(null, "", location.pathname + location.search)
}
function group(field) {
  const digits = (text) => text.replace(/\P{Nd}/gu, "")
  const before = digits(field.value.slice(0, field.selectionEnd)).length
  field.value = digits(field.value).slice(0, 16).replace(/(.{4})(?=.)/g, "$1 ")
  const at = before + Math.floor(Math.max(0, before - 1) / 4)
  field.setSelectionRange(at, at)
}
function fill(number) {
  const [field] = all("[data-card]")
  if (!field || !number) return
  field.value = number
  group(field)
  field.focus()
  card = ""
}
async function scan(button) {
  const video = Object.assign(document.createElement("video"), { playsInline: true, muted: true })
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } })
  video.srcObject = stream
  button.after(video)
  await video.play()
  const detector = new BarcodeDetector({ formats: ["qr_code"] })
  let number
  while (video.isConnected && !number) {
    await new Promise((wake) => setTimeout(wake, 200))
    const [code] = await detector.detect(video).catch(() => [])
    number = code?.rawValue.match(/\d{16}$/)
  }
  stream.getTracks().forEach((track) => track.stop())
  video.remove()
  fill(number?.[0])
}

// Sound: one large button in place of the browser's player; one voice at a time.
const hush = () => all("audio").forEach((sound) => sound.pause())
function play(button) {
  const sound = document.getElementById(button.dataset.play)
  const silent = sound.paused
  hush()
  sound.currentTime = 0
  if (silent) sound.play().catch(() => (sound.hidden = false))
}

// What a fresh screen needs.
function prepare() {
  all("[data-play]").forEach((button) => {
    const sound = document.getElementById(button.dataset.play)
    const tell = () => button.setAttribute("aria-pressed", !sound.paused)
    button.hidden = !(sound.hidden = true)
    for (const name of ["play", "pause", "ended"]) sound.addEventListener(name, tell)
  })
  const camera = window.BarcodeDetector && navigator.mediaDevices
  all("[data-scan]").forEach((button) => (button.hidden = !camera))
  fill(card)
}

// Screens: a form's answer replaces the page. The screens before stay in memory, so the phone's back
// button shows them and never asks to send again. A page with data-forget drops them.
const screens = []
let shown = 0
function keep(body, title, { lang, dir }) {
  screens[shown] = { body, title, lang, dir }
}
function show(index) {
  hush()
  const { body, title, lang, dir } = screens[(shown = index)]
  document.body.replaceWith(body)
  Object.assign(root, { lang, dir })
  document.title = title
}
const stamp = () => history.replaceState({ step, shown }, "")
stamp()
on("popstate", ({ state }) => {
  if (!state) return step++, stamp() // a #fragment was followed: count it
  step = state.step
  if (state.shown === shown) return
  if (!screens[state.shown]) return location.reload()
  keep(document.body, document.title, root)
  show(state.shown)
  if (location.hash) location.replace(location.hash) // :target again
})
async function swap(form, button) {
  const body = new FormData(form)
  if (button?.name) body.append(button.name, button.value)
  const answer = await fetch(form.action, { method: "POST", body })
  if (!/^text\/html/.test(answer.headers.get("content-type"))) throw answer.status
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  keep(document.body, document.title, root)
  screens.length = ++shown
  keep(page.body, page.title, page.documentElement)
  step++
  history.pushState({ step, shown }, "", location.pathname + location.search)
  show(shown)
  if ("forget" in document.body.dataset) screens.fill(null, 0, shown)
  prepare()
  const heading = document.querySelector("main h1") || document.querySelector("main")
  heading.tabIndex = -1
  heading.focus()
  scrollTo(0, 0)
}

// Sending: never twice; any trouble falls back to the browser's own way.
on("submit", (event) => {
  const { target: form, submitter: button } = event
  if (form.dataset.sent) return event.preventDefault()
  const busy = (yes) => {
    yes ? (form.dataset.sent = 1) : delete form.dataset.sent
    button?.setAttribute("aria-busy", yes)
  }
  busy(true)
  if (!("swap" in form.dataset)) return void setTimeout(busy, 8000, false)
  event.preventDefault()
  swap(form, button).then(
    () => busy(false),
    () => {
      busy(false)
      delete form.dataset.swap
      setTimeout(() => form.requestSubmit(button))
    },
  )
})
on("click", (event) => {
  const hit = event.target.closest("[href='/'], [data-play], [data-scan], [data-back]")
  if (!hit || (hit.matches("[data-back]") && !step)) return
  event.preventDefault()
  if (hit.matches("[href='/']")) leave()
  else if (hit.matches("[data-play]")) play(hit)
  else if (hit.matches("[data-back]")) history.back()
  else scan(hit).catch(() => (hit.hidden = true))
})
on("input", ({ target }) => target.matches("[data-card]") && group(target))
prepare()
