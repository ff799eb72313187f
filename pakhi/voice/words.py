"""Survivors' own words: read by a leader or the editor with their passphrase, without knowing whose they are."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from pakhi.lib import seal
from pakhi.lib.circles import INSIDE
from pakhi.network.kinds import kinds
from pakhi.network.models import Account, Office, Organisation
from pakhi.voice import keys
from pakhi.voice.ballots.models import Words
from pakhi.voice.models import CountingKey, Result


@dataclass(frozen=True)
class Said:
    """One person's words: about which office (or only its kind, while few have spoken), when to the quarter."""

    about: str
    quarter: str
    words: str


def read(room: Organisation, reader: Account, passphrase: str) -> list[Said]:
    """All words of a room, in random order. Raises keys.WrongPassphrase.

    An office that fewer than five people rated is not named: its words stand under its kind.
    """
    key = CountingKey.objects.get(room=room)
    private = keys.open_words_key(key, reader, passphrase)
    enough = well_rated(room)
    offices = {o.code: o for o in Office.objects.all()}
    out = []
    for row in Words.objects.filter(box=key.box):
        inside = opened(private, bytes(row.sealed))
        office = offices.get(inside.get("office", ""))
        if office is not None:
            about = office.name() if office.code in enough else kinds()[office.kind].name()
            out.append(Said(about, inside["quarter"], inside["words"]))
    secrets.SystemRandom().shuffle(out)
    return sorted(out, key=lambda said: (said.about, said.quarter))


def opened(private: bytes, sealed: bytes) -> dict[str, str]:
    """What one row says; empty where the row is broken, so that it does not hide the others."""
    try:
        inside = json.loads(seal.unpad(seal.open_with(private, sealed)))
    except (seal.CannotOpen, ValueError):
        return {}
    whole = isinstance(inside, dict) and all(isinstance(inside.get(key), str) for key in ("office", "quarter", "words"))
    return inside if whole else {}


def well_rated(room: Organisation) -> set[str]:
    """Codes of offices that at least five different people rated."""
    newest = Result.objects.filter(room=room, table="voice_estimate").order_by("-number").first()
    rows = newest.rows if newest else []
    return {row["ratee"] for row in rows if row["level"] == "office" and not row["period"] and row["raters"] >= INSIDE}
