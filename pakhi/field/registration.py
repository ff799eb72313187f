"""The form `person`: somebody registered on a phone, by the same checks and the same verb as at the desk.

The form draws her code, so that other forms about her can be filled straight away, without a signal. A record of an
older version has none; then it follows from the record's number.
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.db import transaction
from django.http import QueryDict

from pakhi.field.coded import mark
from pakhi.field.handlers import Refusal, Sent, Taken, handles
from pakhi.field.records import Record
from pakhi.lib.clock import today
from pakhi.lib.codes import LETTERS, BadCode, letters_check, read_letters
from pakhi.vault import audit, identity, keys, scope
from pakhi.vault.forms_people import PersonForm
from pakhi.vault.forms_person import contents
from pakhi.vault.models import Entry, Person
from pakhi.vault.models.person import CODE
from pakhi.vault.writing import CodeTaken, arrive

REPEATED = ("names", "contacts", "kin", "papers")
REGISTERED = "registered"  # the line of the log that says which record it was
SINGLE = ("birth", "address", "guardian")


@handles("person")
def register(sent: Sent) -> Taken:
    """Register somebody. A repeat registers nobody twice. Raises Refusal, also where her code is somebody else's."""
    form = PersonForm(typed(sent.record))
    if not form.is_valid():
        raise Refusal("answer", first_fault(form))
    note = sent.record.get("note")
    try:
        with (
            scope.whole(),
            transaction.atomic(using="vault"),
        ):  # if the power goes between the two, the repeat writes both
            code = code_of(sent)
            need_own(sent, code)
            arrival = arrive(sent.organisation, contents(form.cleaned, today()), sent.by, code)
            if drawn(sent) and not arrival.again:
                registered(sent, arrival.person)
            if note and not arrival.again:
                identity.note(arrival.person, "vault", note, sent.by)
    except CodeTaken:
        raise Refusal("code_taken" if drawn(sent) else "fault") from None
    except keys.Refused:
        raise Refusal("set_up") from None
    return Taken(arrival.person.code)


def typed(record: Record) -> QueryDict:
    """A record as the desk's form would have sent it."""
    data = QueryDict(mutable=True)
    for part in REPEATED:
        places = [one.repeats[0] for one in record.answers if one.path[0] == part and one.repeats]
        data[f"{part}-TOTAL_FORMS"] = str(max(places, default=-1) + 1)
        data[f"{part}-INITIAL_FORMS"] = "0"
    for one in record.answers:
        if len(one.path) == 2 and one.path[0] in REPEATED:
            data[f"{one.path[0]}-{one.repeats[0]}-{one.path[1]}"] = one.value
        elif len(one.path) == 2 and one.path[0] in SINGLE:
            data[f"{one.path[0]}-{one.path[1]}"] = one.value
        elif one.path == ("gender",):
            data["gender-gender"] = one.value
    return data


def first_fault(form: PersonForm) -> str:
    """The name of the first question whose answer cannot be kept."""
    for part, group in form.one.items():
        if group.errors:
            return f"{part}.{next(iter(group.errors))}"
    for part, rows in form.rows.items():
        for errors in rows.errors:
            if errors:
                return f"{part}.{next(iter(errors))}"
    return "names"


def drawn(sent: Sent) -> str:
    """What a form has drawn as her code; empty for an older version."""
    return sent.record.get("her_code")


def need_own(sent: Sent, code: str) -> None:
    """Whoever has a drawn code already was registered by this record, and by no other. Raises Refusal."""
    if not drawn(sent) or not Person.objects.filter(code=code).exists():
        return
    mine = Entry.objects.filter(act=Entry.Act.WRITE, person=code, detail__step=REGISTERED, detail__record=mark(sent))
    if not mine.exists():
        raise Refusal("code_taken")


def registered(sent: Sent, person: Person) -> None:
    """Note in the log which record registered her, by its mark."""
    with audit.locked():
        audit.record(
            Entry.Act.WRITE, actor=sent.by, organisation=person.organisation, person=person.code, step=REGISTERED,
            part=[], record=mark(sent),
        )  # fmt: skip


def code_of(sent: Sent) -> str:
    """The code that the form has drawn; else one that follows from organisation and record, for nobody else to guess.

    Raises Refusal for a drawn one that is none.
    """
    if drawn(sent):
        try:
            return read_letters(drawn(sent), CODE)
        except BadCode:
            raise Refusal("answer", "her_code") from None
    about = f"{sent.organisation.code}|{sent.record.instance}".encode()
    digest = hmac.new(f"registration|{settings.SECRET_KEY}".encode(), about, hashlib.sha256).digest()
    body = "".join(LETTERS[digest[place] % len(LETTERS)] for place in range(CODE - 1))
    return body + letters_check(body)
