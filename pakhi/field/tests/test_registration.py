"""The form `person`, filled on a phone: the same person as at the desk, once, and nothing of her in clear."""

from __future__ import annotations

import uuid

import pytest

from pakhi.field import mending, publish
from pakhi.field.models import Answer, Arrival
from pakhi.field.tests.conftest import CANARY, Phone
from pakhi.field.tests.hotline import form
from pakhi.lib.clock import today
from pakhi.lib.codes import letters_check
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


CODE = "2346792" + letters_check("2346792")
LATER = """<data id="identification" version="{version}"><person>{code}</person><day>{day}</day>
  <ground>not_reached</ground><programme>sex_trafficking</programme><source>police</source><triage>low</triage>
  <lives>trafficked</lives><tells>no</tells><meta><instanceID>{number}</instanceID></meta></data>"""


def drawn(sent: str, code: str, number: str = NUMBER) -> str:
    return sent.replace("<note>", f"<her_code>{code}</her_code><note>").replace(NUMBER, number)


def found_as(code: str) -> str:
    return LATER.format(version=form("identification").version, code=code, day=today(), number=f"uuid:{uuid.uuid4()}")


def test_she_has_the_code_that_the_phone_has_drawn_once(phone, sent) -> None:
    for _time in range(2):
        assert phone.send(drawn(sent, CODE)).status_code == 201
        assert Arrival.objects.get().person == CODE
        Arrival.objects.all().delete()
    assert (Person.objects.get().code, Note.objects.count()) == (CODE, 1)


def test_another_form_about_her_is_filled_before_anybody_has_a_signal(phone, sent) -> None:
    phone.send(drawn(sent, CODE))
    phone.send(found_as(CODE))
    arrival = Arrival.objects.latest("pk")
    assert (arrival.state, arrival.why, arrival.person) == (Arrival.State.TAKEN, "", CODE)


def test_what_comes_before_her_registration_waits_and_is_taken_in_when_tried_again(ready, phone, sent) -> None:
    phone.send(found_as(CODE))
    early = Arrival.objects.get()
    assert (early.state, early.why, early.what) == (Arrival.State.QUARANTINE, "person", "person")
    phone.send(drawn(sent, CODE))
    again = mending.again(keys.unlock(ready.accounts["salma"], PASSWORD), early)
    assert (again.state, again.person) == (Arrival.State.TAKEN, CODE)


def test_in_whatever_order_they_waited_her_registration_goes_in_first(ready, phone, sent) -> None:
    """Her registration waits as well, until the organisation may register again; then one press takes in both."""
    phone.send(found_as(CODE))
    publish.Version.objects.filter(form__form_id="person").update(state="draft")
    phone.send(drawn(sent, CODE))
    salma, waits = keys.unlock(ready.accounts["salma"], PASSWORD), Arrival.objects.order_by("pk")
    assert [one.why for one in waits] == ["person", "unknown_version"]
    assert mending.all_again(salma, waits) == (0, 2)
    publish.Version.objects.filter(form__form_id="person").update(state="live")
    assert mending.all_again(salma, waits.all()) == (2, 0)
    assert {(one.state, one.person) for one in waits.all()} == {(Arrival.State.TAKEN, CODE)}


def test_a_drawn_code_that_is_somebody_elses_loses_nobody(phone, sent) -> None:
    phone.send(drawn(sent, CODE))
    phone.send(drawn(sent, CODE, f"uuid:{uuid.uuid4()}"))
    arrival = Arrival.objects.latest("pk")
    assert (arrival.state, arrival.why) == (Arrival.State.QUARANTINE, "code_taken")
    assert Person.objects.count() == 1


def test_a_drawn_code_with_a_wrong_sign_waits(phone, sent) -> None:
    phone.send(drawn(sent, CODE[:-1] + ("2" if CODE[-1] != "2" else "3")))
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, "answer", "her_code")
