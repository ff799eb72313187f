// Filling something in: one question a screen. What was answered is kept, sealed, at every step.
import { computed, h, nextTick, onUnmounted, reactive, shallowRef } from "vue"
import { LABELLED, control } from "./controls.js"
import { drop, finish, keep, resume } from "./drafts.js"
import { today } from "./fresh.js"
import { forgetMedia, playing, sound } from "./media.js"
import { note } from "./often.js"
import { ROOM, sizeOf } from "./parts.js"
import { spaced } from "./home.js"
import { LANGUAGES, say, spoken } from "./say.js"
import { button, progress, told } from "./widgets.js"

const random = () => [...crypto.getRandomValues(new Uint8Array(8))].map((one) => one.toString(16).padStart(2, "0")).join("")

export const fill = {
  props: ["app", "act"],
  setup({ app, act }) {
    const { form, draft, whom } = app.filling, id = draft?.id ?? random()
    const state = reactive({ at: draft?.at ?? "", problem: "", typed: null, closing: "", busy: true, speaks: "", tongue: undefined })
    const root = shallowRef(null), tools = { engine: null, release: () => {}, held: null }
    const list = computed(() => (root.value ? tools.engine.screens(root.value) : []))
    const place = computed(() => (state.at === "end" ? list.value.length : Math.max(0, list.value.findIndex(({ at }) => at === state.at))))

    const save = async () => {
      clearTimeout(tools.timer)
      if (!root.value || !tools.changed) return
      tools.changed = false
      const { data } = await tools.engine.prepared(root.value)
      return keep(act.safe, id, form, state.at, data).catch(unkept)
    }
    /** The phone took nothing more in: said, and tried again at the next answer. False, so that nobody goes away. */
    const unkept = () => {
      tools.changed = true
      state.problem = say("full")
      return (state.busy = false)
    }
    const soon = () => {
      tools.changed = true
      clearTimeout(tools.timer)
      tools.timer = setTimeout(save, 300)
    }
    app.keep = save
    begin().catch(() => act.tell("cannot_open", true)).finally(() => (state.busy = false))
    onUnmounted(() => {
      clearTimeout(tools.timer)
      tools.release()
      forgetMedia()
    })

    async function begin() {
      if (!(await alone(id, tools))) return act.tell("open_elsewhere", true)
      tools.engine = await import("./engine.js")
      tools.held = await act.safe.get(`form ${form.id}`)
      const opened = await tools.engine.open(tools.held.xml, (name) => act.safe.bytes(`media ${form.id} ${name}`))
      const device = (await act.safe.get("me"))?.device ?? "practice", data = draft && (await resume(act.safe, id))
      const fresh = data ? await tools.engine.goOn(opened, device, data) : tools.engine.begin(opened, device)
      speak(fresh, spoken.code)
      root.value = fresh
      if (!draft) known()
      state.at ||= list.value[0]?.at ?? "end"
      focus()
    }

    /** Whom it is about is not asked where that was chosen; the day that a form writes in is, where the clock is wrong. */
    function known() {
      const find = (name, kind) => list.value.find(({ at, kind: one }) => at.endsWith(`/${name}`) && one === kind)
      const who = whom && find("person", "text"), day = find("day", "date")
      if (who?.answer(whom)) state.at = list.value[list.value.findIndex(({ at }) => at === who.at) + 1]?.at ?? ""
      if (app.clock && day?.value === today()) day.answer("")
    }

    function speak(fresh, code) {
      const known = tools.engine.languages(fresh), chosen = known.find((one) => one.code === code) ?? known[0]
      speakAs(chosen)
    }

    function speakAs(chosen) {
      chosen?.speak()
      Object.assign(state, { speaks: chosen?.name ?? "", tongue: chosen?.code || undefined })
    }

    function go(step) {
      const next = list.value[place.value + step]
      Object.assign(state, { at: next ? next.at : step > 0 ? "end" : list.value[0]?.at, problem: "", typed: null })
      soon()
      focus()
    }

    /** Change how many screens there are, and go on with what then stands in this place. */
    function instead(change) {
      const from = place.value
      change()
      Object.assign(state, { at: list.value[from]?.at ?? "end", problem: "", typed: null })
      soon()
      focus()
    }

    const focus = () => nextTick(() => {
      document.querySelector(".question h1")?.focus({ preventScroll: true })
      scrollTo(0, 0)
    })

    function forward(one) {
      if (state.typed?.at === one.at && state.typed.wrong) return (state.problem = say("does_not_fit"))
      const problem = one.kind === "more" || one.kind === "note" ? null : one.problem
      if (problem) return (state.problem = problem.text || say(problem.kind === "required" ? "needs_answer" : "does_not_fit"))
      go(1)
    }

    function answer(one, value, typed) {
      const right = one.answer(value)
      state.typed = typed === undefined ? null : { at: one.at, text: typed, wrong: !right }
      state.problem = ""
      soon()
    }

    async function finished() {
      state.busy = true
      await save()
      const { ready, data } = await tools.engine.prepared(root.value)
      const large = sizeOf(data) > ROOM
      if (large) state.problem = say("too_much")
      if (!ready || large) return (state.busy = false)
      if ((await finish(act.safe, id, form, data).catch(unkept)) === false) return
      await note(act.safe, form).catch(() => {}) // it is finished, whatever becomes of this
      tools.changed = false
      root.value = null
      app.keep = async () => {}
      await act.go("home", "finished")
      if (navigator.onLine) act.contact()
    }

    async function thrown() {
      tools.changed = false
      root.value = null
      app.keep = async () => {}
      await drop(act.safe, id)
      act.go("home")
    }

    const find = (name) => act.safe.bytes(`media ${form.id} ${name}`)
    const helps = { app, answer, find, instead, soon, state }
    return () => {
      if (!root.value) return h("main", { class: "page" }, [h("h1", form.title), told(app), state.busy && h("p", { class: "small" }, say("opening"))])
      const one = list.value[place.value]
      return h("main", { class: "page question", key: state.at, "data-at": state.at }, [
        top([form.title, whom && spaced(whom)].filter(Boolean).join(" · "), place.value, list.value.length, tongues()),
        one ? asked(one, helps) : end(),
        steps(one),
        !one || place.value === 0 ? throwing() : null,
      ])
    }

    function tongues() {
      const known = tools.engine.languages(root.value)
      if (known.length < 2) return null
      const speak = ({ target }) => {
        speakAs(known.find(({ name }) => name === target.value))
      }
      return h("label", [h("span", { class: "hidden" }, say("language")), h("select", { class: "tongue", value: state.speaks, onChange: speak },
        known.map(({ name, code }) => h("option", { value: name }, LANGUAGES[code] ?? name.replace(/\s*\(\w+\)$/, ""))))])
    }

    function steps(one) {
      const onward = one && (one.kind === "more" ? button("next", say("no_more"), () => go(1), "go", { id: "next" }) : button("next", say("next"), () => forward(one), "go", { id: "next" }))
      return h("div", { class: "steps" }, [
        button("back", say("back"), () => go(-1), "quiet", { disabled: place.value === 0, id: "back" }),
        onward || button("lock", say("finish"), finished, "go", { id: "finish", disabled: state.busy || tools.engine.wrong(root.value).length > 0 }),
      ])
    }

    function end() {
      const wrong = new Set(tools.engine.wrong(root.value)), missing = list.value.filter(({ at }) => wrong.has(at))
      return h("section", [
        h("h1", { tabindex: -1 }, say("all_done")),
        h("p", { class: ["told", "bad", !state.problem && "empty"], role: "alert", id: "problem" }, state.problem),
        missing.length ? h("p", say("missing")) : h("p", { class: "hint" }, say("finish_help")),
        h("ul", { class: "missing" }, missing.map((one) => h("li", { key: one.at }, [button("next", one.label || one.above.at(-1), () => Object.assign(state, { at: one.at, problem: "" }) && focus(), "row")]))),
      ])
    }

    function throwing() {
      if (!state.closing) return h("div", { class: "foot" }, [button("bin", say("throw_away"), () => (state.closing = "sure"), "quiet small")])
      return h("div", { class: "sure", role: "alertdialog", "aria-label": say("throw_sure") }, [
        h("p", say("throw_sure")), button("bin", say("yes_throw"), thrown, "clay"), button("", say("no_keep"), () => (state.closing = ""), "quiet"),
      ])
    }
  },
}

/** One window writes in a draft at a time. */
function alone(id, tools) {
  return new Promise((told) => {
    navigator.locks.request(`draft ${id}`, { ifAvailable: true }, (lock) => {
      told(Boolean(lock))
      return lock && new Promise((release) => (tools.release = release))
    })
  })
}

function top(title, place, of, tongues) {
  const n = Math.min(place + 1, of), words = say("question_of", { n, of })
  return h("div", { class: "where" }, [progress({ done: n, of }, words), h("span", { class: "small" }, title), tongues])
}

/** One question with its words, its sound and what it is answered by. */
function asked(one, helps) {
  const { state } = helps, words = one.label || one.above.at(-1)
  if (one.kind === "more") return more(one, helps)
  const about = [one.hint && "hint", state.problem && "problem"].filter(Boolean).join(" ") || undefined
  return h("section", { lang: state.tongue }, [
    one.above.length > 0 && h("p", { class: "above" }, one.above.join(" · ")),
    h("h1", { tabindex: -1, id: "asked", class: one.kind === "note" && "note" }, [one.kind in LABELLED ? h("label", { for: "answer" }, words) : words, one.required && h("span", { class: "required", "aria-hidden": "true" }, " *")]),
    one.sound && button(playing.name === one.sound ? "stop" : "sound", say(playing.name === one.sound ? "stop" : "listen"), () => sound(one.sound, helps.find), "quiet"),
    one.hint && h("p", { class: "hint", id: "hint" }, one.hint),
    control(one, helps, about),
    h("p", { class: ["told", "bad", !state.problem && "empty"], role: "alert", id: "problem" }, state.problem),
    one.leaveOut && button("bin", say("leave_out"), () => helps.instead(one.leaveOut), "quiet small", { id: "leave-out" }),
  ])
}

function more(one, { instead, soon, state }) {
  const removeLast = () => {
    one.removeLast()
    soon()
  }
  return h("section", { lang: state.tongue }, [
    one.above.length > 0 && h("p", { class: "above" }, one.above.join(" · ")),
    h("h1", { tabindex: -1 }, say("another", { what: one.label })),
    h("p", { class: "hint" }, say("so_far", { n: one.count })),
    h("div", { class: "choices" }, [
      button("plus", say("add"), () => instead(one.add), "choice", { id: "add" }),
      one.count > 0 && button("bin", say("remove_last"), removeLast, "quiet small"),
    ]),
  ])
}
