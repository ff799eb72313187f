"""The lines of a consent as voices: an organisation's own recording first, else the machine's that ships.

A line that names somebody (who asks, who gets what) is different each time: the worker reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from pakhi.network import prompts
from pakhi.network.prompts import Prompt
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


def folder() -> Path:
    """Where people's voices lie."""
    return Path(settings.DATA) / "prompts" / "consent"


def offered() -> list[Prompt]:
    """Every line that can be recorded, in every language, for those who record voices."""
    return prompts.offered("consent", _("Consent"), texts(), folder(), MACHINE)


def recording(language: str, name: str) -> tuple[Path, bool] | None:
    """(file, whether a machine speaks) of a line in a language; None if there is no such language, line or file."""
    if language not in dict(settings.LANGUAGES) or name not in texts():
        return None
    with override(language):
        return prompts.recording(folder(), MACHINE, language, name, str(texts()[name]))


def sound(language: str, version: str, key: str) -> Sound | None:
    """The voice of one line of a script, or None."""
    name = f"{version}-{key}"
    found = recording(language, name)
    bare = reverse("vault:spoken", args=[language, name])
    return Sound(prompts.address(bare, *found), found[1]) if found else None
