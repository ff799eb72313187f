"""The form `consent`: a yes and a no from a phone by the rules of the page, once, and nothing of hers in clear."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from pakhi.field.consenting import mark_of
from pakhi.field.models import Answer, Arrival, Version
from pakhi.field.refusals import SENTENCES
from pakhi.field.tests.conftest import Phone
from pakhi.field.tests.filler import Filled, fill, in_use
from pakhi.lib.clock import Quarter, today
from pakhi.network.models import Membership
from pakhi.vault import assign, consent, identity
from pakhi.vault.consent_words import WRONG
from pakhi.vault.models import Assignment, Consent, Entry, Person, SealedFile
from pakhi.vault.tests.test_files import ogg
from tests.canaries import found, tables

State = Arrival.State
NUMBER = "uuid:0a1b2c3d-0000-4000-8000-1234567890ab"
SOON = (today() + timedelta(days=200)).isoformat()


@pytest.fixture
def form(ready) -> Version:
    return in_use("consent")


@pytest.fixture
def her(ready, phone: Phone) -> Person:
    """Somebody for whom Mou is there."""
    mou = phone.device.account
    person = identity.register(phone.organisation, {"names": {"names": [{"text": "Tumtumi", "script": "latn"}]}}, mou)
    assign.take_in(person, mou)
    return person


def paper() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "JPEG")
    return out.getvalue()


def send(phone: Phone, filled: Filled, **changed: bytes) -> Arrival:
    """Send a filled form with the files that it names."""
    files = {name: ogg() if name.endswith("m4a") else paper() for name in filled.files} | changed
    sent = {name.replace(".", "__"): content for name, content in files.items()}
    assert phone.send(filled.content, **sent).status_code == 201
    return Arrival.objects.latest("pk")


def asked(form: Version, her: Person, **wanted: str) -> Filled:
    return fill(form, **{"person": her.code, "under_18": "no", "witness": "", "until": ""} | wanted)


@pytest.mark.parametrize("purpose", Consent.Purpose.values)
def test_her_yes_is_kept_as_on_the_page(ready, phone, form, her, purpose) -> None:
    recipient = ready.organisations["two"].code
    wanted = {"purpose": purpose, "recipient": recipient, "scope": "names contacts"}
    arrival = send(phone, asked(form, her, **wanted))
    assert (arrival.state, arrival.why, arrival.what, arrival.person) == (State.TAKEN, "", "", her.code)
    made = Consent.objects.get()
    assert (made.person, made.purpose, made.given, made.by) == (her, purpose, "signature", phone.device.account.pk)
    if made.recipient:
        assert made.recipient == recipient
    assert consent.allows(her, purpose, recipient, "names" if made.scope else "")


def test_the_paper_is_a_sealed_file_of_hers(phone, form, her) -> None:
    send(phone, asked(form, her, purpose="story", recipient=""))
    kept = SealedFile.objects.get()
    assert (kept.person, kept.kind, kept.token) == (her, SealedFile.Kind.PROOF, Consent.objects.get().proof)


def test_her_voice_is_a_proof_too(phone, form, her) -> None:
    send(phone, asked(form, her, purpose="case", given="voice"))
    assert Consent.objects.get().proof == SealedFile.objects.get().token


def test_a_no_is_a_line_in_the_log_and_no_consent(phone, form, her) -> None:
    send(phone, asked(form, her, purpose="photo", answer="no"))
    assert not Consent.objects.exists()
    assert consent.said_no([her]) == {"photo": today()}


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_same_record_again_is_one_answer(phone, form, her, answer) -> None:
    filled = fill(form, NUMBER, person=her.code, under_18="no", purpose="case", answer=answer, witness="", until="")
    for _ in range(2):
        send(phone, filled)
    Arrival.objects.all().delete()  # as if the server had died between keeping her answer and noting that it did
    assert send(phone, filled).state == State.TAKEN
    assert Entry.objects.filter(act="consent").count() == 1
    assert Consent.objects.count() == SealedFile.objects.count() == (answer == "yes")


def test_nothing_that_is_chosen_about_her_is_a_coded_answer(phone, form, her) -> None:
    send(phone, asked(form, her, purpose="case"))
    assert not Answer.objects.exists()
    assert [place for place, held in tables().items() if found(["proof_paper.jpg"], held)] == [
        "default.field_attachment"
    ]


# Under 18


def child(form: Version, her: Person, **wanted: str) -> Filled:
    return asked(form, her, **{"under_18": "yes", "purpose": "case", "turns_18": SOON, "assent": "yes"} | wanted)


@pytest.mark.parametrize("guardian", ["given", "unsafe", "none"])
def test_a_childs_yes_ends_with_the_quarter_in_which_she_turns_18(phone, form, her, guardian) -> None:
    send(phone, child(form, her, guardian=guardian))
    made = Consent.objects.get()
    assert (made.under_18, made.guardian, made.assent, made.warned) == (True, guardian, True, True)
    assert made.valid_to == Quarter.of(today() + timedelta(days=200)).last_day
    assert SealedFile.objects.filter(token=made.cwc, kind=SealedFile.Kind.COURT).exists()
    assert SOON.encode() not in b"".join(tables().values())


# What falls short


@pytest.mark.parametrize(
    ("wanted", "why", "what"),
    [
        ({"purpose": "share", "recipient": ""}, "c_recipient_must", "recipient"),
        ({"purpose": "share", "recipient": "AAAAAA"}, "c_recipient_unknown", "recipient"),
        ({"purpose": "share", "scope": ""}, "c_scope_must", "scope"),
        ({"purpose": "share", "scope": "names moon"}, "c_scope_unknown", "scope"),
        ({"purpose": "case", "heard_look": "no"}, "c_heard", "heard"),
        ({"purpose": "case", "script": "2019-01"}, "c_heard", "heard"),
        ({"purpose": "story", "given": "voice"}, "c_given", "given"),
        ({"purpose": "story", "proof_paper": ""}, "c_proof_must", "proof_paper"),
        ({"purpose": "case", "given": "witness"}, "c_witness_must", "witness"),
        ({"purpose": "case", "given": "witness", "witness": "mou"}, "c_witness_must", "witness"),
        ({"purpose": "case", "given": "witness", "witness": "kabir"}, "c_witness_unknown", "witness"),
        ({"purpose": "case", "until": "2020-01-01"}, "c_days", "until"),
        ({"purpose": "case", "until": "someday"}, "answer", "until"),
        ({"purpose": "story", "under_18": "yes", "turns_18": SOON}, "c_under_18_never", "under_18"),
        ({"purpose": "case", "under_18": "yes", "turns_18": SOON, "assent": "no"}, "c_assent_must", "assent"),
        ({"purpose": "case", "under_18": "yes", "turns_18": SOON, "guardian": "none", "cwc": ""}, "c_cwc_must", "cwc"),
        ({"purpose": "case", "under_18": "yes", "turns_18": ""}, "c_turns_18_must", "turns_18"),
        ({"purpose": "case", "under_18": "yes", "turns_18": "2020-01-01"}, "c_adult_now", "turns_18"),
        ({"purpose": "case", "language": "fr"}, "answer", "language"),
        ({"purpose": "marriage"}, "answer", "purpose"),
        ({"purpose": "case", "answer": ""}, "missing", "answer"),
        ({"purpose": "case", "person": ""}, "missing", "person"),
        ({"purpose": "case", "person": "AAAA AAAA"}, "answer", "person"),
        ({"purpose": "case", "person": "234679A3"}, "answer", "person"),
    ],
)
def test_what_falls_short_waits_with_the_sentence_that_says_so(phone, form, her, wanted, why, what) -> None:
    arrival = send(phone, asked(form, her, **wanted))
    assert (arrival.state, arrival.why, arrival.what) == (State.QUARANTINE, why, what)
    assert len(str(SENTENCES[why])) > 10
    assert not Consent.objects.exists()
    assert not SealedFile.objects.exists()


def test_every_fault_of_a_consent_has_its_sentence_here() -> None:
    assert {f"c_{fault}" for fault in WRONG} <= set(SENTENCES)
    assert max(map(len, SENTENCES)) <= Arrival._meta.get_field("why").max_length


def test_a_paper_that_cannot_be_kept_leaves_nothing_behind(phone, form, her) -> None:
    arrival = send(phone, asked(form, her, purpose="case"), **{"proof_paper.jpg": b"no picture\x00"})
    assert (arrival.state, arrival.why) == (State.QUARANTINE, "c_file")
    assert not Consent.objects.exists()


def test_who_is_not_there_for_her_asks_her_nothing(ready, phone, form, her) -> None:
    Assignment.objects.all().delete()
    arrival = send(phone, asked(form, her, purpose="case"))
    assert (arrival.state, arrival.why, arrival.person) == (State.QUARANTINE, "person", her.code)
    Membership.objects.filter(account=phone.device.account).update(role="supervisor")
    assert send(phone, asked(form, her, purpose="case")).state == State.TAKEN


def test_a_person_of_another_organisation_is_nobody_here(ready, phone, form) -> None:
    theirs = identity.register(ready.organisations["two"], {"names": {"names": []}}, ready.accounts["kabir"])
    assert send(phone, asked(form, theirs, purpose="case")).why == "person"


def test_a_closed_record_takes_no_consent(phone, form, her) -> None:
    Person.objects.update(state=Person.State.MOVED)
    assert send(phone, asked(form, her, purpose="case")).why in {"closed", "person"}
    assert not Consent.objects.exists()


def test_the_mark_of_a_record_says_nothing_and_is_no_number(phone) -> None:
    from pakhi.field.handlers import Sent
    from pakhi.field.records import Record

    sent = Sent(Record(NUMBER, "consent", "1", ()), phone.organisation, phone.device.account)
    assert mark_of(sent) == mark_of(sent)
    assert len(mark_of(sent)) == 32
    assert mark_of(sent)[0] == "r"
