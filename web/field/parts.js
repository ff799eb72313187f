// A filled form and its files as bytes: for a draft that is kept, and for a record that leaves.
import { hmac, join, sealAway } from "./hpke.js"

const text = new TextEncoder(), read = new TextDecoder()
// Bytes of one record with its files: the server takes 10 MB at once (pakhi/field/uploads.py), the head and seal included.
export const ROOM = 10 * 1024 * 1024 - 65_536
const FILL = 4096 // sizes are rounded up, so that a length tells less

const hex = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("")
export const digest = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes))

/** How many bytes what the engine gives will have. */
export const sizeOf = (data) => [...data.values()].reduce((sum, file) => sum + new Blob([file]).size, 0)

/** [[name, bytes, type]] of what the engine gives. */
export async function partsOf(data) {
  const out = []
  for (const [name, file] of data.entries()) out.push([name, new Uint8Array(await new Blob([file]).arrayBuffer()), file.type ?? ""])
  return out
}

/** Length of the head, head, parts one after another. `more` is said in the head besides names and sizes. */
export function pack(parts, more = {}) {
  const head = text.encode(JSON.stringify({ ...more, parts: parts.map(([name, bytes, type]) => (more.by ? [name, bytes.length] : [name, bytes.length, type])) }))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, head.length)
  return join(length, head, ...parts.map(([, bytes]) => bytes))
}

/** What `pack` packed. */
export function unpack(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  const head = JSON.parse(read.decode(bytes.slice(4, 4 + size)))
  let at = 4 + size
  return { ...head, parts: head.parts.map(([name, long, type]) => [name, bytes.slice(at, (at += long)), type]) }
}

/** As the engine takes it back. */
export function dataOf(parts) {
  const data = new FormData()
  for (const [name, bytes, type] of parts) data.append(name, new File([bytes], name, { type }), name)
  return data
}

/**
 * A finished record, sealed to the server's key ({code, public}): pakhi/field/package.py says how it is made.
 * `me`: {device, password}; the sum says that this phone wrote it, whoever carries it.
 */
export async function sealRecord(parts, key, me) {
  const packed = pack(parts, { by: me.device })
  const content = join(packed, new Uint8Array(-(packed.length + 32) & (FILL - 1)))
  const secret = text.encode(await digest(text.encode(me.password)))
  const sum = await hmac(secret, join(text.encode("field record|"), content))
  const point = Uint8Array.from(atob(key.public), (one) => one.charCodeAt(0))
  return join([1], text.encode(key.code), await sealAway(point, join(sum, content), `field record|${key.code}`))
}
