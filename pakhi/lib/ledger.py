"""A list that shows when it was changed: lines in batches, each with a Merkle root, the roots chained and signed.

Leaf and node hashes differ (RFC 6962), so a node cannot pass for a line. A batch also holds how many lines came
before it; a cut tail shows as missing lines or as a missing batch.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def leaf(line: Mapping[str, Any]) -> bytes:
    """The hash of one line; the order of its keys does not matter."""
    written = json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"\x00" + written.encode()).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle root of leaf hashes; of none, the hash of nothing."""
    level = list(leaves) or [hashlib.sha256(b"").digest()]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\x01" + p[0] + p[1]).digest() if len(p) == 2 else p[0] for p in pairs]
    return level[0]


def mark(key: bytes, before: bytes, line: bytes) -> bytes:
    """A keyed hash (32 bytes) that ties a line's leaf to the mark before it: who lacks the key cannot mend a change."""
    return hmac.new(key, b"\x02" + before + line, hashlib.sha256).digest()


def statement(number: int, first: int, last: int, top: bytes, before: bytes, at: str) -> bytes:
    """What is signed for a batch: its number, its lines, its root, the root before it, and when."""
    parts = ["pakhi ledger 1", str(number), str(first), str(last), top.hex(), before.hex(), at]
    return "|".join(parts).encode()


def new_key() -> bytes:
    """A fresh private key (32 bytes) for `sign` and `mark`."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def sign(key: bytes, content: bytes) -> bytes:
    """An Ed25519 signature (64 bytes) by a 32-byte private key."""
    return Ed25519PrivateKey.from_private_bytes(key).sign(content)


def public_of(key: bytes) -> bytes:
    """The public key (32 bytes) of a private key."""
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


def signed(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether a signature is of this content by this key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True
