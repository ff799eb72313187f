"""Casting a ballot: checked, padded, sealed at once to the counting key, kept under a slot that means nothing.

What is never kept: the card's number, who assisted, the address, the device, any time finer than the quarter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.lib import seal
from pakhi.lib.clock import Quarter, this_quarter
from pakhi.network.models import Account, Holder, Membership, Office, Organisation
from pakhi.voice import cards
from pakhi.voice.ballots.models import Ballot, Card
from pakhi.voice.models import CountingKey
from pakhi.voice.questions import DOES_NOT_APPLY, FACES, questionnaire

# mode -> how many take part
HELPERS = {"phone": 0, "kiosk": 0, "paper": 2, "peer": 1, "worker": 1, "helpline": 1, "keypad": 0}
MODES = tuple(HELPERS)
BLOCK = 4096  # every sealed ballot has the same size, with 500 characters of own words in any script or with none
LONGEST_WORDS = 500


def plain(text: str) -> str:
    """Text without control characters (a NUL, a broken byte), which no database and no page wants."""
    return "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c.isprintable() or c in "\u200c\u200d")


@dataclass(frozen=True)
class Reply:
    """What a survivor answered about one office or worker.

    `items` question -> 1..4 (0: does not apply); `yesno` question -> True or False; skipped ones are absent.
    """

    office: str
    holder: str = ""
    items: Mapping[str, int] = field(default_factory=dict)
    yesno: Mapping[str, bool] = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    words: str = ""

    def check(self) -> None:
        """Raises Refused with a sentence if this cannot be a reply."""
        asked = questionnaire()
        known = (
            set(self.items) <= asked.keys("items")
            and set(self.yesno) <= asked.keys("yesno")
            and set(self.themes) <= asked.keys("themes")
            and all(type(face) is int and face in (*FACES, DOES_NOT_APPLY) for face in self.items.values())
            and all(type(answer) is bool for answer in self.yesno.values())
        )
        if not known:
            raise cards.Refused(_("Something went wrong with an answer. Please look at your answers again."))
        if not (self.items or self.yesno or self.themes or self.words.strip()):
            raise cards.Refused(_("You have not answered anything yet."))
        if len(self.words) > LONGEST_WORDS:
            raise cards.Refused(_("Your own words are too long: %(n)s characters at most.") % {"n": LONGEST_WORDS})


@dataclass(frozen=True)
class Assistant:
    """Who helps at the screen, on the telephone or as a teller: known to the page, never kept with the ballot."""

    account: Account
    organisation: Organisation


def may_assist(assistant: Assistant, office: Office, holder: Holder | None, mode: str = "") -> None:
    """A worker may not assist a ballot about their own organisation, nor anybody one about themselves.

    On the helpline nobody, also no leader, helps with the organisation that answers the telephone, nor with any other
    that they belong to. Raises Refused.
    """
    roles = set(Membership.objects.current().filter(account=assistant.account).values_list("role", flat=True))
    binding = Membership.objects.current() if mode == "helpline" else Membership.objects.current().filter(
        role__in=cards.STAFF
    )  # fmt: skip
    own = (
        office.organisation_id is not None
        and binding.filter(account=assistant.account, organisation=office.organisation_id).exists()
    )
    holds = Holder.objects.current().filter(account=assistant.account, post__office=office).exists()
    bound = bool(roles & cards.STAFF) or mode == "helpline"
    if (bound and office.organisation_id == assistant.organisation.pk) or own or holds:
        raise cards.Refused(
            _("The person who helps you works there. Please answer about this one alone or with somebody else.")
        )
    if holder is not None and holder.account_id == assistant.account.pk:
        raise cards.Refused(_("The person who helps you cannot help with answers about themselves."))


def may_carry(line: Organisation, held: cards.Held, office: Office) -> None:
    """An organisation's telephone line carries the voices of its own collective, and none about its own desk.

    Raises Refused.
    """
    if held.organisation != line.code:
        raise cards.Refused(_("Please start again."))
    if office.organisation_id == line.pk:
        raise cards.Refused(_("This office is not in the list. Please choose again."))


def ratee(office: str, holder: str = "") -> tuple[Office, Holder | None]:
    """The office and holder that codes name, if they can be rated today. Raises Refused."""
    found = Office.objects.current().select_related("place", "organisation").filter(code=office).first()
    seat = Holder.objects.current().filter(code=holder, post__office=found).first() if holder else None
    if found is None or (holder and seat is None):
        raise cards.Refused(_("This office is not in the list. Please choose again."))
    return found, seat


def in_list(office: Office, organisation: Organisation) -> None:
    """An organisation's own desk is rated by the collectives of its own network only. Raises Refused."""
    if office.organisation_id and not organisation.room().members().filter(pk=office.organisation_id).exists():
        raise cards.Refused(_("This office is not in the list. Please choose again."))


def room_key(organisation: Organisation) -> CountingKey:
    """The counting key that voices of an organisation's collective are sealed to. Raises Refused."""
    key = CountingKey.objects.filter(room=organisation.room()).first()
    if key is None:
        raise cards.Refused(_("Voices cannot be counted here yet. Please tell your group's leader."))
    return key


def cast(
    held: cards.Held, reply: Reply, mode: str = "phone", assistant: Assistant | None = None,
    other: Assistant | None = None, line: Organisation | None = None,
) -> Quarter:  # fmt: skip
    """Seal a ballot and keep it; a second one for the same office and quarter replaces the first until counted.

    `assistant` is there in the modes in which somebody helps; from paper, `other` is the second teller.
    `line` is the organisation whose telephone line a ballot by keypad comes through; never kept with it.
    Returns the quarter. Raises Refused with a sentence; nothing is kept then.
    """
    reply.check()
    office, holder = ratee(reply.office, reply.holder)
    helpers = [helper for helper in (assistant, other) if helper is not None]
    if HELPERS.get(mode) != len(helpers) or len({helper.account.pk for helper in helpers}) != len(helpers):
        raise cards.Refused(_("Please start again."))
    if (mode == "keypad") != (line is not None):
        raise cards.Refused(_("Please start again."))
    for helper in helpers:
        may_assist(helper, office, holder, mode)
    if line is not None:
        may_carry(line, held, office)
    organisation = Organisation.objects.get(code=held.organisation)
    in_list(office, organisation)
    key = room_key(organisation)
    quarter = this_quarter()
    keep(key, held, quarter, content(held, reply, mode, quarter))
    return quarter


def content(held: cards.Held, reply: Reply, mode: str, quarter: Quarter) -> dict[str, Any]:
    """What goes under the seal."""
    return {
        "v": questionnaire().version,
        "rater": cards.rater_of(held.root),
        "from": held.organisation,
        "office": reply.office,
        "holder": reply.holder,
        "quarter": str(quarter),
        "mode": mode,
        "items": dict(reply.items),
        "yesno": dict(reply.yesno),
        "themes": sorted(set(reply.themes)),
        "words": reply.words.strip(),
    }


def slot_of(held: cards.Held, about: str, quarter: str) -> bytes:
    """The place of one card's ballot about one office or worker in a quarter."""
    return seal.derive(held.root, f"slot {about} {quarter} {settings.CARD_PEPPER}")


def sealed(key: CountingKey, inside: Mapping[str, Any]) -> bytes:
    return seal.seal_to(bytes(key.public), seal.pad(json.dumps(inside, ensure_ascii=False).encode(), BLOCK))


def keep(key: CountingKey, held: cards.Held, quarter: Quarter, inside: Mapping[str, Any], replace: bool = True) -> None:
    """Store a sealed ballot in its slot, and mark the card used, in one transaction.

    Without `replace` a ballot that lies there already stays as it is.
    """
    slot = slot_of(held, inside["holder"] or inside["office"], str(quarter))
    box = sealed(key, inside)
    with transaction.atomic(using="ballots"):
        card = cards.still_good(held.root, quarter)
        if Ballot.objects.filter(slot=slot, spent=True).exists():
            raise cards.Refused(
                _("Your answers about this one are counted already. You can answer again in the next quarter.")
            )
        Ballot.objects.bulk_create(
            [Ballot(slot=slot, box=key.box, quarter=str(quarter), sealed=box)],
            ignore_conflicts=not replace,
            update_conflicts=replace,
            unique_fields=["slot"] if replace else None,
            update_fields=["sealed", "box"] if replace else None,
        )
        if not card.used:
            Card.objects.filter(pk=card.pk).update(used=True)
