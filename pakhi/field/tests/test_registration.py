"""The form `person`, filled on a phone: the same person as at the desk, once, and nothing of her in clear."""

from __future__ import annotations

import pytest

from pakhi.field import publish
from pakhi.field.models import Answer, Arrival
from pakhi.field.tests.conftest import CANARY, Phone
from pakhi.vault import keys, reveal
from pakhi.vault.models import Assignment, Note, Person
from tests.canaries import found, tables
from tests.village import PASSWORD

NUMBER = "uuid:0a1b2c3d-0000-4000-8000-1234567890ab"
VILLAGE, PHONE, NOTE = "Ghughudanga-Nowhere", "99999 00451", "She likes the seven-coloured pond."
FILLED = f"""<data id="person" version="{{version}}">
  <names><text>{CANARY}</text><kind>usual</kind></names><names><text>ঝিলমিলিতা</text><kind>alias</kind></names>
  <birth><year>1999</year></birth><gender>woman</gender>
  <contacts><number>{PHONE}</number><safe_to_call>no</safe_to_call><cover>It is about the pond</cover></contacts>
  <address><village>{VILLAGE}</village><block>Amdanga</block></address>
  <papers><type>ration</type><last>0417</last></papers>
  <note>{NOTE}</note>
  <meta><instanceID>{NUMBER}</instanceID></meta></data>"""


@pytest.fixture
def sent(phone) -> str:
    (version,) = [one for one in publish.ship() if one.form.form_id == "person"]
    return FILLED.format(version=version.version)


def read(phone: Phone, person: Person) -> dict:
    account = phone.device.account
    keys.make_worker_key(account, PASSWORD)
    salma = keys.unlock(phone.salma, PASSWORD)
    keys.grant(salma, keys.current(phone.organisation), account)
    return reveal.reveal(
        keys.unlock(account, PASSWORD), person, ["names", "birth", "gender", "contacts", "address", "papers"], "visit"
    )


def test_she_is_registered_as_at_the_desk(ready, phone, sent) -> None:
    phone.salma = ready.accounts["salma"]
    assert phone.send(sent).status_code == 201
    person = Person.objects.get()
    assert Arrival.objects.get().person == person.code
    assert Assignment.objects.get().account == ready.accounts["mou"].pk
    said = read(phone, person)
    assert [name["text"] for name in said["names"]["names"]] == [CANARY, "ঝিলমিলিতা"]
    assert said["gender"] == {"gender": "woman"}
    assert said["contacts"]["contacts"][0]["number"] == PHONE
    assert said["address"]["village"] == VILLAGE
    assert Note.objects.get().person == person


def test_nothing_of_her_is_in_clear_anywhere(phone, sent) -> None:
    phone.send(sent)
    values = [CANARY, "ঝিলমিলিতা", VILLAGE, PHONE, PHONE.replace(" ", ""), NOTE, "It is about the pond"]
    assert [place for place, held in tables().items() if found(values, held)] == []
    assert not Answer.objects.exists()  # her gender and her papers are sealed with her


def test_sent_again_and_again_she_is_registered_once(phone, sent) -> None:
    assert [phone.send(sent).status_code for _ in range(3)] == [201, 201, 201]
    Arrival.objects.all().delete()  # as if the server had died between registering her and keeping that it did
    phone.send(sent)
    assert (Person.objects.count(), Note.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [
        (f"<text>{CANARY}</text>", "<text>   </text>", "names.text"),
        ("<year>1999</year>", "<year>3099</year>", "birth.year"),
        (PHONE, "12", "contacts.number"),
        ("<last>0417</last>", "<last>123456789012</last>", "papers.last"),
        ("<gender>woman</gender>", "<gender>moon</gender>", "gender.gender"),
    ],
)
def test_an_answer_that_cannot_be_right_waits_in_quarantine_under_its_question(phone, sent, right, wrong, what) -> None:
    changed = sent.replace(right, wrong).replace(
        "<text>ঝিলমিলিতা</text>", "" if what == "names.text" else "<text>ঝিলমিলিতা</text>"
    )
    assert changed != sent
    assert phone.send(changed).status_code == 201
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, "answer", what)
    assert not Person.objects.exists()
