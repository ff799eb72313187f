"""Never this colleague, in the field room: lists, desk, queue and phones know nothing of her for whom she said so."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from pakhi.field import devices, ended, followups, forgotten, mending, publish
from pakhi.field.models import Arrival, DeskVisit, Entity, FollowUp, Turn, VisitName
from pakhi.field.tests.app import ask
from pakhi.field.tests.conftest import CANARY, Phone, record, words
from pakhi.field.tests.hotline import call
from pakhi.field.tests.test_calls import asha, opened
from pakhi.field.tests.test_openrosa_entities import VISITS, WELL
from pakhi.field.tests.test_openrosa_entities import sent as about_well
from pakhi.field.tests.test_queue import PAGE as QUEUE
from pakhi.field.tests.test_queue import come
from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault import apart, assign, forget, keys, merge, scope, wishes
from pakhi.vault.keys import Refused
from pakhi.vault.models import Apart, Entry, Person
from tests.village import PASSWORD, Village

INBOX, State = "/desk/inbox", Arrival.State
NUMBER = "uuid:0a1b2c3d-0000-4000-8000-1234567890ab"


@pytest.fixture
def her(ready: Village) -> Person:
    """Mou is there for her; of the two who decide, one is Salma's."""
    person = asha(ready)
    assign.assign(person, ready.accounts["mou"], by=ready.accounts["salma"])
    return person


@pytest.fixture
def mina(ready: Village) -> Account:
    """A second supervisor, who opens names."""
    mina = ready.accounts.get("mina") or Account.objects.create(username="mina", name="Mina")
    one = ready.organisations["one"]
    Membership.objects.get_or_create(
        account=mina, organisation=one, role="manager", defaults={"valid_from": "2020-01-01"}
    )
    if not keys.holds(one, mina):
        keys.make_worker_key(mina, PASSWORD)
        keys.grant(opened(ready), keys.current(one), mina)
    return mina


@pytest.fixture
def apart_from_salma(ready: Village, her: Person, mina: Account) -> Person:
    """She never wants Salma, who is supervisor, to know of her."""
    wishes.keep_apart(her, ready.accounts["salma"], by=mina)
    return her


def waits(phone: Phone, person: Person, instance: str = "", **more: str) -> Arrival:
    """A record that names her, of a form that is not here yet."""
    assert phone.send(record(instance, form="nowhere", person=person.code, who=CANARY, **more)).status_code == 201
    return Arrival.objects.latest("pk")


def do(client, arrival: Arrival, action: str):
    return client.post(f"{INBOX}/{arrival.pk}/", {"action": action})


# What waits in the inbox


def test_what_waits_about_her_is_not_in_the_inbox_of_her_supervisor(ready, phone, apart_from_salma, mina, signed_in):
    arrival = waits(phone, apart_from_salma)
    salma = signed_in("salma")
    assert "Nothing has arrived yet" in words(salma.get(INBOX))
    assert "record from a phone waits" not in words(salma.get("/desk/"))
    assert salma.get(f"{INBOX}/{arrival.pk}/").status_code == 404
    assert do(salma, arrival, "look").status_code == 404
    assert not Entry.objects.filter(detail__step="arrival").exists()
    assert "This form is not known here" in words(ready.client("mina").get(INBOX))
    assert CANARY in str(mending.look(opened(ready, "mina"), arrival))


@pytest.mark.parametrize("verb", [mending.look, mending.again])
def test_what_came_before_this_was_written_on_it_is_refused_when_it_is_opened(
    ready, phone, apart_from_salma, mina, verb
):
    arrival = waits(phone, apart_from_salma)
    Arrival.objects.update(person="")
    arrival.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        verb(opened(ready), arrival)
    assert str(refusal.value) == "You cannot open this record."
    assert not Entry.objects.filter(detail__arrival=arrival.pk).exists()
    assert Arrival.objects.get().person == apart_from_salma.code  # and from now on it is not there
    assert verb(opened(ready, "mina"), arrival)


def test_her_code_as_an_answer_to_any_question_is_enough(ready, phone, apart_from_salma):
    for answer in (apart_from_salma.code, f"yes {apart_from_salma.code}", apart_from_salma.code.lower()):
        phone.send(record(form="nowhere", whom=answer, who=CANARY))
        with pytest.raises(Refused):
            mending.look(opened(ready), Arrival.objects.latest("pk"))
    phone.send(f"<broken>{apart_from_salma.code}".encode())
    with pytest.raises(Refused):
        mending.look(opened(ready), Arrival.objects.latest("pk"))


def test_a_record_under_her_older_code_is_hers(ready, phone, her, mina):
    second = asha(ready)
    merge.confirm(merge.propose(second, her, ready.accounts["mou"]), ready.accounts["salma"])
    wishes.keep_apart(merge.answer(her.code), ready.accounts["salma"], by=mina)
    arrival = waits(phone, her)
    Arrival.objects.update(person="")
    with pytest.raises(Refused):
        mending.look(opened(ready), Arrival.objects.get(pk=arrival.pk))


def test_of_two_with_one_number_neither_is_shown(ready, phone, apart_from_salma, visit):
    assert phone.send(record(NUMBER, who=CANARY, came="yes")).status_code == 201
    assert phone.send(record(NUMBER, who=CANARY, person=apart_from_salma.code)).status_code == 409
    Arrival.objects.update(person="")
    with pytest.raises(Refused):
        mending.look(opened(ready), Arrival.objects.latest("pk"))


def test_what_an_ended_phone_left_about_her_is_not_listed(ready, phone, apart_from_salma):
    arrival = waits(phone, apart_from_salma)
    Arrival.objects.update(why="ended")
    salma, one = ready.accounts["salma"], ready.organisations["one"]
    assert list(ended.waiting([one])) == [arrival]
    with scope.read_by(lambda: apart.hidden_from(salma)):
        assert list(ended.waiting([one])) == []
    Arrival.objects.update(person="")
    with pytest.raises(Refused):
        ended.accept(opened(ready), Arrival.objects.get(), "phone_lost")


def test_others_are_looked_at_as_before(ready, phone, apart_from_salma):
    arrival = waits(phone, asha(ready))
    assert CANARY in str(mending.look(opened(ready), arrival))


def test_whose_it_is_is_written_on_what_waits_and_destroyed_with_her_record(ready, phone, her):
    arrival = waits(phone, her)
    assert (arrival.state, arrival.person) == (State.QUARANTINE, her.code)
    salma = opened(ready)
    forget.forget(salma, her, salma.account)
    assert forgotten.closed(arrival)
    forgotten.clear(her.code)  # as on the day on which her key is destroyed
    arrival.refresh_from_db()
    assert (bytes(arrival.sealed), arrival.state) == (b"", State.QUARANTINE)


def test_who_is_counted_without_a_code_is_not_named_on_what_waits(ready, phone, her):
    for more in ({"caller": "unnamed"}, {"has_code": "no"}):
        assert waits(phone, her, **more).person == ""
    assert waits(phone, her, caller="known").person == her.code


def test_a_code_that_is_not_of_this_organisation_is_not_written_on_it(ready, phone, her):
    Person.objects.filter(pk=her.pk).update(organisation=ready.organisations["two"].code)
    assert waits(phone, her).person == ""


# The queue, the register, the follow-ups


def test_the_queue_and_the_register_show_her_turn_as_of_somebody_without_a_code(
    ready, phone, apart_from_salma, mina, signed_in
):
    come(signed_in("mou"), person=apart_from_salma.code)
    turn = Turn.objects.get()
    salma, code = signed_in("salma"), apart_from_salma.code
    for page in (salma.get(QUEUE), salma.get(f"{QUEUE}/{turn.code}")):
        assert code not in page.content.decode().replace(" ", "")
        assert "without a code" in words(page)
        assert "with a code" not in words(page)
    assert code in words(ready.client("mina").get(QUEUE)).replace(" ", "")
    later = today() + dt.timedelta(days=9)
    sent = {"outcome": "talked", "first_visit": "yes", "next_day": str(later)}
    assert salma.post(f"{QUEUE}/{turn.code}", sent).status_code == 302
    assert (DeskVisit.objects.get().person, FollowUp.objects.get().person) == (
        code,
        code,
    )  # who wrote it changes nothing
    page = salma.get("/desk/helpdesk")
    assert "without a code" in words(page)
    assert "with a code" not in words(page)
    assert code not in page.content.decode().replace(" ", "")
    assert code in words(ready.client("mina").get("/desk/helpdesk")).replace(" ", "")


def test_her_follow_up_is_not_there_by_its_number_either(ready, phone, apart_from_salma, mina, signed_in):
    row = FollowUp.objects.create(
        organisation=phone.organisation, person=apart_from_salma.code, on=today(), how=FollowUp.How.VISIT,
        made_by=phone.device.account,
    )  # fmt: skip
    salma = signed_in("salma")
    address = f"/desk/follow-ups/{row.pk}/"
    assert ready.client("mina").get(address).status_code == 200
    assert salma.get(address).status_code == 404
    assert salma.post(address, {"outcome": "done.met"}).status_code == 404
    by = ready.accounts["salma"]
    for refused in (
        lambda: followups.close(row, "done", "met", by),
        lambda: followups.move(row, today() + dt.timedelta(days=1), "visit", "she_asked", by),
    ):
        with pytest.raises(Refused):
            refused()
    assert FollowUp.objects.get().state == FollowUp.State.OPEN
    assert followups.close(row, "done", "met", mina).state == FollowUp.State.DONE


# Phones, and the lists they choose from


def test_what_a_phone_is_told_is_due_leaves_her_out(ready, apart_from_salma):
    salma, one = ready.accounts["salma"], ready.organisations["one"]
    FollowUp.objects.create(
        organisation=one, person=apart_from_salma.code, on=today(), how=FollowUp.How.VISIT, made_by=salma
    )
    phones = [Phone(*devices.add(ready.accounts[name], one), one) for name in ("salma", "mou")]
    told = [ask(each, "state").json()["due"] for each in phones]
    assert ["follow-up is due today" in str(due) for due in told] == [False, True]


def test_what_her_colleagues_phone_writes_about_her_waits_and_is_not_lost(ready, apart_from_salma):
    salma, one = ready.accounts["salma"], ready.organisations["one"]
    phone = Phone(*devices.add(salma, one), one)
    arrival = call(phone, caller="known", person=apart_from_salma.code)
    assert (arrival.state, arrival.why) == (State.QUARANTINE, "person")
    assert arrival.person == apart_from_salma.code
    assert mending.again(opened(ready, "mina"), arrival).state == State.TAKEN  # another who decides may take it in


def test_an_ordinary_record_asks_nothing_about_who_is_hidden(phone, visit, her):
    table = f'"{Apart._meta.db_table}"'
    with CaptureQueriesContext(connections["vault"]) as asked:
        assert phone.send(record(who=CANARY, came="yes")).status_code == 201
    assert [one["sql"] for one in asked if table in (one["sql"] or "")] == []
    assert Arrival.objects.get().state == State.TAKEN
    with CaptureQueriesContext(connections["vault"]) as asked:  # one that names somebody asks once
        call(phone, caller="known", person=her.code)
    assert len([one for one in asked if table in (one["sql"] or "")]) == 1


def test_entries_of_lists_about_her_are_not_at_the_desk(ready, phone, her, mina):
    publish.go_live(publish.upload(VISITS.encode(), "rounds.md", phone.organisation, None))
    content = about_well(make=True, dataset="rounds", form="rounds_form", person=her.code, depth="4")
    assert phone.send(content).status_code == 201
    entity = Entity.objects.get(key=WELL)
    assert entity.values["who"] == her.code
    Entity.objects.update(conflict=True)
    salma, page = ready.client("salma"), f"/desk/lists/{entity.pk}"
    assert salma.get(page).status_code == 200
    wishes.keep_apart(her, ready.accounts["salma"], by=mina)
    assert salma.get(page).status_code == 404
    assert page not in salma.get("/desk/lists").content.decode()
    assert "entry of a list waits" not in words(salma.get("/desk/"))
    assert "1 entry" not in words(salma.get("/desk/lists"))
    other = ready.client("mina")
    assert other.get(page).status_code == 200
    assert page in other.get("/desk/lists").content.decode()
    assert "1 entry" in words(other.get("/desk/lists"))


def test_her_name_for_a_visit_goes_at_once_and_others_stay(ready, phone, her, django_capture_on_commit_callbacks):
    salma, one = ready.accounts["salma"], ready.organisations["one"]
    theirs, _password = devices.add(salma, one)
    for device, code in ((phone.device, her.code), (phone.device, asha(ready).code), (theirs, her.code)):
        VisitName.objects.create(device=device, person=code, sealed=b"x", until=today())
    with django_capture_on_commit_callbacks(using="vault", execute=True):
        wishes.keep_apart(her, ready.accounts["mou"], by=salma)
    assert not VisitName.objects.filter(device=phone.device, person=her.code).exists()
    assert VisitName.objects.count() == 2
