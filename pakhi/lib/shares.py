"""A secret in three shares, two of which give it back: words to print, by SLIP-0039 (Shamir's sharing, checked)."""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORDLIST

from pakhi.lib.seal import CannotOpen

SHARES, NEEDED = 3, 2
WORDS = 33  # in each share of a 32-byte secret
BEGIN = 4  # letters that tell a word of the list from every other
LONGEST = 10_000  # characters; nobody types more
SHOWN = 5  # strange words that are looked at
KNOWN = frozenset(WORDLIST)
_words = {word[:BEGIN]: word for word in WORDLIST}


class Fault(StrEnum):
    """What is wrong with a share as typed, or with two together."""

    EMPTY = "nothing is typed"
    STRANGE = "words that are in no share"
    LENGTH = "too few or too many words"
    CHECK = "all words exist, but their checksum fails"
    SAME = "one share twice"
    APART = "shares of different secrets"


@dataclass(frozen=True)
class Strange:
    """A typed word that is not in the list: its place (from 1), the word, and one that looks like it, if any."""

    place: int
    word: str
    near: str


@dataclass(frozen=True)
class Finding:
    """A fault, the share that has it (from 0; -1 for two together), how many words it has, and its strange words."""

    fault: Fault
    share: int = -1
    words: int = 0
    strange: tuple[Strange, ...] = ()


def split(secret: bytes) -> list[str]:
    """Three shares of a 32-byte secret, each of 33 words with a checksum; one alone says nothing."""
    return list(generate_mnemonics(1, [(NEEDED, SHARES)], secret, iteration_exponent=0)[0])


def join(shares: Sequence[str]) -> bytes:
    """The secret from two shares as typed. Raises CannotOpen (too few, mistyped, or of different secrets)."""
    try:
        return bytes(combine_mnemonics([" ".join(spelled(share)) for share in shares]))
    except (MnemonicError, ValueError):
        raise CannotOpen from None


def spelled(share: str) -> list[str]:
    """The words of a share as typed: capitals, figures, dots and line breaks say nothing; four letters of a word do.

    The checksum notices when that made another word than was meant.
    """
    typed = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", share[:LONGEST]).casefold())
    return [_words.get(word[:BEGIN], word) for word in typed]


def look(typed: Sequence[str]) -> list[Finding]:
    """What can be told to be wrong with shares as typed. Nothing found does not mean that they open anything."""
    found = [finding for place, share in enumerate(typed) if (finding := look_at(place, spelled(share)))]
    if found:
        return found
    read = [Share.from_mnemonic(" ".join(spelled(share))) for share in typed]
    if len({one.common_parameters() for one in read}) > 1:
        return [Finding(Fault.APART)]
    return [Finding(Fault.SAME)] if len({one.index for one in read}) < len(read) else []


def look_at(place: int, words: list[str]) -> Finding | None:
    """What is wrong with one share."""
    strange = [(number, word) for number, word in enumerate(words, 1) if word not in KNOWN][:SHOWN]
    if not words:
        return Finding(Fault.EMPTY, place)
    if strange:
        return Finding(Fault.STRANGE, place, len(words), tuple(Strange(n, w, near(w)) for n, w in strange))
    if len(words) != WORDS:
        return Finding(Fault.LENGTH, place, len(words))
    try:
        Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        return Finding(Fault.CHECK, place, len(words))
    return None


def near(word: str) -> str:
    """A word of the list that somebody may have meant, or nothing."""
    return next(iter(difflib.get_close_matches(word[:20], WORDLIST, n=1, cutoff=0.7)), "")
