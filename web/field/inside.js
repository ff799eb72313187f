// Behind the door: one worker's open space. Vue shows it; what it shows lies in memory only, until the page locks.
import { createApp, h, reactive } from "vue"
import { contact } from "./contact.js"
import { drafts } from "./drafts.js"
import { disguise, start } from "./door.js"
import { fill } from "./fill.js"
import { leave, watch } from "./guard.js"
import { home } from "./home.js"
import { homeOf, waiting } from "./leaving.js"
import { more } from "./more.js"
import { prepare } from "./practice.js"
import { safe as opened } from "./safe.js"
import { say, spoken } from "./say.js"
import { sending } from "./sending.js"
import { names } from "./visit.js"
import { button, sign } from "./widgets.js"
import "./inside.css"

const VIEWS = { home, fill, sending, more }

/** Show the app of an open space ({id, key, practice}). */
export async function inside(space) {
  const safe = opened(space)
  if (safe.practice) await prepare(safe)
  const app = reactive({
    view: "home", told: "", bad: false, forms: [], drafts: [], people: [], names: {}, due: [], waits: [], met: "", practice: safe.practice,
    progress: null, language: spoken.code, filling: null, keep: async () => {},
  })
  const act = actions(app, safe)
  await act.refresh()
  document.getElementById("app").replaceChildren()
  const shown = createApp({ setup: () => () => h("div", { class: "space", key: app.language }, [bar(app, act), h(VIEWS[app.view], { app, act, key: app.view })]) })
  shown.config.errorHandler = () => act.tell("cannot_open", true) // an error may hold an answer: it is written nowhere
  for (const view of Object.values(VIEWS)) view.props ??= ["app", "act"]
  shown.mount("#app")
  watch(() => app.keep())
  addEventListener("online", () => act.contact())
  performance.mark("inside")
  if (navigator.onLine) act.contact()
  ;(window.requestIdleCallback ?? setTimeout)(() => import("./engine.js"))
}

function bar(app, act) {
  const n = app.waits.length
  return h("header", { class: "bar" }, [
    app.view === "home" ? h("span", { class: "called" }, document.title) : button("back", say(app.view === "fill" ? "close" : "back"), () => act.go("home"), "plain"),
    h("span", { class: "grow" }),
    app.view !== "fill" && h("button", { class: ["chip", n && "waits"], type: "button", onClick: () => act.go("sending"), id: "waiting" }, [sign(n ? "send" : "check"), h("span", n ? say("not_sent", { n }) : say("all_sent"))]),
    h("button", { class: "leave", type: "button", onClick: leave }, [sign("leave"), h("span", say("leave"))]),
  ])
}

/** What the screens may do. */
function actions(app, safe) {
  const act = {
    safe,
    tell(key, bad = false, filled = {}) {
      ;[app.told, app.bad] = [key && say(key, filled), bad]
    },
    async go(view, told = "") {
      await app.keep()
      ;[app.keep, app.filling] = [async () => {}, null]
      act.tell(told)
      await act.refresh()
      app.view = view
      scrollTo(0, 0)
    },
    async refresh() {
      const titles = await safe.get("titles", {})
      const called = (one, form) => ({ ...one, title: titles[form]?.[spoken.code] ?? one.title })
      app.forms = (await safe.get("forms", [])).map((one) => called(one, one.id)).sort((one, other) => one.title.localeCompare(other.title, spoken.code))
      app.drafts = (await drafts(safe)).map((one) => called(one, one.form))
      app.people = await safe.get("people", [])
      app.names = await visited()
      app.due = await safe.get("due", [])
      app.met = await safe.get("met", "")
      app.waits = await mine()
    },
    fill(form, draft = null) {
      act.tell("")
      app.filling = { form, draft }
      app.view = "fill"
      scrollTo(0, 0)
    },
    async contact() {
      if (safe.practice || app.progress) return
      app.progress = { step: "asking", done: 0, of: 0 }
      const result = await contact(safe, spoken.code, (progress) => (app.progress = progress)).catch(() => ({ stopped: "later" }))
      app.progress = null
      if (result.stopped === "ended") return out()
      act.tell(`told_${result.stopped || "done"}`, false)
      if (app.view !== "fill") await act.refresh()
    },
    async speak(code) {
      await act.refresh() // forms are called otherwise now
      app.language = code
      await disguise()
    },
  }
  const visited = async () => (safe.practice ? {} : names(safe))
  setInterval(async () => Object.keys(app.names).length && (app.names = await visited()), 20_000) // a day ends while it is open
  async function mine() {
    if (safe.practice) return []
    const { organisation } = (await safe.get("me")) ?? {}, home = organisation && (await homeOf(organisation))
    const rows = (await waiting()).filter((row) => row.home === home)
    return Promise.all(rows.map(async (row) => ({ ...row, said: row.note && (await safe.readNote(row.note)) })))
  }
  function out() {
    app.keep = async () => {}
    document.getElementById("app").replaceChildren()
    start(say("ended"))
  }
  return act
}

