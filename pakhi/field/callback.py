"""Call-back words: how a caller without a name is known again, if she wants to be.

She and the call taker agree on a short word or number. What is kept is a hash of it, slow and keyed for each
organisation (the key is in DATA/secrets, outside every database); it finds the earlier calls, and their coded part
alone. What it cannot do:

- It proves nothing. Whoever heard the word can say it; two callers can choose the same one. So nothing that was
  told before is told back on the strength of a word, and the page says so.
- Words are few. Whoever has the database *and* the key can try them out, some 25 a second on one core: the hash hides
  the word from a stolen database, not from a seized machine that runs.
- Who forgets it is a new caller. Another organisation's hash of the same word is another one.
"""

from __future__ import annotations

import unicodedata

from django.db.models import QuerySet

from pakhi.field.models import Call
from pakhi.lib import seal
from pakhi.network.models import Organisation
from pakhi.vault import index
from pakhi.vault.parts import figures

LEAST, MOST, FIGURES = 3, 30, 6


class BadWord(ValueError):
    """Too short, too long, or a telephone number."""


def plain(written: str) -> str:
    """A word as it is compared: small letters, figures of any script as 0 to 9, nothing between. Raises BadWord."""
    if len(written) > 200:
        raise BadWord
    folded = figures(unicodedata.normalize("NFKC", written).casefold())
    kept = "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LMN")
    if not LEAST <= len(kept) <= MOST or sum(sign.isdigit() for sign in kept) > FIGURES:
        raise BadWord
    return kept


def mark(organisation: Organisation, written: str) -> bytes:
    """The keyed hash (32 bytes) of a word in an organisation; some 40 ms. Raises BadWord."""
    pepper = seal.derive(index.root(), f"call-back|{organisation.code}").hex()
    return seal.card_root(plain(written), pepper)


def calls(organisation: Organisation, written: str) -> QuerySet[Call]:
    """Earlier calls with this word, the newest first. Raises BadWord."""
    return Call.objects.filter(organisation=organisation, word=mark(organisation, written)).order_by("-day", "-pk")


def others(call: Call) -> QuerySet[Call]:
    """The other calls with the word of a call."""
    same = Call.objects.filter(organisation=call.organisation, word=call.word) if call.word else Call.objects.none()
    return same.exclude(pk=call.pk).order_by("-day", "-pk")
