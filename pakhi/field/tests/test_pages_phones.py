"""Phones: a worker adds and ends their own, a keeper those of the organisation; the password is shown once."""

from __future__ import annotations

import re

import pytest

from pakhi.field import devices
from pakhi.field.models import Device
from pakhi.field.tests.conftest import words
from pakhi.network.models import Membership
from tests.canaries import found, tables

PAGE = "/desk/phones"


@pytest.fixture
def mou(ready):
    return ready.client("mou")


@pytest.fixture
def salma(ready):
    return ready.client("salma")


def phone_of(village, name: str, home: str = "one") -> Device:
    return devices.add(village.accounts[name], village.organisations[home], f"{name}'s own")[0]


def shown(page) -> dict[str, str]:
    """What the page of a new phone shows to be typed in."""
    text = page.content.decode()
    address, _place, code, password = re.findall(r'<dd class="code[^"]*">([^<]+)</dd>', text)
    return {"address": address, "code": code, "password": password}


def test_a_worker_adds_their_phone_and_it_works(mou, ready):
    page = mou.post(PAGE, {"label": "blue Samsung"})
    given = shown(page)
    one = ready.organisations["one"]
    assert given["address"] == f"http://testserver/openrosa/{one.code}"
    device = devices.admitted(given["code"], given["password"], one.code)
    assert device is not None
    assert (device.account, device.label) == (ready.accounts["mou"], "blue Samsung")
    assert "data:image/svg+xml" in page.content.decode()
    assert "in clear" in words(page)


def test_the_password_is_shown_once_and_kept_nowhere(mou):
    password = shown(mou.post(PAGE))["password"]
    assert password not in mou.get(PAGE).content.decode()
    assert [place for place, held in tables().items() if found([password], held)] == []


def test_a_worker_sees_and_ends_their_own_phones_only(mou, ready):
    mine, hers = phone_of(ready, "mou"), phone_of(ready, "salma")
    page = words(mou.get(PAGE))
    assert mine.code in page
    assert hers.code not in page
    assert mou.post(f"{PAGE}/{hers.code}/revoke").status_code == 404
    assert mou.post(f"{PAGE}/{mine.code}/revoke").status_code == 302
    assert [bool(one.revoked_on) for one in Device.objects.filter(pk__in=[mine.pk, hers.pk]).order_by("pk")] == [
        True, False,
    ]  # fmt: skip
    assert "Ended" in words(mou.get(PAGE))


def test_a_worker_cannot_add_a_phone_for_a_colleague(mou, ready):
    hers = Membership.objects.current().get(account=ready.accounts["salma"], organisation=ready.organisations["one"])
    mou.post(PAGE, {"whose": str(hers.pk)})
    assert not Device.objects.exclude(account=ready.accounts["mou"]).exists()


def test_a_supervisor_sees_adds_and_ends_the_phones_of_the_organisation(salma, ready):
    phone, theirs = phone_of(ready, "mou"), phone_of(ready, "kabir", "two")
    page = words(salma.get(PAGE))
    assert phone.code in page
    assert theirs.code not in page
    his = Membership.objects.current().get(account=ready.accounts["mou"], organisation=ready.organisations["one"])
    assert salma.post(PAGE, {"whose": str(his.pk)}).status_code == 200
    assert Device.objects.filter(account=ready.accounts["mou"]).count() == 2
    assert salma.post(f"{PAGE}/{phone.code}/revoke").status_code == 302
    assert salma.post(f"{PAGE}/{theirs.code}/revoke").status_code == 404


@pytest.mark.parametrize("whose", ["", "0", "99999999", "nobody"])
def test_whose_phone_it_is_has_to_be_chosen_and_what_was_typed_stays(salma, whose):
    page = salma.post(PAGE, {"whose": whose, "label": "the green one"})
    assert page.status_code == 409
    assert "the green one" in page.content.decode()
    assert not Device.objects.exists()


def test_it_says_when_nothing_can_be_taken_in_yet(village):
    assert "is not ready yet" in words(village.client("mou").get(PAGE))


@pytest.mark.parametrize("name", ["ravi", "finn"])
def test_others_have_no_such_page(ready, name):
    assert ready.client(name).get(PAGE).status_code == 404
