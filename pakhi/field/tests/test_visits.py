"""Names for a visit: a reveal each, sealed to the worker's own phone, for a few days, and nowhere in clear."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client

from pakhi.field import devices, visits
from pakhi.field.models import Device, VisitName
from pakhi.field.tests.app import OWN, ask, digest, enrol
from pakhi.field.tests.conftest import Phone, words
from pakhi.lib.clock import today
from pakhi.lib.seal import CannotOpen
from pakhi.lib.transport import TransportPair, new_transport_pair, open_away
from pakhi.network.models import Account, Membership
from pakhi.vault import assign, identity, limits
from pakhi.vault.models import Assignment, Entry, Leave, Person, Reveal
from tests.canaries import found, tables

PAGE = "/desk/names-for-a-visit"
NAME, OFFICIAL, COVER, NUMBER = "Tumtumi Jhirjhira", "Phulkopi Begum", "About the mustard seeds", "99999 00731"
CANARIES = [NAME, *NAME.split(), OFFICIAL, *OFFICIAL.split(), COVER, NUMBER, NUMBER.replace(" ", "")]
DAY = dt.timedelta(days=1)


@dataclass
class Keyed:
    """A phone with the app, and the other half of its key."""

    phone: Phone
    pair: TransportPair

    def names(self) -> dict[str, dict[str, str]]:
        """What the app shows after a contact."""
        out = {}
        for one in ask(self.phone, "state").json()["names"]:
            about = f"visit name|{self.phone.device.code}|{one['code']}|{one['until']}"
            opened = open_away(self.pair.private, base64.b64decode(one["sealed"]), about)
            out[one["code"]] = json.loads(opened) | {"until": one["until"], "size": str(len(opened))}
        return out


def with_key(phone: Phone) -> Keyed:
    pair = new_transport_pair()
    told = {"digest": digest(OWN), "public": base64.b64encode(pair.public).decode()}
    assert enrol(phone, json.dumps(told)).status_code == 200
    phone.password = OWN
    phone.device.refresh_from_db()
    return Keyed(phone, pair)


@pytest.fixture
def keyed(phone: Phone) -> Keyed:
    """Mou's phone with the app of today."""
    return with_key(phone)


def person_of(village, worker: str = "mou", **more: object) -> Person:
    """Somebody for whom a worker is there."""
    account = village.accounts[worker]
    told = {
        "names": {"names": [
            {"text": OFFICIAL, "script": "latn", "kind": "official"}, {"text": NAME, "script": "latn", "kind": "usual"},
        ]},
        "contacts": {"contacts": [{"number": NUMBER, "safe_to_call": True, "cover": COVER}]},
    } | more  # fmt: skip
    person = identity.register(village.organisations["one"], told, account)
    assign.take_in(person, account)
    return person


@pytest.fixture
def her(ready) -> Person:
    return person_of(ready)


def give(client: Client, *people: Person, **more: object) -> HttpResponse:
    sent = {"action": "give", "person": [one.code for one in people], "until": today().isoformat(), "reason": "visit"}
    return client.post(PAGE, sent | more, follow=True)


def test_a_name_and_the_agreed_words_go_to_the_phone_and_nothing_else(keyed, her, signed_in) -> None:
    page = give(signed_in("mou"), her, until=(today() + 2 * DAY).isoformat())
    assert "1 name waits for your phone" in words(page)
    told = keyed.names()[her.code]
    assert (told["name"], told["words"]) == (NAME, COVER)
    assert set(told) == {"name", "words", "until", "size"}
    assert told["until"] == (today() + 2 * DAY).isoformat()


def test_it_is_in_clear_nowhere_at_the_server_nor_on_the_page(keyed, her, signed_in) -> None:
    page = give(signed_in("mou"), her)
    assert found(CANARIES, page.content) == []
    assert found(CANARIES, ask(keyed.phone, "state").content) == []
    assert [place for place, held in tables().items() if found(CANARIES, held)] == []


def test_each_name_is_a_reveal_with_its_reason_and_its_lines(keyed, her, signed_in, ready) -> None:
    other = person_of(ready)
    give(signed_in("mou"), her, other, reason="health")
    assert {(one.person, one.reason, one.fields) for one in Reveal.objects.all()} == {
        (her.code, "health", "names,contacts"), (other.code, "health", "names,contacts"),
    }  # fmt: skip
    lines = Entry.objects.filter(detail__step="visit_name", person=her.code)
    assert [(one.actor, one.detail["what"], one.detail["until"]) for one in lines] == [
        (ready.accounts["mou"].pk, keyed.phone.device.code, today().isoformat())
    ]
    assert "put her name on their own phone" in words(signed_in("salma").get("/desk/log"))


def test_the_days_limit_holds_and_what_it_stops_says_so(keyed, her, signed_in, ready, monkeypatch) -> None:
    others = [person_of(ready) for _n in range(2)]
    monkeypatch.setattr(limits, "allowed", lambda *_asked, **_more: 2)
    page = give(signed_in("mou"), her, *others)
    assert "2 names wait" in words(page)
    assert "as many names today as a day allows" in words(page)
    assert len(keyed.names()) == 2
    assert give(signed_in("mou"), others[1]).status_code == 409


def test_without_an_open_key_the_password_is_asked_for(keyed, her, ready) -> None:
    assert give(ready.client("mou"), her).status_code == 423
    assert not VisitName.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"until": (today() - DAY).isoformat()}, "one of the next three days"),
        ({"until": (today() + 4 * DAY).isoformat()}, "one of the next three days"),
        ({"until": "soon"}, "one of the next three days"), ({"reason": ""}, "Choose a reason"),
        ({"reason": "because"}, "Choose a reason"), ({"person": []}, "Choose whom you visit"),
        ({"person": ["ABCDEFGH"]}, "for whom you are there today"), ({"person": ["A" * 8] * 30}, "for whom you are"),
        ({"person": [f"{n:08}" for n in range(30)]}, "20 people at most"),
    ],
)  # fmt: skip
def test_what_is_not_possible_is_said_and_nothing_is_opened(keyed, her, signed_in, changed, sentence) -> None:
    page = give(signed_in("mou"), her, **changed)
    assert page.status_code == 409
    assert sentence in words(page)
    assert not VisitName.objects.exists()
    assert not Reveal.objects.exists()


def test_only_ones_own_people(keyed, signed_in, ready) -> None:
    hers = person_of(ready, "salma")
    assert "for whom you are there today" in words(give(signed_in("mou"), hers))
    assert not Reveal.objects.exists()


def test_only_to_ones_own_phone(keyed, her, signed_in, ready) -> None:
    one = ready.organisations["one"]
    salmas = with_key(Phone(*devices.add(ready.accounts["salma"], one), one))
    give(signed_in("mou"), her, phone=salmas.phone.device.code)
    assert {one.device for one in VisitName.objects.all()} == {keyed.phone.device}
    assert salmas.names() == {}


def test_a_phone_of_before_makes_its_key_at_the_next_contact(phone, her, signed_in) -> None:
    mou = signed_in("mou")
    assert "no phone with our own app" in words(mou.get(PAGE))
    assert enrol(phone).status_code == 200
    phone.password = OWN
    assert ask(phone, "state").json()["keyed"] is False
    assert "sign in again with a connection" in words(mou.get(PAGE))
    assert "no key yet" in words(give(mou, her))
    assert not Reveal.objects.exists()
    keyed = with_key(phone)
    assert ask(phone, "state").json()["keyed"] is True
    give(mou, her)
    assert keyed.names()[her.code]["name"] == NAME


def test_nobody_puts_another_key_in_its_place(keyed, her, signed_in) -> None:
    with_key(keyed.phone)  # whoever knows the phone's password
    give(signed_in("mou"), her)
    assert keyed.names()[her.code]["name"] == NAME


@pytest.mark.parametrize("public", ["x", 7, None, base64.b64encode(b"\4" + bytes(64)).decode(), "AAAA"])
def test_what_is_no_key_changes_nothing(phone, public: object) -> None:
    assert enrol(phone, json.dumps({"digest": digest(OWN), "public": public})).status_code == 400
    assert Device.objects.get().digest == digest(phone.password)


def test_it_is_bound_to_phone_person_and_day(keyed, her, signed_in) -> None:
    give(signed_in("mou"), her)
    row = VisitName.objects.get()
    row.until += DAY  # in the database, by somebody else
    row.save()
    with pytest.raises(CannotOpen):
        keyed.names()


def test_every_sealed_name_has_one_size(keyed, her, signed_in, ready) -> None:
    long = {"names": {"names": [{"text": "মাধবীলতা " * 20, "script": "beng", "kind": "usual"}]}}
    other = person_of(ready, **long, contacts={"contacts": [{"number": NUMBER, "cover": "সর্ষে " * 60}]})
    give(signed_in("mou"), her, other)
    assert {len(bytes(row.sealed)) for row in VisitName.objects.all()} == {visits.SIZE + 81}
    assert {one["size"] for one in keyed.names().values()} == {str(visits.SIZE)}


def test_words_are_empty_where_none_were_agreed_and_a_record_without_a_name_says_so(keyed, signed_in, ready) -> None:
    plain = person_of(ready, contacts={"contacts": []})
    nameless = person_of(ready, names={"names": []})
    page = give(signed_in("mou"), plain, nameless)
    assert "No name is written in this record" in words(page)
    assert keyed.names()[plain.code]["words"] == ""
    assert nameless.code not in keyed.names()


# Its end


def test_after_its_day_it_is_gone_and_its_row_too(keyed, her, signed_in, ready) -> None:
    give(signed_in("mou"), her)
    VisitName.objects.update(until=today() - DAY)
    assert ask(keyed.phone, "state").json()["names"] == []
    assert not VisitName.objects.exists()
    give(signed_in("mou"), her)
    VisitName.objects.update(until=today() - DAY)
    visits.drop_old()
    assert not VisitName.objects.exists()


def test_ending_the_phone_destroys_it_at_once(keyed, her, signed_in) -> None:
    mou = signed_in("mou")
    give(mou, her)
    assert mou.post(f"/desk/phones/{keyed.phone.device.code}/revoke").status_code == 302
    assert not VisitName.objects.exists()
    assert ask(keyed.phone, "state").status_code == 401
    assert "no phone with our own app" in words(mou.get(PAGE))


@pytest.mark.parametrize("how", ["assignment", "leave", "forgotten", "role"])
def test_who_is_not_there_for_her_any_more_gets_nothing(keyed, her, signed_in, ready, how: str) -> None:
    give(signed_in("mou"), her)
    mou: Account = ready.accounts["mou"]
    if how == "assignment":
        Assignment.objects.filter(person=her).update(valid_to=today() - DAY)
    elif how == "leave":
        Leave.objects.create(
            account=mou.pk, organisation=her.organisation, valid_from=today(), valid_to=today(), by=mou.pk
        )
    elif how == "forgotten":
        Person.objects.filter(pk=her.pk).update(state=Person.State.FORGOTTEN)
    else:
        Membership.objects.filter(account=mou).update(role="researcher")
    assert ask(keyed.phone, "state").json()["names"] == []
    assert not VisitName.objects.exists()


def test_it_can_be_taken_back(keyed, her, signed_in) -> None:
    mou = signed_in("mou")
    assert "on the phone until" in words(give(mou, her))
    assert mou.post(PAGE, {"action": "back", "code": her.code}).status_code == 302
    assert keyed.names() == {}


@pytest.mark.parametrize("name", ["asha", "devi", "ravi"])
def test_others_have_no_such_page(ready, name: str) -> None:
    assert ready.client(name).get(PAGE).status_code == 404
