// What a worker keeps in an open space: sealed, each piece bound to its place, under a name that says nothing either.
import { change, take } from "./shelf.js"
import { hmac, join } from "./hpke.js"

const text = new TextEncoder(), read = new TextDecoder()
const plain = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) => ({ "+": "-", "/": "_", "=": "" })[sign])

/** The safe of an open space ({id, key, practice}). */
export function safe(space) {
  const about = (place) => text.encode(`kept|${place}`)

  async function placeOf(name) {
    const mark = new Uint8Array(await crypto.subtle.sign("HMAC", space.key.name, text.encode(name)))
    return `${space.id}.${plain(mark.slice(0, 15))}`
  }

  async function sealed(name, bytes) {
    const place = await placeOf(name), iv = crypto.getRandomValues(new Uint8Array(12))
    const how = { name: "AES-GCM", iv, additionalData: about(place) }
    return ["items", place, join(iv, new Uint8Array(await crypto.subtle.encrypt(how, space.key.seal, bytes)))]
  }

  async function bytes(name) {
    const place = await placeOf(name), held = await take("items", place)
    if (!held) return null
    const how = { name: "AES-GCM", iv: held.slice(0, 12), additionalData: about(place) }
    return new Uint8Array(await crypto.subtle.decrypt(how, space.key.seal, held.slice(12)))
  }

  return {
    id: space.id,
    practice: space.practice,
    bytes,
    /** A change for shelf.change, so that several things happen together. */
    sealing: (name, value) => sealed(name, value instanceof Uint8Array ? value : text.encode(JSON.stringify(value))),
    dropping: async (name) => ["items", await placeOf(name)],
    put: async (name, value) => change(await sealed(name, value instanceof Uint8Array ? value : text.encode(JSON.stringify(value)))),
    drop: async (name) => change(["items", await placeOf(name)]),
    async get(name, otherwise = null) {
      const found = await bytes(name)
      return found ? JSON.parse(read.decode(found)) : otherwise
    },
    /** A few words sealed for a place outside the safe. */
    async note(words) {
      const iv = crypto.getRandomValues(new Uint8Array(12)), filled = text.encode(JSON.stringify(words).padEnd(256))
      return join(iv, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, space.key.seal, filled)))
    },
    async readNote(held) {
      const how = { name: "AES-GCM", iv: held.slice(0, 12) }
      const found = await crypto.subtle.decrypt(how, space.key.seal, held.slice(12)).catch(() => null)
      return found && JSON.parse(read.decode(found))
    },
  }
}

export { hmac }
