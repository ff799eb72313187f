"""What a caller leaves at the telephone menu: sealed with her number as it comes, and a follow-up in the log of calls.

Her number is kept only where she said that a call is safe, and only inside the seal. The log knows a code and a day.
What is kept bears a random number, never one that is made from the company's name for the call.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.field import inbox, lines
from pakhi.field.call_state import Leave
from pakhi.field.models import Arrival, Attachment, Call, Counted, FollowUp, Line
from pakhi.field.models.call import FROM_MENU
from pakhi.field.records import Record
from pakhi.lib import envelope
from pakhi.lib.clock import today
from pakhi.vault import keys, scope
from pakhi.vault.models import OrganisationKey

FORM, SOUND = "telephone_menu", "message"
A_DAY = 300  # things left at one line in a day; what is more is no caller
LATER = dt.timedelta(days=2)


@dataclass(frozen=True)
class Brought:
    """What the company sends with the last step: the number (empty if withheld), and a recording or its address."""

    number: str = ""
    sound: bytes = b""
    address: str = ""


def leave(line: Line, call: str, left: Leave, brought: Brought) -> bool:
    """Seal it and put the follow-up on the log; False if it cannot be kept. The same call again writes nothing more."""
    number = brought.number if left.safe != "no" else ""
    if not (number or left.message) or not playable(brought.sound):
        return False
    organisation, mark = line.organisation, lines.mark_of(call, "left")
    lines.forget_calls()
    with scope.bound(organisation.code):
        if Counted.objects.filter(mark=mark).exists():
            return True
        if not keys.ready(organisation) or full(line):
            return False
        with transaction.atomic(using="vault"), transaction.atomic():
            key = keys.current(organisation, still=True)
            if key is None:
                return False
            if Counted.objects.get_or_create(mark=mark)[1]:
                keep(line, key, left, number, brought)
            return True


def playable(sound: bytes) -> bool:
    """Whether a recording is one, or none came."""
    try:
        return not sound or (len(sound) <= lines.MOST and bool(lines.sound_kind(sound)))
    except keys.Refused:
        return False


def full(line: Line) -> bool:
    return Arrival.objects.filter(organisation=line.organisation, form_id=FORM, on=today()).count() >= A_DAY


def keep(line: Line, key: OrganisationKey, left: Leave, number: str, brought: Brought) -> None:
    """The sealed record, its sound, and what stands in the log."""
    instance = FROM_MENU + secrets.token_hex(16)
    content, public = record(instance, left, number, brought), bytes(key.public)
    arrival = Arrival.objects.create(
        organisation=line.organisation, instance=instance, digest=inbox.mark(instance.encode()), form_id=FORM,
        version="1", state=Arrival.State.TAKEN, key=key.generation,
        sealed=envelope.seal_for(public, content, inbox.about(instance)),
    )  # fmt: skip
    if brought.sound:
        token, size, head = inbox.sealed_file(public, brought.sound)
        Attachment.objects.create(arrival=arrival, name=SOUND, token=token, size=size, head=head)
    follow(line, instance, left, bool(number))


def record(instance: str, left: Leave, number: str, brought: Brought) -> bytes:
    """What is sealed: as XML, like every record. Padded, so that its size tells nothing of what is in it."""
    top = Element("data", id=FORM, version="1")
    told = {
        "number": number, "safe": left.safe, "when": left.when, "soon": left.soon, "language": left.language,
        "message": "yes" if left.message else "no", "address": brought.address[:500],
        "sound": SOUND if brought.sound else "",
    }  # fmt: skip
    for name, value in told.items():
        SubElement(top, name).text = value
    SubElement(SubElement(top, "meta"), "instanceID").text = instance
    plain = tostring(top)
    return plain + b"\n" * (-len(plain) % 1024)


def follow(line: Line, instance: str, left: Leave, number: bool) -> None:
    """A call without a name in the log, under whoever turned the line on, and the day on which somebody looks."""
    danger = "now" if left.soon == "now" else "unknown"
    call = Call.objects.create(
        organisation=line.organisation, instance=instance, day=today(), by=line.by, caller="unnamed", can_speak="",
        danger=danger, call_for="", under_18="", category=["other"], urgency=left.soon, done=[],
    )  # fmt: skip
    FollowUp.objects.create(
        organisation=line.organisation, call=call, made_by=line.by, made_on=today(),
        on=today() + (LATER if left.soon == "week" else dt.timedelta()),
        how=FollowUp.How.WE_CALL if number else FollowUp.How.SHE_CALLS,
    )  # fmt: skip


def words(found: Record) -> str:
    """What was left, in sentences, for who has opened the seal."""
    said = [
        _("She asked to be called back.") if found.get("message") != "yes" else _("She left a message."),
        _("Number: %(number)s") % {"number": found.get("number")} if found.get("number") else _("No number is kept."),
        safety().get((found.get("safe"), found.get("when")), ""),
        urgency().get(found.get("soon"), ""), _("Language: %(code)s") % {"code": found.get("language")},
    ]  # fmt: skip
    if found.get("address"):
        said.append(
            _("The message lies with the telephone company, at %(address)s") % {"address": found.get("address")}
        )
    return "\n".join(line for line in said if line)


def safety() -> dict[tuple[str, str], str]:
    return {
        ("yes", ""): _("She said: a call is safe at any time."),
        ("hours", "morning"): _("She said: a call is safe only in the morning."),
        ("hours", "afternoon"): _("She said: a call is safe only in the afternoon."),
        ("hours", "evening"): _("She said: a call is safe only in the evening."),
        ("no", ""): _("She said: do not call this telephone."),
    }


def urgency() -> dict[str, str]:
    return {
        "now": _("She said: there is danger now."), "today": _("She needs somebody today."),
        "week": _("She needs somebody in the next days."),
    }  # fmt: skip
