"""Whom somebody is there for, by code; and registering somebody new, after looking whether she is here already."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import assign, audit, keys, limits, logbook, memory, merge, reveal, roll
from pakhi.vault.models import Assignment, Entry, Grant, Person, Recovery, Reveal, Section
from pakhi.vault.pages import matching
from pakhi.vault.pages import people as pages
from pakhi.vault.tests.conftest import INVENTED
from pakhi.vault.tests.page import Page
from tests.canaries import found, tables
from tests.village import LONG_AGO

CASELOAD = "/desk/caseload"
NAMES = [name for name, _script in INVENTED]
TYPED = {
    "names__0__text": "Jhumkalata Neelparna", "names__1__text": "ঝুমকলতা নীলপর্ণা", "names__1__kind": "official",
    "birth__age": "২৭", "gender__gender": "woman", "contacts__0__number": "99999 00499",
    "contacts__0__safe_to_call": "no", "address__village": "Ghughudanga-Elsewhere",
}  # fmt: skip
CANARIES = [*NAMES, "Jhumkalata", "Neelparna", "ঝুমকলতা", "00499", "0499", "Ghughudanga", "00417"]


@pytest.fixture(autouse=True)
def nothing_in_memory():
    memory.drop()
    yield
    memory.drop()


@pytest.fixture
def one(keepers):
    return keepers.village.organisations["one"]


@pytest.fixture
def hers(keepers):
    """Somebody for whom Mou is there."""
    person = keepers.register()
    assign.take_in(person, keepers.mou.account)
    return person


@pytest.fixture
def mou(keepers):
    return keepers.browser("mou")


@pytest.fixture
def salma(keepers):
    return keepers.browser("salma")


def of_form(client, one, **changed):
    """What the browser sends of a fresh form with some fields typed."""
    return Page(client.get(new(one))).sent("/new", **changed)


def new(one) -> str:
    return reverse("vault:new", args=[one.code])


def newest() -> Person:
    return Person.objects.latest("pk")


# The caseload


def test_a_worker_sees_the_codes_of_the_people_she_is_there_for(mou, hers, keepers) -> None:
    other = keepers.register()
    page = Page(mou.get(CASELOAD))
    assert reverse("vault:person", args=[hers.code]) in page.links
    assert f"{hers.code[:4]} {hers.code[4:]}" in page.words
    assert "Main worker" in page.words
    assert other.code not in page.html
    assert found(CANARIES, page.html.encode()) == []


def test_a_supervisor_sees_everybody_and_first_those_who_have_nobody(salma, hers, keepers) -> None:
    alone = keepers.register()
    page = Page(salma.get(CASELOAD))
    codes = [link.split("/")[3] for link in page.links if link.startswith("/desk/person/")]
    assert codes == [alone.code, hers.code]
    assert "Nobody yet" in page.words
    only = Page(salma.get(CASELOAD, {"who": "nobody"}))
    assert alone.code in only.html
    assert hers.code not in only.html
    of_mou = Page(salma.get(CASELOAD, {"who": str(keepers.mou.account.pk)}))
    assert (hers.code in of_mou.html, alone.code in of_mou.html) == (True, False)
    nonsense = Page(salma.get(CASELOAD, {"who": "9" * 40, "page": "x", "at": "NTHNGX"}))
    assert (nonsense.status, alone.code in nonsense.html) == (200, True)


def test_who_else_is_there_today_stands_beside_the_main_worker(salma, hers, keepers) -> None:
    assign.stand_in(hers, keepers.mina.account, keepers.salma.account, today(), today())
    assert "today also Mina" in Page(salma.get(CASELOAD)).words


def test_a_merged_record_is_in_no_list_and_its_worker_counts_for_the_kept_one(salma, mou, hers, keepers) -> None:
    kept = keepers.register()
    merge.confirm(merge.propose(kept, hers, keepers.mou.account), keepers.salma.account)
    for client in (salma, mou):
        page = Page(client.get(CASELOAD))
        assert kept.code in page.html
        assert hers.code not in page.html
    assert "Mou" in Page(salma.get(CASELOAD)).words


def test_five_hundred_people_come_fifty_at_a_time_and_with_few_questions(
    salma, hers, keepers, django_assert_max_num_queries
) -> None:
    like = Person.objects.get(pk=hers.pk)
    Person.objects.bulk_create(
        Person(organisation=like.organisation, public=like.public, sealed=like.sealed, key=like.key) for _ in range(500)
    )
    with django_assert_max_num_queries(12, using="vault"):
        page = Page(salma.get(CASELOAD))
    assert len([link for link in page.links if link.startswith("/desk/person/")]) == 50
    assert "Page 1 of 11" in page.words
    last = Page(salma.get(CASELOAD, {"page": "11"}))
    assert hers.code in last.html


def test_somebody_on_leave_is_told(mou, hers, keepers) -> None:
    from pakhi.vault import leave

    week = today() + dt.timedelta(days=7)
    leave.on_leave(hers.organisation, keepers.mou.account, keepers.mina.account, keepers.salma.account, today(), week)
    assert "You are on leave" in Page(mou.get(CASELOAD)).words


def test_an_empty_caseload_teaches(mou, salma, one) -> None:
    for client in (mou, salma):
        page = Page(client.get(CASELOAD))
        assert "code" in page.words
        assert new(one) in page.links


def test_what_is_missing_before_anybody_can_be_registered(keepers, one) -> None:
    Recovery.objects.all().update(rehearsed_on=None)
    mou, salma = keepers.browser("mou"), keepers.browser("salma")
    assert "Mina, Salma" in Page(mou.get(CASELOAD)).words
    assert reverse("vault:keys") in Page(salma.get(CASELOAD)).links
    assert new(one) not in Page(mou.get(CASELOAD)).links
    assert "rehearsal" in Page(mou.get(new(one))).words
    assert "/new" not in "".join(Page(mou.get(new(one))).forms)


def test_before_there_is_a_key(village) -> None:
    page = Page(village.client("mou").get(CASELOAD))
    assert "has no key yet" in page.words


def test_somebody_of_two_organisations_chooses(keepers, mou, one) -> None:
    two = keepers.village.organisations["two"]
    Membership.objects.create(account=keepers.mou.account, organisation=two, role="supervisor", valid_from=LONG_AGO)
    theirs = keepers.register("two", by="kabir")
    page = Page(mou.get(CASELOAD, {"at": two.code}))
    assert theirs.code in page.html
    assert "You have no access to names yet" in page.words
    assert theirs.code not in Page(mou.get(CASELOAD, {"at": one.code})).html


# A code that somebody reads aloud


@pytest.mark.parametrize("written", ["{}", "{} ", " {} {}", "{}-{}"])
def test_a_code_opens_the_page_however_it_is_written(mou, hers, written: str) -> None:
    halves = (hers.code[:4], hers.code[4:])
    typed = written.format(*halves) if written.count("{}") == 2 else written.format(hers.code.lower())
    answer = mou.post(CASELOAD, {"code": typed})
    assert answer["Location"] == reverse("vault:person", args=[hers.code])


def test_a_code_that_is_not_hers_says_the_same_as_one_that_is_nobodys(mou, keepers, salma) -> None:
    other, theirs = keepers.register(), keepers.register("two", by="kabir")
    nobody = pages.person_code()
    mou.get(CASELOAD)  # the greeting after the sign-in
    answers = [Page(mou.post(CASELOAD, {"code": code})) for code in (other.code, theirs.code, nobody)]
    assert {page.status for page in answers} == {400}
    assert len({re.sub(r"[0-9A-Z]{8}", "", page.words) for page in answers}) == 1
    assert salma.post(CASELOAD, {"code": other.code}).status_code == 302
    assert Page(salma.post(CASELOAD, {"code": theirs.code})).status == 400


def test_what_is_no_code_stays_in_its_field(mou, hers) -> None:
    for typed in ("", "12", hers.code[:-1], "Jhumkalata", "9" * 500):
        page = Page(mou.post(CASELOAD, {"code": typed}))
        assert page.status == 400
        assert "Names are not searched here" in page.words
        assert page.sent("at=" + hers.organisation)["code"] == typed[:80]


# Who may


def test_only_who_works_with_people_comes_here(keepers, one) -> None:
    for name, status in (("ravi", 404), ("devi", 404), ("finn", 404), ("asha", 404)):
        assert keepers.village.client(name).get(CASELOAD).status_code == status, name
    for address in (new(one), reverse("vault:register", args=[one.code])):
        assert keepers.browser("kabir").post(address).status_code == 404
        assert keepers.village.client("ravi").post(address).status_code == 404


def test_without_an_open_key_what_was_typed_waits_for_the_password(keepers, one) -> None:
    client = keepers.village.client("mou")
    answer = Page(client.post(new(one), of_form(client, one, **TYPED)))
    assert answer.status == 423
    fields = answer.sent("/new", desk_password="neem-leaf-river-7")
    assert fields["names-0-text"] == TYPED["names__0__text"]
    assert client.post(new(one), fields).status_code == 302
    assert newest().sections.count() == 5


# Registering


def test_whoever_is_like_nobody_here_is_registered_at_once(mou, keepers, one) -> None:
    sent = of_form(mou, one, **TYPED)
    answer = mou.post(new(one), sent)
    person = newest()
    assert person.code == sent["code"]
    assert answer["Location"] == reverse("vault:person", args=[person.code])
    said = Page(mou.get(answer["Location"])).words
    assert "Nobody like her was found here. Registered as" in said
    contents = reveal.reveal(keepers.mou, person, ["names", "birth", "gender", "contacts", "address"], "visit")
    assert contents["names"]["names"] == [
        {"text": "Jhumkalata Neelparna", "kind": "usual", "script": "latn"},
        {"text": "ঝুমকলতা নীলপর্ণা", "kind": "official", "script": "beng"},
    ]
    assert contents["birth"]["age"] == 27
    assert contents["contacts"] == {"contacts": [{"number": "99999 00499", "safe_to_call": False}]}
    assert assign.assigned(keepers.mou.account, person)


def test_it_is_one_line_in_the_log_with_the_names_of_fields_alone(mou, one) -> None:
    mou.post(new(one), of_form(mou, one, **TYPED))
    line = Entry.objects.get(act=Entry.Act.WRITE)
    assert line.person == newest().code
    assert line.detail == {"step": "register", "part": ["address", "birth", "contacts", "gender", "names"]}
    assert not audit.verify().fault


def test_pressing_twice_registers_once(mou, one) -> None:
    sent = of_form(mou, one, **TYPED)
    first = mou.post(new(one), sent)
    register = reverse("vault:register", args=[one.code])
    again = mou.post(register, sent)
    assert first["Location"] == again["Location"]
    assert Person.objects.count() == 1
    assert Section.objects.count() == 5
    assert Assignment.objects.count() == 1
    assert Entry.objects.filter(act=Entry.Act.WRITE).count() == 1
    assert "nothing was written twice" in Page(mou.get(again["Location"])).words


def test_a_code_that_is_somebodys_elsewhere_only_costs_another_press(mou, keepers, one) -> None:
    theirs = keepers.register("two", by="kabir")
    page = Page(mou.post(new(one), of_form(mou, one, code=theirs.code, **TYPED)))
    assert page.status == 409
    assert mou.post(new(one), page.sent("/new")).status_code == 302
    assert Person.objects.count() == 2


def test_a_supervisor_registers_and_nobody_is_there_yet(salma, one) -> None:
    answer = salma.post(new(one), of_form(salma, one, **TYPED))
    page = Page(salma.get(answer["Location"]))
    assert "Nobody is there for her yet" in page.words
    assert roll.people(one.code, assign.mains(one.code))[0][0] == newest().code
    assert Assignment.objects.count() == 0


def test_a_worker_on_leave_registers_and_nobody_is_there_yet(mou, keepers, one) -> None:
    from pakhi.vault import leave

    leave.on_leave(one.code, keepers.mou.account, keepers.mina.account, keepers.salma.account, today(), today())
    answer = mou.post(new(one), of_form(mou, one, **TYPED))
    assert answer["Location"] == CASELOAD
    assert "Nobody is there for her yet" in Page(mou.get(CASELOAD)).words
    assert Person.objects.count() == 1


# Looking whether she is here already


@pytest.fixture
def twin(keepers):
    """Somebody whose name and village sound like what is typed; Salma registered her, nobody is there for her."""
    return keepers.register(
        by="salma", names={"names": [{"text": "ঝুমকোলতা নীলপর্ণা"}]}, address={"village": "Ghughudanga-Elsewhere"},
        birth={"year": today().year - 27}, contacts={"contacts": [{"number": "+91 99999-00499"}]},
    )  # fmt: skip


def test_who_may_be_the_one_comes_by_code_with_reasons(salma, one, twin) -> None:
    page = Page(salma.post(new(one), of_form(salma, one, **TYPED)))
    assert page.status == 200
    assert f"{twin.code[:4]} {twin.code[4:]}" in page.words
    for reason in ("The same telephone number", "Born in the same year", "The same village", "Very likely the same"):
        assert reason in page.words
    assert "ঝুমকোলতা" not in page.html
    assert f"{reverse('vault:person', args=[twin.code])}?part=names&part=birth&part=address" in page.links
    assert Person.objects.count() == 1
    assert Reveal.objects.count() == 0


def test_a_search_that_finds_nobody_has_its_line_too(mou, one) -> None:
    mou.post(new(one), of_form(mou, one, **TYPED))
    line = Entry.objects.get(act=Entry.Act.MERGE)
    assert line.detail == {"step": "search", "pairs": 0}


def test_a_day_has_only_so_many_searches_and_registering_goes_on(salma, keepers, one, twin, monkeypatch) -> None:
    monkeypatch.setattr(limits, "most", {"searches_a_day": 2}.__getitem__)
    for _ in range(2):
        assert twin.code in Page(salma.post(new(one), of_form(salma, one, **TYPED))).html
    audit.record("merge", actor=keepers.mou.account, organisation=one.code, step="search", pairs=1)
    page = Page(salma.post(new(one), of_form(salma, one, **TYPED)))
    assert "A supervisor has to look" in page.words
    assert twin.code not in page.html
    assert Entry.objects.filter(act=Entry.Act.MERGE, actor=keepers.salma.account.pk).count() == 2
    assert salma.post(reverse("vault:register", args=[one.code]), page.sent("/register")).status_code == 302
    assert reveal.reveal(keepers.salma, newest(), ["address"], "visit")["address"]["village"] == "Ghughudanga-Elsewhere"


def test_looking_through_everybody_and_other_days_do_not_count_as_searches(keepers, one) -> None:
    salma = keepers.salma.account
    audit.record("merge", actor=salma, organisation=one.code, step="search", people=5, pairs=1)
    audit.record("merge", actor=salma, organisation=one.code, step="search", pairs=1)
    assert matching.asked_today(salma) == 1
    Entry.objects.update(at=logbook.midnight(today()) - dt.timedelta(seconds=1))
    assert matching.asked_today(salma) == 0
    assert limits.most("searches_a_day") == 60


def test_what_is_typed_is_covered_when_nobody_looks(salma, one, twin) -> None:
    matches = salma.post(new(one), of_form(salma, one, **TYPED)).content.decode()
    form = salma.post(new(one), {**of_form(salma, one, **TYPED), "more": "names"}).content.decode()
    for html in (matches, form):
        assert "desk/hide.js" in html
        assert 'id="cover" hidden' in html
        assert 'data-cover="60"' in html[: html.index("Jhumkalata")]


def test_none_of_these_registers_what_was_typed(salma, keepers, one, twin) -> None:
    page = Page(salma.post(new(one), of_form(salma, one, **TYPED)))
    answer = salma.post(reverse("vault:register", args=[one.code]), page.sent("/register"))
    assert answer.status_code == 302
    person = newest()
    assert person.code != twin.code
    assert reveal.reveal(keepers.salma, person, ["address"], "visit")["address"]["village"] == "Ghughudanga-Elsewhere"


def test_going_back_changes_what_was_typed_and_writes_nothing(salma, one, twin) -> None:
    first = of_form(salma, one, **TYPED)
    page = Page(salma.post(new(one), first))
    again = Page(salma.post(new(one), page.sent("/new", back="yes")))
    assert again.status == 200
    kept = again.sent("/new")
    assert {name: kept[name] for name in first if "_FORMS" not in name} == {
        name: value for name, value in first.items() if "_FORMS" not in name
    }
    assert Person.objects.count() == 1


def test_a_worker_is_told_whom_to_ask_about_somebody_elses_person(mou, keepers, one, twin) -> None:
    assign.assign(twin, keepers.mina.account, keepers.salma.account)
    page = Page(mou.post(new(one), of_form(mou, one, **TYPED)))
    assert "Mina is there for this person" in page.words
    assert reverse("vault:person", args=[twin.code]) not in " ".join(page.links)


def test_whoever_only_asks_for_names_leaves_a_line(mou, keepers, one, twin) -> None:
    mou.post(new(one), of_form(mou, one, **TYPED))
    line = Entry.objects.get(act=Entry.Act.MERGE)
    assert (line.actor, line.organisation, line.person) == (keepers.mou.account.pk, one.code, "")
    assert line.detail == {"step": "search", "pairs": 1}


def test_a_worker_without_access_to_names_registers_all_the_same(mou, keepers, one, twin) -> None:
    keys.withdraw(one, keepers.mou.account)
    assert "You have no access to names yet" in Page(mou.get(CASELOAD)).words
    page = Page(mou.post(new(one), of_form(mou, one, **TYPED)))
    assert "Nobody could be looked for" in page.words
    assert mou.post(reverse("vault:register", args=[one.code]), page.sent("/register")).status_code == 302
    assert Person.objects.count() == 2
    assert Grant.objects.filter(account=keepers.mou.account.pk).count() == 0


# What is wrong stays on the page


def test_wrong_input_gets_a_sentence_at_its_field_and_everything_stays(mou, one) -> None:
    changed = TYPED | {"birth__age": "", "birth__year": "2999", "contacts__0__number": "12", "names__2__text": "x"}
    sent = of_form(mou, one, **changed)
    for address in (new(one), reverse("vault:register", args=[one.code])):
        page = Page(mou.post(address, sent))
        assert page.status == 400
        assert {"#id_birth-year", "#id_contacts-0-number"} <= set(page.links)
        assert {name: page.sent("/new")[name] for name in sent if name in page.sent("/new")} == {
            name: value for name, value in sent.items() if name in page.sent("/new")
        }
        assert page.sent("/new")["address-village"] == "Ghughudanga-Elsewhere"
    assert Person.objects.count() == 0


def test_one_more_row_comes_without_a_script_too(mou, one) -> None:
    sent = of_form(mou, one, names__0__text="Jhumkalata", contacts__0__number="nonsense")
    page = Page(mou.post(new(one), sent | {"more": "names"}))
    assert page.status == 200
    assert page.sent("/new")["names-TOTAL_FORMS"] == "3"
    assert page.sent("/new")["names-0-text"] == "Jhumkalata"
    assert page.sent("/new")["contacts-0-number"] == "nonsense"
    assert page.sent("/new")["code"] == sent["code"]
    assert "id_names-2-text" in page.html


def test_an_empty_or_broken_page_is_a_sentence(mou, one) -> None:
    for sent in ({}, {"code": "x"}, {"names-TOTAL_FORMS": "99999", "names-INITIAL_FORMS": "-1", "names-0-text": "x"}):
        for address in (new(one), reverse("vault:register", args=[one.code])):
            assert mou.post(address, sent).status_code == 400
    assert Person.objects.count() == 0


def test_when_the_recovery_is_printed_again_meanwhile_nothing_typed_is_lost(mou, one, keepers) -> None:
    sent = of_form(mou, one, **TYPED)
    Recovery.objects.all().update(rehearsed_on=None)
    page = Page(mou.post(new(one), sent))
    assert page.status == 409
    assert page.sent("/new")["names-0-text"] == "Jhumkalata Neelparna"
    assert Person.objects.count() == 0


# No name where it must not be


def test_what_was_typed_is_in_no_table_no_address_and_no_message(salma, one, twin) -> None:
    typed = of_form(salma, one, **TYPED)
    page = Page(salma.post(new(one), typed))
    answer = salma.post(reverse("vault:register", args=[one.code]), page.sent("/register"))
    held = b"\n".join(tables().values())
    assert found(["Jhumkalata", "Neelparna", "ঝুমকলতা", "Elsewhere", "9999900499"], held) == []
    for text in (answer["Location"], "".join(page.links), Page(salma.get(answer["Location"])).html):
        assert found(CANARIES, text.encode()) == []
    assert found(CANARIES, re.findall("<title>.*</title>", page.html)[0].encode()) == []
