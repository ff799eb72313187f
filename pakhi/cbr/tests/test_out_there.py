"""Who is not back from a visit is told to colleagues an hour later, by name; to whom they went is not."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import followup, out_there, steps
from pakhi.lib.clock import INDIA, today
from pakhi.network.models import Membership

pytestmark = pytest.mark.django_db(databases="__all__")


def at(hour, minute=0, days=0):
    return dt.datetime.combine(today() + dt.timedelta(days=days), dt.time(hour, minute), INDIA)


@pytest.fixture
def visit(book, mou):
    """Mou goes out today and wants to be back by five."""
    return followup.plan_visit(book, mou, today(), back_by=17).thread


@pytest.mark.parametrize(
    ("now", "late"),
    [(at(16), False), (at(17, 30), False), (at(17, 59), False), (at(18), True), (at(23), True), (at(9, 0, 1), True),
     (at(18, 0, 3), False)],
)  # fmt: skip
@pytest.mark.parametrize("there", [False, True])
def test_an_hour_after_the_hour(book, mou, visit, now, late, there):
    if there:
        followup.check_in(book, visit, mou)
    found = out_there.overdue_visits(book.organisation, now)
    assert [(one.who, one.there) for one in found] == ([(mou.name, there)] if late else [])


def test_a_visit_that_is_written_down_is_over(book, mou, visit):
    steps.write(book, steps.Said("visit", {"state": "not_met", "why_not": "away"}, thread=visit.number), mou)
    assert out_there.overdue_visits(book.organisation, at(20)) == []


def test_without_an_hour_nobody_is_missed(book, mou):
    followup.plan_visit(book, mou, today())
    assert out_there.overdue_visits(book.organisation, at(23)) == []


def test_colleagues_are_told_by_name_and_nobody_elsewhere(monkeypatch, book, keepers, rina, visit, mou):
    monkeypatch.setattr(out_there.timezone, "now", lambda: at(19))
    told = {}
    for name in ("salma", "mina", "kabir", "asha"):
        held = Membership.objects.current().filter(account=keepers.village.accounts[name])
        told[name] = out_there.items(list(held.select_related("organisation")))
    assert [len(told[name]) for name in ("salma", "mina", "kabir", "asha")] == [1, 1, 0, 0]
    assert "Mou (17:00)" in told["salma"][0].text
    assert rina.code not in str(told)
