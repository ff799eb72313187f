// Begun and finished forms in a safe. A draft is what the engine gives, whole, at every step; so a phone that dies
// keeps all but the letter being typed.
import { homeOf, leave } from "./leaving.js"
import { dataOf, pack, partsOf, sealRecord, unpack } from "./parts.js"
import { change } from "./shelf.js"

const TRAVEL = 60 // days that the server still opens with a key when nobody is to seal with it any more
const day = (back = 0) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)

/** [{id, form, title, day, at, finished, spare}], the newest first. */
export const drafts = (safe) => safe.get("drafts", [])

async function listed(safe, id, row) {
  const others = (await drafts(safe)).filter((one) => one.id !== id)
  return safe.sealing("drafts", row ? [row, ...others] : others)
}

/** One window changes the list at a time. */
const alone = (safe, work) => navigator.locks.request(`drafts ${safe.id}`, work)

/** Keep a draft. `data`: what the engine prepared; `at`: at which question. */
export function keep(safe, id, form, at, data, finished = false) {
  return alone(safe, async () => {
    const row = { id, form: form.id, title: form.title, day: day(), at, finished }
    await change(await safe.sealing(`draft ${id}`, pack(await partsOf(data))), await listed(safe, id, row))
  })
}

/** What was kept, as the engine takes it. */
export async function resume(safe, id) {
  const held = await safe.bytes(`draft ${id}`)
  return held && dataOf(unpack(held).parts)
}

export function drop(safe, id) {
  return alone(safe, async () => change(await safe.dropping(`draft ${id}`), await listed(safe, id, null)))
}

/** Whether there is a key to seal to, of which no more than `late` days have passed since its last. */
const sealable = (key, late = 0) => Boolean(key && key.until >= day(late))

/**
 * A finished record leaves its draft and becomes sealed, at once or not at all. In practice it only goes away.
 * With a key that is late, what is sealed is a spare, so that nothing that clears the drafts loses it; with no key at all
 * there is none. Then the draft waits as well, for the next contact, and is sealed anew.
 */
export async function finish(safe, id, form, data) {
  const key = await safe.get("key")
  if (safe.practice) return drop(safe, id)
  if (!sealable(key, TRAVEL)) return keep(safe, id, form, "", data, true)
  return sealed(safe, { id, form: form.id, title: form.title, day: day(), at: "", finished: true }, await partsOf(data), key)
}

async function sealed(safe, row, parts, key) {
  const me = await safe.get("me")
  const record = await sealRecord(parts, key, me), note = await safe.note({ title: row.title, day: row.day })
  const leaving = await leave(record, safe.id, await homeOf(me.organisation), note), fresh = sealable(key), draft = `draft ${row.id}`
  return alone(safe, async () => change(
    leaving, ...(row.spare ? [["leaving", row.spare]] : []),
    await (fresh ? safe.dropping(draft) : safe.sealing(draft, pack(parts))),
    await listed(safe, row.id, fresh ? null : { ...row, spare: leaving[1] }),
  ))
}

/** Seal what was finished while there was no key, or only a late one. */
export async function sealFinished(safe) {
  const key = await safe.get("key"), fresh = sealable(key)
  if (!sealable(key, TRAVEL)) return
  for (const row of (await drafts(safe)).filter((one) => one.finished && (fresh || !one.spare))) {
    const held = await safe.bytes(`draft ${row.id}`)
    if (held) await sealed(safe, row, unpack(held).parts, key)
  }
}
