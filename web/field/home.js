// The first screen: what was begun, what waits today, what can be written, whom it is about (codes; for a visit a name).
import { h } from "vue"
import { say, spoken } from "./say.js"
import { button, day, progress, sign, told } from "./widgets.js"

export function home({ app, act }) {
  return h("main", { class: "page" }, [
    h("h1", { class: "hidden" }, document.title),
    app.practice && h("p", { class: "note" }, say("practice_note")),
    told(app),
    app.progress && moving(app.progress),
    app.drafts.length > 0 && section("drafts", app.drafts.map((draft) => begun(app, act, draft))),
    app.due.length > 0 && today(app),
    section("write", app.forms.filter((form) => !form.closed).map((form) => blank(act, form)), "no_forms"),
    app.due.length === 0 && today(app),
    section("people", people(app), "no_people"),
    h("div", { class: "foot" }, [
      app.met && h("p", { class: "small" }, say("last_contact", { day: day(app.met, spoken.code) })),
      !app.practice && button("send", say("send_now"), () => act.contact(), "quiet"),
      button("more", say("more"), () => act.go("more"), "quiet"),
    ]),
  ])
}

export const spaced = (code) => code.replace(/(....)(?=.)/g, "$1 ")
export const moving = (now) => progress(now, [say(`step_${now.step}`), now.of > 1 && say("done_of", now)].filter(Boolean).join(" "))

/** Those with a name for a visit first, then the codes of the others. */
function people({ people, names }) {
  const others = people.filter(({ code }) => !names[code])
  const named = people.filter(({ code }) => names[code]).map(({ code }) => visited(code, names[code]))
  return others.length ? [...named, h("li", { class: "codes" }, others.map(({ code }) => h("code", { key: code }, spaced(code))))] : named
}

const visited = (code, { name, words, until }) => h("li", { class: "line", key: code, translate: "no" }, [
  h("strong", name), h("code", spaced(code)), h("span", { class: "small" }, say("until_day", { day: day(until, spoken.code) })), words && h("p", say("cover_words", { words })),
])

const today = (app) => section("today", app.due.map((one) => h("li", { class: "line" }, [h("strong", one.title), h("span", { class: "small" }, one.text)])), "nothing_due")

function section(name, rows, empty) {
  return h("section", { class: "card", id: name }, [h("h2", say(name)), rows.length ? h("ul", rows) : h("p", { class: "small" }, say(empty))])
}

function blank(act, form) {
  return h("li", { key: form.id }, [h("button", { type: "button", class: "row", onClick: () => act.fill(form) }, [sign("pen"), h("span", form.title), sign("next")])])
}

function begun(app, act, draft) {
  const form = app.forms.find(({ id }) => id === draft.form)
  const about = [say("from_day", { day: day(draft.day, spoken.code) }), draft.finished && say("finished_waits")].filter(Boolean).join(" · ")
  const inside = [sign(draft.finished ? "lock" : "file"), h("span", [draft.title, h("small", about)]), !draft.finished && sign("next")]
  return h("li", { key: draft.id }, [h("button", { type: "button", class: "row", disabled: draft.finished || !form, onClick: () => act.fill(form, draft) }, inside)])
}
