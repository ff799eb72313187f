// Names for a visit (pakhi/field/visits.py): the server has sealed them to this phone's own key, for a few days. They
// lie sealed twice, to that key and in the worker's safe, and go when their day is over (fresh.js).
import { alone, held, noted, sweep, today } from "./fresh.js"
import { openAway, pairOfKeys } from "./hpke.js"
import { ask } from "./leaving.js"
import { change } from "./shelf.js"
import { spoken } from "./say.js"

const bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
const mine = (safe, days) => Object.entries(days).filter(([place]) => place.startsWith(`${safe.id}.`))

/** Tell the server this phone's public key, if it has none yet: an app of before makes its keys now. */
export async function tellKey(safe, me, digest) {
  const pair = (await safe.get("pair")) ?? (await pairOfKeys())
  await safe.put("pair", pair)
  const body = JSON.stringify({ digest, public: pair.public })
  await ask(me, `/field/api/${me.organisation}/enrol?l=${spoken.code}`, { method: "POST", body })
}

/** Keep what the server gave, and nothing of what it gave before. `day`: today, as the server says. */
export const keepNames = (safe, rows, day) => alone(async () => {
  const { days } = await held(), changes = []
  for (const [place] of mine(safe, days)) {
    changes.push(["items", place])
    delete days[place]
  }
  for (const until of new Set(rows.map((row) => row.until))) {
    const kept = await safe.sealing(`names ${until}`, rows.filter((row) => row.until === until))
    changes.push(kept)
    days[kept[1]] = until
  }
  await change(noted(day > today() ? day : today(), days), ...changes)
})

/** {code: {name, words, until}} of what may be shown now. */
export async function names(safe) {
  await sweep()
  const { days } = await held(), pair = await safe.get("pair"), me = await safe.get("me"), out = {}
  for (const [, until] of pair ? mine(safe, days) : [])
    for (const row of await safe.get(`names ${until}`, [])) {
      const opened = await openAway(pair, bytesOf(row.sealed), `visit name|${me.device}|${row.code}|${until}`).catch(() => null)
      if (opened) out[row.code] = { ...JSON.parse(new TextDecoder().decode(opened)), until }
    }
  return out
}
