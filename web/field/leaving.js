// Finished records on their way: sealed to the server, so that nobody on this phone reads them, and kept until it says
// that they are on its disk. One window of one phone sends at a time.
import { digest } from "./parts.js"
import { change, every, take } from "./shelf.js"
import { join } from "./hpke.js"

const text = new TextEncoder()
const KEPT = { 409: "conflict", 400: "refused", 410: "refused", 413: "large" }

/** Which organisation a record goes to, as a mark that means nothing to who finds it. */
export const homeOf = async (organisation) => (await digest(text.encode(`home ${organisation}`))).slice(0, 16)

/** The change that puts a sealed record on its shelf; the same bytes are the same record. */
export async function leave(sealed, space, home, note) {
  const id = (await digest(sealed)).slice(0, 32)
  const place = Math.max(0, ...(await every("leaving")).map((row) => row.place ?? 0)) + 1
  return ["leaving", id, { id, space, home, sealed, note, place, state: "waits" }]
}

/** What waits here: {id, space, home, state, note, size}. */
export async function waiting() {
  return (await every("leaving")).map(({ sealed, ...row }) => ({ ...row, size: sealed.length }))
}

export const dismiss = (id) => change(["leaving", id])

/** One that was not taken waits once more. */
export async function again(id) {
  const row = await take("leaving", id)
  if (row) await change(["leaving", id, { ...row, state: "waits" }])
}

const LARGE = 200_000, first = (one, other) => (one.size > LARGE) - (other.size > LARGE) || one.place - other.place

/**
 * Send what waits for this organisation, one after another: in the order in which it was written, so that a registration
 * comes before a visit, and what is large, with its pictures, at the end. `said(done, of)` after each. What cannot be
 * taken now stays and holds nothing else back.
 * Gives {sent, left, stopped}: stopped is "" or offline, busy, ended, later (the server cannot take something now).
 */
export function send(me, home, said = () => {}) {
  return navigator.locks.request("leaving", { ifAvailable: true }, async (lock) => {
    const mine = (await waiting()).filter((row) => row.home === home && row.state === "waits")
    if (!lock) return { sent: 0, left: mine.length, stopped: "busy" }
    let sent = 0, stopped = ""
    for (const [place, { id }] of mine.sort(first).entries()) {
      said(place, mine.length)
      const held = await sendOne(me, id)
      if (held) stopped = held
      else sent += 1
      if (held === "offline" || held === "ended") break
    }
    if (sent === mine.length) said(sent, sent)
    return { sent, left: mine.length - sent, stopped }
  })
}

async function sendOne(me, id) {
  const row = await take("leaving", id)
  if (!row) return ""
  const body = new FormData()
  body.append("sealed_record", new Blob([row.sealed]), "record")
  const answer = await ask(me, `/openrosa/${me.organisation}/submission`, { method: "POST", body }).catch(() => null)
  if (!answer) return "offline"
  const { status } = answer, state = (ours(answer) || status === 413) && KEPT[status] // 413: also of a proxy in front
  if (status === 201 && ours(answer)) await change(["leaving", id])
  else if (state) await change(["leaving", id, { ...row, state }])
  else return status === 401 && ours(answer) ? "ended" : "later"
  return ""
}

/** A request with the phone's own password; no cookie, and no window of the browser asking for one. */
export function ask(me, path, more = {}) {
  const shown = btoa(`${me.device}:${me.password}`)
  const headers = { Authorization: `Basic ${shown}`, "X-OpenRosa-Version": "1.0" }
  return fetch(path, { ...more, headers: { ...headers, ...more.headers }, credentials: "omit", cache: "no-store", redirect: "error" })
}

/** Whether an answer is our server's and not some hotel's. */
export const ours = (answer) => answer.headers.get("X-OpenRosa-Version") === "1.0"

// A bundle: what waits or was not taken, as a file, to be carried to a phone that has a connection, or to the desk
// (pakhi/field/bundle.py). It is sealed as it was. The desk takes 25 MB at once: what is more becomes several files.
const MARK = text.encode("notes bundle 1\n"), MOST = 20 * 1024 * 1024

export async function bundles(home) {
  const files = []
  let size = Infinity
  const mine = (await every("leaving")).filter((row) => row.home === home && row.state !== "conflict")
  for (const { sealed } of mine.sort((one, other) => one.place - other.place)) {
    size += sealed.length + 4
    if (size > MOST) [size] = [sealed.length + 4, files.push([MARK, text.encode(home)])]
    files.at(-1).push(long(sealed.length), sealed)
  }
  return files.map((pieces) => new Blob(pieces, { type: "application/octet-stream" }))
}

function long(size) {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, size)
  return out
}

/** Take in a bundle that somebody else's phone made. Gives how many records are new here; -1 for another file. */
export async function unbundle(file, space) {
  const bytes = new Uint8Array(await file.arrayBuffer()), there = new Set((await waiting()).map(({ id }) => id))
  if (!MARK.every((one, place) => bytes[place] === one)) return -1
  const home = new TextDecoder().decode(bytes.slice(MARK.length, MARK.length + 16)), changes = []
  let at = MARK.length + 16
  while (at < bytes.length) {
    const size = at + 4 <= bytes.length ? new DataView(bytes.buffer).getUint32(at) : Infinity
    if (at + 4 + size > bytes.length) return -1
    const row = await leave(bytes.slice(at + 4, at + 4 + size), space, home, null)
    row[2].place += changes.length
    if (!there.has(row[1])) changes.push(row)
    at += 4 + size
  }
  if (changes.length) await change(...changes)
  return changes.length
}
