// HPKE (RFC 9180), base mode: P-256, HKDF-SHA256, AES-256-GCM, with what every browser has. The server opens it with a
// library (pakhi/lib/transport.py). Whoever seals keeps nothing that opens.
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
  const none = new Uint8Array(0)
  const theirs = await subtle.importKey("raw", publicKey, CURVE, false, [])
  const mine = await subtle.generateKey(CURVE, false, ["deriveBits"])
  const point = new Uint8Array(await subtle.exportKey("raw", mine.publicKey))
  const met = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256))
  const shared = await expand(KEM, await extract(KEM, none, "eae_prk", met), "shared_secret", join(point, publicKey), 32)
  const context = join(
    [0], await extract(SUITE, none, "psk_id_hash", none), await extract(SUITE, none, "info_hash", text.encode(about)),
  )
  const secret = await extract(SUITE, shared, "secret", none)
  const key = await subtle.importKey("raw", await expand(SUITE, secret, "key", context, 32), "AES-GCM", false, ["encrypt"])
  const iv = await expand(SUITE, secret, "base_nonce", context, 12)
  return join(point, new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, key, content)))
}
