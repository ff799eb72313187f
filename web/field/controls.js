// What a question is answered by. Large targets; a thumb reaches everything; a keyboard too.
import { h, onUnmounted, ref } from "vue"
import { spaced } from "./home.js"
import { patience } from "./guard.js"
import { plain } from "./often.js"
import { MOST, addressOf, record, recording, redrawn, sound, stopRecording } from "./media.js"
import { say, spoken } from "./say.js"
import { button, sign } from "./widgets.js"

const TYPED = {
  text: {}, figures: { inputmode: "numeric" }, whole: { inputmode: "numeric" }, number: { inputmode: "decimal" },
  date: { type: "date" }, time: { type: "time" }, moment: { type: "datetime-local" },
}
export const LABELLED = { ...TYPED, long: {} } // those whose question is the label of one field
const MANY = 9 // choices from which on one can look for a word

/** The control of a question. `about`: ids of what describes it. */
export function control(one, helps, about) {
  if (one.readonly && one.kind !== "note") return h("p", { class: "value" }, shown(one))
  if (one.kind in TYPED) return [field(one, helps, about), ...codes(one, helps)]
  const made = { long, one: choices, many: choices, photo, voice, file, month, year: month, tick, rank, place }[one.kind]
  return made ? made(one, helps, about) : null
}

const shown = (one) => (Array.isArray(one.value) ? one.value.join(", ") : String(one.value ?? ""))

function kept(one, { state }) {
  return state.typed?.at === one.at ? state.typed.text : one.value
}

function field(one, helps, about) {
  const plain = { autocomplete: "off", autocapitalize: "sentences", spellcheck: "false", "aria-describedby": about, id: "answer" }
  return h("input", { ...plain, type: "text", ...TYPED[one.kind], value: kept(one, helps), "aria-invalid": helps.state.problem ? "true" : undefined,
    onInput: ({ target }) => helps.answer(one, target.value, target.value) })
}

function long(one, helps, about) {
  return h("textarea", { rows: 5, spellcheck: "false", autocomplete: "off", "aria-describedby": about, id: "answer", value: kept(one, helps),
    onInput: ({ target }) => helps.answer(one, target.value, target.value) })
}

/** Where a code of a person is asked for: those of one's own people, to touch. */
function codes(one, helps) {
  const people = helps.app.people
  if (one.kind !== "text" || !/\/person$/.test(one.at) || !people.length) return []
  return [h("p", { class: "small" }, say("your_people")), h("div", { class: "codes" }, people.map(({ code }) =>
    h("button", { type: "button", class: ["code", one.value === code && "on"], onClick: () => helps.answer(one, code) }, spaced(code))))]
}

const choices = (one, helps, about) => h(Choices, { one, helps, about, key: one.at })

/** One or several of a list, with their pictures and sounds; a field to look for one where there are many. */
const Choices = {
  props: ["one", "helps", "about"],
  setup(props) {
    const wanted = ref(""), pictures = ref({})
    const several = props.one.kind === "many"
    for (const { picture } of props.one.options) if (picture) drawnFrom(picture, props.helps, pictures)
    const choose = (value) => {
      const before = props.one.value, on = before.includes(value)
      props.helps.answer(props.one, several ? (on ? before.filter((one) => one !== value) : [...before, value]) : on && !props.one.required ? [] : [value])
    }
    return () => {
      const all = props.one.options, found = all.filter(({ label }) => plain(label).includes(plain(wanted.value)))
      return [
        several && h("p", { class: "small" }, say("several")),
        all.length > MANY && h("label", [h("span", { class: "hidden" }, say("find")), h("input", { type: "search", placeholder: say("find"), autocomplete: "off", spellcheck: "false", value: wanted.value, onInput: ({ target }) => (wanted.value = target.value) })]),
        h("div", { class: "choices", role: several ? "group" : "radiogroup", "aria-labelledby": "asked", "aria-describedby": props.about },
          found.map((option) => choice(option, props.one.value.includes(option.value), several, choose, props.helps, pictures.value[option.picture]))),
      ]
    }
  },
}

function choice(option, on, several, choose, helps, picture) {
  const mark = h("span", { class: ["mark", several ? "square" : "round"] }, on ? [sign("check", 18)] : [])
  const pressed = { role: several ? "checkbox" : "radio", "aria-checked": on ? "true" : "false", "data-value": option.value }
  return h("div", { class: "option", key: option.value }, [
    h("button", { type: "button", class: ["choice", on && "on"], ...pressed, onClick: () => choose(option.value) }, [mark, picture && h("img", { src: picture, alt: "" }), h("span", option.label || option.value)]),
    option.sound && button("sound", "", () => sound(option.sound, helps.find), "listen", { "aria-label": `${say("listen")}: ${option.label}` }),
  ])
}

async function drawnFrom(name, helps, into) {
  const bytes = await helps.find(name)
  const type = name.endsWith(".svg") ? "image/svg+xml" : ""
  if (bytes) into.value = { ...into.value, [name]: addressOf(name, new Blob([bytes], { type })) }
}

function photo(one, helps, about) {
  const take = async ({ target }) => {
    patience(false)
    const file = target.files[0]
    target.value = ""
    if (!file) return
    const made = await redrawn(file).catch(() => null)
    if (made) helps.answer(one, made)
    else helps.state.problem = say("not_a_picture")
  }
  return h("div", { class: "choices" }, [
    one.value && h("img", { class: "taken", src: addressOf(one.at, one.value), alt: "" }),
    picker("photo", "take_photo", { accept: "image/*", capture: "environment" }, take, about),
    one.value && button("bin", say("remove"), () => helps.answer(one, null), "quiet small"),
  ])
}

function picker(name, label, more, take, about) {
  return h("label", { class: "choice picker" }, [
    h("input", { type: "file", class: "hidden", ...more, "aria-describedby": about, onClick: () => patience(true), onChange: take }), sign(name), h("span", say(label)),
  ])
}

function voice(one, helps) {
  const on = recording.at === one.at
  const start = async () => {
    helps.state.problem = ""
    patience(true)
    const file = await record(one.at).catch(() => null)
    patience(false)
    if (file?.size) helps.answer(one, file)
    else helps.state.problem = say("no_microphone")
  }
  return h("div", { class: "choices" }, [
    on && h(Clock, { key: "clock" }),
    on ? button("stop", say("record_stop"), stopRecording, "choice clay", { id: "record" }) : button("voice", say("record"), start, "choice", { id: "record" }),
    one.value && !on && h("audio", { controls: true, src: addressOf(one.at, one.value) }),
    one.value && !on && button("bin", say("remove"), () => helps.answer(one, null), "quiet small"),
  ])
}

const Clock = {
  setup() {
    const now = ref(Date.now()), turning = setInterval(() => (now.value = Date.now()), 500)
    onUnmounted(() => clearInterval(turning))
    const written = () => {
      const seconds = Math.max(0, Math.round((now.value - recording.since) / 1000))
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
    }
    return () => h("p", { class: "recording" }, [h("span", { class: "dot" }), `${say("recording")} ${written()}`])
  },
}

function file(one, helps, about) {
  const take = ({ target }) => {
    patience(false)
    const chosen = target.files[0]
    target.value = ""
    if (!chosen) return
    if (chosen.size > MOST) helps.state.problem = say("too_large")
    else helps.answer(one, new File([chosen], `f-${Date.now().toString(36)}.${chosen.name.split(".").pop().slice(0, 5)}`, { type: chosen.type }))
  }
  return h("div", { class: "choices" }, [
    one.value && h("p", { class: "value" }, `${Math.ceil(one.value.size / 1024)} kB`),
    picker("file", "choose_file", {}, take, about),
    one.value && button("bin", say("remove"), () => helps.answer(one, null), "quiet small"),
  ])
}

/** A month with its year, or a year alone, where nobody knows the day. */
function month(one, helps) {
  const [year = "", chosen = ""] = String(kept(one, helps) ?? "").split("-"), alone = one.kind === "year"
  const give = (y, m) => helps.answer(one, /^\d{4}$/.test(y) && (alone || m) ? `${y}-${alone ? "01" : m}-01` : "", `${y}-${m}`)
  const called = (n) => new Intl.DateTimeFormat(`${spoken.code}-IN`, { month: "long" }).format(new Date(2024, n, 1))
  return h("div", { class: "pair" }, [
    !alone && h("label", [h("span", say("month")), h("select", { id: "month-of", value: chosen, onChange: ({ target }) => give(year, target.value) }, [h("option", { value: "" }, ""), ...Array.from({ length: 12 }, (_none, n) => h("option", { value: String(n + 1).padStart(2, "0") }, called(n)))])]),
    h("label", [h("span", say("year")), h("input", { id: "year-of", inputmode: "numeric", maxlength: 4, autocomplete: "off", value: year, onInput: ({ target }) => give(target.value, chosen) })]),
  ])
}

function tick(one, helps) {
  const on = Boolean(one.value)
  return h("div", { class: "choices" }, [choice({ value: "yes", label: say("tick") }, on, true, () => helps.answer(one, !on), helps)])
}

function rank(one, helps) {
  const order = one.value
  const touch = (value) => helps.answer(one, order.includes(value) ? order.filter((other) => other !== value) : [...order, value])
  return [h("p", { class: "small" }, say("choose_order")), h("div", { class: "choices" }, one.options.map(({ value, label }) =>
    h("button", { type: "button", class: ["choice", order.includes(value) && "on"], key: value, onClick: () => touch(value) }, [h("span", { class: "mark round" }, String(order.indexOf(value) + 1 || "")), h("span", label)])))]
}

/** Places are never recorded: whoever finds them finds somebody. */
const place = () => h("p", { class: "note" }, say("no_places"))
