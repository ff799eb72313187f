// A worker's space on a phone that several share. A PIN opens one of two locks that look alike: of the real space, or
// of a second one for practice. Where there is no second PIN, the other lock is random bytes, so nobody can tell.
import { change, every, names, remove, take } from "./shelf.js"

const { subtle } = crypto
export const TRIES = 10, ROUNDS = 600_000, SHORTEST = 6
const KEY = 32, LOCK = 12 + KEY + 16
const random = (size) => crypto.getRandomValues(new Uint8Array(size))
const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("")

/** The spaces on this phone: their number and the picture that each worker chose. */
export async function spaces() {
  const found = await every("spaces")
  return found.map(({ id, picture }) => ({ id, picture })).sort((one, other) => (one.id < other.id ? -1 : 1))
}

async function keyOf(pin, salt, rounds) {
  const typed = new TextEncoder().encode(pin.normalize("NFKC").trim())
  const raw = await subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"])
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }
  return subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
}

async function lock(pin, salt, key, what) {
  const iv = random(12)
  const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(what) }
  const sealed = await subtle.encrypt(how, await keyOf(pin, salt, ROUNDS), key)
  const out = new Uint8Array(LOCK)
  out.set(iv)
  out.set(new Uint8Array(sealed), 12)
  return out
}

/** A new space. `practice`: the second PIN, or nothing. Gives what `open` gives for the first. */
export async function make(picture, pin, practice) {
  const id = hex(random(8)), salt = random(16), key = random(KEY)
  const locks = [await lock(pin, salt, key, "first")]
  locks.push(practice ? await lock(practice, salt, random(KEY), "second") : random(LOCK))
  if (random(1)[0] & 1) locks.reverse()
  await change(["spaces", id, { id, picture, salt, rounds: ROUNDS, locks, tried: 0 }])
  return { id, key: await usable(key), practice: false }
}

async function usable(raw) {
  return {
    seal: await subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]),
    name: await subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
  }
}

/** Both locks are tried, always, so that it takes as long for either. */
async function tryLocks(found, pin) {
  const kek = await keyOf(pin, found.salt, found.rounds)
  let opened = null
  for (const one of found.locks)
    for (const what of ["first", "second"]) {
      const how = { name: "AES-GCM", iv: one.slice(0, 12), additionalData: new TextEncoder().encode(what) }
      const raw = await subtle.decrypt(how, kek, one.slice(12)).catch(() => null)
      if (raw) opened = { raw: new Uint8Array(raw), practice: what === "second" }
    }
  return opened
}

/**
 * Open a space. Gives {id, key, practice}, or {left} after a wrong PIN, {emptied: true} after the tenth.
 * A try is counted before it is made, so that closing the app does not save one.
 */
export function open(id, pin) {
  return navigator.locks.request(`space ${id}`, async () => {
    const found = await take("spaces", id)
    if (!found) return { emptied: true }
    if (found.tried >= TRIES) return empty(id)
    await change(["spaces", id, { ...found, tried: found.tried + 1 }])
    const opened = await tryLocks(found, pin)
    if (!opened) return found.tried + 1 >= TRIES ? empty(id) : { left: TRIES - found.tried - 1 }
    await change(["spaces", id, { ...found, tried: opened.practice ? found.tried : 0 }]) // the second PIN gives no new tries
    const key = await usable(opened.raw)
    opened.raw.fill(0)
    return { id, key, practice: opened.practice }
  })
}

/** Everything that a worker keeps here is gone; what is finished and sealed to the server stays and still leaves. */
export async function empty(id) {
  await remove("spaces", id)
  for (const name of await names("items")) if (name.startsWith(`${id}.`)) await remove("items", name)
  return { emptied: true }
}

/** Another PIN for what the old one opens. The keys inside stay. Whether the old one was right. */
export async function changePin(id, old, fresh, practice) {
  const what = practice ? "second" : "first"
  const opened = await open(id, old)
  if (!opened.key || opened.practice !== practice) return false
  const found = await take("spaces", id), kek = await keyOf(old, found.salt, found.rounds), locks = []
  for (const one of found.locks) {
    const how = { name: "AES-GCM", iv: one.slice(0, 12), additionalData: new TextEncoder().encode(what) }
    const raw = await subtle.decrypt(how, kek, one.slice(12)).catch(() => null)
    locks.push(raw ? await lock(fresh, found.salt, raw, what) : one)
  }
  await change(["spaces", id, { ...found, locks }])
  return true
}
