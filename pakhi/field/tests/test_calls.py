"""A call to the helpline: coded answers in the records, who she is in the vault, and an unnamed caller unnamed."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.field import callback
from pakhi.field.models import Answer, Arrival, Call, FollowUp, Referral
from pakhi.field.tests.conftest import CANARY, Phone
from pakhi.field.tests.hotline import call
from pakhi.lib.clock import today
from pakhi.vault import identity, index, keys, reveal
from pakhi.vault.models import Assignment, Entry, Note, Person
from tests.canaries import found, tables
from tests.village import PASSWORD, Village

NUMBER, NOTE, WORD = "99999 00452", "Her uncle sits beside her.", "ঝিলমিল তারা"
LATER = str(today() + dt.timedelta(days=3))
NEW = {
    "caller": "new", "number": NUMBER, "whose": "family", "safe_to_call": "hours", "hours": "noon",
    "cover": "It is about the pond", "text": CANARY, "block": "Amdanga", "note": NOTE,
}  # fmt: skip
FOLLOW = {"follow_up": "yes", "follow_up_on": LATER, "follow_up_how": "we_call"}
SENT_ON = {
    "done": "listened referred", "referred_family": "police", "referred_kind": "police_oc", "referred_how": "called",
    "referred_agreed": "yes",
}  # fmt: skip


def opened(village: Village, name: str = "salma") -> keys.Unlocked:
    return keys.unlock(village.accounts[name], PASSWORD)


def asha(village: Village, **more: object) -> Person:
    """Somebody with a code, whose number may not be called."""
    told = {
        "names": {"names": [{"text": "ঝিঙেফুল"}]},
        "contacts": {"contacts": [{"number": "99999 00417", "safe_to_call": False}]},
    }
    return identity.register(village.organisations["one"], {**told, **more}, village.accounts["mou"])


def test_an_unnamed_caller_leaves_codes_and_nobody_in_the_vault(phone: Phone) -> None:
    arrival = call(phone, note=NOTE, text=CANARY, number=NUMBER)  # as if she had changed her mind while it was filled
    row = Call.objects.get()
    assert (arrival.state, arrival.person, row.person) == (Arrival.State.TAKEN, "", "")
    assert (row.category, row.done, row.danger, row.urgency) == (
        ["threat", "police_court"], ["listened", "informed"], "no", "week",
    )  # fmt: skip
    assert row.by == phone.device.account
    assert not Person.objects.exists()
    assert not Answer.objects.exists()


def test_a_new_caller_is_registered_and_how_she_is_reached_is_in_her_identity_alone(phone: Phone, ready) -> None:
    arrival = call(phone, **NEW, **FOLLOW)
    person = Person.objects.get()
    row = Call.objects.get()
    assert arrival.person == row.person == person.code
    assert Assignment.objects.get().account == ready.accounts["mou"].pk
    said = reveal.reveal(opened(ready), person, ["names", "contacts", "address"], "visit")
    assert said["names"]["names"][0]["text"] == CANARY
    assert said["contacts"]["contacts"] == [
        {"number": NUMBER, "whose": "family", "safe_to_call": True, "hours": "noon", "cover": "It is about the pond"}
    ]
    assert [text for _row, text in reveal.reveal_notes(opened(ready), person, "vault", "visit")] == [NOTE]
    follow = FollowUp.objects.get()
    assert (follow.on, follow.how, follow.person) == (today() + dt.timedelta(days=3), "we_call", person.code)


def test_nothing_that_was_said_is_in_clear_anywhere(phone: Phone) -> None:
    call(phone, **NEW)
    call(phone, word=WORD, note=NOTE)
    said = [CANARY, NUMBER, NUMBER.replace(" ", ""), NOTE, "It is about the pond", WORD, callback.plain(WORD)]
    assert [place for place, held in tables().items() if found(said, held)] == []


def test_a_number_of_a_known_caller_comes_to_those_she_has(phone: Phone, ready) -> None:
    person = asha(ready)
    code = f"{person.code[:4]} {person.code[4:]}".lower()
    call(phone, caller="known", person=code, number=NUMBER, safe_to_call="yes", note=NOTE, **FOLLOW)
    numbers = [
        row["number"] for row in reveal.reveal(opened(ready), person, ["contacts"], "visit")["contacts"]["contacts"]
    ]
    assert numbers == ["99999 00417", NUMBER]
    one = ready.organisations["one"].code
    for number in ("9999900417", "9999900452"):  # both still find her
        assert index.holders(one, "phone", [number]) == {person.code}
    assert Call.objects.get().person == person.code
    assert not Assignment.objects.exists()  # who takes a call is not there for her by that


def test_a_call_of_somebody_known_from_elsewhere_or_forgotten_waits(phone: Phone, ready) -> None:
    kabir = ready.accounts["kabir"]
    other = identity.register(ready.organisations["two"], {"names": {"names": [{"text": "x"}]}}, kabir)
    assert call(phone, caller="known", person=other.code).why == "person"
    mine = asha(ready)
    Person.objects.filter(pk=mine.pk).update(state=Person.State.FORGOTTEN)
    assert call(phone, caller="known", person=mine.code).why in {"closed", "person"}
    assert not Call.objects.exists()


@pytest.mark.parametrize("state", ["nothing lost", "the records lost", "the inbox lost", "both lost"])
def test_sent_again_and_again_it_is_one_call(phone: Phone, ready, state: str) -> None:
    number, person = "uuid:0a1b2c3d-0000-4000-8000-1234567890ac", asha(ready)
    told = {"caller": "known", "person": person.code, "number": NUMBER, "note": NOTE, **FOLLOW, **SENT_ON}
    call(phone, number, **told)
    lines = Entry.objects.count()
    if state in {"the records lost", "both lost"}:
        Call.objects.all().delete()  # as if the server had died between the vault and the records
        Arrival.objects.update(state=Arrival.State.WAITING)
    if state in {"the inbox lost", "both lost"}:
        Arrival.objects.all().delete()
    call(phone, number, **told)
    counts = [model.objects.count() for model in (Call, FollowUp, Referral, Note)]
    assert counts == [1, 1, 1, 1]
    assert Entry.objects.count() == lines
    contacts = reveal.reveal(opened(ready), person, ["contacts"], "visit")["contacts"]["contacts"]
    assert len(contacts) == 2


@pytest.mark.parametrize(
    ("wrong", "why", "what"),
    [
        ({"danger": ""}, "missing", "danger"),
        ({"urgency": "Rina"}, "answer", "urgency"),
        ({"category": "threat Rina"}, "answer", "category"),
        ({"category": ""}, "missing", "category"),
        ({"day": "2999-01-01"}, "answer", "day"),
        ({"day": "yesterday"}, "answer", "day"),
        ({"caller": "known", "person": "AAAAAAAA"}, "answer", "person"),
        ({"caller": "new"}, "missing", "names.text"),
        ({**NEW, "number": "12"}, "answer", "contacts.number"),
        ({**SENT_ON, "referred_kind": "bdo"}, "answer", "referred_kind"),
        ({**SENT_ON, "referred_agreed": ""}, "missing", "referred_agreed"),
        ({**FOLLOW, "follow_up_on": "2020-01-01", "follow_up_how": "she_calls"}, "answer", "follow_up_on"),
        ({**FOLLOW, "follow_up_on": ""}, "missing", "follow_up_on"),
        ({"word": "a"}, "answer", "word"),
        ({"word": "98300 00000"}, "answer", "word"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_waits_under_its_question_and_writes_nothing(phone, wrong, why, what) -> None:
    arrival = call(phone, **wrong)
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, why, what)
    assert not Call.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ({**NEW, "safe_to_call": "yes", "hours": ""}, True),
        ({**NEW}, True),
        ({**NEW, "safe_to_call": "no", "hours": ""}, False),
        ({**NEW, "safe_to_call": "", "hours": ""}, False),
        ({**NEW, "number": "", "whose": "", "safe_to_call": "", "hours": "", "cover": ""}, False),
        ({"caller": "unnamed"}, False),
        ({"caller": "unnamed", "number": NUMBER, "safe_to_call": "yes"}, False),
    ],
)
def test_a_call_back_is_taken_only_where_somebody_said_that_it_is_safe(phone, told, taken) -> None:
    arrival = call(phone, **told, **FOLLOW)
    assert (arrival.state == Arrival.State.TAKEN) is taken
    assert FollowUp.objects.count() == taken
    if not taken:
        assert (arrival.why, arrival.what) == ("answer", "follow_up_how")


def test_a_referral_is_a_kind_of_office_and_whose_yes_there_was(phone: Phone) -> None:
    call(phone, **SENT_ON)
    call(phone, **SENT_ON | {"referred_agreed": "no", "referred_family": "other", "referred_kind": ""})
    rows = Referral.objects.order_by("pk").values_list("family", "kind", "how", "agreed")
    assert list(rows) == [("police", "police_oc", "called", "she"), ("other", "", "called", "nobody")]


def test_a_word_finds_earlier_calls_however_it_is_written_and_nowhere_else(phone: Phone, ready) -> None:
    one, two = ready.organisations["one"], ready.organisations["two"]
    call(phone, word=" Neem-leaf ৭")
    call(phone, word="neem LEAF 7")
    call(phone, word="river")
    assert callback.calls(one, "NEEMLEAF 7").count() == 2
    assert callback.calls(two, "neem leaf 7").count() == 0
    assert callback.mark(one, "river") != callback.mark(two, "river")
    first, second, _third = Call.objects.order_by("pk")
    assert list(callback.others(first)) == [second]


def test_a_word_is_kept_of_callers_without_a_name_only(phone: Phone) -> None:
    call(phone, **NEW, word=WORD)
    assert Call.objects.get().word is None
