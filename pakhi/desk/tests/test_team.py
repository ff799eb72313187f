"""The team's page: danger first, with what, since when and whose; what waits for a yes; what is overdue at whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from pakhi.cbr import books, firsts, referred, work
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.cbr.tests.rounds import happened
from pakhi.lib.clock import today
from pakhi.vault import assign
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


def page(keepers, who, address="/desk/board"):
    return client(keepers, who).get(address).content.decode()


def task(book, by, days, **more):
    by_day = today() + days * DAY
    said = Said("todo", {"what": "paper", "by_day": by_day, **more}, day=min(by_day, today()))
    return write(book, said, by).thread


def test_who_is_in_danger_stands_first_with_what_since_when_and_whose(keepers, rina, book, mou):
    happened(book, mou, today() - 3 * DAY, severity="high")
    task(book, mou, -9)
    text = page(keepers, "salma")
    loud = text[text.index('id="loud"') : text.index('id="yes"')]
    assert text.index('id="loud"') < text.index('id="yes"') < text.index('id="late"')
    for word in ("Incident: ", f"since {today() - 3 * DAY:%-d %b}", "Mou is there for her", f"{rina.code}/case/now"):
        assert word in loud
    assert loud.count('class="button"') == 1


def test_today_names_danger_before_all_else_to_her_worker_and_to_who_supervises(keepers, book, mou):
    task(book, mou, -9)
    happened(book, mou, severity="high")
    for who, address in (("mou", "/desk/day"), ("salma", "/desk/board")):
        text = page(keepers, who, "/desk/")
        assert text.index("1 survivor is in danger") < text.index("overdue")
        assert address in text
        assert text.count("is in danger") == 1


def test_a_second_look_is_danger_on_my_day(keepers, book, mou, salma):
    happened(book, mou, severity="high")
    text = page(keepers, "salma", "/desk/day")
    assert text.index("First: somebody is in danger") < text.index("A supervisor looks at it") < text.index('id="now"')


def test_what_waits_for_a_yes_says_who_asked_and_since_when(keepers, book, mou, salma):
    write(book, Said("packet", {"parts": ["stands"]}), mou)
    Thread.objects.filter(kind="packet").update(state="waiting", since=today() - 4 * DAY)
    text = page(keepers, "salma")
    waits = text[text.index('id="yes"') : text.index('id="team"')]
    assert "asked by Mou" in waits
    assert f"since {today() - 4 * DAY:%-d %b}" in waits


def test_overdue_work_names_who_carries_it_and_can_be_narrowed_by_kind_and_colleague(keepers, book, mou, salma):
    task(book, mou, -9)
    write(book, Said("mention", {"who": salma.pk, "by_day": today() - DAY}, day=today() - DAY), mou)
    text = page(keepers, "salma")
    late = text[text.index('id="late"') : text.index('id="sent"')]
    assert late.count("Mou") >= 2
    assert "Salma" in late
    assert f"who={mou.pk}#late" in text
    mine = page(keepers, "salma", f"/desk/board?who={mou.pk}")
    late = mine[mine.index('id="late"') : mine.index('id="sent"')]
    assert f'id="of-{mou.pk}"' in late
    assert f'id="of-{salma.pk}"' not in late
    only = page(keepers, "salma", "/desk/board?kind=mention")
    late = only[only.index('id="late"') : only.index('id="sent"')]
    assert f'id="of-{salma.pk}"' in late
    assert f'id="of-{mou.pk}"' not in late
    assert 'value="mention" selected' in late


def test_the_page_says_what_it_leaves_out(keepers, book, mou, monkeypatch):
    assert "not counted on this page" not in page(keepers, "salma")
    for days in (-9, -8, -7):
        task(book, mou, days)
    monkeypatch.setattr(work, "MOST", 2)
    assert "1 more thing is due and not counted on this page" in page(keepers, "salma")


def test_referrals_in_stand_beside_those_out_by_quarter_and_by_whom(keepers, book, mou, salma):
    known = {"programme": "sex_trafficking", "source": "cwc", "triage": "medium"}
    found = write(book, Said("identified", known), mou)
    write(book, Said("referral_due", {"bearer": ["police"], "due": today(), "state": "referred"}), mou)
    now, *before = referred.quarters(book.organisation, salma)
    assert (now.sources, now.offered, now.out) == ([("Child Welfare Committee", 1)], 0, 1)
    assert [(one.came, one.out) for one in before] == [(0, 0)] * 3
    text = page(keepers, "salma")
    assert "Child Welfare Committee 1" in text
    write(book, Said("identified", {"source": "self"}, thread=found.thread.number), mou)
    assert referred.quarters(book.organisation, salma)[0].came == 0
    assert [one.came for one in referred.quarters(keepers.village.organisations["two"], salma)] == [0] * 4


def test_what_is_scored_and_who_may_screen_is_a_step_from_the_team(keepers, book):
    text = page(keepers, "salma")
    assert "What we score, and who may screen" in text
    address = reverse("cbr:house", args=[book.organisation.code])
    assert address in text
    offered = page(keepers, "salma", address)
    select = offered[offered.index('id="account"') :]
    select = select[: select.index("</select>")]
    assert "Mou" in select
    assert "Ravi" not in select
    assert "Asha" not in select


def test_first_looks_that_are_too_many_for_the_page_are_counted_as_well(keepers, mou, monkeypatch):
    for _one in range(3):
        person = keepers.register()
        assign.take_in(person, mou)
        agree(person, mou, "case")
        books.open_case(person, mou)
    Book.objects.filter(kind=Book.Kind.CASE).update(opened_on=today() - 60 * DAY)
    assert "not counted on this page" not in page(keepers, "salma")
    monkeypatch.setattr(firsts, "MOST", 2)
    assert "3 more things are due and not counted on this page" in page(keepers, "salma")
