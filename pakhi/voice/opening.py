"""Opening sealed ballots: each is read in one spelling only, and checked against the cards and the offices.

Everything here happens in memory; the counting table (count.py) decides what becomes of it.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pakhi.lib import seal
from pakhi.lib.clock import Quarter
from pakhi.network.models import Holder, Office
from pakhi.voice import cards, keys
from pakhi.voice.cast import MODES, Reply, plain
from pakhi.voice.models import Stack

Progress = Callable[[str, int, int], None]
KINDS = {"v": int, "office": str, "holder": str, "quarter": str, "mode": str, "words": str, "rater": str}


@dataclass
class Opened:
    """The ballots of one sitting after opening: rows to count, words apart from them, refusals by reason."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    words: list[dict[str, str]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Known:
    """What a ballot is checked against: cards, whose stacks they are, offices with holders, the last quarter."""

    tickets: dict[bytes, cards.Ticket]
    homes: dict[str, str]
    seats: dict[str, set[str]]
    last: Quarter

    @classmethod
    def now(cls, last: Quarter) -> Known:
        homes = dict(Stack.objects.values_list("code", "organisation__code"))
        seats: dict[str, set[str]] = {code: set() for code in Office.objects.values_list("code", flat=True)}
        for office, holder in Holder.objects.values_list("post__office__code", "code"):
            seats[office].add(holder)
        return cls(cards.tickets(), homes, seats, last)

    def ticket(self, rater: str) -> cards.Ticket | None:
        """The card behind a rater's token, if there is one in a stack that somebody printed here."""
        ticket = self.tickets.get(cards.ticket_of(rater))
        return ticket if ticket and ticket.stack in self.homes else None

    def home(self, rater: str) -> str:
        """The code of the organisation whose collective drew the card."""
        ticket = self.ticket(rater)
        return self.homes[ticket.stack] if ticket else ""

    def fault(self, inside: dict[str, Any]) -> str:
        """Why a ballot cannot be counted, as a key of REASONS; empty if it can."""
        card = self.ticket(inside["rater"])
        if card is None:
            return "no_card"
        if not card.good:
            return "void_card"
        quarter = Quarter.parse(inside["quarter"])
        if quarter > self.last or quarter > Quarter.parse(card.until):
            return "quarter"
        holder = inside["holder"]
        if inside["office"] not in self.seats or (holder and holder not in self.seats[inside["office"]]):
            return "office"
        return "" if inside["mode"] in MODES else "unreadable"


def open_ballots(opened: keys.Opened, ballots: Sequence[bytes], known: Known, progress: Progress) -> Opened:
    """Open and check sealed ballots; the order they come out in is random."""
    out = Opened()
    for number, ballot in enumerate(ballots):
        if number % 200 == 0:
            progress("open", number, len(ballots))
        inside = read(opened.private, ballot)
        fault = "unreadable" if inside is None else known.fault(inside)
        if fault or inside is None:
            out.refused[fault] += 1
            continue
        out.rows.append({**inside, "from": known.home(inside["rater"])})
    secrets.SystemRandom().shuffle(out.rows)
    return out


def unfold(private: bytes, inside: Any) -> Any:
    """A ballot from a tablet without a signal: its answers lie in a seal of their own, made on the tablet.

    They must be about the office and holder that the server took the ballot for. Raises CannotOpen.
    """
    if not isinstance(inside, dict) or "inner" not in inside:
        return inside
    said = json.loads(seal.unpad(seal.open_with(private, base64.b64decode(inside["inner"], validate=True))))
    if (said["office"], said["holder"]) != (inside["office"], inside["holder"]):
        raise seal.CannotOpen
    return {**inside, **{key: said[key] for key in ("v", "items", "yesno", "themes", "words")}}


def read(private: bytes, sealed: bytes) -> dict[str, Any] | None:
    """The inside of one ballot as it is cast, or None if it cannot be a ballot.

    Anybody who can write into the database can seal something. A card's token, a quarter and an answer are each taken
    in one spelling only, so that nobody gets a second voice by writing the same in another way.
    """
    try:
        inside = unfold(private, json.loads(seal.unpad(seal.open_with(private, sealed))))
        if any(type(inside[name]) is not kind for name, kind in KINDS.items()):
            return None
        json.dumps(inside, ensure_ascii=False).encode()  # half a sign in it stops whoever seals it again
        inside["words"] = plain(inside["words"]).strip()
        themes = tuple(inside["themes"])
        Reply(inside["office"], inside["holder"], inside["items"], inside["yesno"], themes, inside["words"]).check()
        quarter, rater = Quarter.parse(inside["quarter"]), bytes.fromhex(inside["rater"])
        told = {**{name: inside[name] for name in KINDS}, "quarter": str(quarter), "rater": rater.hex()}
        return {**told, "items": inside["items"], "yesno": inside["yesno"], "themes": sorted(set(themes))}
    except (seal.CannotOpen, cards.Refused, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
