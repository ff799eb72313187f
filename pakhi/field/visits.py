"""Names for a visit: what a worker needs at her door, sealed to the worker's own phone until the end of a near day.

Each is a reveal, with its reason, the day's limit and its line in the log. It holds one usual name and the words that
were agreed for who else may answer; no number, no address. Sealed to a key of which only the app has the other half,
so nobody opens it here (docs/decisions/0035).
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from pakhi.field import caseload, devices
from pakhi.field.coded import void
from pakhi.field.models import Device, VisitName
from pakhi.lib.clock import today
from pakhi.lib.transport import PUBLIC, seal_away
from pakhi.network.models import Account
from pakhi.vault import audit, merge, scope, shown
from pakhi.vault.forms_person import rows
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Apart, Entry, Person
from pakhi.vault.reveal import reveal

DAYS = 3  # ahead, at most
MOST = 20  # people at once
NAME, WORDS, SIZE = 60, 160, 1024  # signs, and bytes: every sealed name has one size
PARTS = ("names", "contacts")


@dataclass
class Given:
    """Whose names went to the phone, by code, and why the others did not."""

    codes: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def about(device: str, person: str, until: dt.date) -> str:
    """What a sealed name is tied to (web/field/visit.js)."""
    return f"visit name|{device}|{person}|{until.isoformat()}"


def phones(account: Account) -> list[Device]:
    """Somebody's own phones with our own app, that are in use."""
    mine = Device.objects.filter(account=account, revoked_on=None, app_since__isnull=False)
    return [one for one in mine.select_related("account", "organisation").order_by("pk") if devices.may_work(one)]


def has_key(device: Device) -> bool:
    """Whether its app has made a pair of keys; one of before does so at its next contact."""
    return len(bytes(device.public or b"")) == PUBLIC


def grant(unlocked: Unlocked, device: Device, codes: Iterable[str], until: dt.date, reason: str) -> Given:
    """Seal names to one's own phone; each by itself, as far as the day's limit goes. Raises Refused for all of them.

    A name that is there already is sealed anew with the new day.
    """
    wanted = list(dict.fromkeys(codes))
    need_possible(unlocked.account, device, wanted, until)
    drop_old()
    given = Given()
    for code in wanted:
        try:
            given_one(unlocked, device, code, until, reason)
            given.codes.append(code)
        except Refused as refusal:
            given.refused[code] = str(refusal)
    return given


def need_possible(account: Account, device: Device, codes: list[str], until: dt.date) -> None:
    """Raises Refused where nothing can be given to this phone."""
    if device.account_id != account.pk or device not in phones(account):
        raise Refused(_("Names go to a phone of your own with our own app only."))
    if not has_key(device):
        raise Refused(_("This phone has no key yet. Open the app on it with a connection, then try again here."))
    if not today() <= until <= today() + dt.timedelta(days=DAYS):
        raise Refused(_("Choose today or one of the next three days."))
    if not codes or len(codes) > MOST:
        raise Refused(_("Choose whom you visit, %(most)s people at most.") % {"most": MOST})
    if set(codes) - set(caseload.of(account, device.organisation)):
        raise Refused(_("Choose from the people for whom you are there today."))


def given_one(unlocked: Unlocked, device: Device, code: str, until: dt.date, reason: str) -> None:
    """One name: revealed, then sealed. Raises Refused."""
    person = merge.answer(code)
    if person is None:
        raise Refused(_("You cannot open this record."))
    told = words(reveal(unlocked, person, PARTS, reason))
    if not told["name"]:
        raise Refused(_("No name is written in this record."))
    put(unlocked, device, person, until, told)


def words(contents: Mapping[str, Any]) -> dict[str, str]:
    """What is sealed of a revealed identity: the usual name, else the first; and the words for who else answers."""
    names = [row for row in rows("names", contents.get("names") or []) if row.get("text")]
    usual = next((row for row in names if row.get("kind") == "usual"), names[0] if names else {})
    calls = shown.calls(contents["contacts"]) if contents.get("contacts") else []
    cover = next((call.cover for call in calls if call.cover), "")  # those that are safe come first
    return {"name": str(usual.get("text", ""))[:NAME], "words": cover[:WORDS]}


def put(unlocked: Unlocked, device: Device, person: Person, until: dt.date, told: Mapping[str, str]) -> None:
    """The line, and the row that the phone fetches."""
    content = json.dumps(dict(told), ensure_ascii=False).encode().ljust(SIZE)
    sealed = seal_away(bytes(device.public or b""), content, about(device.code, person.code, until))
    audit.record(
        Entry.Act.WRITE, actor=unlocked.account, organisation=device.organisation.code, person=person.code,
        step="visit_name", what=device.code, until=until,
    )  # fmt: skip
    with transaction.atomic():
        VisitName.objects.update_or_create(
            device=device, person=person.code, defaults={"sealed": sealed, "until": until}
        )


def held(device: Device) -> QuerySet[VisitName]:
    """What is given to a phone today."""
    return VisitName.objects.filter(device=device, until__gte=today()).order_by("until", "person")


def fetched(device: Device) -> list[dict[str, str]]:
    """What its app gets: of those for whom its worker is there today. What else lies here for it goes."""
    rows = VisitName.objects.filter(device=device)
    if not rows.exists():
        return []
    rows.filter(until__lt=today()).delete()
    rows.exclude(person__in=caseload.of(device.account, device.organisation)).delete()
    return [
        {"code": one.person, "until": one.until.isoformat(), "sealed": base64.b64encode(bytes(one.sealed)).decode()}
        for one in held(device)
    ]


def take_back(device: Device, code: str) -> None:
    """The phone loses it at its next contact."""
    VisitName.objects.filter(device=device, person=code).delete()


@receiver(post_save, sender=Apart)
def kept_apart(sender: type[Apart], instance: Apart, created: bool, **_more: Any) -> None:
    """She wants to be kept apart from a colleague: what waits here for their phones goes, once that is written."""
    if created:
        with scope.whole():
            codes = [one.code for one in merge.together(instance.person)]
        rows = VisitName.objects.filter(device__account=instance.account, person__in=codes)
        transaction.on_commit(lambda: void(rows.delete()), using="vault")


def drop_old() -> None:
    """Whose day is over goes, of all phones: each night, at a start, and when a name is given."""
    VisitName.objects.filter(until__lt=today()).delete()
