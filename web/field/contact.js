// One contact with the server: what is the state, send what waits, fetch what changed. Safe to break off at any point.
import { sealFinished } from "./drafts.js"
import { ask, homeOf, ours, send } from "./leaving.js"
import { digest } from "./parts.js"
import { empty } from "./spaces.js"
import { keepNames, tellKey } from "./visit.js"

const LIST = "http://openrosa.org/xforms/xformsList", MANIFEST = "http://openrosa.org/xforms/xformsManifest"
const OPENROSA = { "X-OpenRosa-Version": "1.0" }

/**
 * `said({step, done, of})` as it goes on. Gives {sent, left, stopped}; stopped: "", offline, busy, later or ended.
 * An ended phone loses what its worker keeps here; what is finished and sealed stays.
 */
export async function contact(safe, language, said) {
  const me = await safe.get("me")
  said({ step: "asking", done: 0, of: 0 })
  const answer = await ask(me, `/field/api/${me.organisation}/state?l=${language}`).catch(() => null)
  if (!answer) return { sent: 0, left: 0, stopped: "offline" }
  if (answer.status === 401 && ours(answer)) return ended(safe)
  if (!answer.ok || !ours(answer)) return { sent: 0, left: 0, stopped: "later" }
  const { key, people, due, names = [], titles = {}, places = {}, keyed, today } = await answer.json()
  await safe.put("key", key)
  await safe.put("people", people)
  await safe.put("due", due)
  await safe.put("titles", titles)
  await safe.put("places", places)
  await safe.put("today", today)
  await keepNames(safe, names, today)
  if (keyed === false) await tellKey(safe, me, await digest(new TextEncoder().encode(me.password))).catch(() => {})
  await sealFinished(safe)
  const home = await homeOf(me.organisation)
  const result = await send(me, home, (done, of) => said({ step: "sending", done, of }))
  if (result.stopped === "ended") return ended(safe)
  if (result.stopped !== "offline") await blanks(safe, me, said).catch(() => (result.stopped ||= "offline"))
  await safe.put("met", new Date().toISOString())
  return result
}

async function ended(safe) {
  await sealFinished(safe).catch(() => {})
  await empty(safe.id)
  return { sent: 0, left: 0, stopped: "ended" }
}

/** Fetch the forms and files that are new or changed, and forget what is given out no more. */
async function blanks(safe, me, said) {
  const listed = await formList(me), held = await safe.get("forms", [])
  for (const [place, form] of listed.entries()) {
    said({ step: "fetching", done: place, of: listed.length })
    const kept = held.some(({ id, hash }) => id === form.id && hash === form.hash)
    if (!kept || form.manifest) await fetchForm(safe, me, form, kept)
  }
  const drafted = new Set((await safe.get("drafts", [])).map(({ form }) => form)), gone = held.filter((one) => !listed.some(({ id }) => id === one.id))
  for (const one of gone) if (!drafted.has(one.id)) await forget(safe, one)
  await safe.put("forms", [...listed, ...gone.filter(({ id }) => drafted.has(id)).map((one) => ({ ...one, closed: true }))])
}

/** Where something lies on our own server, whatever host a proxy in front makes of it. */
const pathOf = (address) => address && new URL(address).pathname + new URL(address).search

async function formList(me) {
  const found = new DOMParser().parseFromString(await text(me, `/openrosa/${me.organisation}/formList`), "text/xml")
  return [...found.getElementsByTagNameNS(LIST, "xform")].map((one) => {
    const told = (name) => one.getElementsByTagNameNS(LIST, name)[0]?.textContent ?? ""
    return {
      id: `${told("formID")} ${told("version")}`, name: told("formID"), title: told("name"), hash: told("hash"),
      path: pathOf(told("downloadUrl")), manifest: pathOf(told("manifestUrl")),
    }
  })
}

/** A form whole: its files first, and the form last, so that one that is here has everything it needs. */
async function fetchForm(safe, me, form, kept) {
  const before = await safe.get(`form ${form.id}`), xml = kept && before ? before.xml : await text(me, form.path)
  const media = form.manifest ? await manifest(me, form.manifest) : []
  const known = new Set((before?.media ?? []).map(({ name, hash }) => `${hash} ${name}`)), changed = media.filter(({ name, hash }) => !known.has(`${hash} ${name}`))
  for (const { name, path } of changed) await safe.put(`media ${form.id} ${name}`, await bytes(me, path))
  if (!kept || changed.length) await safe.put(`form ${form.id}`, { xml, media: media.map(({ name, hash }) => ({ name, hash })) })
}

async function manifest(me, path) {
  const found = new DOMParser().parseFromString(await text(me, path), "text/xml")
  return [...found.getElementsByTagNameNS(MANIFEST, "mediaFile")].map((one) => {
    const told = (name) => one.getElementsByTagNameNS(MANIFEST, name)[0]?.textContent ?? ""
    return { name: told("filename"), hash: told("hash"), path: pathOf(told("downloadUrl")) }
  })
}

async function forget(safe, form) {
  const held = await safe.get(`form ${form.id}`)
  for (const { name } of held?.media ?? []) await safe.drop(`media ${form.id} ${name}`)
  await safe.drop(`form ${form.id}`)
}

async function got(me, path) {
  const answer = await ask(me, path, { headers: OPENROSA })
  if (!answer.ok || !ours(answer)) throw new Error(`${answer.status}`)
  return answer
}

const text = async (me, path) => (await got(me, path)).text()
const bytes = async (me, path) => new Uint8Array(await (await got(me, path)).arrayBuffer())
