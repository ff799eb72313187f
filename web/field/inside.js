// Behind the door: one worker's open space. Vue shows it; what it shows lies in memory only, until the page locks.
import { createApp, h, nextTick, reactive } from "vue"
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
import { often, plain } from "./often.js"
import { person } from "./person.js"
import { names } from "./visit.js"
import { button, sign } from "./widgets.js"
import "./inside.css"

const FAR = 60 // days after the last contact, from which on the phone's clock may as well be wrong
const VIEWS = { home, fill, person, sending, more }

/** Show the app of an open space ({id, key, practice}). */
export async function inside(space) {
  const safe = opened(space)
  if (safe.practice) await prepare(safe)
  const app = reactive({
    view: "home", told: "", bad: false, forms: [], often: [], wanted: "", whom: "", clock: "", drafts: [], people: [], names: {}, due: [], waits: [], met: "", practice: safe.practice,
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
    app.view !== "fill" && h("button", { class: ["chip", n && "waits"], type: "button", onClick: () => act.go("sending"), id: "waiting", "data-n": n || "" }, [sign(n ? "send" : "check"), h("span", { class: app.view !== "home" && "hidden" }, n ? say("not_sent", { n }) : say("all_sent"))]),
    h("button", { class: "leave", type: "button", onClick: leave }, [sign("leave"), h("span", say("leave"))]),
  ])
}

/** What the screens may do. */
function actions(app, safe) {
  /** What is shown, read anew: one after another, so that what was read before never stands for what came after. */
  let turn = Promise.resolve()
  const read = async () => {
    const titles = await safe.get("titles", {})
    const places = await safe.get("places", {}), called = (one, form) => ({ ...one, title: titles[form]?.[spoken.code] ?? one.title })
    const whole = (one) => ({ ...called(one, one.id), place: places[one.id] ?? {}, known: plain([one.title, ...Object.values(titles[one.id] ?? {})].join(" ")) })
    app.forms = (await safe.get("forms", [])).map(whole).sort((one, other) => one.title.localeCompare(other.title, spoken.code))
    app.often = await often(safe, app.forms)
    app.drafts = (await drafts(safe)).map((one) => called(one, one.form))
    app.people = await safe.get("people", [])
    app.names = await visited()
    app.due = await safe.get("due", [])
    app.met = await safe.get("met", "")
    app.waits = await mine()
    const heard = Date.parse(await safe.get("today")), apart = (Date.now() - heard) / 86_400_000
    app.clock = apart < -1 || apart > FAR ? new Date().toLocaleDateString(`${spoken.code}-IN`, { dateStyle: "long" }) : ""
  }
  const act = {
    safe,
    tell(key, bad = false, filled = {}) {
      ;[app.told, app.bad] = [key && say(key, filled), bad]
    },
    async go(view, told = "") {
      if ((await app.keep()) === false) return // what was written last is not kept yet
      ;[app.keep, app.filling, app.wanted] = [async () => {}, null, ""]
      act.tell(told)
      await act.refresh()
      app.view = view
      scrollTo(0, 0)
      await nextTick()
      const head = document.querySelector("main h1") // where a screen reader goes on
      head?.setAttribute("tabindex", "-1")
      head?.focus({ preventScroll: true })
    },
    refresh: () => (turn = turn.then(read, read)),
    /** Begin a form, or go on with a draft. `whom`: the code of the person it is about, where that is chosen already. */
    fill(form, draft = null, whom = "") {
      act.tell("")
      app.wanted = ""
      app.filling = { form, draft, whom }
      app.view = "fill"
      scrollTo(0, 0)
    },
    async about(code) {
      app.whom = code
      await act.go("person")
    },
    async contact() {
      if (safe.practice || app.progress) return
      app.progress = { step: "asking", done: 0, of: 0 }
      try {
        const result = await contact(safe, spoken.code, (progress) => (app.progress = progress)).catch(() => ({ stopped: "later" }))
        if (result.stopped === "ended") return out()
        act.tell(`told_${result.stopped || "done"}`, false)
        if (app.view !== "fill") await act.refresh()
      } finally {
        app.progress = null // not before what came is on the screen
      }
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

