"""What a phone seals opens here and nowhere else; the construction is the standard's."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, EllipticCurvePublicKey, derive_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pakhi.lib.seal import CannotOpen
from pakhi.lib.transport import PUBLIC, new_transport_pair, open_away, seal_away

SAID = b"she said it quietly"
KEM, WHOLE = b"KEM\x00\x10", b"HPKE\x00\x10\x00\x01\x00\x02"


def test_what_was_sealed_opens() -> None:
    pair = new_transport_pair()
    sealed = seal_away(pair.public, SAID, "record|AB")
    assert (len(pair.public), len(pair.private), len(sealed)) == (65, 32, len(SAID) + 81)
    assert SAID not in sealed
    assert open_away(pair.private, sealed, "record|AB") == SAID
    assert seal_away(pair.public, SAID, "record|AB") != sealed


def test_another_key_another_purpose_and_changed_bytes_do_not_open() -> None:
    pair, other = new_transport_pair(), new_transport_pair()
    sealed = seal_away(pair.public, SAID, "record|AB")
    for private, content, about in (
        (other.private, sealed, "record|AB"),
        (pair.private, sealed, "record|CD"),
        (pair.private, sealed[:-1], "record|AB"),
        (pair.private, sealed[:80], "record|AB"),
        (pair.private, bytes(len(sealed)), "record|AB"),
        (pair.private, sealed[:-1] + bytes([sealed[-1] ^ 1]), "record|AB"),
        (b"", sealed, "record|AB"),
        (bytes(32), sealed, "record|AB"),
    ):
        with pytest.raises(CannotOpen):
            open_away(private, content, about)


def extract(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + key, hashlib.sha256)


def expand(suite: bytes, key: bytes, label: bytes, info: bytes, size: int) -> bytes:
    asked = size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info + b"\x01"
    return hmac.digest(key, asked, hashlib.sha256)[:size]


def test_it_is_rfc_9180_step_by_step() -> None:
    """The standard written out again, section 4.1 and 5.1, as the phone's script does it."""
    pair = new_transport_pair()
    sealed = seal_away(pair.public, SAID, "about")
    point, body = sealed[:PUBLIC], sealed[PUBLIC:]
    private = derive_private_key(int.from_bytes(pair.private, "big"), SECP256R1())
    shared = private.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point))
    secret = expand(KEM, extract(KEM, b"", b"eae_prk", shared), b"shared_secret", point + pair.public, 32)
    context = b"\x00" + extract(WHOLE, b"", b"psk_id_hash", b"") + extract(WHOLE, b"", b"info_hash", b"about")
    secret = extract(WHOLE, secret, b"secret", b"")
    key, nonce = expand(WHOLE, secret, b"key", context, 32), expand(WHOLE, secret, b"base_nonce", context, 12)
    assert AESGCM(key).decrypt(nonce, body, b"") == SAID
