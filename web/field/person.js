// Somebody of one's people: a visit first, then whatever else can be written about them. The code is written in already.
import { h } from "vue"
import { blank, spaced, visited } from "./home.js"
import { say } from "./say.js"
import { button, told } from "./widgets.js"

export function person({ app, act }) {
  const code = app.whom, about = app.forms.filter(({ place, closed }) => place.person && !closed)
  const [first, ...others] = about.sort((one, other) => (one.place.group !== "visit") - (other.place.group !== "visit") || (one.place.first ?? 99) - (other.place.first ?? 99))
  return h("main", { class: "page" }, [
    h("h1", { tabindex: -1 }, say("write_about", { code: spaced(code) })),
    told(app),
    app.names[code] && h("section", { class: "card" }, [h("ul", [visited(code, app.names[code])])]),
    first && button("pen", first.title, () => act.fill(first, null, code), "go", { id: "first" }),
    others.length > 0 && h("section", { class: "card" }, [h("ul", others.map((form) => blank(act, form, code)))]),
    !first && h("p", { class: "small" }, say("no_forms")),
  ])
}
