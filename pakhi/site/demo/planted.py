"""Invented identities planted in a vault to be looked for: every value occurs nowhere else in the world.

They go in by the same verbs as the pages use. What was planted is given back and written nowhere.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image

from pakhi.network.models import Account, Organisation
from pakhi.vault import consent, files, identity, scope
from pakhi.vault.models import Consent, Person

SCRIPTS = {
    "beng": ("ঝি টুং ফা লো মি খু ঢে নো পা ছু রৈ থা ডি বৌ গো শে", "bn"),
    "deva": ("झि टुं फा लो मि खु ढे नो पा छु रै था डि बौ गो शे", "hi"),
    "telu": ("ఝి టుం ఫా లో మి ఖు ఢే నో పా ఛు రై థా డి బౌ గో శే", "te"),
    "latn": ("zib tung faq lov mik khu dhe nox pa chu rai tha qui bau goz she", "en"),
}
PHOTO_EVERY = 10


@dataclass(frozen=True)
class Planted:
    """One value about one person, and the part it stands in."""

    code: str
    script: str
    part: str
    value: str


@dataclass
class Invented:
    """Everything about one invented person: what goes into which part, and each value by itself."""

    script: str
    sections: dict[str, Any]
    note: str
    paper: tuple[str, str]
    place: str
    values: list[tuple[str, str]]


def word(rng: random.Random, script: str, syllables: int = 5) -> str:
    """A word that nobody says: with five of sixteen syllables there are a million."""
    return "".join(rng.choice(SCRIPTS[script][0].split()) for _ in range(syllables)).capitalize()


def invent(rng: random.Random, script: str) -> Invented:
    """Somebody who is not, in one script. The telephone has a country code that no country has."""
    name, alias, village, kin = (f"{word(rng, script)} {word(rng, script)}" for _ in range(4))
    find, note, words = (" ".join(word(rng, script) for _ in range(6)) for _ in range(3))
    phone = f"+999 {rng.randrange(10**5):05} {rng.randrange(10**5):05}"
    paper, place = f"{word(rng, script)} {word(rng, script)}.txt", " ".join(word(rng, "latn") for _ in range(3))
    sections = {
        "names": {"names": [{"text": name, "script": script, "kind": "usual"}, {"text": alias, "kind": "alias"}]},
        "birth": {"year": rng.randrange(1970, 2005), "precision": "year"},
        "gender": {"gender": "woman"},
        "contacts": {"contacts": [{"number": phone, "safe_to_call": False, "cover": words}]},
        "address": {"village": village, "how_to_find": find},
        "kin": {"kin": [{"relation": "mother", "text": kin}]},
    }
    values = [
        ("name", name), ("alias", alias), ("phone", phone), ("phone digits", phone.replace(" ", "")[4:]),
        ("cover", words), ("village", village), ("how to find", find), ("kin", kin), ("note", note),
        ("file name", paper), ("file words", words[::-1]),
    ]  # fmt: skip
    return Invented(script, sections, note, (paper, words[::-1]), place, values)


def photo(place: str) -> bytes:
    """A picture as a phone makes it: its place stands in the EXIF, and must not survive."""
    picture, exif, out = Image.new("RGB", (64, 48), "teal"), Image.Exif(), io.BytesIO()
    exif[ExifTags.Base.Model] = place
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (22.0, 59.0, 12.0), 27: place.encode()}
    picture.save(out, "JPEG", exif=exif, comment=place.encode())
    return out.getvalue()


def plant(organisation: Organisation, by: Account, count: int, seed: int) -> Iterator[Planted]:
    """Register so many people in four scripts, each with a note and a paper, some with a photo."""
    rng = random.Random(seed)  # noqa: S311 - invented on purpose, the same for the same seed
    with scope.bound(organisation.code):
        for number in range(count):
            script = list(SCRIPTS)[number % len(SCRIPTS)]
            someone = invent(rng, script)
            person = put(organisation, by, someone)
            values = list(someone.values)
            if number % PHOTO_EVERY == 0:
                keep_photo(person, by, someone)
                values.append(("place of the photo", someone.place))
            yield from (Planted(person.code, script, part, value) for part, value in values)


def put(organisation: Organisation, by: Account, someone: Invented) -> Person:
    """One person: registered, then one part written again, a note, a paper."""
    person = identity.register(organisation, someone.sections, by)
    identity.write(person, {"names": someone.sections["names"]}, by)
    identity.note(person, "cbr", someone.note, by)
    name, words = someone.paper
    files.keep_file(person, io.BytesIO(words.encode()), name, "scan", by)
    return person


def keep_photo(person: Person, by: Account, someone: Invented) -> None:
    """With her consent, as the pages ask for it."""
    purpose, language = Consent.Purpose.PHOTO, SCRIPTS[someone.script][1]
    heard = consent.ask(person, purpose, language, under_18=False).heard
    consent.give(person, purpose, consent.Answer(language, "signature", heard), by)
    files.keep_file(person, io.BytesIO(photo(someone.place)), "photo.jpg", "photo", by)
