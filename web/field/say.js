// The app's own words, in four languages: words/*.json, one small file for each, fetched when it is spoken.
const FILES = {
  en: () => import("./words/en.json"), bn: () => import("./words/bn.json"),
  hi: () => import("./words/hi.json"), te: () => import("./words/te.json"),
}
export const LANGUAGES = { en: "English", bn: "বাংলা", hi: "हिन्दी", te: "తెలుగు" }
export const spoken = { code: "en", words: {} }

/** The language that was chosen here, or the phone's own. */
export function preferred(chosen) {
  const asked = [chosen, ...navigator.languages].map((one) => (one ?? "").slice(0, 2))
  return asked.find((one) => one in LANGUAGES) ?? "en"
}

/** Fetch the words that are likely wanted, while something else is waited for. */
export const guess = () => void FILES[preferred()]()

/** Speak a language from now on. */
export async function speak(code) {
  spoken.words = (await FILES[code]()).default
  spoken.code = document.documentElement.lang = code
}

/** The words under a key, with {n} and the like filled in. */
export const say = (key, filled = {}) =>
  (spoken.words[key] ?? key).replace(/{(\w+)}/g, (_all, name) => filled[name] ?? "")
