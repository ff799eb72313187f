// Which forms a worker uses most. It lies in the worker's own safe and nowhere else: it tells what somebody does all day.
const FEW = 5, REMEMBERED = 40
const used = (safe) => safe.get("used", [])

/** A form was finished. */
export const note = async (safe, { name }) => safe.put("used", [name, ...(await used(safe))].slice(0, REMEMBERED))

/** The five used most of the last forty; before there is use, those that the role needs first (pakhi/field/arranged.py). */
export async function often(safe, forms) {
  const times = {}, open = forms.filter(({ closed }) => !closed)
  for (const name of await used(safe)) times[name] = (times[name] ?? 0) + 1
  const first = ({ place }) => place.first ?? 99
  const wanted = open.filter((form) => times[form.name] || form.place.first)
  return wanted.sort((one, other) => (times[other.name] ?? 0) - (times[one.name] ?? 0) || first(one) - first(other)).slice(0, FEW)
}

/** Words as they are compared: whatever keyboard wrote them, without marks that nobody sees. */
export const plain = (text) => text.normalize("NFKC").replace(/[\u200b-\u200d]/g, "").toLowerCase()
