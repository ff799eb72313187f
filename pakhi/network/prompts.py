"""Texts that are spoken: each room offers its own, and finds the voices of people by one rule.

An approved recording lies in DATA/prompts (the voices room) or DATA/prompts/consent (the vault), under
`<language>/<key>.<mark of the text>.audio`. The mark is in the name so that a recording is never played for other words
than those that were spoken: when the text changes, its file is not looked for any more. A file that somebody put there
by hand as `<language>/<key>.mp3` comes next, then the machine's voice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from pakhi.lib import audio
from pakhi.network.models import Organisation

Texts = Mapping[str, str | Promise]


@dataclass(frozen=True)
class Prompt:
    """One text in one language.

    `source`: where it is spoken, `title`: the same for people; `folder`: where the voices of people lie, None where
    they are not played from files; `machine`: the machine's voice; `organisation`: whose text it is, None for the
    product's own; `answers`: the question, where it is something to choose.
    """

    source: str
    title: str | Promise
    key: str
    language: str
    text: str
    folder: Path | None = None
    machine: Path | None = None
    organisation: Organisation | None = None
    answers: str = ""

    @property
    def mark(self) -> str:
        return mark(self.text)

    @property
    def place(self) -> Path | None:
        """Where its approved recording lies."""
        return approved(self.folder, self.language, self.key, self.text) if self.folder else None

    @property
    def by_hand(self) -> Path | None:
        """A recording that somebody put there without approval here."""
        path = self.folder / self.language / f"{self.key}.mp3" if self.folder else None
        return path if path and path.is_file() else None


def offered(source: str, title: str | Promise, texts: Texts, folder: Path, machine: Path) -> list[Prompt]:
    """Texts of the product in every language into which they are translated."""
    with override("en"):
        english = {key: str(text) for key, text in texts.items()}
    out = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            said = {key: str(text) for key, text in texts.items()}
        out += [
            Prompt(source, title, key, code, text, folder, shipped(machine, code, key))
            for key, text in said.items()
            if code == "en" or text != english[key]
        ]
    return out


def mark(text: str) -> str:
    """What a text is known by; spaces and line ends make no difference."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def approved(folder: Path, language: str, key: str, text: str) -> Path:
    """Where the approved recording of a text lies, if there is one."""
    return folder / language / f"{key}.{mark(text)[:16]}.audio"


def recording(folder: Path, shipped: Path, language: str, key: str, text: str) -> tuple[Path, bool] | None:
    """(file, whether a machine speaks) of a text; None if nobody speaks it."""
    by_hand, machine = folder / language / f"{key}.mp3", shipped / language / f"{key}.mp3"
    for path, is_machine in ((approved(folder, language, key, text), False), (by_hand, False), (machine, True)):
        if path.is_file():
            return path, is_machine
    return None


def shipped(folder: Path, language: str, key: str) -> Path | None:
    """The machine's voice, if there is one."""
    path = folder / language / f"{key}.mp3"
    return path if path.is_file() else None


def media_type(path: Path) -> str:
    """What to say of a voice when it is given out; by its bytes, since its name does not tell."""
    return audio.type_of_file(path) or "audio/mpeg"


def address(bare: str, path: Path, machine: bool) -> str:
    """The address of a voice: a new recording has a new one, or what a tablet keeps would never be replaced."""
    return bare if machine else f"{bare}?{path.stat().st_mtime_ns % 10**8:08d}"
