"""How alike two names sound: 1 the same, 0 nothing in common. A person decides; this only says whom to look at.

The sounds of two words are laid beside each other at the least cost. A difference that a clerk makes (a for o, a
y more or less, an h) costs little, another consonant costs much. Costs were set by hand on a list of spellings that
the tests keep, and measured on another list.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

from pakhi.vault.fold import Folded, folded

Compare = Callable[[str, str], float]
SAME = 0.78  # as alike as two spellings of one name
CLOSE = 0.62  # worth a look
MANY = 4  # words of a name that are tried in every order

TURNED = 0.25  # two neighbouring vowels the other way round: Jyoti, Joyti
VOWELS = set("aeiou")
NEAR = {
    "ao": 0.08, "ae": 0.4, "ei": 0.15, "ou": 0.2, "ai": 0.5, "au": 0.6, "iu": 0.8, "eo": 0.7, "eu": 0.9, "io": 0.8,
    "kx": 0.15, "cx": 0.4, "sx": 0.5, "jy": 0.15, "bw": 0.1, "uw": 0.15, "ow": 0.25, "iy": 0.05, "Rr": 0.05, "Rd": 0.15,
    "Nn": 0.0, "Nm": 0.1, "MN": 0.0, "Mn": 0.0, "Mm": 0.1, "mn": 0.8, "dr": 0.8, "dt": 0.6, "bp": 0.7, "gk": 0.7,
    "cs": 0.5, "cj": 0.6, "js": 0.6, "gj": 0.8, "lr": 0.8,
}  # fmt: skip
SOUNDS = "kxgcjytdpbwmnNMrRlshaeiou0123456789"


def _swap(one: str, other: str) -> tuple[float, float]:
    """What it costs that one sound stands for another: inside a word, and where a vowel begins or ends it."""
    if one == other:
        return 0.0, 0.0
    vowels = (one in VOWELS) + (other in VOWELS)
    cost = NEAR.get(one + other, NEAR.get(other + one, 1.2 if vowels == 1 else 1.0))
    return cost, cost + 0.4 if cost >= 0.4 and vowels == 2 else cost


SWAP = {one: {other: _swap(one, other) for other in SOUNDS} for one in SOUNDS}
STRANGE = (1.2, 1.2)  # a letter of a script that is not read


def drops(sound: str) -> tuple[float, ...]:
    """What it costs to leave each sound of a word out, by what stands around it."""
    return tuple(_drop(sound[i - 1] if i else "", sound[i], sound[i + 1 : i + 2]) for i in range(len(sound)))


def _drop(before: str, it: str, after: str) -> float:
    if it in VOWELS:
        return _drop_vowel(before, it, after)
    if it in "Nw":
        return 0.1
    if it == "h":
        return 0.2 if before else 0.7
    if it == "m" and before and before in "xksdt":
        return 0.3
    if it == "g" and before == "n":
        return 0.3
    return 1.0


def _drop_vowel(before: str, it: str, after: str) -> float:
    between = bool(before) and bool(after) and before not in VOWELS and after not in VOWELS
    if it in "ao":
        return 0.2 if between else 0.45 if before and not after and before not in VOWELS else 0.7
    if it == "e":
        return 0.15 if "i" in (before, after) else 0.6 if after else 0.25
    if before and after in VOWELS and after:
        return 0.2 if before not in VOWELS else 0.5
    return 0.45 if before and before in VOWELS else 0.7


def cost(one: str, other: str) -> float:
    """The least cost of laying two words beside each other."""
    left, right = drops(one), drops(other)
    above = [0.0]
    for dropped in right:
        above.append(above[-1] + dropped)
    before: list[float] = []
    last, ends = len(one) - 1, len(other) - 1
    for i, a in enumerate(one):
        row, dropped, swaps = [above[0] + left[i]], left[i], SWAP.get(a, {})
        for j, b in enumerate(other):
            edge = (i == 0 and j == 0) or (i == last and j == ends)
            swap = 0.0 if a == b else swaps.get(b, STRANGE)[edge]
            least = min(above[j] + swap, above[j + 1] + dropped, row[j] + right[j])
            if before and j and a == other[j - 1] and b == one[i - 1] and a in VOWELS and b in VOWELS:
                least = min(least, before[j - 1] + TURNED)
            row.append(least)
        before, above = above, row
    return above[-1]


def word_alike(one: str, other: str) -> float:
    """How alike two words of sounds are; a single letter stands for any word that begins with it."""
    if one == other:
        return 1.0
    if 1 in (len(one), len(other)) and one[:1] == other[:1]:
        return 0.8
    return max(0.0, 1.0 - cost(one, other) / (1.0 + 0.125 * (len(one) + len(other))))


def alike(one: Folded, other: Folded, compare: Compare = word_alike) -> float:
    """How alike two folded names are: words in any order, written together or apart; a missing word counts a little.

    `compare` may be a `word_alike` that remembers, where many names are compared.
    """
    if not one.words or not other.words:
        return 0.0
    by_words = _by_words(one.words, other.words, compare)
    if by_words == 1.0 or (len(one.words) == len(other.words) and one.bare and other.bare):
        return by_words
    return max(by_words, 0.99 * compare(one.whole, other.whole))


def _by_words(one: tuple[str, ...], other: tuple[str, ...], compare: Compare) -> float:
    short, long = sorted((one[:MANY], other[:MANY]), key=len)
    scores = [[compare(word, beside) for beside in long] for word in short]
    best = 0.0
    for order in permutations(range(len(long)), len(short)):
        found = [row[place] for row, place in zip(scores, order, strict=True)]
        moved = 0.01 if list(order) != sorted(order) else 0.0
        best = max(best, 0.7 * min(found) + 0.3 * sum(found) / len(found) - moved)
    return best * (1.0 if len(short) == len(long) else 0.82)


def similarity(one: str, other: str) -> float:
    """How alike two names are as written, in any script."""
    return alike(folded(one), folded(other))


def same(one: str, other: str) -> bool:
    """Whether two written names may well be one name."""
    return similarity(one, other) >= SAME
