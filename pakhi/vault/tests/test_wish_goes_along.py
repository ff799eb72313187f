"""Handed over, her wish about a colleague holds where she goes: without a name, and she is asked there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from pakhi.network.models import Account, Membership
from pakhi.vault import apart, assign, due, handover, keys, left, wishes
from pakhi.vault.keys import Refused
from pakhi.vault.models import Handover
from pakhi.vault.templatetags.people import spelt
from pakhi.vault.tests.conftest import agree
from tests.village import LONG_AGO


@pytest.fixture
def one(keepers):
    return keepers.village


@pytest.fixture
def two(keepers):
    """CBO Two: Kabir is worker and supervisor, and Lata, who was a worker of CBO One before, is a supervisor."""
    home = keepers.village.two
    Membership.objects.create(account=keepers.village.kabir, organisation=home, role="supervisor", valid_from=LONG_AGO)
    return home


@pytest.fixture
def lata(keepers, two):
    account = Account.objects.create_user("lata", "banyan-tree-1", "Lata Moved")
    keepers.village.accounts["lata"] = account
    held = Membership.objects.create(
        account=account, organisation=keepers.village.one, role="worker", valid_from=LONG_AGO
    )
    keys.grant(keepers.salma, keys.current(keepers.village.one), keepers.sign_in("lata").account)
    return account, held


@pytest.fixture
def offered(keepers, one, two, lata):
    """Mou offers her to CBO Two; she keeps Lata apart, and Lata has moved there since."""
    person = keepers.register()
    assign.assign(person, one.mou, by=one.salma)
    wishes.keep_apart(person, lata[0], by=one.mou)
    agree(person, one.mou, "transfer", two.code)
    laid = handover.offer(keepers.mou, person, two, one.mou)
    lata[1].delete()
    Membership.objects.create(account=lata[0], organisation=two, role="supervisor", valid_from=LONG_AGO)
    return laid


def told(account) -> list[str]:
    held = list(Membership.objects.current().filter(account=account).select_related("organisation", "account"))
    return [str(item.title) for item in [*due.alone(held), *due.offers(held)]]


def test_for_that_colleague_there_is_no_offer_either(one, two, offered, lata):
    assert "1 person is offered to you" in told(one.kabir)
    assert told(lata[0]) == []
    here, there = one.client("lata"), one.client("kabir")
    page = reverse("vault:handovers")
    assert "Nobody is offered to you" in here.get(page).text
    assert "Take her on" in there.get(page).text
    answer = reverse("vault:answer", args=[two.code])
    for said in ({"action": "accept"}, {"action": "decline", "reason": "far"}):
        refused = here.post(answer, {"offer": offered.pk, **said})
        assert (refused.status_code, "This offer is not open any more." in refused.text) == (409, True)
    assert Handover.objects.get().state == "offered"


@pytest.mark.parametrize("way", ["open", "declined", "taken back", "accepted"])
def test_an_offer_is_not_there_for_that_colleague_in_any_list_or_number_whatever_became_of_it(
    keepers, one, two, offered, lata, way
):
    other = keepers.register()  # whom everybody may know of
    agree(other, one.salma, "transfer", two.code)
    seen = handover.offer(keepers.salma, other, two, one.salma)
    for laid in (offered, seen):
        if way == "declined":
            handover.decline(laid, two, one.kabir, "far")
        elif way == "taken back":
            handover.take_back(laid, one.salma)
        elif way == "accepted":
            handover.accept(laid, two, one.kabir)
    board = f"/desk/board?at={two.code}"
    shown = {name: one.client(name) for name in ("kabir", "lata")}
    assert [offers_in(one.client(name).get(board)) for name in shown] == [2, 1]
    lines = [page.get(reverse("vault:handovers")).context for page in shown.values()]
    both = [len(found["incoming"]) + len(found["taken"]) for found in lines]
    assert both == ([0, 0] if way == "taken back" else [2, 1])


def offers_in(page) -> int:
    """How many were offered in this quarter, by the team's page."""
    return page.context["quarters"][0].offered


def test_it_holds_there_from_the_first_day_and_says_no_name(one, two, offered, lata):
    arrived = handover.accept(offered, two, one.kabir)
    assert apart.kept_apart(lata[0], arrived)
    with pytest.raises(Refused):
        assign.assign(arrived, lata[0], by=one.kabir)
    her_page = reverse("vault:person", args=[arrived.code])
    shown = one.client("kabir").get(her_page).text
    assert "Where she was before, she said" in shown
    assert "Lata Moved" not in shown.split('id="apart_never"')[0]
    assert one.client("lata").get(her_page).status_code == 404
    for page in (reverse("vault:handovers"), reverse("vault:workload", args=[two.code]), "/desk/day", "/desk/log"):
        text = one.client("lata").get(page).text
        assert arrived.code not in text, page
        assert spelt(arrived.code) not in text, page


def test_her_worker_is_told_to_ask_and_says_that_it_was_done(one, two, offered, lata):
    arrived = handover.accept(offered, two, one.kabir)
    assert "Ask 1 person who came to you" in told(one.kabir)  # decides, while she has no worker
    assign.assign(arrived, one.kabir, by=one.kabir)
    day = one.client("kabir").get("/desk/day").text
    assert "Ask her on the first day" in day
    assert spelt(arrived.code) in day
    assert told(lata[0]) == []
    said = one.client("kabir").post(reverse("vault:apart", args=[arrived.code]), {"asked": "yes"})
    assert said.status_code == 302
    assert left.to_ask(one.kabir, [two.code]) == []
    assert apart.kept_apart(lata[0], arrived)
    again = one.client("kabir").post(reverse("vault:apart", args=[arrived.code]), {"asked": "yes"})
    assert (again.status_code, "ended already" in again.text) == (400, True)


def test_she_can_name_the_colleague_there_herself(one, two, offered, lata):
    arrived = handover.accept(offered, two, one.kabir)
    wishes.keep_apart(arrived, lata[0], by=one.kabir)
    assert left.to_ask(one.kabir, [two.code]) == []
    assert len(apart.around(arrived)) == 1
    assert "Lata Moved" in one.client("kabir").get(reverse("vault:person", args=[arrived.code])).text


def test_of_who_never_worked_there_no_name_is_ever_shown(one, keepers, two):
    person = keepers.register()
    assign.assign(person, one.mou, by=one.salma)
    wishes.keep_apart(person, one.salma, by=one.mina)
    agree(person, one.mou, "transfer", two.code)
    arrived = handover.accept(handover.offer(keepers.mou, person, two, one.mou), two, one.kabir)
    assign.assign(arrived, one.kabir, by=one.kabir)
    her_page = reverse("vault:person", args=[arrived.code])
    assert "Salma" not in one.client("kabir").get(her_page).text
    wishes.asked(arrived, one.kabir)
    shown = one.client("kabir").get(her_page).text
    assert "Salma" not in shown
    assert "who does not work here" in shown
    Membership.objects.create(account=one.salma, organisation=two, role="worker", valid_from=LONG_AGO)
    assert one.client("salma").get(her_page).status_code == 404  # also who comes later


def test_she_is_not_offered_where_only_that_colleague_decides(one, keepers, two):
    Membership.objects.create(account=one.kabir, organisation=one.one, role="worker", valid_from=LONG_AGO)
    person = keepers.register()
    assign.assign(person, one.mou, by=one.salma)
    wishes.keep_apart(person, one.kabir, by=one.mou)
    agree(person, one.mou, "transfer", two.code)
    with pytest.raises(Refused):
        handover.offer(keepers.mou, person, two, one.mou)
    assert not Handover.objects.exists()
