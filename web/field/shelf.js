// What lies on the phone. Four shelves of one database, called as dully as the app:
//   spaces  a worker's place: salt, two locks, how often somebody tried wrongly
//   items   what a worker keeps, sealed, under names that are sealed too
//   leaving finished records, sealed to the server: nobody on this phone can read them
//   front   how the app is called here, and its language
import { openDB } from "idb"

export const SHELVES = ["spaces", "items", "leaving", "front"]
let opened

export function shelves() {
  opened ??= openDB("notes", 1, { upgrade: (db) => SHELVES.forEach((name) => db.createObjectStore(name)) })
  return opened
}

export const take = async (shelf, key) => (await shelves()).get(shelf, key)
export const put = async (shelf, key, value) => (await shelves()).put(shelf, value, key)
export const remove = async (shelf, key) => (await shelves()).delete(shelf, key)
export const every = async (shelf) => (await shelves()).getAll(shelf)
export const names = async (shelf) => (await shelves()).getAllKeys(shelf)

/** Several changes, all of them or none: [shelf, key, value], without a value to remove. On the disk when it returns. */
export async function change(...changes) {
  const db = await shelves()
  const all = db.transaction([...new Set(changes.map(([shelf]) => shelf))], "readwrite", { durability: "strict" })
  for (const [shelf, key, value] of changes) {
    const store = all.objectStore(shelf)
    if (value === undefined) store.delete(key)
    else store.put(value, key)
  }
  await all.done
}
