"""Emergency access: any carer opens one person for a day by her code; supervisor and coordinator are told at once."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from pakhi.lib.codes import LETTERS
from pakhi.vault import due, glass, keys, limits, merge, wishes
from pakhi.vault.models import Entry, Glass, Person, Reveal
from pakhi.vault.templatetags.people import spelt
from pakhi.vault.tests.conftest import INVENTED
from tests.canaries import found
from tests.village import LONG_AGO

PAGE = "/desk/emergency"


@pytest.fixture
def stranger(keepers):
    """Somebody of CBO One whom nobody is there for."""
    return keepers.register()


@pytest.fixture
def mou(keepers):
    return keepers.browser("mou")


def words(response) -> str:
    """What a page says, without its markup."""
    heard: list[str] = []
    reader = HTMLParser()
    reader.handle_data = heard.append  # type: ignore[method-assign]
    reader.feed(response.content.decode())
    return " ".join(" ".join(heard).split())


def due_for(account) -> list[tuple[str, str]]:
    return [(item.page, item.title) for item in due.items(account.memberships.current().select_related("organisation"))]


# Breaking the glass


def test_a_code_and_a_reason_open_her_for_a_day_and_lead_to_her(keepers, stranger, mou):
    answer = mou.post(PAGE, {"person": stranger.code, "reason": "danger"})
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/person/{stranger.code}/")
    row = Glass.objects.get()
    assert (row.person, row.account, row.reason) == (stranger.code, keepers.mou.account.pk, "danger")
    assert Entry.objects.filter(act="glass", person=stranger.code).count() == 1


def test_it_is_told_at_once_on_the_page_of_today(keepers, stranger, mou):
    mou.post(PAGE, {"person": stranger.code, "reason": "missing"})
    for name in ("salma", "mina", "devi"):
        assert ("vault:notices", "1 emergency to look at") in due_for(keepers.village.accounts[name])
    for name in ("mou", "ravi", "kabir"):
        assert "vault:notices" not in dict(due_for(keepers.village.accounts[name]))


@pytest.mark.parametrize("write", [str.lower, lambda code: f" {code[:4]} {code[4:]} ", lambda code: "-".join(code)])
def test_a_code_is_read_as_people_write_it(stranger, mou, write):
    assert mou.post(PAGE, {"person": write(stranger.code), "reason": "medical"}).status_code == 302


def test_figures_of_her_script_are_read_too(stranger, mou):
    bengali = stranger.code.translate({ord("0") + n: "০১২৩৪৫৬৭৮৯"[n] for n in range(10)})
    assert mou.post(PAGE, {"person": bengali, "reason": "medical"}).status_code == 302


def test_the_page_is_reached_with_the_code_in_place_and_says_what_will_happen(stranger, mou):
    answer = mou.get(f"{PAGE}?person={stranger.code}")
    assert answer.context["person"] == stranger.code
    assert "24 hours" in words(answer)
    assert "told at once" in words(answer)


def test_a_wrong_sign_is_said_and_what_was_typed_stays(stranger, mou):
    wrong = stranger.code[:-1] + next(letter for letter in LETTERS if letter != stranger.code[-1])
    answer = mou.post(PAGE, {"person": wrong, "reason": "danger"})
    assert answer.status_code == 400
    assert "one sign is wrong or missing" in words(answer)
    assert (answer.context["person"], answer.context["reason"]) == (wrong, "danger")
    assert not Glass.objects.exists()


@pytest.mark.parametrize("typed", ["", "O0O0", "A" * 5000, "দুর্গা", "<script>"])
def test_nothing_that_is_typed_breaks_the_page(keepers, mou, typed):
    assert mou.post(PAGE, {"person": typed, "reason": "danger"}).status_code == 400


def test_a_reason_has_to_be_chosen(stranger, mou):
    answer = mou.post(PAGE, {"person": stranger.code, "reason": "curious"})
    assert answer.status_code == 400
    assert "Choose a reason." in words(answer)
    assert answer.context["person"] == stranger.code


def test_another_organisation_s_person_is_not_there(keepers, mou):
    theirs = keepers.register("two", by="kabir")
    answer = mou.post(PAGE, {"person": theirs.code, "reason": "danger"})
    assert "no record with this code" in words(answer)
    assert not Glass.objects.exists()


def test_only_three_emergencies_are_open_at_once(keepers, stranger, mou):
    for person in [keepers.register() for _ in range(3)]:
        assert mou.post(PAGE, {"person": person.code, "reason": "danger"}).status_code == 302
    answer = mou.post(PAGE, {"person": stranger.code, "reason": "danger"})
    assert answer.status_code == 400
    assert "as many emergencies open as may be" in words(answer)
    assert answer.context["person"] == stranger.code
    assert Glass.objects.count() == 3
    assert mou.post(PAGE, {"person": person.code, "reason": "danger"}).status_code == 302  # open already
    Glass.objects.filter(person=person.code).update(until=timezone.now())
    assert mou.post(PAGE, {"person": stranger.code, "reason": "danger"}).status_code == 302


def test_a_closed_record_stays_closed(stranger, mou):
    Person.objects.update(state="forgotten")
    answer = mou.post(PAGE, {"person": stranger.code, "reason": "danger"})
    assert "This record is closed." in words(answer)


def test_a_merged_record_leads_to_the_one_that_was_kept(keepers, stranger, mou):
    other = keepers.register()
    merge.confirm(merge.propose(stranger, other, keepers.village.mina), keepers.village.salma)
    answer = mou.post(PAGE, {"person": other.code, "reason": "danger"})
    assert answer["Location"] == f"/desk/person/{stranger.code}/"


def test_what_is_open_now_is_listed(stranger, mou):
    mou.post(PAGE, {"person": stranger.code, "reason": "danger"})
    assert [row.person for row in mou.get(PAGE).context["mine"]] == [stranger.code]
    Glass.objects.update(until=Glass.objects.get().at)
    assert not mou.get(PAGE).context["mine"]


def test_without_an_open_key_the_password_is_asked_and_the_code_kept(keepers, stranger):
    answer = keepers.village.client("mou").post(PAGE, {"person": stranger.code, "reason": "danger"})
    assert answer.status_code == 423
    assert ("person", stranger.code) in answer.context["kept"]
    assert not Glass.objects.exists()


def test_no_name_is_on_these_pages(keepers, stranger, mou):
    mou.post(PAGE, {"person": stranger.code, "reason": "danger"})
    pages = mou.get(PAGE).content + keepers.village.client("salma").get("/desk/notices").content
    assert not found([name for name, _script in INVENTED], pages)


@pytest.mark.parametrize("name", ["ravi", "devi", "rina", "noor", "finn"])
def test_only_who_works_with_people_finds_the_page(keepers, name):
    client = keepers.village.client(name)
    assert client.get(PAGE).status_code == client.post(PAGE).status_code == 404


# Notices


def test_a_supervisor_reads_it_and_marks_it_as_seen(keepers, stranger):
    row = glass.break_glass(keepers.mou, stranger, "danger")
    client = keepers.village.client("salma")
    said = words(client.get("/desk/notices"))
    assert "Mou used emergency access" in said
    assert "Somebody is in danger" in said
    assert f"/desk/person/{stranger.code}/" in client.get("/desk/notices").content.decode()
    assert client.post("/desk/notices/seen", {"glass": row.pk})["Location"] == "/desk/notices"
    assert "Nothing to look at" in words(client.get("/desk/notices"))
    assert due_for(keepers.village.salma) == []
    row.refresh_from_db()
    assert (row.supervisor, row.coordinator) == (keepers.village.salma.pk, 0)


def test_the_coordinator_is_told_by_code_and_has_her_own_mark(keepers, stranger):
    row = glass.break_glass(keepers.mou, stranger, "court")
    devi = keepers.village.client("devi")
    html = devi.get("/desk/notices").content.decode()
    assert spelt(stranger.code) in html
    assert f"/desk/person/{stranger.code}/" not in html
    devi.post("/desk/notices/seen", {"glass": row.pk})
    row.refresh_from_db()
    assert (row.supervisor, row.coordinator) == (0, keepers.village.devi.pk)


def test_who_broke_it_cannot_mark_it(keepers, stranger):
    row = glass.break_glass(keepers.salma, stranger, "danger")
    assert keepers.village.client("salma").post("/desk/notices/seen", {"glass": row.pk}).status_code == 409
    assert Glass.objects.filter(supervisor=0).exists()


def test_a_coordinator_who_broke_it_cannot_mark_it_either(keepers, stranger):
    devi = keepers.village.devi
    devi.memberships.create(organisation=keepers.village.one, role="worker", valid_from=LONG_AGO)
    keys.grant(keepers.salma, keys.current(keepers.village.one), keepers.sign_in("devi").account)
    row = glass.break_glass(keepers.open["devi"], stranger, "danger")
    assert keepers.village.client("devi").post("/desk/notices/seen", {"glass": row.pk}).status_code == 409
    assert not [notice for notice in glass.notices(devi) if notice.glass]
    assert Glass.objects.filter(coordinator=0).exists()


@pytest.mark.parametrize("typed", ["", "x", "999999", "-1", "9" * 5000])
def test_an_emergency_that_does_not_exist_gets_a_sentence(keepers, typed):
    page = keepers.village.client("salma").post("/desk/notices/seen", {"glass": typed})
    assert (page.status_code, page.templates[0].name) == (409, "vault/notices.html")
    assert "There is no such notice here any more." in page.text


def test_raised_limits_are_told_with_who_and_for_whom(keepers):
    village = keepers.village
    limits.raise_limit(village.salma, village.one.code, 80, "helpdesk")
    limits.raise_limit(village.salma, village.one.code, 60, "camp", account=village.mou)
    limits.release_limit(village.salma, village.one.code, village.mou, "calls")
    said = words(village.client("mina").get("/desk/notices"))
    assert "80 records a day for everybody" in said
    assert "60 records a day for Mou" in said
    assert "30 more records for Mou" in said
    assert "by Salma" in said


@pytest.mark.parametrize("name", ["mou", "ravi", "kabir", "rina", "noor", "finn"])
def test_others_are_told_nothing(keepers, stranger, name):
    row = glass.break_glass(keepers.mou, stranger, "danger")
    client = keepers.village.client(name)
    assert client.get("/desk/notices").status_code == 404
    assert client.post("/desk/notices/seen", {"glass": row.pk}).status_code == 404


def test_a_supervisor_of_elsewhere_sees_and_marks_nothing(keepers, stranger):
    row = glass.break_glass(keepers.mou, stranger, "danger")
    keepers.village.kabir.memberships.update(role="supervisor")
    client = keepers.village.client("kabir")
    assert "Nothing to look at" in words(client.get("/desk/notices"))
    assert client.post("/desk/notices/seen", {"glass": row.pk}).status_code == 409


# The page of today


def test_a_colleague_who_has_used_up_the_day_is_told_to_who_can_let_her_go_on(keepers, stranger):
    account = keepers.mou.account
    row = {"person": stranger.code, "organisation": stranger.organisation, "account": account.pk, "reason": "visit"}
    Reveal.objects.bulk_create(Reveal(**row, fields="names", entry=10**6 + step) for step in range(30))
    assert ("vault:limits", "1 colleague has used up the day") in due_for(keepers.village.salma)
    assert due_for(account) == []
    limits.release_limit(keepers.village.salma, stranger.organisation, account, "calls")
    assert due_for(keepers.village.mina) == []


def test_whom_she_is_kept_apart_from_cannot_mark_it_as_seen_by_its_number(keepers, stranger, mou):
    mou.post(PAGE, {"person": stranger.code, "reason": "danger"})
    wishes.keep_apart(stranger, keepers.village.salma, by=keepers.village.mina)
    salma, row = keepers.village.client("salma"), Glass.objects.get()
    there, nowhere = (salma.post("/desk/notices/seen", {"glass": number}) for number in (row.pk, row.pk + 999))
    pages = [re.sub('name="csrfmiddlewaretoken" value="[^"]*"', "", page.text) for page in (there, nowhere)]
    assert (there.status_code, pages[0]) == (nowhere.status_code, pages[1])
    row.refresh_from_db()
    assert row.supervisor == 0
