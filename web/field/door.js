// The front door: small, so that it stands open at once, also without a connection on a slow phone. Behind it wait the
// app (inside.js) and, for those who fill something in, the engine. Nothing here knows what the app is for.
import { el, show } from "./dom.js"
import { sweep } from "./fresh.js"
import { leave } from "./guard.js"
import { PICTURES, SIGNS, drawn } from "./pictures.js"
import { LANGUAGES, guess, preferred, say, speak, spoken } from "./say.js"
import { put, take } from "./shelf.js"
import { open, spaces } from "./spaces.js"
import "./door.css"

let invited = null
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault()
  invited = event
})

/** Called as this phone's first worker chose. */
export async function disguise(chosen) {
  if (chosen) await put("front", "called", chosen)
  const name = chosen ?? (await take("front", "called")) ?? "notes"
  document.title = say(`name_${name}`)
  document.querySelector("link[rel=manifest]").href = `/field/${name}.webmanifest`
  document.querySelector("link[rel=icon]").href = document.querySelector("link[rel=icon]").href.replace(/\w+\.svg/, `${name}.svg`)
}

export function frame(title, ...inside) {
  const away = el("button", { class: "leave", type: "button", onclick: leave }, drawn(SIGNS.leave), el("span", {}, say("leave")))
  return [el("header", { class: "bar" }, tongues(), away), el("main", { class: "door" }, el("h1", {}, title), ...inside)]
}

function tongues() {
  const chosen = el("select", { class: "tongue", "aria-label": say("language"), onchange: async ({ target }) => {
    await put("front", "language", target.value)
    await speak(target.value)
    await disguise()
    start()
  } }, ...Object.entries(LANGUAGES).map(([code, name]) => el("option", { value: code, lang: code, selected: code === spoken.code }, name)))
  return chosen
}

/** The first page: whose notes, the PIN, or how to begin. */
export async function start(told = "") {
  const here = await spaces()
  if (!here.length) return begin(told)
  if (here.length === 1) return ask(here[0], told)
  show(...frame(say("whose"), note(told), el("div", { class: "tiles" }, ...here.map((one, place) =>
    el("button", { class: "tile", type: "button", "aria-label": say("picture", { n: place + 1 }), onclick: () => ask(one) }, drawn(PICTURES[one.picture], 56)))),
  another()))
}

const note = (told) => el("p", { class: told ? "told" : "told empty", role: "status" }, told)
const another = () => el("button", { class: "quiet", type: "button", onclick: enrol }, drawn(SIGNS.plus), say("add_space"))

function ask(space, told = "") {
  const field = el("input", { id: "pin", type: "password", inputmode: "numeric", autocomplete: "off", "data-first": "", required: true, spellcheck: "false" })
  const said = note(told), go = el("button", { class: "go", type: "submit" }, say("open"))
  const letters = el("button", { class: "quiet", type: "button", onclick: () => {
    const figures = field.inputMode === "numeric"
    field.inputMode = figures ? "text" : "numeric"
    letters.textContent = say(figures ? "figures" : "letters")
    field.focus()
  } }, say("letters"))
  const form = el("form", { class: "pin", onsubmit: async (event) => {
    event.preventDefault()
    if (go.disabled || !field.value) return
    ;[go.disabled, go.textContent] = [true, say("opening")]
    const opened = await open(space.id, field.value)
    field.value = ""
    if (opened.key) return enter(opened)
    if (opened.emptied) return start(say("emptied"))
    ;[go.disabled, go.textContent, said.textContent, said.className] = [false, say("open"), say("wrong", { n: opened.left }), "told bad"]
    field.focus()
  } }, el("label", { for: "pin" }, say("pin")), field, letters, said, go)
  const others = el("button", { class: "quiet", type: "button", onclick: async () => ((await spaces()).length > 1 ? start() : enrol()) }, drawn(SIGNS.people), say("add_space"))
  show(...frame(document.title, el("div", { class: "mine" }, drawn(PICTURES[space.picture], 72)), form, others))
}

function begin(told) {
  const names = ["notes", "calendar", "weather", "recipes"].map((name) => el("button", { class: "tile named", type: "button", onclick: async ({ currentTarget }) => {
    await disguise(name)
    for (const one of currentTarget.parentElement.children) one.setAttribute("aria-pressed", one === currentTarget)
  }, "aria-pressed": document.querySelector("link[rel=manifest]").href.includes(name) ? "true" : "false" }, el("img", { src: `${document.querySelector("link[rel=icon]").href.replace(/\w+\.svg/, `${name}.svg`)}`, alt: "", width: "48", height: "48" }), el("span", {}, say(`name_${name}`))))
  show(...frame(document.title, el("p", { class: "lead" }, say("welcome")), note(told), el("h2", {}, say("called")), el("div", { class: "tiles four" }, ...names), home(),
    el("button", { class: "go", type: "button", onclick: enrol }, say("start"))))
}

/** To the home screen: by the browser's own question where there is one. */
function home() {
  if (matchMedia("(display-mode: standalone)").matches) return null
  const by = el("p", { class: "small" }, say("install_by_menu"))
  return el("button", { class: "quiet", type: "button", onclick: async ({ currentTarget }) => {
    if (!invited) return currentTarget.replaceWith(by)
    await invited.prompt()
    invited = null
  } }, drawn(SIGNS.plus), say("install"))
}

/** A code in the address is taken out of it before anything else happens. */
function given() {
  const found = /^#add=(\w+)\.(\w+)\.(\w+)$/.exec(location.hash)
  if (location.hash) history.replaceState(null, "", "/field/")
  return found && { organisation: found[1], device: found[2], password: found[3] }
}

async function enrol(code) {
  const { enrolment } = await import("./enrol.js")
  enrolment(code?.organisation ? code : null)
}

export async function enter(space) {
  const { inside } = await import("./inside.js")
  await inside(space)
}

/** Letters that this phone had to fetch are kept, so that it has them without a connection as well. */
function letters() {
  new PerformanceObserver(async (found) => {
    const kept = await caches.open("letters")
    for (const { name } of found.getEntries()) if (name.includes("/built/fonts/") && !(await kept.match(name))) await kept.add(name).catch(() => {})
  }).observe({ type: "resource", buffered: true })
}

async function worker() {
  if (!("serviceWorker" in navigator)) return
  const found = await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" }).catch(() => null)
  found?.waiting?.postMessage("now") // a newer app waits, and nobody is inside yet
}

// A function that nobody waits for: what it loads needs this module, which must have ended by then.
async function main() {
  guess()
  const code = given()
  await speak(preferred(await take("front", "language")))
  await disguise()
  if (!crypto.subtle || !navigator.locks) show(...frame(document.title, el("p", {}, say("old_browser"))))
  else if (code) await enrol(code)
  else await start()
  performance.mark("door")
  if (navigator.locks) sweep().catch(() => {})
  worker()
  if (window.caches) letters()
}
main()
