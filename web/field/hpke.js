// HPKE (RFC 9180), base mode: P-256, HKDF-SHA256, AES-256-GCM, with what every browser has. The server opens it with a
// library (pakhi/lib/transport.py). Whoever seals keeps nothing that opens. What is sealed to a phone is opened here.
const { subtle } = crypto
const text = new TextEncoder()
const KEM = join(text.encode("KEM"), [0, 0x10]), SUITE = join(text.encode("HPKE"), [0, 0x10, 0, 1, 0, 2])
const CURVE = { name: "ECDH", namedCurve: "P-256" }

/** Bytes one after another. */
export function join(...parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + (part.byteLength ?? part.length), 0))
  let at = 0
  for (const part of parts) {
    const bytes = part instanceof ArrayBuffer ? new Uint8Array(part) : part
    out.set(bytes, at)
    at += bytes.length
  }
  return out
}

/** HMAC-SHA256; an empty key is one of zeros, as the standard of HKDF says. */
export async function hmac(key, content) {
  const hash = { name: "HMAC", hash: "SHA-256" }
  const made = await subtle.importKey("raw", key.length ? key : new Uint8Array(32), hash, false, ["sign"])
  return new Uint8Array(await subtle.sign("HMAC", made, content))
}

const extract = (suite, salt, label, key) => hmac(salt, join(text.encode("HPKE-v1"), suite, text.encode(label), key))

async function expand(suite, key, label, info, size) {
  const asked = join([0, size], text.encode("HPKE-v1"), suite, text.encode(label), info, [1])
  return (await hmac(key, asked)).slice(0, size)
}

/** Seal bytes to a public key (65 bytes), bound to a text. */
export async function sealAway(publicKey, content, about) {
  const theirs = await subtle.importKey("raw", publicKey, CURVE, false, [])
  const mine = await subtle.generateKey(CURVE, false, ["deriveBits"])
  const point = new Uint8Array(await subtle.exportKey("raw", mine.publicKey))
  const { key, iv } = await agreed(theirs, mine.privateKey, point, publicKey, about, "encrypt")
  return join(point, new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, key, content)))
}

/** What both sides come to: the key and the iv. `point`: the sender's, `publicKey`: the receiver's. */
async function agreed(theirs, mine, point, publicKey, about, use) {
  const none = new Uint8Array(0)
  const met = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: theirs }, mine, 256))
  const shared = await expand(KEM, await extract(KEM, none, "eae_prk", met), "shared_secret", join(point, publicKey), 32)
  const context = join(
    [0], await extract(SUITE, none, "psk_id_hash", none), await extract(SUITE, none, "info_hash", text.encode(about)),
  )
  const secret = await extract(SUITE, shared, "secret", none)
  const key = await subtle.importKey("raw", await expand(SUITE, secret, "key", context, 32), "AES-GCM", false, [use])
  return { key, iv: await expand(SUITE, secret, "base_nonce", context, 12) }
}

/** A pair to be kept: {public: base64 of 65 bytes, secret: the other half, as JSON}. */
export async function pairOfKeys() {
  const made = await subtle.generateKey(CURVE, true, ["deriveBits"])
  const point = new Uint8Array(await subtle.exportKey("raw", made.publicKey))
  return { public: btoa(String.fromCharCode(...point)), secret: await subtle.exportKey("jwk", made.privateKey) }
}

/** Open what was sealed to a pair, bound to a text. */
export async function openAway(pair, sealed, about) {
  const point = sealed.slice(0, 65), own = Uint8Array.from(atob(pair.public), (one) => one.charCodeAt(0))
  const theirs = await subtle.importKey("raw", point, CURVE, false, [])
  const mine = await subtle.importKey("jwk", pair.secret, CURVE, false, ["deriveBits"])
  const { key, iv } = await agreed(theirs, mine, point, own, about, "decrypt")
  return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv }, key, sealed.slice(65)))
}
