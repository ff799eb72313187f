// The collective's tablet without a signal. What somebody answers lives in this page until she locks it; then only the
// sealed box is kept, among the others, which are all laid down anew in a new order. See decision 0032.
import { sealTo } from "../built/sealedbox.js"

const root = document.getElementById("tablet")
const find = (what, within = root) => within.querySelector(what)
const all = (what, within = root) => [...within.querySelectorAll(what)]
const language = document.documentElement.lang
const IDLE = 120000, FEW = 5, MOST = 20
const fresh = () => ({ card: "", family: "", place: null, office: "", holder: "" })
const before = { family: "start", place: "family", office: "place", holder: "office", tell: "office" }
let at = fresh(), list = null, screen = ""

// What is kept: the list, and sealed boxes under random keys.
const opened = new Promise((yes, no) => {
  const asked = indexedDB.open("tablet", 1)
  asked.onupgradeneeded = () => ["list", "boxes"].forEach((name) => asked.result.createObjectStore(name))
  asked.onsuccess = () => yes(asked.result)
  asked.onerror = () => no(asked.error)
})
async function kept(store, mode, work) {
  const base = await opened
  return new Promise((yes, no) => {
    const whole = base.transaction(store, mode, { durability: "strict" })
    let answer
    work(whole.objectStore(store), (value) => (answer = value))
    whole.oncomplete = () => yes(answer)
    whole.onabort = whole.onerror = () => no(whole.error)
  })
}
const boxes = () => kept("boxes", "readonly", (store, give) => {
  store.getAll().onsuccess = (event) => give(event.target.result)
})
const below = (many) => { // a fair number below `many`
  const [drawn] = crypto.getRandomValues(new Uint32Array(1))
  return drawn < Math.floor(2 ** 32 / many) * many ? drawn % many : below(many)
}
function shuffled(things) {
  const out = [...things]
  for (let n = out.length - 1; n > 0; n--) {
    const other = below(n + 1)
    ;[out[n], out[other]] = [out[other], out[n]]
  }
  return out
}
const randomKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("")
const lay = (change) => kept("boxes", "readwrite", (store) => {
  store.getAll().onsuccess = (event) => {
    store.clear()
    for (const box of shuffled(change(event.target.result))) store.put(box, randomKey())
  }
})

// Sealing: one size, whatever was said.
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
const text = (array) => btoa(Array.from(array, (byte) => String.fromCharCode(byte)).join(""))
function padded(content, size) {
  const written = new TextEncoder().encode(JSON.stringify(content)), out = new Uint8Array(size)
  if (written.length >= size) throw new RangeError("too long")
  out.set(written)
  out[written.length] = 0x80
  return out
}
function today() {
  const now = new Date(), two = (n) => String(n).padStart(2, "0")
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
const quarter = () => list.quarters.find(({ first, last }) => first <= today() && today() <= last)?.name ?? ""
const ready = () => Boolean(list) && today() <= list.quarters.at(-1).last // afterwards the key to seal to is destroyed
function locked(said) {
  const about = { office: at.office, holder: at.holder }
  const inner = sealTo(bytes(list.counting), padded({ v: list.version, ...about, ...said }, list.inner))
  const envelope = { card: at.card, ...about, quarter: quarter(), box: list.box, inner: text(inner) }
  return text(sealTo(bytes(list.receiving), padded(envelope, list.outer)))
}

// The card's number: digits of any script that we ship, and Damm's check, so that a slip is seen at once.
const DAMM = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"]
function digits(written) {
  const zeros = [0x30, 0x966, 0x9e6, 0xc66]
  return [...written.replace(/[\s\p{Pd}\p{Cf}]/gu, "")].map((sign) => {
    const zero = zeros.find((one) => sign.codePointAt(0) >= one && sign.codePointAt(0) < one + 10)
    return zero === undefined ? "x" : String(sign.codePointAt(0) - zero)
  }).join("")
}
const good = (number) => /^\d{16}$/.test(number) && [...number].reduce((so, digit) => Number(DAMM[so][digit]), 0) === 0

// The languages that whoever set it up chose. Another language is another page, which lies here too.
const links = () => [...document.querySelectorAll(".languages-large a, .top .languages a")]
const offered = (code) => !list?.languages?.length || list.languages.includes(code)
const alone = () => list?.languages?.length === 1
function offer() {
  for (const link of links()) {
    link.hidden = !offered(link.hreflang)
    if (link.hreflang === list?.first) link.parentElement.prepend(link)
  }
  for (const choice of document.querySelectorAll(".languages-large, .top .languages")) choice.hidden = alone()
}
const speak = (code) => code && code !== language && location.replace(`${location.pathname}?l=${code}`)
function home() { // for the next person
  forget()
  show("start")
  speak(list?.first)
}

// Screens.
function show(name) {
  if (name === "start" && !ready()) name = "unready"
  screen = name
  for (const one of all("[data-screen]")) one.hidden = one.dataset.screen !== name
  find("[data-back-row]").hidden = !(name in before) || name === "tell"
  document.querySelector(".top .languages").hidden = name !== "start" || alone() // another language is another page
  if (name === "tell") location.replace("#respect")
  else if (location.hash) location.replace("#tablet")
  for (const sound of document.querySelectorAll("audio")) sound.pause()
  const heading = find(`[data-screen="${name}"] h1`)
  if (heading) {
    heading.tabIndex = -1
    heading.focus()
  }
  scrollTo(0, 0)
}
function forget() { // everything of a person: what she typed, ticked and chose, and what was drawn from it
  at = fresh()
  for (const form of all("form")) form.reset()
  for (const drawn of all("[data-rows], [data-said], [data-about]")) drawn.replaceChildren()
  for (const said of all("[data-wrong], [data-nothing], [data-danger], [data-full]")) said.hidden = true
}
const named = (names) => names[language] || names.en
function rows(name, choices) {
  const within = find(`[data-screen="${name}"] [data-rows]`)
  within.replaceChildren(...choices.map(({ value, label, hint }) => {
    const row = find("#row").content.firstElementChild.cloneNode(true)
    row.value = value
    find("[data-label]", row).textContent = label
    find("small", row).textContent = hint ?? ""
    return row
  }))
  show(name)
}
function about() {
  const office = list.offices[at.office], holder = office.holders.find(({ code }) => code === at.holder)
  const whole = `${holder ? `${named(holder.names)}, ` : ""}${named(office.names)}`
  const place = named(office.place)
  for (const one of all("[data-about]")) one.textContent = whole.includes(place) ? whole : `${whole} (${place})`
}
function told() {
  const said = { items: {}, yesno: {}, themes: [], words: "" }, data = new FormData(find('[data-step="tell"]'))
  for (const [key, value] of data) {
    if (key === "themes") said.themes.push(value)
    else if (key === "words") said.words = value.replace(/\r\n?/g, "\n").replace(/(?!\n)[\p{Cc}\p{Cs}]/gu, "").trim()
    else if (value === "yes" || value === "no") said.yesno[key] = value === "yes"
    else if (value) said.items[key] = value === "na" ? 0 : Number(value)
  }
  return said
}
function review() {
  const line = (question, label) => {
    const row = document.createElement("div"), dt = document.createElement("dt"), dd = document.createElement("dd")
    dt.textContent = question
    dd.append(...label)
    row.append(dt, dd)
    return row
  }
  const form = find('[data-step="tell"]'), out = []
  for (const chosen of all("input:checked", form).filter(({ value }) => value)) {
    const asked = find("legend > span, legend span", chosen.closest("fieldset")).textContent
    out.push(line(asked, [...chosen.nextElementSibling.childNodes].map((node) => node.cloneNode(true))))
  }
  const words = told().words
  if (words) out.push(line(find("label[for=own-words]", form).textContent, [words]))
  find("[data-said]").replaceChildren(...out)
  find("[data-danger]").hidden = !told().yesno.told_others
  show("check")
}

const steps = {
  card(form) {
    if (!ready()) return forget(), show("unready")
    const number = digits(form.card.value)
    find("[data-wrong]").hidden = good(number)
    if (!good(number)) return form.card.focus()
    at.card = number
    form.reset()
    show("family")
  },
  family(_form, value) {
    at.family = value
    rows("place", list.places.map((place, n) => ({ value: n, label: named(place.names) })))
  },
  place(_form, value) {
    at.place = Number(value)
    const near = list.places[at.place].offices.filter((code) => list.offices[code].family === at.family)
    find("[data-empty]").hidden = near.length > 0
    rows("office", near.map((code) => {
      const { names, kind, place } = list.offices[code], label = named(names)
      const hint = [named(kind), named(place)].filter((word) => !label.toLowerCase().includes(word.toLowerCase()))
      return { value: code, label, hint: hint.join(" · ") }
    }))
  },
  office(_form, value) {
    Object.assign(at, { office: value, holder: "" })
    find('[data-step="tell"]').reset()
    const { holders } = list.offices[value]
    about()
    if (!holders.length) return show("tell")
    const whole = { value: "", label: find("[data-whole]").dataset.whole }
    rows("holder", [whole, ...holders.map(({ code, names, post }) => ({ value: code, label: named(names), hint: named(post) }))])
  },
  holder(_form, value) {
    at.holder = value
    about()
    show("tell")
  },
  tell() {
    const { items, yesno, themes, words } = told()
    const nothing = !Object.keys(items).length && !Object.keys(yesno).length && !themes.length && !words
    find("[data-nothing]").hidden = !nothing
    if (!nothing) review()
  },
  async check(_form, value) {
    if (value === "back") return show("tell")
    if (!at.card || !at.office) return forget(), show("start")
    try {
      const box = locked(told())
      await lay((others) => [...others, box])
    } catch {
      return void (find("[data-full]").hidden = false)
    }
    const { card } = at
    forget()
    at.card = card
    show("done")
    count()
  },
  done(_form, value) {
    if (value === "office") return show("family")
    home()
  },
}
let busy = false
addEventListener("submit", async (event) => {
  const step = event.target.dataset.step
  if (!step) return
  event.preventDefault(), event.stopImmediatePropagation()
  if (busy) return
  busy = true
  try {
    await steps[step](event.target, event.submitter?.value ?? "")
  } finally {
    busy = false
  }
}, true)
addEventListener("click", (event) => {
  if (event.target.closest(".leave")) { // also without a signal there is nothing to see afterwards
    forget()
    if (navigator.onLine) return
    event.preventDefault(), event.stopImmediatePropagation()
    show("start")
  } else if (event.target.closest("[data-back-step]")) show(before[screen])
  else if (event.target.closest("[data-send]")) send()
  else if (event.target.closest('[data-to="start"]')) home()
}, true)
let idle
for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, () => {
  clearTimeout(idle)
  idle = setTimeout(() => screen in before || screen === "check" || screen === "done" ? home() : 0, IDLE)
}, true)

// Sending: in batches, mixed; each box goes only when the server said what became of it.
async function count() {
  const many = (await boxes()).length
  find("[data-waits]").hidden = !many
  find("[data-waiting]").textContent = many
}
async function post(batch) {
  const answer = await fetch(root.dataset.take, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ boxes: batch }), credentials: "omit",
  })
  if (!answer.ok) throw new Error(answer.status)
  const { results } = await answer.json()
  if (results?.length !== batch.length) throw new Error("results")
  return results
}
const send = () => navigator.locks.request("tablet-send", { ifAvailable: true }, async (mine) => {
  if (!mine) return
  const tally = {}
  find("[data-offline]").hidden = true
  try {
    const waiting = shuffled(await boxes())
    for (let from = 0; from < waiting.length; from += MOST) {
      const batch = waiting.slice(from, from + MOST), results = await post(batch)
      const gone = new Set(batch.filter((_box, n) => results[n] !== "later"))
      await lay((others) => others.filter((box) => !gone.has(box)))
      for (const result of results) tally[result] = (tally[result] ?? 0) + 1
    }
  } catch {
    find("[data-offline]").hidden = false
  }
  const say = (line, many) => {
    line.hidden = !many
    find("strong", line).textContent = many ?? ""
  }
  say(find("[data-sent]"), tally.kept)
  for (const line of all("[data-outcome]")) say(line, tally[line.dataset.outcome])
  await count()
})
async function sendMany() {
  if (navigator.onLine && (await boxes()).length >= FEW) await send()
}
addEventListener("online", sendMany)

// Getting ready: the worker with its files, the list, the voices.
async function renew() { // on a tablet that was ready before: what changed since is fetched now, not some day
  const mine = await navigator.serviceWorker.ready
  await mine.update()
  for (const next = mine.installing ?? mine.waiting; next && next.state !== "activated"; ) {
    if (next.state === "redundant") throw new Error("worker")
    await new Promise((yes) => next.addEventListener("statechange", yes, { once: true }))
  }
}
async function prepare(note) {
  show("preparing")
  const bar = find("[data-progress]")
  try {
    const again = navigator.serviceWorker.controller
    await navigator.serviceWorker.register(root.dataset.worker).then(() => navigator.serviceWorker.ready)
    if (again) await renew()
    bar.value = 30
    const answer = await fetch(root.dataset.list.replace("NOTE", note), { credentials: "omit" })
    if (!answer.ok) throw new Error(answer.status)
    list = await answer.json()
    await kept("list", "readwrite", (store) => store.put(list, "list"))
    await navigator.storage?.persist?.()
    bar.value = 40
    const cache = await caches.open("tablet-sounds"), sounds = new Set()
    offer()
    for (const tongue of all(".languages-large a")) {
      if (!offered(tongue.hreflang)) continue
      const shown = await (await fetch(`?l=${tongue.hreflang}&now`, { cache: "reload" })).text() // no cache keeps this address
      const page = new DOMParser().parseFromString(shown, "text/html")
      for (const address of page.getElementById("tablet").dataset.sounds.split(" ")) if (address) sounds.add(address)
    }
    let done = 0
    for (const address of sounds) {
      if (!(await cache.match(address))) await cache.add(address)
      bar.value = 40 + (60 * ++done) / sounds.size
    }
    const listed = new Set([...sounds].map((address) => new URL(address, location).href))
    for (const kept of await cache.keys()) if (!listed.has(kept.url)) await cache.delete(kept)
    for (const one of all("[data-ready]")) one.hidden = false
    bar.hidden = true
  } catch {
    find("[data-failed]").hidden = false
  }
}

const pass = location.hash.match(/^#p=([\w=-]+)$/)?.[1]
if (pass) {
  history.replaceState(null, "", location.pathname + location.search)
  prepare(pass)
} else {
  list = await kept("list", "readonly", (store, give) => {
    store.get("list").onsuccess = (event) => give(event.target.result)
  })
  const asked = new URLSearchParams(location.search).get("l")
  offer()
  if (!asked || !offered(asked)) speak(list?.first || (offered(language) ? "" : list.languages[0]))
  show("start")
  await count()
  sendMany()
}
