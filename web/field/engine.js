// The only file that knows @getodk/xforms-engine (pinned exactly). What it promises to the rest of the app is written
// in tests/browser/test_field_engine.py. A change of the engine is a change of this file.
import { loadForm } from "@getodk/xforms-engine"
import { reactive } from "vue"

const PARENTS = new Set(["root", "group", "repeat-instance"])
const INDIC = /[\u0966-\u096f\u09e6-\u09ef\u0c66-\u0c6f]/g
const ascii = (written) => written.replace(INDIC, (sign) => String((sign.codePointAt(0) - 0x966) % 0x80))

/** A form from its XML. `attachment(name)` gives the bytes of a file that belongs to it, or null. Throws. */
export async function open(xml, attachment) {
  const fetchFormAttachment = async (address) => {
    const name = decodeURIComponent(String(address).split("/").pop()), bytes = await attachment(name)
    const type = name.endsWith(".csv") ? "text/csv" : name.endsWith(".xml") ? "text/xml" : "application/octet-stream"
    return bytes ? new Response(bytes, { status: 200, headers: { "content-type": type } }) : new Response("", { status: 404 })
  }
  const form = await loadForm(xml, { fetchFormAttachment, missingResourceBehavior: "BLANK" })
  if (form.status === "failure") throw form.error
  return form
}

const config = (device) => ({ stateFactory: reactive, preloadProperties: { deviceID: device } })

/** Begin one. Without a device of ours the engine would make one up and leave it in the browser in clear. */
export const begin = (form, device) => form.createInstance(config(device)).root

/** Go on with what `prepared` gave. */
export const goOn = async (form, device, data) => (await form.restoreInstance({ data: [data] }, config(device))).root

/** Everything answered so far, for keeping or for sending: {ready, data}. */
export async function prepared(root) {
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" })
  return { ready: payload.status === "ready", data: payload.data[0] }
}

/** References of questions that are wrong or missing, in order. */
export const wrong = (root) => root.validationState.violations.map(({ reference }) => reference)

/** [{code, name, speak()}] of the languages that a form has. */
export function languages(root) {
  return root.languages.filter((one) => !one.isSyntheticDefault).map((one) => ({
    code: /\((\w+)\)\s*$/.exec(one.language)?.[1] ?? "", name: one.language, speak: () => root.setLanguage(one),
  }))
}

/** The questions that apply now, one for each screen, in order; for each repeat also the screen that asks for more. */
export function screens(root) {
  const out = []
  walk(root, [], out)
  return out
}

function walk(parent, above, out) {
  for (const node of parent.currentState.children ?? []) {
    if (!node.currentState.relevant) continue
    const kind = node.nodeType
    if (kind.startsWith("repeat-range")) repeats(node, above, out)
    else if (PARENTS.has(kind)) walk(node, [...above, words(node.currentState.label)], out)
    else if (kind !== "model-value" && kind !== "attribute" && said(node)) out.push(question(node, above))
  }
}

function said(node) {
  return node.nodeType === "note" || node.nodeType !== "input" || node.currentState.label || node.definition?.bodyElement
}

function repeats(range, above, out) {
  const label = words(range.currentState.label), all = range.currentState.children
  all.forEach((one, place) => {
    const from = out.length
    walk(one, [...above, `${words(one.currentState.label) || label} ${place + 1}`], out)
    if (out[from] && range.removeInstances) out[from].leaveOut = () => range.removeInstances(place, 1)
  })
  if (range.nodeType !== "repeat-range:uncontrolled") return
  out.push({
    at: `${range.currentState.reference} more`, kind: "more", above, label, count: all.length,
    add: () => range.addInstances(), removeLast: () => range.removeInstances(all.length - 1, 1),
  })
}

const words = (range) => range?.asString?.trim() ?? ""
const media = (address) => (address ? decodeURIComponent(String(address).split("/").pop()) : "")

/** One question as the screens show it. Getters, so that they follow the engine. */
function question(node, above) {
  const state = node.currentState
  return {
    node, above: above.filter(Boolean), at: state.reference, kind: kindOf(node),
    get label() { return words(state.label) },
    get hint() { return words(state.hint) },
    get sound() { return media(state.label?.audioSource) },
    get picture() { return media(state.label?.imageSource) },
    get required() { return state.required },
    get readonly() { return state.readonly },
    get value() { return valueOf(node) },
    get options() {
      return (state.valueOptions ?? []).map((one) => ({
        value: one.value, label: words(one.label), sound: media(one.label?.audioSource), picture: media(one.label?.imageSource),
      }))
    },
    get problem() { return problemOf(node) },
    answer: (value) => answer(node, value),
  }
}

const PLACES = new Set(["geopoint", "geotrace", "geoshape"])

function kindOf(node) {
  const look = new Set(node.appearances ?? [])
  if (node.nodeType === "select") return node.selectType === "select" ? "many" : "one"
  if (node.nodeType === "upload") return { image: "photo", audio: "voice" }[node.nodeOptions.media.type] ?? "file"
  if (node.nodeType !== "input") return { trigger: "tick", range: "number", rank: "rank", note: "note" }[node.nodeType] ?? "text"
  if (PLACES.has(node.valueType)) return "place"
  if (node.valueType === "date") return look.has("year") ? "year" : look.has("month-year") ? "month" : "date"
  if (node.valueType === "int") return "whole"
  if (node.valueType === "decimal") return "number"
  if (node.valueType === "time") return "time"
  if (node.valueType === "dateTime") return "moment"
  return look.has("multiline") || (node.nodeOptions?.rows ?? 0) > 1 ? "long" : look.has("numbers") ? "figures" : "text"
}

function valueOf(node) {
  const { value } = node.currentState
  if (node.nodeType === "select" || node.nodeType === "rank") return [...value]
  if (node.nodeType === "upload" || node.nodeType === "trigger") return value
  return value === null || value === undefined ? "" : String(value)
}

/** Why an answer does not do: {kind: required or constraint, text}, or null. */
function problemOf(node) {
  const found = node.validationState.violation
  return found && !found.valid ? { kind: found.condition, text: words(found.message) } : null
}

/** Give an answer; false when it is not of the question's kind. A whole number has to be a BigInt here. */
function answer(node, value) {
  try {
    if (node.nodeType === "select") node.selectValues(value)
    else if (node.nodeType === "rank") node.setValues(value)
    else if (node.nodeType === "upload" || node.nodeType === "trigger") node.setValue(value)
    else node.setValue(typed(node, String(value ?? "")))
    return true
  } catch {
    return false
  }
}

function typed(node, written) {
  if (written.trim() === "") return null
  if (node.valueType === "int") return BigInt(ascii(written).trim().replace(/^\+/, ""))
  if (node.valueType === "decimal") {
    const number = Number(ascii(written).trim().replace(",", "."))
    if (!Number.isFinite(number)) throw new TypeError("no number")
    return number
  }
  return written
}
