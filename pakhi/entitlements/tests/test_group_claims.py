"""Claims that a group files at once: one in each case, together or not at all, and no names in the group's book."""

from __future__ import annotations

import json

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from pakhi.cbr import books, work
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said, write
from pakhi.entitlements import claims, local, together
from pakhi.entitlements.tests.conftest import DAY, client, go
from pakhi.entitlements.together import Count
from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import assign, merge, wishes
from pakhi.vault.keys import Refused
from pakhi.vault.models import Person
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")
WORK = {"series": "rural-work", "stage": "job_card-registration_applied", "others": 17}


@pytest.fixture
def three(keepers, rina, book, neem, mou):
    """Three members of the group with cases, whom Mou is there for."""
    people = [rina]
    for _again in range(2):
        person = keepers.register()
        assign.take_in(person, mou)
        agree(person, mou, "case")
        books.open_case(person, mou)
        people.append(person)
    for person in people:
        write(neem, Said("member", {"person": person.code, "agreed": "yes", "role": "member"}), mou)
    return people


def file(group, by, people, **more):
    return together.file(group, by, {**WORK, **more}, [one.code for one in people], "batch-1", today() - 20 * DAY)


def test_each_member_has_a_claim_of_her_own_and_the_group_one_line(neem, three, mou) -> None:
    thread = file(neem, mou, three)
    rows = Thread.objects.filter(kind="claim")
    assert {one.book.person for one in rows} == {one.code for one in three}
    assert {one.state for one in rows} == {"submitted"}
    assert {one.values["group"] for one in rows} == {neem.code}
    assert together.states(neem, thread, mou) == [Count("Handed in", 3, own=True)]


def test_how_it_stands_with_a_colleagues_few_is_not_told(keepers, neem, three, mou, salma) -> None:
    thread = file(neem, mou, three)
    (claim,) = [one for one in Thread.objects.filter(kind="claim") if one.book.person == three[1].code]
    go(claim, mou, "job_card-job_card_issued")
    colleague = keepers.village.accounts["mina"]
    Membership.objects.filter(account=colleague).update(role="worker")
    assign.assign(three[0], colleague, salma)
    told = {one.label: one.people for one in together.states(neem, thread, colleague)}
    assert told == {"Handed in": 1}
    assert {one.label: one.people for one in together.states(neem, thread, mou)} == {"Handed in": 1, "She has it": 1}


def test_from_five_on_it_is_told_how_many(keepers, neem, three, mou, monkeypatch) -> None:
    monkeypatch.setattr(together, "INSIDE", 3)
    thread = file(neem, mou, three)
    nobodys = keepers.village.accounts["kabir"]
    assert together.states(neem, thread, nobodys) == [Count("Handed in", 3, own=False)]


def test_the_readers_own_people_do_not_hide_a_colleagues_one(keepers, neem, three, mou, salma, monkeypatch) -> None:
    monkeypatch.setattr(together, "INSIDE", 3)
    thread = file(neem, mou, three)
    assert together.states(neem, thread, mou) == [Count("Handed in", 3, own=False)]
    colleague = keepers.village.accounts["mina"]
    Membership.objects.filter(account=colleague).update(role="worker")
    for one in three[:2]:
        assign.assign(one, colleague, salma)
    assert together.states(neem, thread, colleague) == [Count("Handed in", 2, own=True)]
    assert together.states(neem, thread, mou) == [Count("Handed in", 1, own=True)]


def test_who_has_two_records_is_a_member_once_and_counted_once(keepers, neem, three, mou, salma) -> None:
    thread = file(neem, mou, three)
    merge.confirm(merge.propose(three[0], three[1], mou), salma)
    assert [one.person.code for one in together.members(neem, mou)] == sorted([three[0].code, three[2].code])
    assert len(together.claims_of(neem, thread)) == 3
    assert together.states(neem, thread, mou) == [Count("Handed in", 2, own=True)]
    (second,) = [one for one in Thread.objects.filter(kind="claim") if one.book.person == three[1].code]
    go(second, mou, "job_card-job_card_issued")
    found = {one.label: one.people for one in together.states(neem, thread, mou)}
    assert found == {"Handed in": 1, "She has it": 1}


def test_whose_people_they_are_is_asked_once_however_many_lines_and_people(neem, three, mou) -> None:
    first = file(neem, mou, three)
    with CaptureQueriesContext(connections["vault"]) as alone:
        one = together.states_of(neem, [first], mou)
    more = [together.file(neem, mou, WORK, [three[n].code], f"batch-{n + 2}", today()) for n in range(3)]
    with CaptureQueriesContext(connections["vault"]) as several:
        many = together.states_of(neem, [first, *more], mou)
    asked = [sum("assignment" in query["sql"] for query in held.captured_queries) for held in (alone, several)]
    assert asked == [1, 1]
    assert many == [*one, *[[Count("Handed in", 1, own=True)]] * 3]


def test_bulk_and_single_give_the_same_of_who_may_write(keepers, three, mou, salma) -> None:
    merge.confirm(merge.propose(three[0], three[1], mou), salma)
    other = keepers.register()
    everybody = [*Person.objects.filter(pk__in=[one.pk for one in three]), other]
    wishes.keep_apart(three[2], salma, by=keepers.village.accounts["mina"])
    assert three[2].code not in books.writable(salma, everybody)
    for name in ("mou", "salma", "kabir", "mina", "asha"):
        by = keepers.village.accounts[name]
        assert books.writable(by, everybody) == {one.code for one in everybody if books.may_write(by, one)}, name


def test_the_clock_of_each_runs_and_stands_in_my_day(neem, three, mou) -> None:
    file(neem, mou, three)
    late = [one for one in work.of_worker(mou) if one.kind.key == "claim"]
    assert [one.late for one in late] == [5, 5, 5]


def test_written_twice_it_is_written_once(neem, three, mou) -> None:
    first, second = file(neem, mou, three), file(neem, mou, three)
    assert first.pk == second.pk
    assert Thread.objects.filter(kind="claim").count() == 3


def test_the_groups_book_names_nobody(neem, three, mou) -> None:
    thread = file(neem, mou, three)
    text = json.dumps([thread.values, *[one.values for one in thread.steps.all()]])
    assert not [one.code for one in three if one.code in text]


def test_one_who_is_not_the_writers_stops_them_all(keepers, neem, three, mou) -> None:
    other = keepers.register()
    before = Step.objects.count()
    with pytest.raises(Faulty):
        file(neem, mou, [*three, other])
    assert Step.objects.count() == before


def test_a_wrong_answer_for_one_writes_nothing_for_any(neem, three, mou) -> None:
    before = Step.objects.count()
    with pytest.raises(Faulty):
        file(neem, mou, three, stage="job_card-wages_paid")
    assert Step.objects.count() == before


def test_leaders_do_not_file_for_others(keepers, neem, three) -> None:
    with pytest.raises((Faulty, Refused)):
        file(neem, keepers.village.accounts["asha"], three)
    assert not Thread.objects.filter(kind__in=("claim", "group_claim")).exists()


def test_the_page_files_and_shows_and_is_shut_for_others(keepers, neem, three) -> None:
    where = f"/desk/groups/{neem.code}/claims/together"
    browser = client(keepers, "mou")
    assert browser.get(where).status_code == 200
    typed = {"day": today().isoformat(), "number": "n1", "seen": "", "series": "rural-work", "others": "4",
             "stage": "job_card-work_demanded", "member": [one.code for one in three]}  # fmt: skip
    assert browser.post(where, {**typed, "member": []}).status_code == 400
    assert browser.post(where, typed).status_code == 302
    assert "Handed in: 3" in browser.get(where).content.decode()
    assert {client(keepers, who).get(where).status_code for who in ("kabir", "rina", "ravi")} == {404}


def test_a_group_is_offered_its_own_organisations_schemes_and_nobody_elses(keepers, neem, three, salma) -> None:
    mine, other = neem.organisation, keepers.village.organisations["two"]
    theirs = local.add(mine, salma, {"label": "Trust of the other side", "component": "education"})
    theirs.book.organisation = other
    theirs.book.save()
    hers = local.add(mine, salma, {"label": "Block stipend", "component": "education"})
    where, browser = f"/desk/groups/{neem.code}/claims/together", client(keepers, "mou")
    page = browser.get(where).content.decode()
    assert "Block stipend" in page
    assert "Trust of the other side" not in page
    assert not [code for code in claims.series() if local.is_local(code)]
    typed = {"day": today().isoformat(), "number": "n1", "seen": "", "member": [one.code for one in three]}
    assert browser.post(where, {**typed, "series": local.code(theirs)}).status_code == 400
    assert browser.post(where, {**typed, "series": local.code(hers)}).status_code == 302
    assert "Block stipend" in browser.get(where).content.decode()
