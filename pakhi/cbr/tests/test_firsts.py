"""The first look at the risk, the first assessment and the first safety plan are due though nobody ever wrote one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pakhi.cbr import books, work
from pakhi.cbr.models import Book
from pakhi.cbr.tests.conftest import client
from pakhi.cbr.tests.rounds import look
from pakhi.lib.clock import today
from pakhi.vault import assign, consent, merge
from pakhi.vault.models import Consent
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
FIRST = {"risk", "assessment", "safety_plan"}


def opened(book, days):
    Book.objects.filter(pk=book.pk).update(opened_on=today() - days * DAY)


def keys(account, ahead=work.AHEAD):
    return [one.kind.key for one in work.of_worker(account, ahead)]


def test_a_case_of_two_years_in_which_nothing_was_looked_at_is_overdue(keepers, rina, book, mou):
    opened(book, 730)
    assert {(one.kind.key, one.late) for one in work.of_worker(mou)} == {(key, 716) for key in FIRST}
    assert {one.kind.key for one in work.of_organisation(book.organisation)} == FIRST
    page = client(keepers, "mou").get("/desk/day").content.decode()
    hers = [rina.code]
    for part in (("cbr:risk", None, hers), ("cbr:assessment", None, hers), ("cbr:begin", None, [*hers, "safety_plan"])):
        address = reverse(*part)
        assert address in page
        assert client(keepers, "mou").get(address).status_code == 200
    assert "First: somebody is in danger" not in page
    assert "716 days late" in page
    assert "3 things are due in your cases" in client(keepers, "mou").get("/desk/").content.decode()


def test_they_are_due_two_weeks_after_the_case_was_opened(book, mou):
    opened(book, 13)
    assert keys(mou, 0) == []
    assert [one.late for one in work.of_worker(mou)] == [-1, -1, -1]
    opened(book, 14)
    assert set(keys(mou, 0)) == FIRST


def test_what_was_done_is_due_no_more_and_who_is_at_low_risk_needs_no_plan(book, mou):
    opened(book, 30)
    look(book, mou)
    assert keys(mou, 0) == ["assessment"]
    look(book, mou, judgement="medium")
    assert set(keys(mou, 0)) == {"assessment", "safety_plan"}


def test_nothing_of_it_is_due_in_a_closed_case_or_after_she_took_back_her_yes(rina, book, mou):
    opened(book, 30)
    Book.objects.update(state="closed")
    assert keys(mou) == []
    Book.objects.update(state="open")
    consent.withdraw(Consent.objects.get(person=rina, purpose="case"), mou)
    assert not FIRST & set(keys(mou))


def test_two_records_of_one_person_are_asked_for_once(keepers, rina, book, mou, salma):
    other = keepers.register()
    assign.take_in(other, mou)
    agree(other, mou, "case")
    opened(books.open_case(other, mou), 40)
    opened(book, 30)
    look(book, mou)
    merge.confirm(merge.propose(other, rina, mou), salma)
    assert keys(mou, 0) == ["assessment"]


def test_however_many_cases_there_are_the_questions_are_as_many(keepers, book, mou):
    def asked():
        with CaptureQueriesContext(connections["default"]) as one, CaptureQueriesContext(connections["vault"]) as two:
            assert work.of_worker(mou)
        return len(one), len(two)

    opened(book, 30)
    before = asked()
    for _more in range(3):
        person = keepers.register()
        assign.take_in(person, mou)
        agree(person, mou, "case")
        opened(books.open_case(person, mou), 30)
    assert asked() == before
