"""What a day allows: everybody sees their own and what was raised; supervisor and manager raise and release, openly."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser

import pytest

from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import limits
from pakhi.vault.models import Allowance, Entry, Reveal

PAGE = "/desk/limits"


@pytest.fixture
def salma(keepers):
    return keepers.village.client("salma")


def words(response) -> str:
    """What a page says, without its markup."""
    heard: list[str] = []
    reader = HTMLParser()
    reader.handle_data = heard.append  # type: ignore[method-assign]
    reader.feed(response.content.decode())
    return " ".join(" ".join(heard).split())


def opened_already(keepers, name: str, many: int) -> None:
    code, account = keepers.village.one.code, keepers.village.accounts[name].pk
    row = {"person": "AAAAAAAA", "organisation": code, "account": account, "reason": "visit", "fields": "names"}
    begin = 10**6 * (1 + Reveal.objects.count())
    Reveal.objects.bulk_create(Reveal(**row, entry=begin + step) for step in range(many))


def form(keepers, **more: str) -> dict[str, str]:
    """The form that raises a day for everybody, as it is sent."""
    day = str(today() + dt.timedelta(days=2))
    return {
        "action": "raise", "organisation": keepers.village.one.code, "account": "", "on": day, "to": "80",
        "reason": "helpdesk", **more,
    }  # fmt: skip


def release(keepers, name: str, **more: str) -> dict[str, str]:
    account = str(keepers.village.accounts[name].pk)
    return {
        "action": "release", "organisation": keepers.village.one.code, "account": account, "reason": "calls", **more,
    }  # fmt: skip


# Everybody


def test_i_see_what_a_day_allows_me_and_what_i_have_used(keepers):
    opened_already(keepers, "mou", 12)
    (house,) = keepers.village.client("mou").get(PAGE).context["houses"]
    assert (house.mine.allowed, house.mine.opened, house.mine.left) == (30, 12, 18)
    assert (house.keeps, house.others) == (False, [])


def test_whose_day_is_used_up_is_told_what_to_do(keepers):
    opened_already(keepers, "mou", 30)
    assert "Your day is used up." in words(keepers.village.client("mou").get(PAGE))


def test_everybody_sees_what_was_raised_by_whom_and_why(keepers):
    village = keepers.village
    limits.raise_limit(village.salma, village.one.code, 80, "helpdesk", on=today() + dt.timedelta(days=3))
    limits.raise_limit(village.mina, village.one.code, 60, "camp", account=village.mou)
    said = words(village.client("mou").get(PAGE))
    assert "80 records a day for everybody" in said
    assert "60 records a day for Mou" in said
    assert "Helpdesk day" in said
    assert "by Salma" in said
    assert "80 records" not in words(village.client("kabir").get(PAGE))


def test_a_worker_gets_no_form(keepers):
    assert b'name="action"' not in keepers.village.client("mou").get(PAGE).content


# Raising


def test_a_helpdesk_day_is_raised_for_everybody(keepers, salma):
    assert salma.post(PAGE, form(keepers))["Location"] == PAGE
    row = Allowance.objects.get()
    assert (row.kind, row.account, row.more, row.by) == ("raised", 0, 80, keepers.village.salma.pk)
    assert row.on == today() + dt.timedelta(days=2)
    assert Entry.objects.filter(act="limit").count() == 1


def test_or_for_one_colleague_with_figures_of_any_script(keepers, salma):
    salma.post(PAGE, form(keepers, account=str(keepers.village.mou.pk), to="১২০", on=str(today())))
    row = Allowance.objects.get()
    assert (row.account, row.more) == (keepers.village.mou.pk, 120)
    (house,) = keepers.village.client("mou").get(PAGE).context["houses"]
    assert house.mine.allowed == 120


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"to": "151"}, "can be raised to 150"),
        ({"to": "0"}, "can be raised to 150"),
        ({"to": "many"}, "write a number"),
        ({"to": ""}, "write a number"),
        ({"on": "yesterday"}, "Choose a day."),
        ({"on": "2020-01-01"}, "at most a month ahead"),
        ({"on": "2099-01-01"}, "at most a month ahead"),
        ({"reason": ""}, "Choose a reason."),
        ({"account": "99999999"}, "Choose a colleague"),
        ({"organisation": "AAAAAA"}, "A supervisor or manager"),
    ],
)
def test_what_is_not_possible_is_said_and_what_was_typed_stays(keepers, salma, wrong, says):
    typed = form(keepers, **wrong)
    answer = salma.post(PAGE, typed)
    assert answer.status_code == 400
    assert says in words(answer)
    assert answer.context["typed"].dict() == typed
    assert not Allowance.objects.exists()


def test_nobody_raises_for_herself(keepers, salma):
    answer = salma.post(PAGE, form(keepers, account=str(keepers.village.salma.pk)))
    assert "Somebody else decides about your own limit." in words(answer)


# Releasing


def test_a_colleague_who_has_reached_the_limit_is_let_go_on(keepers, salma):
    opened_already(keepers, "mou", 30)
    (house,) = salma.get(PAGE).context["houses"]
    assert [one.account.name for one in house.waiting] == ["Mou"]
    assert salma.post(PAGE, release(keepers, "mou")).status_code == 302
    (house,) = salma.get(PAGE).context["houses"]
    assert house.waiting == []
    assert {one.account.name: (one.opened, one.allowed) for one in house.others} == {"Mina": (0, 30), "Mou": (30, 60)}


def test_only_who_works_with_people_here_is_let_go_on(keepers, salma):
    for name in ("ravi", "kabir"):
        assert salma.post(PAGE, release(keepers, name)).status_code == 400
    assert salma.post(PAGE, release(keepers, "mou", account="")).status_code == 400
    assert not Allowance.objects.exists()


# Who may


@pytest.mark.parametrize("name", ["ravi", "devi", "rina", "noor", "finn"])
def test_who_opens_no_names_finds_no_such_page(keepers, name):
    client = keepers.village.client(name)
    assert client.get(PAGE).status_code == client.post(PAGE, form(keepers)).status_code == 404


def test_a_worker_cannot_raise_or_release(keepers):
    client = keepers.village.client("mou")
    assert client.post(PAGE, form(keepers)).status_code == 404
    assert client.post(PAGE, release(keepers, "salma")).status_code == 404


def test_a_keeper_of_one_organisation_raises_nothing_in_another(keepers):
    """Kabir is supervisor of CBO Two, and also a worker of CBO One."""
    keepers.village.kabir.memberships.update(role="supervisor")
    Membership.objects.create(account=keepers.village.kabir, organisation=keepers.village.one, role="worker")
    client = keepers.village.client("kabir")
    assert client.post(PAGE, form(keepers)).status_code == 400
    assert not Allowance.objects.exists()
    assert {house.organisation.name: house.keeps for house in client.get(PAGE).context["houses"]} == {
        "CBO One": False, "CBO Two": True,
    }  # fmt: skip
