"""The rules of consent: a table (consents.yaml), and one function that says what is wrong with a consent.

The same function is asked when a consent is given and each time it is used.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pakhi.lib.clock import today
from pakhi.vault.consent_words import SCRIPTS, Words
from pakhi.vault.models import Consent

FILE = Path(__file__).with_name("consents.yaml")
MUST, NEVER = "must", "never"


@cache
def rules() -> dict[str, Any]:
    """The table. Raises ValueError if it leaves out a purpose or a way of giving, or a word nobody has written."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    if set(content["purposes"]) != set(Consent.Purpose.values) or set(content["given"]) != set(Consent.Given.values):
        raise ValueError("consents.yaml must have a row for each purpose and for each way of giving.")
    for row in content["scripts"]:
        written = {key for what in Consent.Purpose.values for key in lines_of(row, what, under_18=True)}
        if missing := written - set(SCRIPTS[row["version"]]):
            raise ValueError(f"Script {row['version']} has no words for: {', '.join(sorted(missing))}.")
    return content


def lines_of(row: dict[str, Any], purpose: str, under_18: bool) -> list[str]:
    """The keys of the lines of a script, in the order in which they are read; for a child the warning first."""
    return [*(row["under_18"] if under_18 else []), *(key.format(what=purpose) for key in row["all"])]


@dataclass(frozen=True)
class Script:
    """A version of the words, and the keys that are read for one purpose, in order."""

    version: str
    keys: tuple[str, ...]

    def words(self, key: str) -> Words:
        return SCRIPTS[self.version][key]


def script(purpose: str, under_18: bool, on: dt.date | None = None) -> Script:
    """The newest words for a purpose on a day (today)."""
    day = on or today()
    rows = [row for row in rules()["scripts"] if row["valid_from"] <= day] or rules()["scripts"][:1]
    newest = max(rows, key=lambda row: row["valid_from"])
    return Script(newest["version"], tuple(lines_of(newest, purpose, under_18)))


def wrong(consent: Consent) -> str:
    """What is wrong with a consent: a key of WRONG, empty if nothing is."""
    row = rules()["purposes"][consent.purpose]
    return (
        needs(row, "recipient", consent.recipient)
        or needs(row, "scope", consent.scope)
        or wrong_scope(consent)
        or wrong_giving(consent, row)
        or (wrong_child(consent, row) if consent.under_18 else wrong_adult(consent))
        or ("days" if consent.valid_to and consent.valid_to < consent.valid_from else "")
    )


def needs(row: dict[str, str], name: str, value: object) -> str:
    """Whether a row asks for something that is not there, or refuses what is."""
    if (row[name] == MUST and not value) or (row[name] == NEVER and value):
        return f"{name}_{row[name]}"
    return ""


def wrong_scope(consent: Consent) -> str:
    return "scope_unknown" if set(parts(consent.scope)) - set(rules()["scopes"]) else ""


def wrong_giving(consent: Consent, row: dict[str, Any]) -> str:
    """How it was given: a way that is enough for this purpose, with its proof and its witness."""
    if consent.given not in row["given"]:
        return "given"
    way, witness = rules()["given"][consent.given], consent.witness
    fault = needs(row, "proof", consent.proof) or needs(way, "proof", consent.proof) or needs(way, "witness", witness)
    return fault or ("witness_must" if witness and witness == consent.by else "")


def wrong_child(consent: Consent, row: dict[str, Any]) -> str:
    """Under 18: allowed at all, the guardian or the committee, her own assent, and the warning first."""
    if row["under_18"] == NEVER:
        return "under_18_never"
    need = rules()["under_18"].get(consent.guardian)
    if need is None:
        return "guardian"
    fault = needs(need, "warned", consent.warned) or needs(need, "assent", consent.assent)
    return fault or needs(need, "cwc", consent.cwc) or ("" if consent.valid_to else "turns_18_must")


def wrong_adult(consent: Consent) -> str:
    need = rules()["adult"]
    return "adult" if any(needs(need, name, getattr(consent, name)) for name in need) else ""


def parts(scope: str) -> list[str]:
    """The parts of a scope, as they are written with commas."""
    return [part for part in scope.split(",") if part]
