"""Sealing for the way from a phone to here: HPKE (RFC 9180), base mode, P-256, HKDF-SHA256, AES-256-GCM.

A standard that every browser since 2017 can write with what it has (web/field/hpke.js), and that phones cannot read
back: who seals holds only the public key. Nothing of ours is in the construction.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pakhi.lib.seal import CannotOpen

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
PRIVATE, PUBLIC, TAG = 32, 65, 16


@dataclass(frozen=True)
class TransportPair:
    """`public` (65 bytes, an uncompressed point) seals; `private` (32 bytes) opens."""

    public: bytes
    private: bytes


def new_transport_pair() -> TransportPair:
    """A fresh pair."""
    made = generate_private_key(SECP256R1())
    return TransportPair(raw(made), made.private_numbers().private_value.to_bytes(PRIVATE, "big"))


def raw(private: EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_public(content: bytes) -> bool:
    """Whether somebody sent a public key that can be sealed to."""
    try:
        return len(content) == PUBLIC and bool(EllipticCurvePublicKey.from_encoded_point(SECP256R1(), content))
    except ValueError:
        return False


def seal_away(public: bytes, content: bytes, about: str) -> bytes:
    """Seal to a public key, bound to `about`. 81 bytes longer than the content."""
    point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    return SUITE.encrypt(content, point, info=about.encode())


def open_away(private: bytes, sealed: bytes, about: str) -> bytes:
    """Open. Raises CannotOpen, also when `about` is not what it was sealed as."""
    if len(sealed) < PUBLIC + TAG or len(private) != PRIVATE:
        raise CannotOpen
    try:
        key = derive_private_key(int.from_bytes(private, "big"), SECP256R1())
        return SUITE.decrypt(sealed, key, info=about.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen from None
