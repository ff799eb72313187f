"""A coded profile, for the rooms that may hold no name: gender, an age band, a block. Never derived by itself.

Eligibility and reports work with it, so that they never need the vault. Deriving it reads the identity, so it is a
reveal like any other: with a reason, counted, and shown to her when she asks who looked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pakhi.lib.clock import today
from pakhi.network.models import PlaceName
from pakhi.network.models.place import Place
from pakhi.vault import parts, reveal
from pakhi.vault.keys import Unlocked
from pakhi.vault.models import Person, Section

READ = (Section.Field.BIRTH, Section.Field.GENDER, Section.Field.ADDRESS)
GENDERS = frozenset({"woman", "girl", "man", "boy", "transgender", "other"})
BANDS = ((0, 13), (14, 17), (18, 24), (25, 34), (35, 44), (45, 59), (60, 120))  # years of age, both included


@dataclass(frozen=True)
class Profile:
    """What may leave the vault about somebody. Empty: not known. `block` is a code of the directory."""

    gender: str
    age_band: str
    block: str
    on: dt.date


def derive(unlocked: Unlocked, person: Person, reason: str) -> Profile:
    """The profile of somebody as of today. Raises what `reveal.reveal` raises."""
    return of(reveal.reveal(unlocked, person, READ, reason), today())


def of(sections: Mapping[str, Any], on: dt.date) -> Profile:
    """The profile that some parts of an identity give on a day; no key is needed where they were just typed."""
    gender = sections.get(Section.Field.GENDER) or {}
    said = str(gender.get("gender", "")) if isinstance(gender, Mapping) else str(gender)
    return Profile(
        gender=said if said in GENDERS else "",
        age_band=band(age(sections.get(Section.Field.BIRTH), on)),
        block=block(sections.get(Section.Field.ADDRESS)),
        on=on,
    )


def age(birth: Any, on: dt.date) -> int | None:
    """Full years on a day; of two possible ages the younger one, so that nobody is an adult too early."""
    year = parts.year(birth)
    if year is None:
        return None
    written = birth.get("date", "") if isinstance(birth, Mapping) else ""
    try:
        born = dt.date.fromisoformat(str(written))
    except ValueError:
        born = dt.date(year, 12, 31)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def band(age: int | None) -> str:
    """The age band of so many years; empty where they are not known, or not possible."""
    return next((f"{least}-{most}" for least, most in BANDS if age is not None and least <= age <= most), "")


def block(address: Any) -> str:
    """The directory's code of the block that an address names, in any language; empty if none, or several, fit."""
    named = address if isinstance(address, Mapping) else {}
    text, district = str(named.get("block", "")).strip(), str(named.get("district", "")).strip()
    if not text:
        return ""
    found = Place.objects.filter(kind=Place.Kind.BLOCK, valid_to=None, names__text__iexact=text).distinct()
    inside = [one for one in found if not district or called(one.within(Place.Kind.DISTRICT), district)]
    return inside[0].code if len(inside) == 1 else ""


def called(place: Place | None, text: str) -> bool:
    """Whether a place has this name in some language."""
    return place is not None and PlaceName.objects.filter(place=place, text__iexact=text).exists()
