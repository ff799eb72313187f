"""The inbox: what waits and why; opened on request and logged, tried again, set aside; one of two is kept."""

from __future__ import annotations

import pytest
from django.test import Client

from pakhi.field import due, publish
from pakhi.field.models import Answer, Arrival
from pakhi.field.tests.conftest import CANARY, VISIT, record, words
from pakhi.network.models import Membership
from pakhi.vault.models import Entry
from tests.village import PASSWORD

PAGE, State = "/desk/inbox", Arrival.State
NUMBER = "uuid:0a1b2c3d-0000-4000-8000-1234567890ab"


@pytest.fixture
def salma(ready) -> Client:
    """Signed in at the real page: her key is open."""
    client = Client()
    assert client.post("/desk/account/login/", {"login": "salma", "password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def strange(phone) -> Arrival:
    """A record of a form that is not here yet, with a picture."""
    assert phone.send(record(who=CANARY, came="yes", picture="17.jpg"), **{"17__jpg": b"a picture"}).status_code == 201
    return Arrival.objects.get(why="unknown_form")


@pytest.fixture
def conflict(phone, visit) -> tuple[Arrival, Arrival]:
    """Two records of one number: the first is taken in, the second waits."""
    for said in ("yes", "no"):
        phone.send(record(NUMBER, who=CANARY, came=said))
    first, second = Arrival.objects.order_by("pk")
    return first, second


def do(client: Client, arrival: Arrival, action: str, **more: object):
    return client.post(f"{PAGE}/{arrival.pk}/", {"action": action, **more})


def states(*arrivals: Arrival) -> list[str]:
    return [Arrival.objects.get(pk=one.pk).state for one in arrivals]


def looks() -> list[int]:
    return [one.detail["arrival"] for one in Entry.objects.filter(act="reveal", detail__step="arrival").order_by("pk")]


# The list


def test_what_waits_is_listed_with_a_sentence_and_without_its_answers(ready, strange, phone, visit):
    phone.send(record(who=CANARY, picture="18.jpg"))
    page = ready.client("salma").get(PAGE)
    text = words(page)
    assert "This form is not known here" in text
    assert "1 file is missing" in text
    assert "Mou" in text
    assert CANARY not in page.content.decode()


def test_another_organisation_and_a_worker_see_nothing_of_it(ready, strange):
    assert ready.client("mou").get(PAGE).status_code == 404
    Membership.objects.filter(account=ready.accounts["kabir"]).update(role="supervisor")
    kabir = ready.client("kabir")
    assert "Nothing has arrived yet" in words(kabir.get(PAGE))
    assert kabir.get(f"{PAGE}/{strange.pk}/").status_code == 404
    assert do(kabir, strange, "aside").status_code == 404
    assert states(strange) == [State.QUARANTINE]


def test_it_is_on_the_page_of_today_of_those_who_can_mend_it(ready, strange):
    assert 'href="/desk/inbox"' in ready.client("salma").get("/desk/").content.decode()
    mine, theirs = (Membership.objects.current().filter(account=ready.accounts[name]) for name in ("salma", "mou"))
    assert [item.page for item in due.items(mine)] == ["field:inbox"]
    assert due.items(theirs) == []


def test_an_empty_inbox_says_so(ready):
    assert "Nothing has arrived yet" in words(ready.client("salma").get(PAGE))


# All of it again


def test_all_that_may_go_in_is_tried_at_once(salma, ready, phone, strange):
    assert "Try all again" in words(salma.get(PAGE))
    phone.send("<data>cut")
    phone.send(record(form="unheard_of", who=CANARY))
    publish.go_live(publish.upload(VISIT.encode(), "visit.md", ready.organisations["one"], None))
    page = salma.post(PAGE, follow=True)
    assert "1 record is taken in. 2 still wait." in words(page)
    assert states(strange) == [State.TAKEN]
    left = Arrival.objects.filter(state=State.QUARANTINE)
    assert {one.why for one in left} == {"unknown_form", "xml"}
    assert "Nothing could be taken in" in words(salma.post(PAGE, follow=True))


def test_what_somebody_has_to_decide_about_is_not_tried(salma, conflict):
    assert "Try all again" not in words(salma.get(PAGE))
    salma.post(PAGE)
    assert states(*conflict) == [State.TAKEN, State.QUARANTINE]


def test_to_try_all_the_key_has_to_be_open_and_the_inbox_ones_own(ready, strange):
    assert ready.client("salma").post(PAGE).status_code == 423
    assert ready.client("mou").post(PAGE).status_code == 404
    publish.go_live(publish.upload(VISIT.encode(), "visit.md", ready.organisations["one"], None))
    kabir = Client()
    Membership.objects.filter(account=ready.accounts["kabir"]).update(role="supervisor")
    kabir.post("/desk/account/login/", {"login": "kabir", "password": PASSWORD})
    assert kabir.post(PAGE).status_code == 302
    assert states(strange) == [State.QUARANTINE]


# One record


def test_its_page_shows_codes_and_the_sentence_only_and_logs_nothing(ready, strange):
    page = ready.client("salma").get(f"{PAGE}/{strange.pk}/")
    assert strange.instance in words(page)
    assert CANARY not in page.content.decode()
    assert looks() == []


def test_without_an_open_key_the_password_is_asked_for(ready, strange):
    assert do(ready.client("salma"), strange, "look").status_code == 423
    assert looks() == []


def test_a_look_shows_the_answers_and_is_logged(salma, strange):
    page = do(salma, strange, "look")
    assert CANARY in words(page)
    assert looks() == [strange.pk]


def test_who_was_given_no_access_to_names_opens_nothing(ready, strange):
    mina = Client()
    mina.post("/desk/account/login/", {"login": "mina", "password": PASSWORD})
    page = do(mina, strange, "look")
    assert page.status_code == 409
    assert CANARY not in page.content.decode()
    assert looks() == []


def test_what_is_no_record_is_shown_as_it_came(salma, phone):
    phone.send(f"<data>{CANARY}")
    page = do(salma, Arrival.objects.get(), "look")
    assert f"<data>{CANARY}" in words(page)


def test_after_the_form_is_in_use_it_is_taken_in_with_its_files(salma, ready, strange):
    assert do(salma, strange, "again").status_code == 409
    publish.go_live(publish.upload(VISIT.encode(), "visit.md", ready.organisations["one"], None))
    assert do(salma, strange, "again").status_code == 302
    assert states(strange) == [State.TAKEN]
    assert Answer.objects.get(question="came").value == "yes"


def test_without_a_file_that_it_names_it_waits_for_that(salma, ready, phone):
    sent = record(who=CANARY, picture="17.jpg")
    phone.send(sent)
    publish.go_live(publish.upload(VISIT.encode(), "visit.md", ready.organisations["one"], None))
    arrival = Arrival.objects.get()
    assert do(salma, arrival, "again").status_code == 302
    assert states(arrival) == [State.WAITING]
    assert do(salma, arrival, "again").status_code == 409
    assert phone.send(sent, **{"17__jpg": b"a picture"}).status_code == 201
    assert states(arrival) == [State.TAKEN]


def test_set_aside_it_stays_and_is_logged(salma, strange):
    assert do(salma, strange, "aside").status_code == 302
    assert states(strange) == [State.ASIDE]
    assert Entry.objects.filter(act="write", detail__step="aside", detail__arrival=strange.pk).exists()
    assert do(salma, strange, "look").status_code == 409


def test_nothing_is_done_without_a_word_what(salma, strange):
    assert do(salma, strange, "burn").status_code == 409
    assert states(strange) == [State.QUARANTINE]


# Two with one number


def test_both_are_shown_side_by_side_with_what_differs(salma, conflict):
    page = do(salma, conflict[1], "look")
    text = words(page)
    assert text.count(CANARY) == 2
    assert text.count("differs") == 2
    assert looks() == [one.pk for one in conflict]


@pytest.mark.parametrize(
    ("kept", "left", "said"), [(0, [State.TAKEN, State.ASIDE], "yes"), (1, [State.ASIDE, State.TAKEN], "no")]
)
def test_one_is_kept_and_the_other_set_aside(salma, phone, conflict, kept, left, said):
    assert do(salma, conflict[1], "keep", keep=conflict[kept].pk).status_code == 302
    assert states(*conflict) == left
    assert [one.value for one in Answer.objects.filter(question="came")] == [said]
    assert phone.send(record(NUMBER, who=CANARY, came="no")).status_code == 201  # the phone is not told to keep it


@pytest.mark.parametrize("keep", ["", "0", "999999"])
def test_to_keep_one_it_has_to_be_one_of_them(salma, conflict, keep):
    assert do(salma, conflict[1], "keep", keep=keep).status_code == 409
    assert states(*conflict) == [State.TAKEN, State.QUARANTINE]


def test_it_cannot_slip_in_beside_the_first(salma, conflict):
    assert do(salma, conflict[1], "again").status_code == 409
    assert states(*conflict) == [State.TAKEN, State.QUARANTINE]


def test_what_a_room_has_written_already_is_corrected_there(salma, phone):
    publish.ship()
    version = publish.Version.objects.get(form__form_id="person", state="live").version
    for name in ("Jhilmilita Ek", "Jhilmilita Dui"):
        inside = f"<names><text>{name}</text><script>latn</script><kind>usual</kind></names>"
        meta = f"<meta><instanceID>{NUMBER}</instanceID></meta>"
        phone.send(f'<data id="person" version="{version}">{inside}{meta}</data>')
    first, second = Arrival.objects.order_by("pk")
    assert states(first, second) == [State.TAKEN, State.QUARANTINE]
    assert do(salma, second, "keep", keep=second.pk).status_code == 409
    assert states(first, second) == [State.TAKEN, State.QUARANTINE]
    assert do(salma, second, "keep", keep=first.pk).status_code == 302
    assert states(first, second) == [State.TAKEN, State.ASIDE]


def test_one_that_a_corrected_record_has_replaced_is_told_so(salma, strange, phone, ready):
    correction = record("uuid:later-record", who=CANARY, came="no")
    phone.send(correction.replace("</meta>", f"<deprecatedID>{strange.instance}</deprecatedID></meta>"))
    publish.go_live(publish.upload(VISIT.encode(), "visit.md", ready.organisations["one"], None))
    later = Arrival.objects.get(instance="uuid:later-record")
    Arrival.objects.filter(pk=later.pk).update(state=State.TAKEN, why="")
    page = salma.post(f"{PAGE}/{strange.pk}/", {"action": "again"}, follow=True)
    assert "A corrected record of it is here already" in words(page)
    assert states(strange) == [State.REPLACED]
