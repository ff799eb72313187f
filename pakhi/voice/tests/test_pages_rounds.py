"""A leader starts a shared tablet or helps somebody; a worker helps; what opens lasts a day and says nothing."""

import dataclasses
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


def kiosk(village, **chosen):
    response = village.client("asha").post(ROUNDS, {"mode": "kiosk", **chosen})
    phone = Phone()
    phone.get(re.search(r'href="http://testserver(/v/p/[^"]+)"', response.content.decode())[1])
    return phone


def offered(phone):
    large = re.search(r'<nav class="languages-large".*?</nav>', phone.page.html, re.S)
    return re.findall(r'hreflang="(\w+)"', large[0]) if large else []


def shown_in(phone):
    return re.search(r'<html lang="(\w+)"', phone.page.html)[1]


def test_a_tablet_offers_the_languages_of_who_starts_it_and_begins_in_theirs(village):
    phone = kiosk(village, language=["bn", "te"], first="te")
    assert (offered(phone), shown_in(phone)) == (["te", "bn"], "te")


def test_all_languages_are_offered_where_nobody_chose(village):
    assert len(offered(kiosk(village))) == 4
    assert len(offered(kiosk(village, language=["xx"], first="yy"))) == 4


def test_one_language_needs_no_choice(village):
    phone = kiosk(village, language=["hi"])
    assert (offered(phone), shown_in(phone)) == ([], "hi")


def test_the_language_it_begins_in_is_always_offered(village):
    assert offered(kiosk(village, language=["en"], first="bn")) == ["bn", "en"]


def test_a_language_that_is_not_offered_is_not_to_be_had_by_its_address(village):
    response = village.client("asha").post(ROUNDS, {"mode": "kiosk", "language": ["bn", "te"], "first": "te"})
    address = re.search(r'href="http://testserver(/v/p/[^"]+)"', response.content.decode())[1]
    phone = Phone()
    phone.get(f"{address}?l=hi")
    assert shown_in(phone) == "te"
    phone.get(f"{address}?l=bn")
    assert shown_in(phone) == "bn"


def test_the_next_person_begins_in_the_first_language(village):
    at = unpack(start(village, "asha", "kiosk").rsplit("/", 1)[1])
    for first, then in (("te", "te"), ("", "bn")):
        used = dataclasses.replace(at, language="bn", first=first, root="00", languages=["bn", "te"])
        assert used.fresh(keep_card=False).language == then
        assert used.fresh(keep_card=True).language == "bn"
        assert used.fresh(keep_card=False).languages == ["bn", "te"]


def test_a_tablet_without_a_signal_hears_its_languages(village):
    village.key()
    response = village.client("asha").post(ROUNDS, {"mode": "tablet", "language": ["bn", "te"], "first": "te"})
    note = re.search(r"#p=([\w=-]+)", response.content.decode())[1]
    told = Phone().client.get(reverse("v:tablet_list", args=[note])).json()
    assert (told["languages"], told["first"]) == (["bn", "te"], "te")
