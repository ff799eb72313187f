// Language, PIN, locking, and clearing one's own notes.
import { h, reactive } from "vue"
import { sealFinished } from "./drafts.js"
import { fault } from "./enrol.js"
import { lock } from "./guard.js"
import { LANGUAGES, say, speak, spoken } from "./say.js"
import { put } from "./shelf.js"
import { changePin, empty } from "./spaces.js"
import { button, told } from "./widgets.js"

export const more = {
  props: ["app", "act"],
  setup({ app, act }) {
    const pins = reactive({ old: "", fresh: "", again: "" }), state = reactive({ sure: false, busy: false })
    const tongue = async ({ target }) => {
      await put("front", "language", target.value)
      await speak(target.value)
      await act.speak(target.value)
    }
    const change = async (event) => {
      event.preventDefault()
      const problem = fault(pins.fresh, pins.again, "")
      if (problem) return act.tell(problem, true)
      state.busy = true
      const done = await changePin(act.safe.id, pins.old, pins.fresh, act.safe.practice)
      Object.assign(pins, { old: "", fresh: "", again: "" })
      state.busy = false
      act.tell(done ? "pin_changed" : "does_not_fit", !done)
    }
    const clear = async () => {
      app.keep = async () => {}
      await sealFinished(act.safe).catch(() => {})
      await empty(act.safe.id)
      lock()
    }
    const pin = (name, label) => h("div", { class: "field" }, [
      h("label", { for: `pin-${name}` }, say(label)),
      h("input", { id: `pin-${name}`, type: "password", autocomplete: "off", required: true, value: pins[name], onInput: ({ target }) => (pins[name] = target.value) }),
    ])
    return () => h("main", { class: "page" }, [
      h("h1", say("more")),
      told(app),
      h("section", { class: "card" }, [
        h("div", { class: "field" }, [h("label", { for: "language" }, say("language")), h("select", { id: "language", value: spoken.code, onChange: tongue }, Object.entries(LANGUAGES).map(([code, name]) => h("option", { value: code, lang: code }, name)))]),
        spoken.code !== "en" && h("p", { class: "small" }, say("unreviewed")),
      ]),
      h("section", { class: "card" }, [h("h2", say("change_pin")), h("form", { onSubmit: change }, [
        pin("old", "old_pin"), pin("fresh", "new_pin"), pin("again", "again"), h("button", { class: "quiet", disabled: state.busy }, say("change_pin")),
      ])]),
      h("section", { class: "card" }, [
        button("lock", say("lock"), lock, "quiet", { id: "lock" }),
        state.sure
          ? h("div", { class: "sure", role: "alertdialog", "aria-label": say("clear") }, [h("p", say("clear_sure")), button("bin", say("yes_clear"), clear, "clay"), button("", say("no_keep"), () => (state.sure = false), "quiet")])
          : button("bin", say("clear"), () => (state.sure = true), "quiet"),
      ]),
    ])
  },
}
