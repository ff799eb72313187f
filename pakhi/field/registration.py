"""The form `person`: somebody registered on a phone, by the same checks and the same verb as at the desk."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.db import transaction
from django.http import QueryDict

from pakhi.field.handlers import Refusal, Sent, Taken, handles
from pakhi.field.records import Record
from pakhi.lib.clock import today
from pakhi.lib.codes import LETTERS, letters_check
from pakhi.vault import identity, keys, scope
from pakhi.vault.forms_people import PersonForm
from pakhi.vault.forms_person import contents
from pakhi.vault.models.person import CODE
from pakhi.vault.writing import CodeTaken, arrive

REPEATED = ("names", "contacts", "kin", "papers")
SINGLE = ("birth", "address", "guardian")


@handles("person")
def register(sent: Sent) -> Taken:
    """Register somebody. The code follows from the record's number, so that a repeat registers nobody twice."""
    form = PersonForm(typed(sent.record))
    if not form.is_valid():
        raise Refusal("answer", first_fault(form))
    note = sent.record.get("note")
    try:
        with (
            scope.whole(),
            transaction.atomic(using="vault"),
        ):  # if the power goes between the two, the repeat writes both
            arrival = arrive(sent.organisation, contents(form.cleaned, today()), sent.by, code_of(sent))
            if note and not arrival.again:
                identity.note(arrival.person, "vault", note, sent.by)
    except CodeTaken:
        raise Refusal("fault") from None
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


def code_of(sent: Sent) -> str:
    """A person's code that follows from organisation and record, for nobody else to guess."""
    about = f"{sent.organisation.code}|{sent.record.instance}".encode()
    digest = hmac.new(f"registration|{settings.SECRET_KEY}".encode(), about, hashlib.sha256).digest()
    body = "".join(LETTERS[digest[place] % len(LETTERS)] for place in range(CODE - 1))
    return body + letters_check(body)
