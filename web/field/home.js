// The first screen: what was begun, what waits today, what can be written, whom it is about (codes; for a visit a name).
import { h } from "vue"
import { plain } from "./often.js"
import { say, spoken } from "./say.js"
import { button, day, progress, sign, told } from "./widgets.js"

const FEW = 8 // so many forms need no groups, and so many people no folding
const GROUPS = ["visit", "people", "village", "group", "office", "talk", "other"]

export function home({ app, act }) {
  const forms = app.forms.filter((form) => !form.closed), many = forms.length > FEW
  return h("main", { class: "page" }, [
    h("h1", { class: "hidden" }, document.title),
    app.practice && h("p", { class: "note" }, say("practice_note")),
    app.clock && h("p", { class: "note", id: "clock" }, say("clock_wrong", { day: app.clock })),
    told(app),
    app.progress && moving(app.progress),
    app.drafts.length > 0 && section("drafts", app.drafts.map((draft) => begun(app, act, draft))),
    today(app),
    many && app.often.length > 0 && section("often", app.often.map((form) => blank(act, form))),
    section("people", people(app, act), "no_people"),
    many ? all(app, act, forms) : section("write", forms.map((form) => blank(act, form)), "no_forms"),
    h("div", { class: "foot" }, [
      app.met && h("p", { class: "small" }, say("last_contact", { day: day(app.met, spoken.code) })),
      !app.practice && button("send", say("send_now"), () => act.contact(), "quiet"),
      button("more", say("more"), () => act.go("more"), "quiet"),
    ]),
  ])
}

/** Every form, folded into groups; a word of its name, in any of its languages, finds it. */
function all(app, act, forms) {
  const words = plain(app.wanted).split(/\s+/).filter(Boolean), found = forms.filter(({ known }) => words.every((word) => known.includes(word)))
  const of = (group) => forms.filter(({ place }) => (GROUPS.includes(place.group) ? place.group : "other") === group)
  return h("section", { class: "card", id: "write" }, [
    h("h2", say("write")),
    h("label", [h("span", { class: "hidden" }, say("find")), h("input", { type: "search", id: "find", placeholder: say("find"), autocomplete: "off", spellcheck: "false", value: app.wanted, onInput: ({ target }) => (app.wanted = target.value) })]),
    h("p", { role: "status", class: ["small", (!words.length || found.length > 0) && "hidden"] }, words.length && !found.length ? say("nothing_found") : ""),
    words.length
      ? h("ul", found.map((form) => blank(act, form)))
      : GROUPS.map((group) => [group, of(group)]).filter(([, rows]) => rows.length).map(([group, rows]) => folded(say(`in_${group}`), rows.length, h("ul", rows.map((form) => blank(act, form))), group)),
  ])
}

const folded = (words, n, inside, key) => h("details", { key }, [h("summary", [h("span", words), h("span", { class: "small" }, n), sign("next")]), inside])

export const spaced = (code) => code.replace(/(....)(?=.)/g, "$1 ")
export const moving = (now) => progress(now, [say(`step_${now.step}`), now.of > 1 && say("done_of", now)].filter(Boolean).join(" "))

/** Those with a name for a visit first, then the codes of the others; a touch begins something about them. */
function people({ people, names }, act) {
  const others = people.filter(({ code }) => !names[code])
  const named = people.filter(({ code }) => names[code]).map(({ code }) => visited(code, names[code], act))
  const codes = h("div", { class: "codes" }, others.map(({ code }) => touched(code, act)))
  if (!others.length) return named
  return [...named, h("li", { key: "codes" }, [others.length > 2 * FEW ? folded(say("your_people"), others.length, codes) : codes])]
}

const touched = (code, act) => h("button", { type: "button", class: "code", key: code, onClick: () => act.about(code) }, spaced(code))

export const visited = (code, { name, words, until }, act) => h("li", { class: "line", key: code, translate: "no" }, [
  h("strong", name), h("span", [act ? touched(code, act) : h("code", spaced(code))]), h("span", { class: "small" }, say("until_day", { day: day(until, spoken.code) })), words && h("p", say("cover_words", { words })),
])

const today = (app) => section("today", app.due.map((one) => h("li", { class: "line" }, [h("strong", one.title), h("span", { class: "small" }, one.text)])), "nothing_due")

function section(name, rows, empty) {
  return h("section", { class: "card", id: name }, [h("h2", say(name)), rows.length ? h("ul", rows) : h("p", { class: "small" }, say(empty))])
}

export function blank(act, form, whom) {
  return h("li", { key: form.id }, [h("button", { type: "button", class: "row", onClick: () => act.fill(form, null, whom) }, [sign("pen"), h("span", form.title), sign("next")])])
}

function begun(app, act, draft) {
  const form = app.forms.find(({ id }) => id === draft.form)
  const about = [say("from_day", { day: day(draft.day, spoken.code) }), draft.finished && say("finished_waits")].filter(Boolean).join(" · ")
  const inside = [sign(draft.finished ? "lock" : "file"), h("span", [draft.title, h("small", about)]), !draft.finished && sign("next")]
  return h("li", { key: draft.id }, [h("button", { type: "button", class: "row", disabled: draft.finished || !form, onClick: () => act.fill(form, draft) }, inside)])
}
