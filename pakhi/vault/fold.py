"""Names of any Indian script as one spelling of their sounds, so that spellings of one name can be compared.

Bengali, Devanagari and Telugu (and the other scripts that indic-transliteration knows) become Latin with marks, then
both kinds of Latin become *sounds*: a short string over the letters below. What people write differently for the
same sound is one letter: aspirates, long vowels, s/sh, v/b, z/j, f/p. The rules are our own, from how Bengali, Hindi
and Telugu are spoken: a final unspoken `a`, a silent `w` after a consonant, ksh as kkh, y as j.

    k g c j t d p b m n r l s h   consonants; x: ksh; y: only first, near j; w: after a consonant, near silent
    R the flap that is written r or d; N a nasal that is often not written; M one that is written as a dot and may be
    n or m; a e i o u vowels; 0-9 as they are
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from indic_transliteration import sanscript
from indic_transliteration.sanscript import transliterate

LONGEST = 200  # nobody has a longer name; a longer text is cut
SCRIPTS = (
    (0x0900, sanscript.DEVANAGARI), (0x0980, sanscript.BENGALI), (0x0A00, sanscript.GURMUKHI),
    (0x0A80, sanscript.GUJARATI), (0x0B00, sanscript.ORIYA), (0x0C00, sanscript.TELUGU),
    (0x0C80, sanscript.KANNADA), (0x0D00, sanscript.MALAYALAM),
)  # fmt: skip
VOWEL = "[aāiīuūeoṛ]"
UNSPOKEN_A = {sanscript.DEVANAGARI, sanscript.BENGALI, sanscript.GURMUKHI, sanscript.GUJARATI}
ONE_LETTER = str.maketrans({"ॉ": "ो", "ॅ": "े", "ऑ": "ओ", "ऍ": "ए", "\u200c": "", "\u200d": ""})
TWO_LETTERS = (("\u09af\u09bc", "\u09df"), ("\u09a1\u09bc", "\u09dc"), ("\u09a2\u09bc", "\u09dd"), ("অ্যা", "এ"))

Rules = tuple[tuple[str, str], ...]
BENGALI: Rules = (  # jñ first: what follows it is spoken as g
    (r"y़|ẏ", "Y"), (r"ḍh?़|r̤h?|ṛh(?=[aāiīuūeo])", "R"), (r"(?<![kgṅcjñṭḍṇtdnpbmrlvśṣshR])y", "j"),
    (r"(?<=[kgṅcjñṭḍṇtdnpblśṣsh])v", "w"), (r"Y", "y"), (r"[ṃṁ](?![kg])", "ng"),
)  # fmt: skip
MARKED: Rules = (  # Latin with marks, as transliteration gives it, to plain Latin without doubt about vowels
    (r"jñ", "gy"), (r"kṣ", "x"), (r"r̤h?|ṛh(?=[aāiīuūeo])|ṟ", "R"), (r"r̥|ṛ|ṝ", "ri"), (r"~|m̐", "N"), (r"ḥ|\W", ""),
    (r"(?<=[uū])v(?=ā$)", ""), (r"[ṃṁ](?=[pbmv]|$)", "m"), (r"[ṃṁ]", "M"), (r"[ṅñṇ]", "n"),
    (r"(?<=[aā])[iī](?=[^aāiīuūeo]|$)", "y"), (r"ai", "ay"),
    (r"ā", "a"), (r"ī", "i"), (r"ū", "u"), (r"[èē]", "e"), (r"[òō]", "o"), (r"[ṭ]", "t"), (r"[ḍ]", "d"),
    (r"[śṣ]", "s"), (r"[ḷḻ]", "l"),
)  # fmt: skip
LATIN: Rules = (  # how people write names with the letters of a telephone
    (r"c?k+h?s+h?|kkh|xsh?", "x"), (r"jny?|gny|dny|gy", "gi"), (r"ck|q", "k"), (r"s?c+h+|c", "c"),
    (r"ph|f", "p"), (r"s+h*", "s"), (r"zh?|jh", "j"), (r"([kgtdpb])h", r"\1"),
    (r"(?:ow|aw|au|ou)(?![aeiou])", "o"), (r"au|ou", "o"), (r"o[wy](?=a)|u[wy](?=[aeio])", "u"),
    (r"ee|ie$|ey$|ii", "i"), (r"oo|uu", "u"), (r"aa", "a"),
)  # fmt: skip
SHARED: Rules = (
    (r"(?<=[kgcjtdpnlsx])[vw]", "W"), (r"[vw]", "b"), (r"W", "w"), (r"ms", "ns"), (r"(?<!^)y+|^y(?![aeiou])", "i"),
    (r"h+$", ""), (r"([a-zRNM])\1+", r"\1"), (r"ii+", "i"),
)  # fmt: skip
COARSE = str.maketrans("gdrbcj", "kttpss")
# Titles and second names that so many women have that they tell nobody apart, in the sounds below.
WEAK = {
    "smt", "srimati", "sri", "mst", "mosamat", "mosamot", "musamat", "mis", "mrs", "ms", "dr", "md", "mohamad",
    "mohamed", "muhamad", "muhamed", "mo", "kumari", "bibi", "begam", "begum", "katun", "kanam", "banu", "devi", "debi",
    "bai", "late",
}  # fmt: skip


def run(rules: Rules, word: str) -> str:
    """Apply rules one after the other."""
    for pattern, put in rules:
        word = re.sub(pattern, put, word)
    return word


def words(written: str) -> list[str]:
    """The words of a name, lower case, one form for each letter; dots, hyphens and commas divide."""
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", written[:LONGEST])).lower().translate(ONE_LETTER)
    for two, one in TWO_LETTERS:
        text = text.replace(two, one)
    text = text.replace("'", "").replace("’", "")
    return ["".join(part) for part in re.split(r"[^\w\u0900-\u0dff]+|_", text) if part]


def script(word: str) -> str | None:
    """The Indian script of a word; None for Latin and for what is not known."""
    for letter in word:
        block = ord(letter) & ~0x7F
        for start, name in SCRIPTS:
            if block == start:
                return str(name)
    return None


def spoken(marked: str) -> str:
    """Without the short `a` that is written and not spoken: at the end, and between a syllable and another (VC_CV)."""
    one = "[^aāiīuūeoṛ~ṃ]h?"
    marked = re.sub(f"(?<={VOWEL[:-1]}~ṃ])({one})a$", r"\1", marked)
    while found := re.search(f"^(.*{VOWEL}~?{one})a((?!y){one}{VOWEL}.*)$", marked):
        marked = found[1] + found[2]
    return marked


def sounds(word: str) -> str:
    """The sounds of one word (as `words` gives it); empty if nothing of it can be read."""
    known = script(word)
    if known is None:
        plain = unicodedata.normalize("NFKD", word)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        return run(SHARED, run(LATIN, plain))
    marked = transliterate(word, known, sanscript.IAST).lower()
    if known == sanscript.BENGALI:
        marked = run(BENGALI, marked)
    if known in UNSPOKEN_A:
        marked = spoken(marked)
    return run(SHARED, run(LATIN, run(MARKED, marked)))


class Folded(NamedTuple):
    """The sounds of a name: its words without titles (all, where nothing else is left), and all run together."""

    words: tuple[str, ...]
    whole: str

    @property
    def bare(self) -> bool:
        """Whether there was no title in it."""
        return sum(map(len, self.words)) == len(self.whole)


def folded(written: str) -> Folded:
    """The sounds of a name, in its order."""
    every = [heard for word in words(written) if (heard := sounds(word))]
    strong = [heard for heard in every if heard not in WEAK]
    return Folded(tuple(strong or every), "".join(every))


@cache
def _vowels() -> dict[int, str | None]:
    return str.maketrans({"o": "a", "e": "i", "x": "k", "y": "j", "R": "r", "M": "n", "w": None, "N": None, "h": None})


def key(name: Folded) -> str:
    """One comparable word for a whole name: the same for many spellings of it, in any script and word order."""
    parts = name.words
    return "".join(sorted(run(((r"(.)\1+", r"\1"), (r"(?<=..)a$", "")), part.translate(_vowels())) for part in parts))


def skeleton(sound: str) -> str:
    """The consonants of one word, for finding what is worth comparing; a vowel at the start is kept as `a`."""
    first = "a" if sound[:1] and sound[0] in "aeiou" else ""
    bare = sound.translate(_vowels())
    return first + re.sub(r"(.)\1+", r"\1", re.sub(r"[aiu]", "", bare))


def coarse(bare: str) -> str:
    """A skeleton in which sounds made at one place of the mouth are one, for words too short to lose a consonant."""
    return "~" + bare.translate(COARSE)
