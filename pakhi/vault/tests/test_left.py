"""Who is left for somebody who keeps a colleague apart: her worker is told, a coordinator only how many."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import assign, due, leave, left, merge, wishes
from pakhi.vault.templatetags.people import spelt
from pakhi.vault.tests.conftest import INVENTED
from tests.canaries import found

DAY = dt.timedelta(days=1)
CANARIES = [name for name, _script in INVENTED]


@pytest.fixture
def one(keepers):
    return keepers.village


@pytest.fixture
def person(keepers):
    """Mou is her main worker; Salma shall never know of her, so that Mina alone decides."""
    made = keepers.register()
    assign.assign(made, keepers.village.mou, by=keepers.village.salma)
    wishes.keep_apart(made, keepers.village.salma, by=keepers.village.mina)
    return made


def told(account) -> list[tuple[str, str]]:
    held = list(Membership.objects.current().filter(account=account).select_related("organisation", "account"))
    return [(item.page, str(item.title)) for item in due.alone(held)]


def closed(account) -> None:
    account.is_active = False
    account.save()


GOING = {
    "ended": lambda one: Membership.objects.filter(account=one.mina).update(valid_to=today() - DAY),
    "another role": lambda one: Membership.objects.filter(account=one.mina).update(role="mis"),
    "closed": lambda one: closed(one.mina),
    "on leave": lambda one: leave.on_leave(one.one.code, one.mina, one.mou, one.salma, today(), today() + DAY),
}
WORKER = ("desk:day", "Nobody decides about 1 person any more")


@pytest.mark.parametrize("way", GOING)
def test_when_the_last_who_decides_goes_her_worker_is_told_and_nobody_else(one, keepers, person, way):
    assert told(one.mou) == []
    GOING[way](one)
    assert told(one.mou) == [WORKER]
    for name in ("salma", "ravi", "devi", "kabir", "asha"):
        assert told(one.accounts[name]) == [], name
    day = one.client("mou").get("/desk/day").text
    assert reverse("vault:person", args=[person.code]) in day
    assert spelt(person.code) in day
    assert "Nobody decides about 1 person any more" in one.client("mou").get("/desk/").text
    for page in ("/desk/", "/desk/day", "/desk/board", "/desk/notices", f"/desk/at/{one.one.code}/workload"):
        shown = one.client("salma").get(page, follow=True).text
        assert person.code not in shown
        assert spelt(person.code) not in shown
        assert "Nobody decides" not in shown


def test_of_others_nobody_is_told(one, keepers, person):
    other = keepers.register()
    assign.assign(other, one.mou, by=one.salma)
    GOING["ended"](one)
    assert left.undecided(one.mou, [one.one.code]) == [person.code]


def test_a_leave_of_who_decides_about_everybody_is_no_news_about_her(one, keepers):
    other = keepers.register()
    assign.assign(other, one.mina, by=one.salma)
    wishes.keep_apart(other, one.mou, by=one.salma)
    leave.on_leave(one.one.code, one.salma, one.mina, one.salma, today(), today())
    Membership.objects.filter(account=one.mina).update(role="worker")
    assert told(one.mina) == []


def test_somebody_who_comes_to_decide_ends_it(one, keepers, person):
    GOING["ended"](one)
    Membership.objects.create(account=one.mina, organisation=one.one, role="supervisor")
    assert told(one.mou) == []


def test_who_decides_is_told_when_her_last_worker_is_gone(one, keepers, person):
    closed(one.mou)
    assert told(one.mina) == [("vault:workload", "1 person has no worker any more")]
    assert told(one.salma) == []
    assert told(one.devi) == []


def test_where_nobody_is_left_the_coordinator_learns_how_many_and_no_code(one, keepers, person):
    GOING["ended"](one)
    closed(one.mou)
    assert told(one.devi) == [("vault:notices", "Nobody may open the record of 1 person")]
    assert told(one.salma) == []
    page = one.client("devi").get("/desk/notices")
    assert "At CBO One, nobody may open the record of 1 person" in page.text
    assert person.code not in page.text
    assert spelt(person.code) not in page.text
    assert found(CANARIES, page.content) == []
    for name in ("salma", "kabir", "ravi"):
        assert "nobody may open" not in one.client(name).get("/desk/notices", follow=True).text


def test_a_coordinator_from_whom_she_is_kept_apart_is_not_told_either(one, keepers, person):
    Membership.objects.create(account=one.devi, organisation=one.one, role="supervisor", valid_from=today())
    wishes.keep_apart(person, one.devi, by=one.mina)
    GOING["ended"](one)
    closed(one.mou)
    assert told(one.devi) == []
    assert "nobody may open" not in one.client("devi").get("/desk/notices").text


def test_it_is_one_person_by_all_her_records_and_none_once_she_is_forgotten(one, keepers, person):
    second = keepers.register()
    merge.confirm(merge.propose(second, person, one.mou), one.mina)
    GOING["ended"](one)
    assert left.undecided(one.mou, [one.one.code]) == [second.code]
    type(second).objects.update(state="forgotten")
    assert left.left(one.one.code) == []
