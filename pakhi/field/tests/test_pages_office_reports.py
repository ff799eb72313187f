"""Reports about offices: who sees them, opens them, and decides; what was typed stays."""

from __future__ import annotations

import pytest
from django.test import Client

from pakhi.field.models import OfficeReport
from pakhi.field.tests.conftest import CANARY, words
from pakhi.field.tests.filler import fill, in_use
from pakhi.field.tests.test_consenting import paper
from pakhi.network.models import Membership, Office
from pakhi.network.offices import holder_on
from pakhi.vault import keys
from pakhi.vault.models import Entry
from tests.village import PASSWORD

PAGE = "/desk/office-reports"


def signed_in(name: str) -> Client:
    client = Client()
    assert client.post("/desk/account/login/", {"login": name, "password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def mina(ready) -> Client:
    """The manager of CBO One; Salma has given her access to names."""
    one, account = ready.organisations["one"], ready.accounts["mina"]
    keys.make_worker_key(account, PASSWORD)
    keys.grant(keys.unlock(ready.accounts["salma"], PASSWORD), keys.current(one), account)
    return signed_in("mina")


@pytest.fixture
def send(ready, phone):
    def sent(**wanted: str) -> OfficeReport:
        filled = fill(in_use("office_report"), **{"office": ready.offices["bdo"].code, "office_phone": ""} | wanted)
        phone.send(filled.content, **{name.replace(".", "__"): paper() for name in filled.files})
        return OfficeReport.objects.latest("pk")

    return sent


def do(client: Client, report: OfficeReport, action: str, **more: object):
    return client.post(f"{PAGE}/{report.pk}/", {"action": action, **more})


def state(report: OfficeReport) -> str:
    return OfficeReport.objects.get(pk=report.pk).state


def looks() -> int:
    return Entry.objects.filter(act="reveal", detail__step="arrival").count()


# Who sees what


def test_what_waits_is_listed_by_its_codes(ready, send):
    send(what="closed")
    for name in ("mina", "devi"):
        text = words(ready.client(name).get(PAGE))
        assert "The office is closed for good Block office, Amdanga" in text
        assert CANARY not in text


def test_a_worker_sees_their_own_and_what_became_of_it(ready, send):
    report = send(what="closed")
    assert "Waits for a decision" in words(ready.client("mou").get(PAGE))
    do(ready.client("mina"), report, "aside", reason="right")
    text = words(ready.client("mou").get(PAGE))
    assert "Set aside" in text
    assert "The list is right as it is" in text
    assert "closed for good" not in words(ready.client("salma").get(PAGE))


@pytest.mark.parametrize(
    ("name", "role", "status"),
    [("mou", "worker", 404), ("salma", "supervisor", 404), ("mina", "manager", 200), ("devi", "coordinator", 200),
     ("kabir", "manager", 404), ("asha", "leader", 404), ("noor", "researcher", 404)],
)  # fmt: skip
def test_who_may_open_one(ready, send, name, role, status):
    report = send(what="closed")
    Membership.objects.filter(account=ready.accounts[name]).update(role=role)
    client = ready.client(name)
    assert client.get(f"{PAGE}/{report.pk}/").status_code == status
    if status == 404:
        assert do(client, report, "aside", reason="right").status_code == 404
        assert state(report) == "waiting"


def test_empty_pages_say_what_will_be_here(ready):
    assert "Nothing waits for you" in words(ready.client("mina").get(PAGE))
    assert "You have not reported an office yet" in words(ready.client("mou").get(PAGE))


# Looking


def test_before_a_look_there_is_no_word_of_it(ready, send):
    report = send(what="missing", office="")
    page = ready.client("mina").get(f"{PAGE}/{report.pk}/")
    assert CANARY not in page.content.decode()
    assert "Panchayat" in words(page)
    assert looks() == 0


def test_a_look_shows_the_words_and_the_board_and_fills_the_form(mina, send):
    report = send(what="holder_new", holder_name="Lila Invented", post="block development officer")
    page = do(mina, report, "look")
    text = page.content.decode()
    assert f"{CANARY} detail" in words(page)
    assert "data:image/jpeg;base64," in text
    assert 'value="Lila Invented"' in text
    assert page.context["form"].initial["post"] == report.office.posts.get().code
    assert looks() == 1


def test_a_coordinator_of_the_network_decides_without_the_key(ready, send):
    report, devi = send(what="closed"), ready.client("devi")
    assert "It is locked with the key of the organisation" in words(devi.get(f"{PAGE}/{report.pk}/"))
    assert do(devi, report, "look").status_code == 423
    page = do(devi, report, "write", since="")
    assert (page.status_code, state(report)) == (302, "written")
    assert Office.objects.get(pk=report.office_id).valid_to is not None


def test_a_coordinator_with_a_key_of_their_own_opens_nothing_of_another_organisation(ready, send):
    keys.make_worker_key(ready.accounts["devi"], PASSWORD)
    report = send(what="closed")
    page = do(signed_in("devi"), report, "look")
    assert page.status_code == 409
    assert CANARY not in page.content.decode()
    assert looks() == 0


# Deciding


def test_a_new_holder_is_written_from_what_was_opened(mina, ready, send):
    report = send(what="holder_new", since="2026-09-01", holder_name="Lila", post="Block Development Officer")
    form = do(mina, report, "look").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    assert do(mina, report, "write", looked="yes", **typed).status_code == 302
    assert holder_on(ready.holders["hari"].post).names == {"en": "Lila"}
    assert state(report) == "written"


def test_a_missing_office_is_found_a_place_and_opened(mina, ready, send):
    report = send(what="missing", office="", office_name="ঝিলগ্রাম পঞ্চায়েত", village="Doyel")
    page = do(mina, report, "look")
    form = page.context["form"]
    assert form.initial["name_local"] == "ঝিলগ্রাম পঞ্চায়েত"
    place = str(ready.places["panchayat"].pk)
    assert (place, "Doyelgram, Amdanga, North 24 Parganas, West Bengal") in form.found
    typed = {"kind": "gp", "name": "Jhilgram panchayat", "name_local": "ঝিলগ্রাম পঞ্চায়েত", "language": "bn"}
    done = do(mina, report, "write", looked="yes", find="Doyel", place=place, **typed)
    assert done.status_code == 302
    made = Office.objects.get(pk=OfficeReport.objects.get(pk=report.pk).office_id)
    assert made.names == {"en": "Jhilgram panchayat", "bn": "ঝিলগ্রাম পঞ্চায়েত"}
    assert made.place == ready.places["panchayat"]


def test_looking_for_a_place_keeps_what_was_typed_and_complains_of_nothing(mina, send):
    report = send(what="missing", office="")
    page = do(mina, report, "find", find="Amdanga", name="Half a na")
    assert 'value="Half a na"' in page.content.decode()
    assert "Amdanga, North 24 Parganas" in words(page)
    assert "error-summary" not in page.content.decode()
    assert "No place of this name" in words(do(mina, report, "find", find="Nowhere at all"))


@pytest.mark.parametrize(
    ("what", "typed", "said"),
    [
        ("moved", {}, "Where is it?"), ("renamed", {}, "Write the name"), ("area", {}, "Which places"),
        ("holder_new", {"holder": "Lila"}, "Choose the chair"), ("vacant", {}, "Which chair?"),
        ("closed", {"since": "2999-01-01"}, "has not come yet"), ("missing", {"name": "A"}, "Kind of office"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_written(mina, send, what, typed, said):
    report = send(what=what) if what != "missing" else send(what=what, office="")
    page = do(mina, report, "write", **typed)
    assert page.status_code == 400
    assert said in words(page)
    assert state(report) == "waiting"


def test_an_office_without_a_known_code_is_named_by_who_decides(mina, ready, send):
    report = send(what="renamed", office="AAAAAAA")
    assert "No office has this code" in words(do(mina, report, "write", office="AAAAAAA", name="Better"))
    done = do(mina, report, "write", office=ready.offices["bdo"].code.lower(), name="Better")
    assert done.status_code == 302
    assert Office.objects.get(pk=ready.offices["bdo"].pk).names["en"] == "Better"


def test_what_the_directory_refuses_is_said_and_the_typed_stays(mina, ready, send):
    hari = ready.holders["hari"]
    report = send(what="holder_new")
    page = do(mina, report, "write", post=hari.post.code, holder="Lila", since="2020-01-01")
    assert page.status_code == 409
    assert "The office is not open on" in words(page)
    assert 'value="Lila"' in page.content.decode()


def test_to_set_aside_needs_a_reason(ready, send):
    report = send(what="closed")
    assert do(ready.client("mina"), report, "aside").status_code == 409
    assert state(report) == "waiting"


def test_what_was_decided_is_not_decided_again(ready, send):
    report, mina = send(what="closed"), ready.client("mina")
    assert do(mina, report, "aside", reason="twice").status_code == 302
    page = do(mina, report, "write", since="")
    assert page.status_code == 409
    assert "decided about this report already" in words(page)
    assert "Put the list right" not in words(page)


def test_nothing_is_done_without_a_word_what(ready, send):
    report = send(what="closed")
    assert do(ready.client("mina"), report, "burn").status_code == 409
    assert state(report) == "waiting"
