"""A secret in three shares, two of which give it back: words to print, by SLIP-0039 (Shamir's sharing, checked)."""

from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from pakhi.lib.seal import CannotOpen

SHARES, NEEDED = 3, 2


def split(secret: bytes) -> list[str]:
    """Three shares of a 32-byte secret, each of 33 words with a checksum; one alone says nothing."""
    return list(generate_mnemonics(1, [(NEEDED, SHARES)], secret, iteration_exponent=0)[0])


def join(shares: Sequence[str]) -> bytes:
    """The secret from two shares as typed. Raises CannotOpen (too few, mistyped, or of different secrets)."""
    try:
        return bytes(combine_mnemonics([" ".join(share.lower().split()) for share in shares]))
    except (MnemonicError, ValueError):
        raise CannotOpen from None
