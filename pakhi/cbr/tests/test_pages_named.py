"""The pages of members by name: who opens them, what they show, and where no name is."""

from __future__ import annotations

import pytest
from django.test import Client

from pakhi.cbr import collectives, named
from pakhi.cbr.models import Thread
from pakhi.cbr.steps import Said, new_number, write
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today
from pakhi.vault.models import Entry, Listed
from pakhi.vault.models.person import person_code
from tests.canaries import found, tables

pytestmark = pytest.mark.django_db(databases="__all__")
NAME = "Pipilika Zorntree"
READERS = [("mou", 200), ("salma", 200), ("mina", 200), ("asha", 404), ("devi", 404), ("kabir", 404), ("ravi", 404),
           ("noor", 404), ("finn", 404)]  # fmt: skip


def typed(**more) -> dict[str, str]:
    return {
        "name": NAME, "role": "leader", "grown": "on", "agreed": "on", "day": today().isoformat(), "person": "",
        "code": person_code(), "number": new_number(), **more,
    }  # fmt: skip


def at(book, rest=""):
    return f"/desk/groups/{book.code}/{rest}"


@pytest.fixture
def member(neem, mou) -> Thread:
    return named.write_in(neem, named.Wish(NAME, "leader", True, True, person_code(), new_number()), mou).thread


@pytest.mark.parametrize(("who", "status"), READERS)
@pytest.mark.parametrize("page", ["names", "by-name"])
def test_who_opens_the_pages(keepers, neem, member, who, status, page):
    assert client(keepers, who).get(at(neem, page)).status_code == status


def test_a_name_is_written_in_and_stands_on_no_page_but_the_one_that_was_asked(keepers, neem):
    browser = keepers.browser("mou")
    assert "Add a member by name" in browser.get(at(neem)).content.decode()
    assert browser.post(at(neem, "by-name"), typed()).status_code == 302
    [thread] = Thread.objects.filter(kind="member")
    for rest in ("", "names", thread.number):
        answer = browser.get(at(neem, rest))
        assert answer.status_code == 200
        assert not found([NAME, "Pipilika"], answer.content), rest
    shown = browser.post(at(neem, "names"), {"reason": "visit"})
    assert NAME in shown.content.decode()
    assert Entry.objects.filter(act="reveal", person=thread.values["person"], detail__ground="list").count() == 1
    for table, held in tables().items():
        assert not found([NAME, "Pipilika"], held), table


def test_without_a_reason_or_a_key_nothing_is_shown(keepers, neem, member, mou):
    assert not found([NAME], (answer := keepers.browser("mou").post(at(neem, "names"), {})).content)
    assert answer.status_code == 409
    without = Client()
    without.force_login(mou, backend="allauth.account.auth_backends.AuthenticationBackend")
    locked = without.post(at(neem, "names"), {"reason": "visit"})
    assert (locked.status_code, found([NAME], locked.content)) == (423, [])
    assert not Entry.objects.filter(act="reveal").exists()


def test_another_worker_is_told_that_there_is_none_for_them(keepers, neem, salma):
    named.write_in(neem, named.Wish(NAME, "leader", True, True, person_code(), new_number()), salma)
    browser = keepers.browser("mou")
    assert "No name stands in this list that you may look at." in browser.get(at(neem, "names")).content.decode()
    assert "Show names" not in browser.get(at(neem)).content.decode()
    answer = browser.post(at(neem, "names"), {"reason": "visit"})
    assert (answer.status_code, found([NAME], answer.content)) == (409, [])


@pytest.mark.parametrize(
    "wrong", [{"agreed": ""}, {"grown": ""}, {"name": "12345 67890"}, {"person": "nonsense!"}, {"day": "2099-01-01"},
              {"role": "queen"}, {"code": "short"}],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_nothing_is_kept(keepers, neem, wrong):
    answer = keepers.browser("mou").post(at(neem, "by-name"), typed(**wrong))
    assert answer.status_code == 400
    assert not Thread.objects.filter(kind="member").exists()
    assert not Listed.objects.filter(ended_on=None).exists()


def test_in_an_adolescent_club_there_is_no_such_page(keepers, neem, salma):
    club = collectives.start(neem.organisation, {"label": "Star club", "kind": "adolescent"}, salma)
    browser = keepers.browser("salma")
    assert browser.get(at(club, "by-name")).status_code == 404
    assert browser.post(at(club, "by-name"), typed()).status_code == 404
    assert "Add a member by name" not in browser.get(at(club)).content.decode()


def test_a_survivors_group_says_what_a_name_there_tells(keepers, neem, salma):
    other = collectives.start(neem.organisation, {"label": "Watch", "kind": "vigilance"}, salma)
    browser, tells = keepers.browser("salma"), "her name in its list says what she has lived"
    assert tells in browser.get(at(neem, "by-name")).content.decode()
    assert tells not in browser.get(at(other, "by-name")).content.decode()


def test_a_leader_and_the_coordinator_see_codes_that_are_all_alike(keepers, neem, member, rina, mou):
    by_code = write(neem, Said("member", {"person": rina.code, "agreed": "yes", "role": "leader"}), mou).thread
    for who in ("asha", "devi"):
        browser = client(keepers, who)
        text = browser.get(at(neem)).content.decode()
        written = [f"{code[:4]} {code[4:]}" for code in (rina.code, member.values["person"])]
        lines = [next(line for line in text.split("<li>") if code in line).split("</li>")[0] for code in written]
        assert lines[0].replace(written[0], "") == lines[1].replace(written[1], "")
        assert "Show names" not in text
        assert "<a" not in lines[0]
        for one in (member, by_code):
            assert browser.get(at(neem, one.number)).status_code == 404
            assert browser.post(at(neem, one.number), {"state": "left"}).status_code == 404


def test_taking_it_back_is_a_step_on_the_page_of_her_membership(keepers, neem, member, rina, mou):
    by_code = write(neem, Said("member", {"person": rina.code, "agreed": "yes", "role": "leader"}), mou).thread
    browser = keepers.browser("mou")
    assert 'name="named"' in browser.get(at(neem, member.number)).content.decode()
    assert 'name="named"' not in browser.get(at(neem, by_code.number)).content.decode()
    said = {**{key: str(value) for key, value in member.values.items()}, "named": "no", "state": "in",
            "day": today().isoformat(), "number": new_number(), "seen": " ".join(member.heads)}  # fmt: skip
    assert browser.post(at(neem, member.number), said).status_code == 302
    assert named.standing_here(neem) == {}
    assert "Show names" not in browser.get(at(neem)).content.decode()
