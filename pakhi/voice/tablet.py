"""The collective's tablet without a signal: answers are sealed on it, kept sealed, and taken in when it is online.

Two seals, one in the other. The answers are sealed to the counting key, which nobody opens before the counting. With
the card's number, the office and the quarter they are sealed once more, to a key of this installation that is made for
each quarter and destroyed two quarters later: the number is needed to admit the ballot, and lies nowhere in the clear.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation

from pakhi.lib import seal
from pakhi.lib.clock import Quarter, this_quarter
from pakhi.network.kinds import kinds
from pakhi.network.models import Holder, Office, Organisation, Place
from pakhi.network.offices import offices_near
from pakhi.network.places import blocks, served
from pakhi.voice import cards, cast, tablet_keys
from pakhi.voice.models import CountingKey, Sitting
from pakhi.voice.questions import questionnaire

INNER = 2560  # the answers before they are sealed: 500 signs of own words in any script, and all the rest
OUTER = 4096
SEALED = 48  # bytes that a seal adds
MOST = 20  # ballots in one batch
AHEAD = 2  # quarters that the tablet seals in: after the second the key that it seals to is destroyed

# What became of a ballot, as the tablet is told. All but LATER are final: the tablet forgets it then.
KEPT, CARD, OFFICE, GROUP, LATE, COUNTED, UNREADABLE, LATER = (
    "kept", "card", "office", "group", "late", "counted", "unreadable", "later",
)  # fmt: skip


@dataclass(frozen=True)
class Envelope:
    """What a tablet sealed to us: whose card, about whom, when, and the answers that we cannot open."""

    card: str
    office: str
    holder: str
    quarter: str
    box: str
    inner: str

    def whole(self) -> bool:
        """Whether all of it is text, the codes as we write them, and the answers of the one size that they all have."""
        if any(type(value) is not str for value in vars(self).values()):
            return False
        codes = self.office, self.holder, self.quarter, self.box
        if not all(code.isascii() and "\0" not in code for code in codes):
            return False
        try:
            return len(base64.b64decode(self.inner, validate=True)) == INNER + SEALED
        except (binascii.Error, ValueError):
            return False


def opened(sealed: bytes) -> tuple[Envelope, Quarter] | None:
    """The envelope, and the quarter of the key that opened it; None if it is none of ours."""
    for quarter, private in tablet_keys.openers():
        try:
            found = Envelope(**json.loads(seal.unpad(seal.open_with(private, sealed))))
        except (seal.CannotOpen, ValueError, TypeError, RecursionError):
            continue
        return (found, quarter) if found.whole() else None
    return None


def take(sealed: bytes) -> str:
    """Take one ballot of a tablet in. Returns what became of it; only KEPT keeps anything."""
    found = opened(sealed)
    if found is None:
        return UNREADABLE
    envelope, quarter = found[0], quarter_of(*found)
    if quarter > this_quarter():
        return LATER
    try:
        held = cards.hold(envelope.card, quarter)
    except cards.NotYet:
        return LATER
    except cards.Refused:
        return CARD
    organisation = Organisation.objects.get(code=held.organisation)
    key = CountingKey.objects.filter(room=organisation.room()).first()
    if key is None or key.box != envelope.box:
        return GROUP
    if not known(envelope, organisation):
        return OFFICE
    if quarter < this_quarter() and (closed := closing(key.room, quarter)):
        return closed
    try:
        cast.keep(key, held, quarter, content(held, envelope, quarter), replace=False)
    except cards.Refused:
        return COUNTED
    return KEPT


def quarter_of(envelope: Envelope, made: Quarter) -> Quarter:
    """When it was answered: what the tablet says, if that is the quarter of the key it sealed to or the next.

    Else that of the key. So one box has one quarter, whenever it comes and however often.
    """
    try:
        said = Quarter.parse(envelope.quarter)
    except ValueError:
        return made
    return said if said in {made, made.plus(1)} else made


def known(envelope: Envelope, organisation: Organisation) -> bool:
    """Whether the office (and who sat in it) is in the list, also if it was closed meanwhile."""
    office = Office.objects.select_related("organisation").filter(code=envelope.office).first()
    if office is None:
        return False
    if envelope.holder and not Holder.objects.filter(code=envelope.holder, post__office=office).exists():
        return False
    try:
        cast.in_list(office, organisation)
    except cards.Refused:
        return False
    return True


def closing(room: Organisation, quarter: Quarter) -> str:
    """LATE if a quarter was counted already (a closed batch stays closed), LATER while somebody counts."""
    sittings = Sitting.objects.filter(room=room)
    if sittings.filter(state=Sitting.State.RUNNING).exists():
        return LATER
    done = sittings.filter(state=Sitting.State.DONE, began__date__gt=quarter.last_day)
    return LATE if done.exists() else ""


def content(held: cards.Held, envelope: Envelope, quarter: Quarter) -> dict[str, Any]:
    """What goes under the seal of the server: as for every ballot, with the answers still in theirs."""
    return {
        "rater": cards.rater_of(held.root), "from": held.organisation, "office": envelope.office,
        "holder": envelope.holder, "quarter": str(quarter), "mode": "kiosk", "inner": envelope.inner,
    }  # fmt: skip


def listing(organisation: Organisation) -> dict[str, Any]:
    """What a tablet needs to go on alone: the keys to seal to, and the offices of the collective's district.

    Raises Refused while there is no counting key or no district.
    """
    key = cast.room_key(organisation)
    district = organisation.place.within(Place.Kind.DISTRICT) if organisation.place else None
    if district is None:
        raise cards.Refused(translation.gettext("Your organisation has no district yet. Ask the coordinator."))
    places: list[dict[str, Any]] = []
    offices: dict[str, Office] = {}
    for block in served(blocks(district)):
        near = offices_near(block, room=organisation.room())
        offices |= {office.code: office for office in near}
        places.append({"names": names(block), "offices": [office.code for office in near]})
    quarters = [this_quarter().plus(n) for n in range(AHEAD)]
    return {
        "counting": base64.b64encode(bytes(key.public)).decode(), "box": key.box, "inner": INNER, "outer": OUTER,
        "receiving": base64.b64encode(seal.public_of(tablet_keys.receiving())).decode(),
        "version": questionnaire().version,
        "quarters": [{"name": str(q), "first": str(q.first_day), "last": str(q.last_day)} for q in quarters],
        "places": places, "offices": {code: described(office) for code, office in offices.items()},
    }  # fmt: skip


def described(office: Office) -> dict[str, Any]:
    """One office with who sits in it, in all languages."""
    kind = kinds()[office.kind]
    seats = Holder.objects.current().filter(post__office=office).select_related("post")
    return {
        "family": kind.family, "names": names(office), "kind": names(kind), "place": names(office.place),
        "holders": [{"code": h.code, "names": names(h), "post": names(h.post)} for h in seats],
    }  # fmt: skip


def names(thing: Any) -> dict[str, str]:
    """What something is called in every language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = thing.name()
    return found
