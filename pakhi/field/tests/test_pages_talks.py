"""The talks: counts and coded answers for those who may, their words only opened, by a keeper, and logged."""

from __future__ import annotations

import pytest
from django.test import Client

from pakhi.field.models import Talk
from pakhi.field.tests.conftest import CANARY, words
from pakhi.field.tests.filler import fill, in_use
from pakhi.network.models import Membership
from pakhi.vault.models import Entry
from tests.village import PASSWORD

PAGE = "/desk/talks"


@pytest.fixture
def salma(ready) -> Client:
    client = Client()
    assert client.post("/desk/account/login/", {"login": "salma", "password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def talk(phone) -> Talk:
    """A telephone talk, filled by Mou."""
    phone.send(fill(in_use("key_informant"), district="303", block="2747").content)
    return Talk.objects.get()


def looks() -> int:
    return Entry.objects.filter(act="reveal", detail__step="arrival").count()


def test_the_list_counts_by_tool_and_shows_codes_in_words(ready, talk, phone):
    phone.send(fill(in_use("duty_bearer"), office_family="police", office_kind="ahtu").content)
    page = ready.client("salma").get(PAGE)
    text = words(page)
    assert "Telephone talk with somebody who knows 1" in text
    assert "Talk in a group 0" in text
    assert "Special police unit (AHTU)" in text
    assert "Amdanga, North 24 Parganas" in text
    assert CANARY not in text
    one = words(ready.client("salma").get(PAGE, {"tool": "duty_bearer"}))
    assert "Amdanga, North 24 Parganas" not in one
    assert "Special police unit (AHTU)" in one


def test_an_empty_list_says_what_to_do(ready):
    assert "No talk yet" in words(ready.client("salma").get(PAGE))


def test_a_tool_that_is_not_one_shows_all(ready, talk):
    assert "Amdanga" in words(ready.client("salma").get(PAGE, {"tool": "<script>"}))


def test_the_coded_answers_stand_there_in_words_and_nothing_else(ready, talk):
    page = ready.client("mina").get(f"{PAGE}/{talk.pk}/")
    text = words(page)
    assert "Which needs does your work answer? Health and food School" in text
    assert CANARY not in text
    assert looks() == 0


def test_in_bengali_they_are_the_forms_bengali_words(ready, talk):
    client = ready.client("mina")
    client.cookies["desk-language"] = "bn"
    assert "স্বাস্থ্য আর খাবার" in words(client.get(f"{PAGE}/{talk.pk}/"))


@pytest.mark.parametrize(
    ("name", "role", "status"),
    [("mou", "worker", 404), ("asha", "leader", 404), ("ravi", "mis", 404), ("devi", "coordinator", 404),
     ("kabir", "manager", 404), ("noor", "researcher", 404), ("salma", "supervisor", 200), ("mina", "manager", 200)],
)  # fmt: skip
def test_who_may_open_one(ready, talk, name, role, status):
    Membership.objects.filter(account=ready.accounts[name]).update(role=role)
    assert ready.client(name).get(f"{PAGE}/{talk.pk}/").status_code == status


@pytest.mark.parametrize("role", ["researcher", "coordinator"])
def test_who_does_research_here_reads_the_codes_and_opens_no_words(ready, talk, role):
    Membership.objects.filter(account=ready.accounts["noor"]).update(role=role, organisation=ready.organisations["one"])
    noor = ready.client("noor")
    assert "A supervisor or manager of the organisation can open it" in words(noor.get(f"{PAGE}/{talk.pk}/"))
    assert noor.post(f"{PAGE}/{talk.pk}/").status_code == 404


def test_a_look_shows_the_words_and_is_logged(salma, talk):
    page = salma.post(f"{PAGE}/{talk.pk}/")
    assert f"{CANARY} steps" in words(page)
    assert f"{CANARY} informant" in words(page)
    assert looks() == 1


def test_without_an_open_key_the_password_is_asked_for(ready, talk):
    assert ready.client("salma").post(f"{PAGE}/{talk.pk}/").status_code == 423
    assert looks() == 0


def test_who_was_given_no_access_to_names_opens_nothing(ready, talk):
    mina = Client()
    mina.post("/desk/account/login/", {"login": "mina", "password": PASSWORD})
    page = mina.post(f"{PAGE}/{talk.pk}/")
    assert page.status_code == 409
    assert CANARY not in page.content.decode()
    assert looks() == 0


def test_where_they_did_not_agree_it_says_so_and_offers_no_look(ready, phone):
    sent = fill(in_use("focus_group")).content.replace("<agreed>yes</agreed>", "<agreed>no</agreed>")
    phone.send(sent)
    text = words(ready.client("salma").get(f"{PAGE}/{Talk.objects.get().pk}/"))
    assert "They did not agree to talk with us" in text
    assert "Open it" not in text
