"""The lines of a consent as voices: an organisation's own recording first, else the machine's that ships.

A line that names somebody (who asks, who gets what) is different each time: the worker reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from pakhi.vault.consent_words import SCRIPTS, Words

MACHINE = Path(__file__).with_name("prompts")


@dataclass(frozen=True)
class Sound:
    """A recorded line: its address, and whether a machine speaks."""

    address: str
    machine: bool


def texts() -> dict[str, Words]:
    """Every line that can be recorded, in every version of the words, by its name: `2026-11-warning`."""
    written = {f"{version}-{key}": words for version, script in SCRIPTS.items() for key, words in script.items()}
    return {name: words for name, words in written.items() if "%(" not in str(words)}


def recording(language: str, name: str) -> tuple[Path, bool] | None:
    """(file, whether a machine speaks) of a line in a language; None if there is no such language, line or file."""
    if language not in dict(settings.LANGUAGES) or name not in texts():
        return None
    for folder, machine in ((Path(settings.DATA) / "prompts" / "consent", False), (MACHINE, True)):
        path = folder / language / f"{name}.mp3"
        if path.is_file():
            return path, machine
    return None


def sound(language: str, version: str, key: str) -> Sound | None:
    """The voice of one line of a script, or None."""
    name = f"{version}-{key}"
    found = recording(language, name)
    return Sound(reverse("vault:spoken", args=[language, name]), found[1]) if found else None
