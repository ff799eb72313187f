"""A leader starts a shared tablet or helps somebody; a worker helps; what opens lasts a day and says nothing."""

import re

import pytest
from django.urls import reverse

from pakhi.voice.state import unpack
from pakhi.voice.tests.phone import Phone

ROUNDS = reverse("voice:rounds")


def start(village, who, mode):
    """The pass that the page gives, or nothing."""
    response = village.client(who).post(ROUNDS, {"mode": mode})
    assert response.status_code == 200
    found = re.search(r'href="http://testserver(/v/p/[^"]+)"', response.content.decode())
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("who", "asked", "given"),
    [
        ("asha", "kiosk", "kiosk"), ("asha", "assist", "peer"), ("asha", "worker", "peer"), ("asha", "", "peer"),
        ("mou", "assist", "worker"), ("mou", "kiosk", "worker"), ("mou", "phone", "worker"),
    ],
)  # fmt: skip
def test_the_way_of_answering_follows_the_role_and_not_the_form(village, who, asked, given):
    address = start(village, who, asked)
    journey = unpack(address.rsplit("/", 1)[1])
    assert (journey.mode, journey.helper) == (given, village.accounts[who].pk)
    assert journey.root == ""
    phone = Phone()
    phone.get(address)
    assert (phone.status, phone.screen) == (200, "start")


def test_the_page_offers_a_tablet_to_leaders_only(village):
    assert "Start a tablet" in village.client("asha").get(ROUNDS).content.decode()
    assert "Start a tablet" not in village.client("mou").get(ROUNDS).content.decode()


@pytest.mark.parametrize("who", ["salma", "mina", "ravi", "devi", "noor", "finn"])
def test_others_start_nothing(village, who):
    assert village.client(who).get(ROUNDS).status_code == 404
    assert village.client(who).post(ROUNDS, {"mode": "kiosk"}).status_code == 404


def test_the_address_of_a_pass_names_nobody(village):
    address = start(village, "asha", "kiosk").lower()
    assert not [word for word in ("asha", "kiosk", village.one.code.lower()) if word in address]
