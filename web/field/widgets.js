// Small things that every screen uses.
import { h } from "vue"
import { SIGNS } from "./pictures.js"

export const sign = (name, size = 24) => h("svg", { viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" }, [h("path", { d: SIGNS[name] })])

export const button = (name, label, onClick, kind = "", more = {}) =>
  h("button", { type: "button", class: kind, onClick, ...more }, [name && sign(name), h("span", label)])

/** What was told last, read out by screen readers. */
export const told = (app) => h("p", { class: ["told", app.bad && "bad", !app.told && "empty"], role: app.bad ? "alert" : "status" }, app.told)

/** How far something is: words and a bar. */
export function progress({ done, of }, words) {
  return h("div", { class: "progress" }, [
    h("span", words),
    h("progress", of ? { max: of, value: done, "aria-label": words } : { "aria-label": words }),
  ])
}

export const day = (iso, language) => (iso ? new Intl.DateTimeFormat(`${language}-IN`, { day: "numeric", month: "short" }).format(new Date(iso)) : "")
