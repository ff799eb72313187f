"""Codes that people read aloud and type: digits with a check digit, letters with a check character.

The check digit is Damm's (H. M. Damm, 2004): it catches every single wrong digit and every swap of neighbours.
"""

import secrets
import unicodedata

DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
LETTERS = "234679ACDEFHJKMNPRTUVWX"  # as many as a prime, 23: only so does the check catch every wrong letter
LONGEST = 200  # nobody types more; normalising a long run of accents would take minutes


class BadCode(ValueError):
    """A code that cannot be right: the wrong length, or its check does not hold."""


def damm(digits: str) -> int:
    """Damm's check digit of a string of ASCII digits."""
    interim = 0
    for digit in digits:
        interim = int(DAMM[interim][int(digit)])
    return interim


def plain_digits(written: str) -> str:
    """Digits of any script (Bengali, Devanagari, Telugu, …) as ASCII; spaces and dashes fall away.

    Raises BadCode if anything else is there, or far more than anybody types.
    """
    if len(written) > LONGEST:
        raise BadCode
    out = []
    for character in unicodedata.normalize("NFKC", written):
        if character.isdigit():
            out.append(str(unicodedata.digit(character)))
        elif not (character.isspace() or unicodedata.category(character) in {"Pd", "Cf"}):
            raise BadCode
    return "".join(out)


def new_number(length: int) -> str:
    """A random number of `length` digits whose last is the check digit."""
    body = "".join(secrets.choice("0123456789") for _ in range(length - 1))
    return body + str(damm(body))


def read_number(written: str, length: int) -> str:
    """The number that somebody typed, as ASCII digits. Raises BadCode."""
    digits = plain_digits(written)
    if len(digits) != length or damm(digits) != 0:
        raise BadCode
    return digits


def letters_check(body: str) -> str:
    """The check character of a letter code: a weighted sum that catches one wrong letter, or two swapped."""
    total = sum((place + 1) * (LETTERS.index(character) + 1) for place, character in enumerate(body))
    return LETTERS[total % len(LETTERS)]


def new_letters(length: int) -> str:
    """A random code of `length` letters and figures, without look-alikes, its last a check character."""
    body = "".join(secrets.choice(LETTERS) for _ in range(length - 1))
    return body + letters_check(body)


def read_letters(written: str, length: int) -> str:
    """The code that somebody typed, upper case. Raises BadCode."""
    code = "".join(written.upper().replace("-", " ").split())
    if len(code) != length or any(c not in LETTERS for c in code) or letters_check(code[:-1]) != code[-1]:
        raise BadCode
    return code
