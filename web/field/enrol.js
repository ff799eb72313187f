// A worker's first time on this phone: the code from the desk, a picture, a PIN, and perhaps one for practice.
import { el, show } from "./dom.js"
import { enter, frame, start } from "./door.js"
import { pairOfKeys } from "./hpke.js"
import { ask, ours } from "./leaving.js"
import { digest } from "./parts.js"
import { PICTURES, SIGNS, drawn } from "./pictures.js"
import { safe } from "./safe.js"
import { say, spoken } from "./say.js"
import { SHORTEST, make, spaces } from "./spaces.js"

const text = new TextEncoder()
const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("")

/** Ask for the code, or go on with one that was scanned: {organisation, device, password}. */
export function enrolment(code) {
  if (code) return secrets(code)
  const fields = Object.fromEntries(["place", "device", "password"].map((name) => [name, field(name, name)]))
  fields.place.input.dataset.first = ""
  const said = told()
  page(say("code_title"), say("code_help"), said, Object.values(fields), (event) => {
    const [organisation, device, password] = ["place", "device", "password"].map((name) => fields[name].input.value.replace(/\s/g, ""))
    secrets({ organisation: organisation.toUpperCase(), device: device.toUpperCase(), password: password.toLowerCase() })
  })
}

function field(name, label, more = {}) {
  const input = el("input", { id: name, name, autocomplete: "off", autocapitalize: "off", spellcheck: "false", required: true, ...more })
  return { input, row: el("div", { class: "field" }, el("label", { for: name }, say(label)), more.help ? el("p", { class: "small", id: `${name}-help` }, more.help) : null, input) }
}

const told = () => el("p", { class: "told empty", role: "alert" })

function page(title, lead, said, fields, go, ...more) {
  const button = el("button", { class: "go", type: "submit" }, say("go_on"))
  const back = el("button", { class: "quiet", type: "button", onclick: () => start() }, drawn(SIGNS.back), say("back"))
  const form = el("form", { onsubmit: async (event) => {
    event.preventDefault()
    button.disabled = true
    await go(event)
    button.disabled = false
  } }, ...more, ...fields.map(({ row }) => row), said, button)
  show(...frame(title, el("p", { class: "lead" }, lead), form, back))
}

function complain(said, key) {
  ;[said.textContent, said.className] = [say(key), "told bad"]
}

async function secrets(code) {
  const taken = new Set((await spaces()).map(({ picture }) => picture)), free = Object.keys(PICTURES).filter((one) => !taken.has(one))
  const pictures = (free.length ? free : Object.keys(PICTURES)).map((name, place) => {
    const radio = el("input", { type: "radio", name: "picture", value: name, checked: place === 0 })
    return el("label", { class: "tile" }, radio, drawn(PICTURES[name], 44), el("span", { class: "hidden" }, say("picture", { n: place + 1 })))
  })
  const secret = { type: "password" }
  const pin = field("new-pin", "choose_pin", { ...secret, help: say("pin_help"), "aria-describedby": "new-pin-help", "data-first": "" }), again = field("again", "again", secret)
  const practice = field("practice", "practice_pin", { ...secret, required: false, help: say("practice_help"), "aria-describedby": "practice-help" })
  const said = told()
  page(say("choose_pin"), "", said, [pin, again, practice], async ({ target }) => {
    const problem = fault(pin.input.value, again.input.value, practice.input.value)
    if (problem) return complain(said, problem)
    const me = await known(code)
    if (typeof me === "string") return complain(said, me)
    const picture = new FormData(target).get("picture")
    const space = await make(picture, pin.input.value, practice.input.value)
    await safe(space).put("me", me)
    await safe(space).put("pair", code.pair)
    await enter(space)
  }, el("fieldset", {}, el("legend", {}, say("choose_picture")), el("div", { class: "tiles four" }, ...pictures)))
}

/** Why these PINs do not do; the key of a sentence, or nothing. */
export function fault(pin, again, practice) {
  if (pin.trim().length < SHORTEST || (practice && practice.trim().length < SHORTEST)) return "too_short"
  if (easy(pin) || (practice && easy(practice))) return "too_easy"
  if (pin !== again) return "not_same"
  return practice && practice.trim() === pin.trim() ? "other_pin" : ""
}

function easy(pin) {
  const steps = new Set([...pin].slice(1).map((sign, place) => sign.codePointAt(0) - pin.codePointAt(place)))
  return steps.size === 1 && [0, 1, -1].includes([...steps][0]) // 111111, 123456, 987654
}

/**
 * Tell the server a new password that only this phone knows; what was shown at the desk opens nothing afterwards.
 * If the answer is lost the new one is known already, so it is tried again with that. Gives a sentence's key if not.
 */
async function known(code) {
  const { organisation, device } = code
  code.fresh ??= hex(crypto.getRandomValues(new Uint8Array(20)))
  code.pair ??= await pairOfKeys()
  const body = JSON.stringify({ digest: await digest(text.encode(code.fresh)), public: code.pair.public })
  for (const password of [code.password, code.fresh]) {
    const shown = { organisation, device, password }
    const answer = await ask(shown, `/field/api/${encodeURIComponent(organisation)}/enrol?l=${spoken.code}`, { method: "POST", body }).catch(() => null)
    if (!answer || answer.status >= 500 || !ours(answer)) return "no_connection"
    if (answer.ok) return { organisation, device, password: code.fresh }
  }
  return "not_known"
}
