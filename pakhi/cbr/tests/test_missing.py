"""Who is missing and who was rescued: days in their order, both ways, and a day on which somebody asks again."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import steps
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Step
from pakhi.cbr.steps import Said, write
from pakhi.lib.clock import today
from pakhi.vault.models import Note

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
GONE = {"missing_on": today() - 20 * DAY, "reported": ["police"], "police": "diary", "next": today() + 7 * DAY}
FREED = {"rescued_on": today() - 9 * DAY, "by": ["police", "ngo"], "how_many": 12}


def test_missing_until_returned_and_back_again(book, mou):
    number = write(book, Said("missing", GONE, today() - 19 * DAY), mou).thread.number
    for days, state in ((9, "traced"), (5, "rescued"), (3, "missing")):
        write(book, Said("missing", {"state": state}, today() - days * DAY, number), mou)
    [thread] = steps.threads([book], "missing")
    assert (thread.state, thread.due) == ("missing", today() + 7 * DAY)
    assert [one.way for one in thread.steps.order_by("day")] == ["", "forward", "forward", "back"]
    write(book, Said("missing", {"state": "returned"}, thread=number), mou)
    assert steps.threads([book], "missing")[0].due is None


def test_the_number_at_the_police_is_sealed(book, mou):
    write(book, Said("missing", GONE, words="GD 417 of 2026"), mou)
    assert Note.objects.filter(room="cbr").count() == 1
    assert "417" not in str(list(Step.objects.values("values")))


@pytest.mark.parametrize(
    ("kind", "values", "question"),
    [
        ("missing", {**GONE, "missing_on": ""}, "missing_on"),
        ("missing", {**GONE, "missing_on": today() + DAY}, "missing_on"),
        ("missing", {**GONE, "reported": []}, "reported"),
        ("missing", {**GONE, "reported_on": today() - 30 * DAY}, "reported_on"),
        ("rescue", {**FREED, "how_many": 0}, "how_many"),
        ("rescue", {**FREED, "by": ["gods"]}, "by"),
        ("rescue", {**FREED, "issued_on": today() - 10 * DAY}, "issued_on"),
        ("rescue", {**FREED, "asked_on": today() - 2 * DAY, "issued_on": today() - 3 * DAY}, "issued_on"),
    ],
)
def test_what_cannot_be_is_refused_under_its_question(book, mou, kind, values, question):
    with pytest.raises(Faulty) as fault:
        write(book, Said(kind, values), mou)
    assert fault.value.question == question


@pytest.mark.parametrize(
    ("state", "waits"), [("not_asked", True), ("asked", True), ("refused", True), ("issued", False), ("none", False)]
)
def test_the_release_certificate_is_asked_for_until_it_is_there(book, mou, state, waits):
    write(book, Said("rescue", {**FREED, "state": state, "next": today() + DAY}), mou)
    assert (steps.threads([book], "rescue")[0].due is not None) == waits
