// Sealed boxes as libsodium makes them (X25519, XSalsa20-Poly1305; the nonce is BLAKE2b of both public keys): what
// pakhi/lib/seal.py opens. Whoever seals keeps nothing that opens.
import { blake2b } from "blakejs/blake2b.js"
import nacl from "tweetnacl"

/** Seal bytes to a public key (32 bytes). The answer is 48 bytes longer. */
export function sealTo(publicKey, content) {
  const once = nacl.box.keyPair()
  const both = new Uint8Array(64)
  both.set(once.publicKey)
  both.set(publicKey, 32)
  const box = nacl.box(content, blake2b(both, null, 24), publicKey, once.secretKey)
  once.secretKey.fill(0)
  const sealed = new Uint8Array(32 + box.length)
  sealed.set(once.publicKey)
  sealed.set(box, 32)
  return sealed
}
