"""What arrived about somebody whose record is closed: nobody opens it at the desk, and it is destroyed with her key.

It is sealed to the organisation's key and not to hers, so it has to be looked for: what was taken in under her code,
the calls that became hers, and what waits beside these, with the same number or as a correction of one.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from pakhi.field.models import Arrival, Call
from pakhi.vault import files
from pakhi.vault.forget import ALONG
from pakhi.vault.models import Person
from pakhi.vault.reveal import OPEN


def about(arrival: Arrival) -> set[str]:
    """Codes of those whom it is about, as far as anything here says so."""
    if arrival.person:
        return {arrival.person}
    numbers = [arrival.instance, arrival.replaces or arrival.instance]
    told = {"organisation": arrival.organisation_id, "instance__in": numbers}
    sent, called = (model.objects.filter(**told).exclude(person="") for model in (Arrival, Call))
    return {*sent.values_list("person", flat=True), *called.values_list("person", flat=True)}


def closed(arrival: Arrival) -> bool:
    """Whether it is about somebody who was forgotten, or handed over."""
    codes = about(arrival)
    return bool(codes) and Person.objects.filter(code__in=codes).exclude(state__in=OPEN).exists()


def hers(code: str) -> QuerySet[Arrival]:
    """All that arrived about her."""
    sent, called = Arrival.objects.filter(person=code), Call.objects.filter(person=code)
    found = {*sent.values_list("organisation", "instance"), *called.values_list("organisation", "instance")}
    homes, numbers = {home for home, _number in found}, {number for _home, number in found}
    family = Q(instance__in=numbers) | Q(replaces__in=numbers)
    return Arrival.objects.filter(family, organisation__in=homes, person__in=["", code])


def clear(code: str) -> None:
    """Destroy what is in it: the files first, since without its row nothing leads to one. Safe to repeat.

    That it arrived, and what became of it, stays.
    """
    with transaction.atomic():
        for arrival in hers(code).exclude(sealed=b"").select_for_update(of=("self",)):
            for row in arrival.attachments.exclude(token=""):
                files.remove(row.token)
            arrival.attachments.all().delete()
            arrival.sealed = b""
            arrival.save(update_fields=["sealed"])


ALONG.append(clear)
