"""The form `helpline_call`: a call becomes coded answers; who she is and how she is reached goes to her identity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.field import callback, coded, labels
from pakhi.field.coded import Answers
from pakhi.field.handlers import Refusal, Sent, Taken, handles
from pakhi.field.models import Arrival, Call, FollowUp, Referral
from pakhi.field.records import Record
from pakhi.field.registration import code_of, first_fault, typed
from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.vault import audit, identity, keys, merge, standing
from pakhi.vault.forms_people import PersonForm
from pakhi.vault.forms_person import contents
from pakhi.vault.identity import Content
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry, Person
from pakhi.vault.writing import CodeTaken, arrive

FORM = "helpline_call"
ONE = ("caller", "can_speak", "danger", "call_for", "under_18", "urgency")
MANY = ("category", "done")
REACHED = ("number", "whose", "safe_to_call", "hours", "safe_message", "cover")
SAFE = {"yes", "hours"}
How = FollowUp.How


@handles(FORM)
def take(sent: Sent) -> Taken:
    """Take a call in. Everything is checked first; the vault is written first, and a repeat writes nothing twice."""
    said = Answers(sent)
    row: dict[str, Any] = {
        "day": said.past("day"),
        **{name: said.one(name) for name in ONE},
        **{n: said.many(n) for n in MANY},
    }
    row["word"] = word_of(said) if row["caller"] == "unnamed" else None
    referral = referral_of(said) if "referred" in row["done"] else None
    follow_up = follow_up_of(said, row) if said.yes("follow_up") else None
    person = caller(said, row["caller"])
    with transaction.atomic():
        row |= {"by": sent.by, "person": person.code if person else ""}
        call, new = Call.objects.get_or_create(
            organisation=sent.organisation, instance=sent.record.instance, defaults=row
        )
        if new:
            follow(call, sent.by, referral, follow_up)
    return Taken(call.person)


def follow(call: Call, by: Account, referral: dict[str, Any] | None, follow_up: dict[str, Any] | None) -> None:
    """What comes after a call."""
    if referral:
        Referral.objects.create(call=call, by=by, on=call.day, **referral)
    if follow_up:
        FollowUp.objects.create(
            organisation=call.organisation, call=call, person=call.person, made_by=by, made_on=call.day, **follow_up
        )


def word_of(said: Answers) -> bytes | None:
    """The hash of the call-back word, if there is one. Raises Refusal."""
    written = said.sent.record.get("word")
    try:
        return callback.mark(said.sent.organisation, written) if written else None
    except callback.BadWord:
        raise Refusal("answer", "word") from None


def referral_of(said: Answers) -> dict[str, Any]:
    """Where she was sent, and whether with her yes. Raises Refusal."""
    family, kind = said.office("referred_family", "referred_kind")
    agreed = Referral.Agreed.SHE if said.yes("referred_agreed") else Referral.Agreed.NOBODY
    return {"family": family, "kind": kind, "how": said.one("referred_how"), "agreed": agreed}


def follow_up_of(said: Answers, row: dict[str, Any]) -> dict[str, Any]:
    """When and how. By telephone only where somebody said that a call is safe. Raises Refusal."""
    on, how = said.day("follow_up_on"), said.one("follow_up_how")
    if on is None or on < row["day"]:
        raise Refusal("answer", "follow_up_on")
    safe = said.sent.record.get("safe_to_call") in SAFE and bool(said.sent.record.get("number"))
    if how == How.WE_CALL and not (row["caller"] == "known" or (row["caller"] == "new" and safe)):
        raise Refusal("answer", "follow_up_how")
    if how == How.VISIT and row["caller"] == "unnamed":
        raise Refusal("answer", "follow_up_how")
    return {"on": on, "how": how}


def caller(said: Answers, who: str) -> Person | None:
    """The person who called, with what was said about reaching her; nobody, if she stays unnamed. Raises Refusal."""
    if who == "unnamed":
        return None  # whatever else the record holds stays sealed in it
    data = typed(said.sent.record)
    if who == "new":
        data["names-0-kind"] = "usual"
    form = PersonForm(data)
    if not form.is_valid():
        raise Refusal("answer", first_fault(form))
    told = contents(form.cleaned, today())
    try:
        standing.need_carer(said.sent.by, said.sent.organisation.code)
    except keys.Refused:
        raise Refusal("person") from None
    return newly(said, told) if who == "new" else known(said, told)


def newly(said: Answers, told: Mapping[str, Content]) -> Person:
    """Somebody new: registered as at the desk, under a code that follows from the record. Raises Refusal."""
    sent = said.sent
    if not told.get("names"):
        raise Refusal("missing", "names.text")
    try:
        person = arrive(sent.organisation, told, sent.by, code_of(sent)).person
    except CodeTaken:
        raise Refusal("fault") from None
    except keys.Refused:
        raise Refusal("set_up") from None
    coded.remember(sent, person, "call", coded.note(sent, person))
    return person


def known(said: Answers, told: Mapping[str, Any]) -> Person:
    """Somebody with a code: a number that she gave comes to those she has; nothing of hers is overwritten."""
    sent, person = said.sent, said.person()
    rows = list(told.get("contacts", {}).get("contacts", []))
    parts = {"contacts": lambda: identity.add(person, "contacts", rows, sent.by)} if rows else {}
    coded.remember(sent, person, "call", parts | coded.note(sent, person))
    return person


def name(call: Call, code: str, by: Account) -> Call:
    """She is somebody with a code after all, and wants the call in her record. Raises Refused.

    The word goes: it would lead from her earlier calls without a name to her. The sealed record is hers from now on.
    """
    person = merge.answer(code)
    if person is None or person.organisation != call.organisation.code or person.state != Person.State.HERE:
        raise Refused(_("There is no open record with this code here. Read it again, sign by sign."))
    if call.person:
        raise Refused(_("This call is in a record already."))
    with audit.locked():
        audit.record(Entry.Act.WRITE, actor=by, organisation=person.organisation, person=person.code, step="call_named")
    with transaction.atomic():
        if not Call.objects.filter(pk=call.pk, person="").update(person=person.code, word=None):
            raise Refused(_("This call is in a record already."))
        mine = {"organisation": call.organisation, "instance": call.instance, "state": Arrival.State.TAKEN}
        Arrival.objects.filter(**mine, person="").update(person=person.code)
        call.follow_ups.filter(person="").update(person=person.code)
    call.refresh_from_db()
    return call


def words(found: Record) -> str:
    """What a call without a name left in its sealed record, for its reveal: the note, and how she is reached."""
    said = [(name, found.get(name)) for name in REACHED if found.get(name)]
    told = [(labels.asked(FORM, name), labels.label(FORM, name, value)) for name, value in said]
    return "\n".join([*filter(None, [found.get("note")]), *(f"{question}: {answer}" for question, answer in told)])


def refer(call: Call, by: Account, chosen: dict[str, str]) -> Referral:
    """Send her on to an office from the desk: family, kind, how and who agreed, as codes that the form knows."""
    return Referral.objects.create(call=call, by=by, **chosen)
