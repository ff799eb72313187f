// What lies here for a few days only. The day on which a thing goes lies beside it in clear, so that it also goes when
// nobody knows the PIN; and the latest day that this phone knew of, so that a clock that is set back helps nobody.
import { change, take } from "./shelf.js"

const PLACE = ["front", "fresh"] // {seen: that day, days: {place among the items: its last day}}
export const today = () => new Date().toLocaleDateString("sv") // as 2026-11-22, by the phone's own clock
export const alone = (work) => navigator.locks.request("fresh", work)
export const held = async () => (await take(...PLACE)) ?? { seen: "", days: {} }
/** The change that notes it; nothing is noted where nothing is held. */
export const noted = (seen, days) => [...PLACE, Object.keys(days).length ? { seen, days } : undefined]

/** Whatever is over goes, of every worker on this phone. */
export const sweep = () => alone(async () => {
  const { seen, days } = await held(), now = seen > today() ? seen : today()
  if (!Object.keys(days).length) return
  const over = Object.keys(days).filter((place) => days[place] < now)
  for (const place of over) delete days[place]
  await change(noted(now, days), ...over.map((place) => ["items", place]))
})
