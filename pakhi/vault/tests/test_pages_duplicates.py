"""Registered twice? Looked through in a supervisor's own session, decided by two people, undone if it was wrong."""

from __future__ import annotations

import os
import re
import threading

import pytest
from django.urls import reverse

from pakhi.network.models import Account, Membership
from pakhi.vault import assign, due, duplicates, forget, keys, looking, memory, merge
from pakhi.vault.keys import Refused
from pakhi.vault.models import Difference, Entry, Merge, Person
from pakhi.vault.pages import duplicates as pages
from pakhi.vault.templatetags.people import spelt
from pakhi.vault.tests.conftest import INVENTED
from tests.canaries import found
from tests.village import LONG_AGO

CANARIES = [name for name, _script in INVENTED] + ["Jhumkalata", "Ghughudanga", "00417", "00418"]


@pytest.fixture(autouse=True)
def nothing_in_memory():
    memory.drop()
    yield
    memory.drop()


@pytest.fixture
def one(keepers):
    return keepers.village.organisations["one"]


@pytest.fixture
def twice(keepers):
    """One woman, registered twice; and somebody else."""
    contacts = {"contacts": [{"number": "99999 00418"}]}
    names = ({"names": [{"text": text}]} for text in ("Jhumkalata Neelparna", "ঝুমকলতা নীলপর্ণা"))
    people = [keepers.register(names=name, contacts=contacts) for name in names]
    keepers.register(contacts={})
    return people


def listed(one) -> str:
    return reverse("vault:duplicates", args=[one.code])


def beside(people) -> str:
    return reverse("vault:pair", args=[people[0].code, people[1].code])


def say(client, people, **said):
    return client.post(beside(people), said)


def decide(client, row, action, person=None):
    address = reverse("vault:merge", args=[(person or row.kept).code])
    return client.post(address, {"merge": row.pk, "action": action})


def alert(page) -> str:
    found = re.search(r'role="alert".*?</div>', page.text, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[0]) if found else ""


@pytest.fixture
def proposal(keepers, twice):
    """Mou proposes that the two are one person."""
    return merge.propose(*twice, keepers.village.mou)


# Two records beside each other


def test_two_records_are_shown_beside_each_other_without_a_name(keepers, twice):
    page = keepers.village.client("salma").get(beside(twice))
    assert page.status_code == 200
    assert all(spelt(person.code) in page.text for person in twice)
    assert {"Names", "Contacts", "Address"} <= set(re.findall(r"Names|Contacts|Address", page.text))
    assert found(CANARIES, page.content) == []


def test_a_worker_proposes_and_chooses_which_record_stays_in_front(keepers, twice):
    assign.take_in(twice[0], keepers.village.mou)
    mou = keepers.village.client("mou")
    page = mou.get(beside(twice))
    assert reverse("vault:person", args=[twice[0].code]) in page.text
    assert reverse("vault:person", args=[twice[1].code]) not in page.text  # she is nobody's to open
    assert say(mou, twice, action="propose", kept=twice[1].code).status_code == 302
    row = Merge.objects.get()
    assert (row.kept, row.merged, row.confirmed_on) == (twice[1], twice[0], None)
    assert "Mou thinks that this is one person" in mou.get(beside(twice)).text
    assert 'value="confirm"' not in mou.get(beside(twice)).text


@pytest.mark.parametrize("said", [{}, {"action": "propose"}, {"action": "propose", "kept": "ABCDEFGH"}])
def test_what_is_not_chosen_is_asked_for(keepers, twice, said):
    page = say(keepers.village.client("salma"), twice, **said)
    assert page.status_code == 409
    assert "Choose" in alert(page)
    assert not Merge.objects.exists()


def test_two_people_are_not_asked_about_again_until_somebody_reconsiders(keepers, twice):
    salma = keepers.village.client("salma")
    assert say(salma, twice, action="differ").status_code == 302
    assert Difference.objects.exists()
    page = say(salma, twice, action="propose", kept=twice[0].code)
    assert page.status_code == 409
    assert "two people" in alert(page)
    assert "Salma looked" in salma.get(beside(twice)).text
    say(salma, twice, action="reconsider")
    assert say(salma, twice, action="propose", kept=twice[0].code).status_code == 302


def test_a_worker_does_not_open_the_question_again(keepers, twice):
    assign.take_in(twice[0], keepers.village.mou)
    merge.differ(*twice, keepers.village.salma)
    assert say(keepers.village.client("mou"), twice, action="reconsider").status_code == 409
    assert Difference.objects.exists()


# The second person


def test_another_person_agrees_and_it_can_be_undone(keepers, twice, proposal, one):
    salma = keepers.village.client("salma")
    assert "Mou" in salma.get(listed(one)).text
    assert "Nothing is lost" in salma.get(beside(twice)).text
    assert decide(salma, proposal, "confirm").status_code == 302
    assert merge.answer(twice[1].code) == twice[0]
    page = salma.get(beside(twice)).text
    assert "Mou proposed it, Salma agreed" in page
    assert "Put together, can be undone" in salma.get(listed(one)).text
    assert decide(salma, proposal, "undo").status_code == 302
    assert merge.answer(twice[1].code) == twice[1]


def test_nobody_agrees_to_their_own_proposal(keepers, twice, one):
    row = merge.propose(*twice, keepers.village.salma)
    salma = keepers.village.client("salma")
    assert "Somebody else decides" in salma.get(listed(one)).text
    assert 'value="confirm"' not in salma.get(beside(twice)).text
    page = decide(salma, row, "confirm")
    assert page.status_code == 409
    assert "Somebody else" in alert(page)
    assert not Merge.objects.get().confirmed_on


def test_declined_they_are_two_people(keepers, twice, proposal):
    assert decide(keepers.village.client("mina"), proposal, "decline").status_code == 302
    assert merge.different(*twice).exists()


def test_a_decision_is_about_the_person_of_its_address(keepers, twice, proposal):
    other = keepers.register()
    for wrong in (
        {"row": proposal, "action": "confirm", "person": other},
        {"row": proposal, "action": "eat"},
        {"row": Merge(pk=99999, kept=twice[0]), "action": "confirm"},
    ):
        assert decide(keepers.village.client("salma"), **wrong).status_code == 409
    assert not Merge.objects.get().confirmed_on


# Who gets nothing of it


def test_workers_get_neither_the_list_nor_a_decision(keepers, twice, proposal, one):
    for name in ("mou", "ravi", "asha", "kabir", "devi"):
        client = keepers.village.client(name)
        assert client.get(listed(one)).status_code == 404
        assert client.post(listed(one)).status_code == 404
        assert decide(client, proposal, "confirm").status_code == 404
        assert client.get(beside(twice)).status_code == 404  # Mou is not assigned


def test_nobody_is_beside_herself_or_somebody_of_another_organisation(keepers, twice):
    kabir, salma = keepers.register("two", by="kabir"), keepers.village.client("salma")
    Membership.objects.create(
        account=keepers.village.salma, organisation=keepers.village.two, role="supervisor", valid_from=LONG_AGO
    )
    for other in (kabir, twice[0], Person(code="ABCDEFGH")):
        assert salma.get(beside([twice[0], other])).status_code == 404


# Looking through everybody


def test_looking_through_everybody_needs_an_open_key(keepers, one):
    client = keepers.village.client("salma")
    assert client.post(listed(one)).status_code == 423
    page = client.post(listed(one), {"desk_password": "wrong"})
    assert (page.status_code, "not your password" in page.text) == (423, True)


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
def test_a_supervisor_looks_through_everybody_in_her_own_session(keepers, twice, one, settings):
    salma = keepers.browser("salma")
    assert salma.post(listed(one)).status_code == 302
    for thread in [thread for thread in threading.enumerate() if thread.name.startswith("looking-")]:
        thread.join(30)
    page = salma.get(listed(one))
    assert "1 pair to look at" in page.text
    assert beside(sorted(twice, key=lambda person: person.code)) in page.text
    assert "The same telephone number" in page.text
    kept = b"".join(path.read_bytes() for path in (settings.DATA / "looking").iterdir())
    assert found([*CANARIES, *(person.code for person in twice)], kept) == []
    assert found(CANARIES, page.content) == []
    assert "The same telephone number" in salma.get(beside(twice)).text  # the reasons are known there, too
    mina = keepers.browser("mina").get(listed(one))
    assert "Look through everybody" in mina.text  # what she found is not theirs
    salma.post("/desk/account/logout/")
    assert not [path for path in (settings.DATA / "looking").iterdir() if not path.name.endswith("lock")]


@pytest.fixture
def looked(keepers, twice, one):
    """Salma has looked through everybody, in this thread."""
    looking.look(keepers.salma, one)
    return keepers.browser("salma")


def test_what_is_decided_goes_from_the_list(keepers, looked, twice, one):
    assert "1 pair to look at" in looked.get(listed(one)).text
    say(looked, twice, action="differ")
    assert "Nobody seems to be registered twice" in looked.get(listed(one)).text


def test_the_list_shows_so_many_and_says_how_many_follow(keepers, looked, twice, one, monkeypatch):
    monkeypatch.setattr(pages, "SHOWN", 0)
    assert "1 more pair follows" in looked.get(listed(one)).text


def test_ten_minutes_later_it_is_gone(keepers, looked, one):
    path = looking.place(keepers.salma.account.pk, one.code)
    os.utime(path, (path.stat().st_mtime - memory.LIFE - 1,) * 2)
    assert "Look through everybody" in looked.get(listed(one)).text
    assert not path.exists()


def test_its_progress_is_shown_until_it_is_done(keepers, one):
    salma = keepers.browser("salma")
    lock = looking.take(keepers.salma.account.pk)
    looking.write(keepers.salma, one, looking.Look("running", "compare", 50, 100))
    page = salma.get(listed(one)).text
    assert f'data-poll="{listed(one)}"' in page
    assert 'value="75"' in page
    refused = salma.post(listed(one))
    assert refused.status_code == 409
    assert "already" in alert(refused)
    os.close(lock)


def test_one_that_was_interrupted_says_so(keepers, one):
    looking.write(keepers.salma, one, looking.Look("running", "open", 5, 100))
    page = keepers.browser("salma").get(listed(one))
    assert "It was interrupted" in alert(page)
    assert "data-poll" not in page.text


def test_one_that_fails_tells_no_value(keepers, one, monkeypatch, caplog):
    def broken(*_anything):
        raise RuntimeError("Jhumkalata")

    monkeypatch.setattr(duplicates, "find", broken)
    looking.look(keepers.salma, one)
    page = keepers.browser("salma").get(listed(one))
    assert "It stopped" in alert(page)
    assert found(CANARIES, (caplog.text + page.text).encode()) == []


def test_who_has_no_access_to_names_is_refused_before_it_begins(keepers, one):
    keys.withdraw(one, keepers.village.mina)
    page = keepers.browser("mina").post(listed(one))
    assert page.status_code == 409
    assert "access to names" in alert(page)
    with pytest.raises(Refused):
        looking.begin(keepers.mou, one)


# Today, and the page of a person


def test_today_tells_who_has_to_look_and_not_who_proposed(keepers, proposal, one):
    def told(name: str) -> list[tuple[str, str]]:
        held = Membership.objects.current().filter(account=keepers.village.accounts[name])
        return [(item.page, item.organisation) for item in due.merges(held.select_related("organisation"))]

    assert told("salma") == told("mina") == [("vault:duplicates", one.code)]
    assert told("mou") == []
    Merge.objects.update(proposed_by=keepers.village.salma.pk)
    assert told("salma") == []
    assert listed(one) in keepers.village.client("mina").get("/desk/").text


def test_the_panel_of_a_person_shows_her_other_records(keepers, twice, proposal, rf):
    request = rf.get("/")
    request.memberships = list(Membership.objects.filter(account=keepers.village.salma))
    assert pages.panel(request, keepers.register()) is None
    assert pages.panel(request, twice[0]) == {"merged": [], "open": [proposal], "keeper": True}
    merge.confirm(proposal, keepers.village.salma)
    assert pages.panel(request, Person.objects.get(pk=twice[1].pk)) == {
        "merged": [proposal], "open": [], "keeper": True
    }  # fmt: skip


def test_every_step_is_in_the_log_under_her_code(keepers, twice, one):
    salma, mina = keepers.village.client("salma"), keepers.village.client("mina")
    say(salma, twice, action="propose", kept=twice[0].code)
    decide(mina, Merge.objects.get(), "confirm")
    steps = Entry.objects.filter(act="merge", person=twice[0].code).order_by("number")
    assert list(steps.values_list("detail__step", "actor")) == [
        ("propose", keepers.village.salma.pk),
        ("confirm", keepers.village.mina.pk),
    ]


def test_where_one_record_is_forgotten_nothing_waits_can_be_undone_or_stands_in_the_way(keepers, twice, proposal, one):
    salma, other = keepers.village.client("salma"), keepers.register()
    gone = merge.confirm(
        merge.propose(keepers.register(), keepers.register(), keepers.village.mou), keepers.village.mina
    )
    for person in (twice[1], gone.kept):
        forget.forget(keepers.salma, person, keepers.village.salma)
    assert not re.search("Look and decide|Look or undo", salma.get(listed(one)).text)
    assert "One of them is closed" in salma.get(beside(twice)).text
    assert say(salma, [twice[0], other], action="propose", kept=other.code).status_code == 302


def test_a_colleague_who_is_gone_leaves_no_hole(keepers, twice, proposal, one):
    Merge.objects.update(proposed_by=Account.objects.latest("pk").pk + 1000)
    assert keepers.village.client("salma").get(listed(one)).status_code == 200
