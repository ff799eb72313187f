"""All cryptography of the product. Nothing else imports PyNaCl or `cryptography`.

Sealed boxes (X25519, XSalsa20-Poly1305) carry what anybody may write and few may read; Argon2id turns what
people know into keys; keyed BLAKE2b makes numbers that mean nothing without the key.
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass

import nacl.exceptions
import nacl.pwhash.argon2id
import nacl.secret
import nacl.utils
from nacl.public import PrivateKey, PublicKey, SealedBox

from pakhi.lib import heavy

KEY_BYTES = 32
LONGEST_PASSPHRASE = 1000  # what comes after has no effect
EFFORT = {
    "people": (nacl.pwhash.argon2id.OPSLIMIT_MODERATE, nacl.pwhash.argon2id.MEMLIMIT_MODERATE),
    "cards": (3, 16 * 1024 * 1024),
}


class CannotOpen(Exception):
    """The key, the passphrase or the bytes are not the right ones; which of them is not said."""


@dataclass(frozen=True)
class KeyPair:
    """A key pair: `public` seals (32 bytes), `private` opens (32 bytes)."""

    public: bytes
    private: bytes


def new_pair() -> KeyPair:
    """A fresh key pair."""
    private = PrivateKey.generate()
    return KeyPair(bytes(private.public_key), bytes(private))


def public_of(private: bytes) -> bytes:
    """The public key (32 bytes) that belongs to a private key."""
    return bytes(PrivateKey(private).public_key)


def seal_to(public: bytes, content: bytes) -> bytes:
    """Seal for the holder of the private key. Every call gives other bytes (48 longer than the content)."""
    return bytes(SealedBox(PublicKey(public)).encrypt(content))


def open_with(private: bytes, sealed: bytes) -> bytes:
    """Open what was sealed to this key pair. Raises CannotOpen."""
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(sealed))
    except (nacl.exceptions.CryptoError, ValueError, TypeError):
        raise CannotOpen from None


def pad(content: bytes, block: int) -> bytes:
    """Lengthen to a multiple of `block`, so that a sealed size says nothing about what was said."""
    return content + b"\x80" + b"\x00" * (-(len(content) + 1) % block)


def unpad(content: bytes) -> bytes:
    """Take the padding off again. Raises CannotOpen when there is none."""
    body, mark, rest = content.rpartition(b"\x80")
    if not mark or rest.strip(b"\x00"):
        raise CannotOpen
    return body


def passphrase_key(passphrase: str, salt: bytes) -> bytes:
    """The 32-byte key of a passphrase by Argon2id (256 MiB, about a second): slow for people who guess.

    Two at a time in a process; others wait. One keyboard writes a Bengali letter as one character and another as two;
    both open the same lock.
    """
    ops, memory = EFFORT["people"]
    written = unicodedata.normalize("NFC", passphrase[:LONGEST_PASSPHRASE]).encode()
    with heavy.TURN:
        return bytes(nacl.pwhash.argon2id.kdf(KEY_BYTES, written, salt, opslimit=ops, memlimit=memory))


def wrap(key: bytes, content: bytes) -> bytes:
    """Lock `content` with a 32-byte key."""
    return bytes(nacl.secret.SecretBox(key).encrypt(content))


def unwrap(key: bytes, wrapped: bytes) -> bytes:
    """Unlock. Raises CannotOpen."""
    try:
        return bytes(nacl.secret.SecretBox(key).decrypt(wrapped))
    except (nacl.exceptions.CryptoError, ValueError, TypeError):
        raise CannotOpen from None


def new_salt() -> bytes:
    """A salt for `passphrase_key`."""
    return os.urandom(nacl.pwhash.argon2id.SALTBYTES)


def new_key() -> bytes:
    """A random 32-byte key."""
    return os.urandom(KEY_BYTES)


def both(one: bytes, other: bytes) -> bytes:
    """The key that needs two halves: neither half says anything about it."""
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def card_root(number: str, pepper: str) -> bytes:
    """The secret of a card number, slow on purpose (Argon2id, 16 MiB): nobody can run through all numbers."""
    ops, memory = EFFORT["cards"]
    salt = hashlib.blake2b(pepper.encode(), digest_size=nacl.pwhash.argon2id.SALTBYTES).digest()
    return bytes(nacl.pwhash.argon2id.kdf(KEY_BYTES, number.encode(), salt, opslimit=ops, memlimit=memory))


def derive(root: bytes, purpose: str) -> bytes:
    """A 32-byte value made from a root for one purpose; two purposes cannot be linked without the root."""
    return hmac.new(root, purpose.encode(), hashlib.blake2s).digest()
