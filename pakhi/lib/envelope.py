"""What is sealed for one person: AES-256-GCM bound to what it is and whom it is about.

Each content has a key of its own, sealed to the person's public key. So writing needs only the public key, reading
needs the private one, and a sealed value moved to another field or another person does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pakhi.lib import seal

VERSION = b"\x01"
NONCE = 12
WRAPPED = seal.KEY_BYTES + 48


def seal_for(public: bytes, content: bytes, about: str) -> bytes:
    """Seal `content` to a public key, bound to `about` (model|field|person). 109 bytes longer than the content."""
    key, nonce = seal.new_key(), os.urandom(NONCE)
    body = AESGCM(key).encrypt(nonce, content, about.encode())
    return VERSION + seal.seal_to(public, key) + nonce + body


def open_for(private: bytes, sealed: bytes, about: str) -> bytes:
    """Open what was sealed. Raises seal.CannotOpen, also when `about` is not what it was sealed as."""
    if sealed[:1] != VERSION or len(sealed) < 1 + WRAPPED + NONCE:
        raise seal.CannotOpen
    key = seal.open_with(private, sealed[1 : 1 + WRAPPED])
    nonce, body = sealed[1 + WRAPPED : 1 + WRAPPED + NONCE], sealed[1 + WRAPPED + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, about.encode())
    except InvalidTag:
        raise seal.CannotOpen from None
